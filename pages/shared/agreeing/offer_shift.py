"""A quick way to fill the months of an offer: so much from a line, over so many months."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from pages.shared.agreeing import offer_draft
from pages.shared.agreeing.offer_draft import OfferDraft
from pages.shared.agreeing.scene import Scene
from pages.shared.editor.sheet import meaning
from planning.agreed.scenarios import MONTHS
from planning.agreed.shifting import SPREADS, shifted
from planning.errors import TandemError
from planning.money import NotAnAmount, amount
from views.formats import plain
from views.packages import called

_WAYS = ("Take", "Add")


def section(scene: Scene, draft: OfferDraft) -> None:
    """Draw the form, once there is a line to take from or add to."""
    lines = [row for row in draft.rows if scene.standing[row].kind == "line"]
    if not lines:
        return
    with st.form(draft.key("shift"), border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.selectbox("Money", _WAYS, key=draft.key("way"), width=88)
            st.text_input(
                f"Amount, {scene.currency}",
                key=draft.key("amount"),
                placeholder="40,000",
                width=128,
            )
            st.selectbox(
                "Line",
                lines,
                format_func=lambda row: called(scene.standing[row]),
                key=draft.key("line"),
                width=224,
            )
            st.selectbox(
                "Spread",
                list(SPREADS),
                format_func=lambda it: SPREADS[it],
                key=draft.key("spread"),
                width=224,
            )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            st.select_slider(
                "Months",
                range(MONTHS),
                value=(scene.coming, MONTHS - 1),
                format_func=scene.scenario.month_short,
                key=draft.key("months"),
                width=480,
            )
            st.form_submit_button("Put into the months", on_click=_put, args=(scene, draft))
    if draft.said:
        st.error(plain(draft.said))


def _put(scene: Scene, draft: OfferDraft) -> None:
    """Move the money in the months of the offer, or keep why it cannot be."""
    offer_draft.absorb(scene, draft)
    way, typed, line, spread, (first, last) = (
        st.session_state[draft.key(name)] for name in ("way", "amount", "line", "spread", "months")
    )
    draft.said = ""
    if line not in draft.seen:
        return
    typed_over = {
        cell: meaning("line", cell, value) for cell, value in draft.wanted.get(line, {}).items()
    }
    cells = {**draft.seen[line], **typed_over}
    try:
        found = _amount(typed, scene.currency) * (-1 if way == _WAYS[0] else 1)
        changes = shifted(cells, found, range(first, last + 1), spread, scene.scenario)
    except TandemError as refused:
        draft.said = f"{called(scene.standing[line])}: {refused}"
        return
    draft.wanted[line] = {**draft.wanted.get(line, {}), **changes}
    offer_draft.tidy(scene, draft)
    draft.draw_anew()


def _amount(typed: str, currency: str) -> Decimal:
    try:
        return amount(typed, currency=currency)
    except NotAnAmount as refused:
        raise TandemError(f"The amount {refused.tail}", refused.remedy) from None
