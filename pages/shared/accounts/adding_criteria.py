"""The dialog for a new criterion: what is asked, of how many accounts it is true, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session, tables
from pages.shared.accounts.ideal_standing import Standing
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.conditions import NUMBERS, TESTS
from planning.agreed.accounts.criteria import RULES, THRESHOLDS, Criterion, odd_together
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import Cells
from views.formats import counted, plain
from views.ideal import STAYS, attribute_names, moved_words, seen_words

_KEY: Final = "criterion-new"
_MOST: Final = 500
_RULE_WORDS: Final = {
    "points": "Points where it is true",
    "must": "Must: no target without it",
    "never": "Never: no target with it",
    "tier A from": "Least points of tier A",
    "tier B from": "Least points of tier B",
}


def form(sheet: Sheet, stands: Standing) -> None:
    """Draw the dialog; the rule is added at once and can be changed on the sheet.

    Args:
        sheet: The sheet of criteria.
        stands: The accounts against the saved ones.
    """
    rule = st.selectbox("Rule", RULES, format_func=_RULE_WORDS.__getitem__, key=f"{_KEY}-rule")
    rule = rule or RULES[0]
    cells: dict[str, JsonValue] = {"rule": rule}
    if rule not in THRESHOLDS:
        cells |= _condition(stands)
    if rule in {"points", *THRESHOLDS}:
        cells["points"] = st.number_input(
            "Points", -100, 100, 10, step=5, key=f"{_KEY}-points-{rule in THRESHOLDS}"
        )
    _told_before(stands, cells)
    cells["reason"] = st.text_area("Why", key=f"{_KEY}-reason")
    if st.button("Add", type="primary", key=f"{_KEY}-add"):
        with told():
            given = {name: it for name, it in cells.items() if it not in (None, "")}
            added(sheet, [given], "a rule")


def _condition(stands: Standing) -> dict[str, JsonValue]:
    names = attribute_names(stands.known.attributes.own)
    left, right = st.columns(2)
    name = left.selectbox(
        "Attribute", list(names), format_func=names.__getitem__, key=f"{_KEY}-attribute"
    )
    name = name or next(iter(names))
    tests = [*TESTS[2:4], *TESTS[:2], TESTS[4]] if name in NUMBERS else list(TESTS)
    test = right.selectbox("Test", tests, key=f"{_KEY}-test-{name in NUMBERS}") or tests[0]
    cells: dict[str, JsonValue] = {"attribute": name, "test": test}
    if test == "is known":
        return cells
    if name in NUMBERS or test in TESTS[2:4]:
        cells["values"] = st.text_input("Compared with", key=f"{_KEY}-number-{name}")
        return cells
    _, texts = stands.known.attributes.texts(name)
    words = sorted({part.strip() for text in texts for part in text.split(";")} - {""})
    chosen = st.multiselect(
        "Compared with",
        words[:_MOST],
        accept_new_options=True,
        key=f"{_KEY}-words-{name}",
    )
    cells["values"] = "; ".join(chosen)
    return cells


def _told_before(stands: Standing, cells: Cells) -> None:
    """Say of how many accounts the condition is true and what the rule moves, once it is whole."""
    whole = cleaned("criterion", cells)
    if odd_together(whole) or refusals("criterion", whole):
        return
    told = moved_words(stands.moves_with([whole])) or STAYS
    if whole.get("attribute"):
        told = f"{seen_words(stands.known.seen(Criterion.of(whole).condition))} {told}"
    st.caption(plain(told))


def added(sheet: Sheet, rows: Sequence[Cells], what: str) -> None:
    """Add criteria; say in the cells' own words why not.

    Args:
        sheet: The sheet of criteria.
        rows: Their cells.
        what: What they are called when there is one.
    """
    saved = session.workspace().plan.add("criterion", sheet.scenario.id, rows)
    if saved.refused:
        sentences = dict.fromkeys(plain(one.sentence) for one in saved.refused)
        st.error("  \n".join(sentences), title="Not added.")
        return
    said = f"Added {what if len(rows) == 1 else counted(len(rows), 'rule')}."
    tables.show_done(sheet, saved, said)
    st.rerun()
