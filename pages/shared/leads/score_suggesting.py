"""Points the facts suggest, and taking them over in place of the agreed ones."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session, tables_to_take
from pages.shared.leads.score_facts import Ground, suggestion
from pages.shared.tables import Sheet
from pages.shared.writing import Writing
from planning.agreed.accounts.score_rules import ScoreRule
from planning.review.leads.score_suggestion import Suggestion
from views.formats import counted, plain
from views.score import suggestion_frame, suggestion_sentence

_WRITING: Final = Writing("score-suggestion", lambda told: f"A rule was changed: {told.row}.")


def section(
    now: session.Now, found: Ground, rules: tuple[ScoreRule, ...], sheet: Sheet | None
) -> None:
    """Offer points made from the earlier leads and tested on the later ones.

    Args:
        now: The store at one revision.
        found: The leads.
        rules: The rules that stand.
        sheet: Their sheet, where somebody may take suggestions over; None without a plan.
    """
    _WRITING.on_page()
    if not st.toggle("Suggest points from the facts", key="score-suggest"):
        return
    made = suggestion(now, found, rules)
    st.markdown(plain(suggestion_sentence(made)))
    if made is None:
        return
    tables_to_take.show(suggestion_frame(made), "suggested-points", "Suggested rules with points.")
    if sheet is not None and sheet.may_write:
        words = "Use them instead of the agreed ones" if rules else "Use them"
        st.button(words, key="score-take", on_click=_take, args=(sheet, made), type="primary")


def _take(sheet: Sheet, made: Suggestion) -> None:
    """Add the suggested rules, then remove those that stood."""
    plan = session.workspace().plan
    before = plan.rows("score", sheet.scenario.id)
    said = f"Added {counted(len(made.rules), 'suggested rule')}"

    def write() -> Saved:
        saved = plan.add("score", sheet.scenario.id, made.rules)
        if saved.refused or not before:
            return saved
        return plan.remove([row.id for row in before])

    gone = f", removed {counted(len(before), 'rule')}. Undo brings those back" if before else ""
    if _WRITING.attempt(write, f"{said}{gone}."):
        st.session_state["score-suggest"] = False
