"""The three seats side by side: who signed, who is missing, what was withdrawn."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared.agreeing import steps
from pages.shared.agreeing.stand import Stand
from planning.agreed.signatures import TEAMS_OF, Seat
from planning.agreed.totals import Totals
from views.approval import SEAT_NAMES, Seated, signed_words, who_signs, withdrawn_words
from views.formats import counted, plain, short

_COLOURS: Final[dict[Seat, str]] = {"marketing": "blue", "executive": "violet", "sales": "orange"}


def side_by_side(stand: Stand, totals: Totals, currency: str) -> None:
    """Draw the seats: marketing left, the executive between, sales right."""
    with st.grid(3, min_column_width=260, gap="small"):
        for seat, name in SEAT_NAMES.items():
            with st.container(border=True, gap="xsmall", height="stretch"):
                st.markdown(f"**:{_COLOURS[seat]}[{name}]**")
                st.caption(f"{_sum(seat, totals)} {plain(currency)} in the year")
                _seat(stand, stand.seats[seat])


def _sum(seat: Seat, totals: Totals) -> str:
    if seat == "executive":
        return f"All lines: {short(totals.company.planned)}"
    team = next((one for one in totals.by_team if one.label == seat), None)
    return f"Its lines: {short(team.planned if team else 0)}"


def _seat(stand: Stand, one: Seated) -> None:
    is_proposed = stand.scenario.state == "proposed"
    if one.row is not None:
        st.markdown(f":green[:material/check_circle:] {plain(signed_words(one))}")
    elif is_proposed:
        st.markdown(":gray[:material/radio_button_unchecked:] Not signed yet.")
    else:
        st.markdown(":gray[:material/radio_button_unchecked:] Signs once the plan is proposed.")
    if is_proposed:
        _offered(stand, one)
    if one.withdrawn:
        st.caption(f":material/ink_eraser: {plain(withdrawn_words(one.withdrawn[0]))}")
        earlier = len(one.withdrawn) - 1
        if earlier:
            st.caption(f"{counted(earlier, 'earlier signature')} withdrawn, told in the history.")


def _offered(stand: Stand, one: Seated) -> None:
    if one.row is not None:
        if one.row["by"] == stand.who.email:
            steps.button(
                stand, "withdraw", "Withdraw", "ink_eraser", subject=one.row.id, kind="tertiary"
            )
    elif stand.colliding:
        st.caption("Signed once no targets collide, or as a stretch.")
    elif stand.may("sign", TEAMS_OF[one.seat]):
        label = "Sign as the executive" if one.seat == "executive" else f"Sign for {one.seat}"
        steps.button(stand, "sign", label, "draw", subject=one.seat, kind="primary")
    else:
        st.caption(who_signs(one.seat))
