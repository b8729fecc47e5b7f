"""Planned money: what the lines of a budget set aside for winning leads and customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import numpy as np

from planning.actuals.measuring import MOSTLY
from planning.actuals.slices import Context
from planning.agreed.rows import PlanRow
from planning.agreed.totals import Grid
from planning.errors import NotPossible
from planning.kpis import KPIS
from planning.periods import Period
from planning.review.shortfall.measured import CENTS
from planning.review.shortfall.planned_months import YearPlan
from planning.review.variance import waiting
from planning.shares import percent
from planning.teams import Team

Allowed = Mapping[str, frozenset[str | None]]
"""The labels kept by dimension, in lower case; dimensions left out keep all."""

SPEND_KPIS: Final[dict[str, tuple[Team, ...]]] = {
    "spend_marketing": ("marketing",),
    "spend_sales": ("sales",),
}
SPENDERS: Final[dict[str, tuple[Team, ...]]] = {
    "revenue": (),
    "cac": ("marketing", "sales"),
    "cost_per_lead": ("marketing",),
    **SPEND_KPIS,
}
"""Whose lines count, as the registry counts whose spend."""


def planned_money(
    plans: Iterable[YearPlan], period: Period, kpi: str, allowed: Allowed, context: Context
) -> dict[Team, dict[int, Fraction]]:
    """Return what is planned to be spent by each team in each month.

    Reserves count from their release on, as on page Budget's forecast.

    Args:
        plans: One plan per fiscal year.
        period: The months asked for.
        kpi: For which KPI: of a team's spend all its lines count, of revenue none.
        allowed: The part of the company.
        context: Who owns which channel.

    Raises:
        NotPossible: Most of this money says nothing about the part it is for.
    """
    found: dict[Team, dict[int, Fraction]] = {team: {} for team in SPENDERS[kpi]}
    for plan in plans:
        rows = [row for row in plan.lines if _counts(row, kpi, context)]
        grid = Grid.of(rows)
        cents = np.where(waiting(grid, plan.scenario, plan.released)[:-1], 0, grid.plan)
        first = plan.scenario.first_month
        inside = [month - first for month in plan.months_in(period)]
        kept = np.array([_within(row, allowed) for row in grid.rows], dtype=np.bool_)
        for name in allowed:
            _refuse_unsplit(grid, cents[:, inside].sum(axis=1), name, kpi)
        for team in found:
            own = kept & np.array([row.team == team for row in grid.rows], dtype=np.bool_)
            sums = cents[own].sum(axis=0)
            found[team] |= {first + at: Fraction(int(sums[at]), CENTS) for at in inside}
    return found


def _counts(row: PlanRow, kpi: str, context: Context) -> bool:
    if row.kind != "line" or row.team not in SPENDERS[kpi]:
        return False
    if kpi in SPEND_KPIS:
        return True
    if kpi == "cac":
        return row["motion"] in (None, "acquire")
    channel = row["channel"]
    owner = context.team_of(channel if isinstance(channel, str) else None)
    return row["category"] == "programme" and owner == "marketing"


def _within(row: PlanRow, allowed: Allowed) -> bool:
    return all(folded(row[name]) in kept for name, kept in allowed.items())


def folded(label: object) -> str | None:
    """Return a label as it is compared.

    Example:
        >>> folded(" EMEA "), folded(None)
        ('emea', None)
    """
    return None if label is None else str(label).strip().casefold()


def _refuse_unsplit(grid: Grid, cents: np.ndarray, name: str, kpi: str) -> None:
    blank = np.array([row[name] is None for row in grid.rows], dtype=np.bool_)
    whole, aside = float(cents.sum()), float(cents[blank].sum())
    if whole > 0 and aside > MOSTLY * whole:
        raise NotPossible(
            f"{percent(aside / whole)} of the planned money has no {name}.",
            f"Give these lines a {name}, or look at {KPIS[kpi].spoken} by something else.",
        )
