"""The goal a line or target serves: chosen in its dialog and where it is added."""

from __future__ import annotations

import streamlit as st
from pydantic import JsonValue

from pages.shared import tables
from pages.shared.tables import Sheet
from planning.agreed.rows import PlanRow
from views.formats import plain


def field(sheet: Sheet, standing: JsonValue, key: str) -> str | None:
    """Draw the choice of a goal.

    Args:
        sheet: The sheet of the line or target.
        standing: The goal it serves now.
        key: The field's name on the page.

    Returns:
        The goal's id, None for none.
    """
    names = sheet.labels.get("goal", {})
    goals = list(names)
    return st.selectbox(
        "Goal it serves",
        goals,
        index=goals.index(str(standing)) if standing in names else None,
        format_func=lambda it: names[it],
        key=key,
        placeholder="None yet" if goals else "The plan has no goals yet",
        disabled=not goals or not sheet.may_write,
    )


def section(sheet: Sheet, row: PlanRow) -> None:
    """Draw which goal a row serves, to be changed with the sheet."""
    goal = field(sheet, row["goal"], f"goal-{row.id}")
    if not sheet.may_write:
        return
    if st.button("Put into the sheet", type="primary", key=f"goal-put-{row.id}"):
        tables.type_in(sheet, {row.id: {"goal": goal}})
        st.rerun()
    st.caption(f"It is saved with the sheet. The {plain(sheet.noun)} stays as it is otherwise.")
