"""The scorecard by channel, region or whatever it is cut by, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from planning.actuals.figures import Figure
from planning.actuals.scorecard import Group
from planning.kpis import KPIS, Unit
from views.formats import unit_head

CUTS: Final = ("channel", "segment", "region", "motion", "campaign", "product")
"""What the page offers; figures by owner are for that person and their leader only."""

TOTAL: Final = "Company"
TOP_TEN: Final = "Among the top 10?, %"


@dataclass(frozen=True)
class CutTable:
    """A table of figures.

    Attributes:
        frame: Name column first, then one column per KPI that has any value, in the unit
            its head names (fractions as percent); the company's own row last.
        decimals: Decimals of each number column.
        left_out: KPIs without any value here, by name, and why.
    """

    frame: pd.DataFrame
    decimals: dict[str, int]
    left_out: dict[str, str]


def cut_table(
    by: str,
    groups: Sequence[Group],
    whole: Mapping[str, Figure],
    top_ten: Mapping[str | None, float],
    currency: str,
) -> CutTable:
    """Lay groups out as a table.

    Args:
        by: What they are grouped by, for the head of the first column.
        groups: The figures of each label.
        whole: The same figures without grouping.
        top_ten: Probability of being among the ten best, by label; may be empty.
        currency: The plan currency.
    """
    names = [group_name(group.name, by) for group in groups]
    columns: dict[str, Sequence[object]] = {by.capitalize(): [*names, TOTAL]}
    decimals: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for key, total in whole.items():
        unit = KPIS[key].unit
        values = [in_column(group.figures[key].number, unit) for group in groups]
        if all(value is None for value in values):
            left_out[KPIS[key].name] = groups[0].figures[key].note if groups else total.note
            continue
        head = column_head(key, currency)
        columns[head] = [*values, in_column(total.number, unit)]
        decimals[head] = _decimals(unit, values)
    if top_ten:
        chances = [top_ten.get(group.name) for group in groups]
        columns[TOP_TEN] = [*(in_column(it, "fraction") for it in chances), None]
        decimals[TOP_TEN] = 0
    return CutTable(pd.DataFrame(columns), decimals, left_out)


def group_name(name: str | None, by: str) -> str:
    """Return the label of a group, or what stands for none.

    Example:
        >>> group_name(None, "region")
        'No region'
    """
    return f"No {by}" if name is None else name


def column_head(key: str, currency: str) -> str:
    """Return a KPI's column head with its unit."""
    kpi = KPIS[key]
    if kpi.unit == "fraction":
        return f"{kpi.name}, %"
    if kpi.unit in ("days", "hours"):
        return f"{kpi.name}, {kpi.unit}"
    return unit_head(kpi.name, kpi.unit, currency)


def in_column(value: float | None, unit: Unit) -> float | None:
    """Return a value in the unit of its column: percent instead of a fraction."""
    return value * 100 if value is not None and unit == "fraction" else value


def _decimals(unit: Unit, values: Sequence[float | None]) -> int:
    if unit == "fraction":
        return 1
    if unit in ("money", "money_per_day"):
        return 2 if max(abs(value) for value in values if value is not None) < 1_000 else 0
    return 0
