"""The dialog in which the facts suggest criteria, each to be taken or left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.shared.accounts.adding_criteria import added
from pages.shared.accounts.ideal_standing import Standing
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.conditions import OWN, attribute_told
from planning.review.accounts.disqualified import from_disqualified
from planning.review.accounts.suggestions import Suggestion, suggested
from views.formats import counted, plain
from views.ideal import STAYS, moved_words

_KEY: Final = "suggested"


def body(sheet: Sheet, stands: Standing) -> None:
    """Draw what deals and disqualified leads suggest, with the way to take it over.

    Args:
        sheet: The sheet of criteria.
        stands: The accounts against the saved ones.
    """
    known = stands.known
    with st.spinner("Holding every attribute against the deals…"):
        deals = suggested(known.book, known.attributes, stands.criteria)
        leads = from_disqualified(known.book, known.attributes, stands.criteria)
    if not deals and not leads:
        st.write("No attribute differs from the rest by more than chance, beyond what is agreed.")
        return
    st.caption(
        "Each value is held against the rest; what chance could explain is left out. A difference "
        "is no cause: take what you can give a reason for."
    )
    chosen = [*_listed("Deals won", deals), *_listed("Leads disqualified", leads)]
    if chosen:
        st.caption(plain(moved_words(stands.moves_with([one.cells for one in chosen])) or STAYS))
    words = f"Add {counted(len(chosen), 'rule')}" if chosen else "Add"
    if st.button(words, type="primary", disabled=not chosen, key=f"{_KEY}-add"):
        with told():
            added(sheet, [one.cells for one in chosen], "a rule")


def _listed(head: str, found: Sequence[Suggestion]) -> list[Suggestion]:
    """Draw suggestions to be ticked; return those that are."""
    if not found:
        return []
    st.markdown(f"**{head}**")
    return [
        one
        for one in found
        if st.checkbox(
            f"{_gives(one)}: {plain(str(one.cells['reason']))}",
            key=f"{_KEY}-{one.told}",
        )
    ]


def _gives(one: Suggestion) -> str:
    """Say what a suggestion gives; of a plain word also what it is a value of."""
    about = str(one.cells["attribute"])
    named = one.cells["test"] == "is one of" and not about.startswith(OWN)
    of = f", {attribute_told(about).lower()}" if named else ""
    if one.cells["rule"] == "never":
        return f"Never{of}"
    points = int(str(one.cells["points"]))
    return f"{'+' if points > 0 else '−'}{counted(abs(points), 'point')}{of}"
