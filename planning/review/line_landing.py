"""Where each line of a plan will end its year, beside what was planned for it.

A line is money: what is over counts as it was spent, the rest as its planner entered it,
by default as planned. How far that may be off, the lines themselves tell: the rest of a
line may turn out as the lines of its team turned out so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from planning.agreed.rows import PlanRow
from planning.agreed.totals import as_money
from planning.review.variance import Variance

LOW, HIGH = 0.1, 0.9
LEAST_LINES: Final = 8
"""Lines a team must have spent on before they tell how far plans are off."""

MOST_RATIO: Final = 3.0
"""A line that spent more than three times its plan says nothing about others."""


@dataclass(frozen=True, slots=True)
class LineLanding:
    """Where a line will end.

    Attributes:
        row: The line.
        plan: Planned for the year, plan-currency units.
        plan_to_date: Planned for the months that spend is known of.
        spent: Spent so far.
        forecast: What the year will come to.
        low, high: 10th and 90th percentile of it; None where too few lines tell.
    """

    row: PlanRow
    plan: Decimal
    plan_to_date: Decimal
    spent: Decimal
    forecast: Decimal
    low: Decimal | None
    high: Decimal | None

    @property
    def off(self) -> Decimal:
        """Forecast less plan: above 0 is more than planned."""
        return self.forecast - self.plan


def line_landings(beside: Variance) -> tuple[LineLanding, ...]:
    """Return where the lines of a plan will land, those furthest off plan first.

    Args:
        beside: The plan beside what was spent.
    """
    closed = beside.closed
    forecast = beside.forecast[:-1]
    over = beside.actual[:-1, :closed].sum(axis=1)
    rest = forecast[:, closed:].sum(axis=1)
    planned = beside.plan[:-1].sum(axis=1)
    to_date = beside.plan[:-1, : beside.known].sum(axis=1)
    spent = beside.actual[:-1, : beside.known].sum(axis=1)
    spreads = _spreads(beside)
    found = []
    for at, row in enumerate(beside.grid.rows):
        spread = spreads.get(row.team)
        ends = (None, None) if spread is None else tuple(
            as_money(round(int(over[at]) + int(rest[at]) * factor)) for factor in spread
        )  # fmt: skip
        found.append(
            LineLanding(
                row=row,
                plan=as_money(int(planned[at])),
                plan_to_date=as_money(int(to_date[at])),
                spent=as_money(int(spent[at])),
                forecast=as_money(int(over[at] + rest[at])),
                low=ends[0],
                high=ends[1],
            )
        )
    return tuple(sorted(found, key=lambda one: (-abs(one.off), one.row.position)))


def _spreads(beside: Variance) -> dict[str, tuple[float, float]]:
    """Return by team how far below and above its middle line a line came out so far.

    Factors of the percentiles: 0.8 and 1.3 mean that nine lines of ten spent at least
    0.8 times, and nine of ten at most 1.3 times, what the middle line spent of its plan.
    """
    closed = beside.closed
    planned = beside.plan[:-1, :closed].sum(axis=1)
    spent = beside.actual[:-1, :closed].sum(axis=1)
    teams = np.array([row.team for row in beside.grid.rows])
    found: dict[str, tuple[float, float]] = {}
    for team in sorted(set(teams.tolist())):
        told = (teams == team) & (planned > 0)
        ratios = spent[told] / planned[told]
        ratios = ratios[ratios <= MOST_RATIO]
        if len(ratios) < LEAST_LINES:
            continue
        low, middle, high = np.quantile(ratios, (LOW, 0.5, HIGH)).tolist()
        if middle > 0:
            found[team] = (low / middle, high / middle)
    return found
