"""Splitting a year's money over the months, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import session, tables
from pages.shared.budget.standing import Standing
from pages.shared.tables import Sheet
from planning.agreed.lines import PLAN
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS
from planning.agreed.splitting import WAYS, Way, over_months, plan_cells
from planning.errors import TandemError
from planning.money import amount
from planning.review.matching import match
from views.budget import amount_of, months
from views.formats import plain

_YEARS_BACK: Final = 5


def section(sheet: Sheet, stands: Standing, row: PlanRow) -> None:
    """Draw the split of a total, and what it comes to."""
    heads = months(stands.scenario)
    left, right = st.columns(2)
    standing = amount_of(row, PLAN)
    typed = left.text_input(
        f"Total of the year, {stands.currency}",
        value="" if standing is None else f"{standing:,.2f}".removesuffix(".00"),
        key=f"split-total-{row.id}",
    )
    way = right.selectbox(
        "Over the months",
        list(WAYS),
        format_func=lambda it: WAYS[it].capitalize(),
        key=f"split-way-{row.id}",
    )
    chosen = st.pills(
        "In",
        range(MONTHS),
        default=range(MONTHS),
        selection_mode="multi",
        format_func=lambda at: heads[at],
        key=f"split-months-{row.id}",
    )
    try:
        parts = _parts(stands, row, typed or "", way or "evenly", tuple(chosen or ()))
    except TandemError as error:
        st.error(plain(error.remedy), title=plain(error.what))
        return
    st.dataframe(
        pd.DataFrame([[float(part) for part in parts]], columns=list(heads)),
        hide_index=True,
        column_config={head: st.column_config.NumberColumn(format="%,.2f") for head in heads},
        alt="The months the total is split into.",
    )
    st.caption(f"Together exactly {sum(parts):,.2f} {stands.currency}.")
    if sheet.may_write and st.button("Put into the sheet", type="primary", key="split-put"):
        tables.type_in(sheet, {row.id: plan_cells(parts)})
        st.rerun()


def _parts(
    stands: Standing, row: PlanRow, typed: str, way: Way, chosen: tuple[int, ...]
) -> tuple[Decimal, ...]:
    total = amount(typed, currency=stands.currency)
    spent = {} if way == "evenly" else _spent_before(stands, row)
    first = stands.scenario.first_month
    return over_months(total, way, spent, first_month=first, months=chosen)


def _spent_before(stands: Standing, row: PlanRow) -> Mapping[int, Decimal]:
    """Return what was spent on the like of a line in the years before, by month number."""
    counts = session.now().counts
    if counts is None:
        return {}
    # Codes and campaigns are new each year: what the line is for counts.
    alike = row.with_cells({"line_code": None, "campaign": None})
    found: dict[int, Decimal] = {}
    for back in range(1, _YEARS_BACK + 1):
        first = stands.scenario.first_month - back * MONTHS
        spent = match((alike,), counts, first).spent[0]
        found |= {first + at: Decimal(int(cents)).scaleb(-2) for at, cents in enumerate(spent)}
    return found
