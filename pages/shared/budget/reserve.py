"""What a line's money waits for: placeholder, or a reserve with its trigger."""

from __future__ import annotations

import streamlit as st
from pydantic import JsonValue

from pages.shared import tables
from pages.shared.budget.standing import Standing
from pages.shared.tables import Sheet
from planning.agreed.lines import STATUSES
from planning.agreed.rows import PlanRow
from planning.kpis import KPIS
from views.budget import reserve_words
from views.formats import plain

_SAYS = {
    "placed": "Placed: it has a purpose",
    "placeholder": "Placeholder: its purpose is still open",
    "reserve": "Reserve: it waits for a trigger",
}


def section(sheet: Sheet, stands: Standing, row: PlanRow) -> None:
    """Draw what the money is, and the trigger of a reserve."""
    writes = sheet.may_write
    status = st.radio(
        "This money is",
        STATUSES,
        index=STATUSES.index(row["status"]) if row["status"] in STATUSES else 0,
        format_func=lambda it: _SAYS[it],
        key=f"status-{row.id}",
        disabled=not writes,
    )
    cells: dict[str, JsonValue] = {"status": status}
    if status == "reserve":
        cells |= _trigger(stands, row, writes=writes)
        told = reserve_words(row.with_cells(cells))
        if told:
            st.markdown(plain(told))
    if writes and st.button("Put into the sheet", type="primary", key="reserve-put"):
        tables.type_in(sheet, {row.id: cells})
        st.rerun()


def _trigger(stands: Standing, row: PlanRow, *, writes: bool) -> dict[str, str | None]:
    months = stands.scenario.months
    shown = {month: stands.scenario.month_short(at) for at, month in enumerate(months)}
    one, two, three, four = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    keys = list(KPIS)
    kpi = one.selectbox(
        "When",
        keys,
        index=keys.index(str(row["reserve_kpi"])) if row["reserve_kpi"] in keys else None,
        format_func=lambda it: KPIS[it].name,
        key=f"reserve-kpi-{row.id}",
        disabled=not writes,
    )
    when = two.selectbox(
        "is",
        ("above", "below"),
        index=("above", "below").index(str(row["reserve_when"])) if row["reserve_when"] else 0,
        key=f"reserve-when-{row.id}",
        disabled=not writes,
    )
    threshold = three.text_input(
        "this",
        value=str(row["reserve_threshold"] or ""),
        key=f"reserve-threshold-{row.id}",
        disabled=not writes,
    )
    month = four.selectbox(
        "in",
        months,
        index=months.index(str(row["reserve_month"])) if row["reserve_month"] in months else None,
        format_func=lambda it: shown[it],
        key=f"reserve-month-{row.id}",
        disabled=not writes,
    )
    then = st.text_input(
        "then",
        value=str(row["reserve_then"] or ""),
        key=f"reserve-then-{row.id}",
        placeholder="What is released or cut",
        disabled=not writes,
    )
    return {
        "reserve_kpi": kpi,
        "reserve_when": when,
        "reserve_threshold": threshold or None,
        "reserve_month": month,
        "reserve_then": then or None,
    }
