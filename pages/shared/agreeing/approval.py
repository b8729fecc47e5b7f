"""Sign: where the plan stands, what is signed, who stands behind it, which months are closed."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import comparing, months, news, outcome, seats, steps, stretch
from pages.shared.agreeing.stand import Stand
from pages.shared.budget.standing import standing
from pages.shared.editor.sheet import rows
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN, Scenario
from planning.agreed.signatures import missing
from views import approval as words
from views import what_is_signed
from views.formats import plain
from views.history import moment


def section(now: session.Now, row: PlanRow) -> None:
    """Draw the view of one plan."""
    stand = Stand(row, now)
    outcome.on_page()
    _returned(stand)
    _path(stand)
    totals = standing(now, row, now.revision).totals
    _signed(stand, what_is_signed.places(totals, now.company.currency))
    stretch.section(stand)
    seats.side_by_side(stand, totals, now.company.currency)
    steps.offered(stand)
    if stand.scenario.state == "agreed":
        months.section(stand)
    steps.asked(stand)
    stretch.asked(stand)


def notice(row: PlanRow, *, here: bool = False) -> None:
    """Say in one line where the agreement on a plan stands, with the way to the view.

    Args:
        row: The scenario's row.
        here: Whether the view is on the page that is open.
    """
    scenario = Scenario.of(row.cells)
    found = rows("signature", row.id, session.workspace().revision()).listed
    told = words.notice(scenario, missing(found))
    if told is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/draw: {plain(told)}", width="content")
        if here:
            _to_view("Sign", "To the signatures", "arrow_forward")
            return
        st.page_link(
            "plan/budget.py",
            label="To the signatures",
            icon=":material/arrow_forward:",
            query_params={"view": "Sign", "plan": scenario.name},
        )


def _to_view(view: str, label: str, icon: str) -> None:
    st.button(
        label,
        key=f"agreeing-to-{view}",
        type="tertiary",
        icon=f":material/{icon}:",
        on_click=st.session_state.__setitem__,
        args=("view", view),
    )


def _returned(stand: Stand) -> None:
    reason, entry = stand.scenario.returned, stand.moves.get("draft")
    if stand.scenario.state != "draft" or not reason:
        return
    who = f"{entry.name} returned it on {moment(session.local(entry.at))}." if entry else ""
    st.warning(plain(reason), title=plain(who or "The executive returned it."))


def _path(stand: Stand) -> None:
    scenario = stand.scenario
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.markdown(words.path(scenario), width="content")
            with st.container(width="stretch"):
                news.section(stand)
        st.markdown(plain(words.true_sentence(scenario, stand.missing, stand.hindered)))
        last = stand.moves.get(scenario.state)
        if last is not None and scenario.state != "draft":
            st.caption(f"{moment(session.local(last.at))}: {plain(last.sentence)}")


def _signed(stand: Stand, places: str) -> None:
    """Say what everybody who signs puts their name to, and what waits around it."""
    other = stand.baseline if stand.is_agreed else stand.agreed
    other = None if other is not None and other.id == stand.row.id else other
    cautions = what_is_signed.cautions(stand.listed("package"), stand.listed("dispute"))
    cautions = cautions if stand.scenario.state in OPEN else ()
    with st.container(gap="xsmall"):
        st.markdown(plain(places))
        st.markdown(plain(_against(stand, other)))
        for caution in cautions:
            st.markdown(f":yellow[:material/warning:] {plain(caution)}")
        with st.container(horizontal=True, gap="medium"):
            if other is not None:
                st.button(
                    "Compare them",
                    key="agreeing-compare",
                    type="tertiary",
                    icon=":material/compare_arrows:",
                    on_click=comparing.ask,
                    args=(stand.row.id, [other.id]),
                )
            if cautions:
                _to_view("Give and take", "To give and take", "arrow_forward")


def _against(stand: Stand, other: PlanRow | None) -> str:
    """Say how the plan differs from the agreed one, or an agreed one from the baseline."""
    if other is None:
        return "" if stand.is_agreed else f"No plan is agreed for {stand.scenario.fiscal_year} yet."
    currency = stand.now.company.currency
    beside = stand.beside(other)
    named = "the baseline" if stand.is_agreed else "the agreed plan"
    told = what_is_signed.against(beside, f"{named}, {other['name']}", currency)
    return f"{told} {what_is_signed.largest(beside, currency)}".rstrip()
