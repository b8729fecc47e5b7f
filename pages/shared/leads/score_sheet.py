"""The rules of the lead score as a sheet, with the dialog that adds one."""

from __future__ import annotations

from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session, tables
from pages.shared.leads.score_facts import Ground
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.conditions import (
    BEHAVIOUR,
    NAMES,
    NUMBERS,
    OWN,
    TESTS,
    attribute_told,
)
from planning.agreed.accounts.score_rules import RULES, title
from planning.agreed.rows import PlanRow
from planning.review.leads.meeting_conditions import own_attributes
from views.formats import plain
from views.sheets import Column

_KEY: Final = "score-rule"
_MOST_VALUES: Final = 200


def sheet_of(plan: PlanRow, found: Ground | None) -> Sheet:
    """Return the sheet of a plan's score rules; leaders change it.

    Args:
        plan: The scenario's row.
        found: The leads, which tell attributes of the company's own; None without facts.
    """
    names = {**NAMES, **_own(found)}

    def add() -> None:
        form(sheet, names, found)

    sheet = Sheet(
        kind="score",
        scenario=plan,
        noun="rule",
        views={"Rules": _columns(names)},
        title=lambda row: title(row.cells),
        add=add,
        act="profile",
    )
    return sheet


def _own(found: Ground | None) -> dict[str, str]:
    if found is None:
        return {}
    columns = own_attributes(found.sample.leads["attributes"]).columns
    return {str(name): attribute_told(str(name)) for name in columns}


def _columns(names: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column("rule", "Rule", "choice", options=RULES, width=136, pinned=True),
        Column(
            "attribute", "Attribute", "choice", options=tuple(names), labels=names, width=152,
            help="What is known of a lead, its account, or what it did.",
        ),
        Column("test", "Test", "choice", options=TESTS, width=112),
        Column("values", "Compared with", width=232, help="Words with ; between, or a number."),
        Column("points", "Points", "number", width=72),
        Column(
            "half_life_days", "Half after days", "number", width=120,
            help="Of points for a touch: days after which half of them is left.",
        ),
        Column("most", "At most in all", "number", width=112, help="Of points for a touch."),
        Column("reason", "Reason", width="large"),
    )  # fmt: skip


def form(sheet: Sheet, names: dict[str, str], found: Ground | None) -> None:
    """Draw the dialog; the rule is added at once and can be changed on the sheet."""
    rule = st.segmented_control("Rule", RULES, default=RULES[0], required=True, key=f"{_KEY}-rule")
    cells: dict[str, JsonValue] = {"rule": rule}
    if rule != "hand over from":
        cells |= _condition(names, found)
    if rule != "never":
        cells["points"] = st.text_input("Points", key=f"{_KEY}-points", help="-100 to 100.")
    if rule == "points" and cells.get("attribute") in BEHAVIOUR:
        left, right = st.columns(2)
        cells["half_life_days"] = left.text_input("Half after days", key=f"{_KEY}-half")
        cells["most"] = right.text_input("At most in all", key=f"{_KEY}-most")
    cells["reason"] = st.text_area("Why", key=f"{_KEY}-reason")
    if st.button("Add", type="primary", key=f"{_KEY}-add"):
        with told():
            _added(sheet, {name: it for name, it in cells.items() if it not in (None, "")})


def _condition(names: dict[str, str], found: Ground | None) -> dict[str, JsonValue]:
    left, right = st.columns(2)
    attribute = left.selectbox(
        "Attribute", list(names), format_func=lambda it: names[it], key=f"{_KEY}-attribute"
    )
    test = right.selectbox("Test", TESTS, key=f"{_KEY}-test-{attribute}")
    cells: dict[str, JsonValue] = {"attribute": attribute, "test": test}
    if test == "is known":
        return cells
    known = _values(str(attribute), found)
    if test in {"is one of", "is none of"} and known:
        chosen = st.multiselect(
            "Compared with", known, accept_new_options=True, key=f"{_KEY}-values-{attribute}"
        )
        return {**cells, "values": "; ".join(chosen)}
    typed = st.text_input("Compared with", key=f"{_KEY}-value-{attribute}")
    return {**cells, "values": typed}


def _values(attribute: str, found: Ground | None) -> list[str]:
    """Return the values an attribute has in the facts, the commonest first."""
    if found is None or attribute in NUMBERS:
        return []
    leads = found.sample.leads
    if attribute == "touch":
        column = found.sample.touches["kind"]
    elif attribute.startswith(OWN):
        column = own_attributes(leads["attributes"])[attribute]
    elif attribute in leads.columns:
        column = leads[attribute]
    else:
        return []
    return [str(it) for it in column.value_counts().head(_MOST_VALUES).index]


def _added(sheet: Sheet, cells: dict[str, JsonValue]) -> None:
    saved = session.workspace().plan.add("score", sheet.scenario.id, cells)
    if saved.refused:
        st.error("  \n".join(plain(one.sentence) for one in saved.refused), title="Not added.")
        return
    named = plain(sheet.title(saved.rows[-1])) if saved.rows else "a rule"
    tables.show_done(sheet, saved, f"Added {named}.")
    st.rerun()
