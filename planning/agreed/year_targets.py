"""What a plan's targets ask of the whole company for the fiscal year."""

from __future__ import annotations

from collections.abc import Iterable

from planning.agreed.rows import PlanRow
from planning.agreed.splitting import is_additive
from planning.agreed.targets import Target
from planning.periods import Period


def least_of_year(rows: Iterable[PlanRow], kpi: str, year: Period) -> float | None:
    """Return the least a plan's targets ask of an additive KPI for a fiscal year.

    The target of the year speaks; else the quarters added up, else the months, where they
    cover the year. A value and a lower bound both count as the least.

    Args:
        rows: Targets of a plan; those of a part of the company are passed over.
        kpi: Key of a count or sum.
        year: The fiscal year.

    Returns:
        In the KPI's unit; None where the year is not covered, or the KPI is a ratio.
    """
    if not is_additive(kpi):
        return None
    found: dict[int, dict[int, float]] = {12: {}, 3: {}, 1: {}}
    for row in rows:
        target = Target.of(row.cells)
        least = target.value if target.value is not None else target.low
        inside = year.start <= target.period.start < year.end
        if target.kpi == kpi and target.is_whole and inside and least is not None:
            found[target.months][target.period.start] = float(least)
    for months, parts in found.items():
        if len(parts) * months == year.end - year.start:
            return sum(parts.values())
    return None
