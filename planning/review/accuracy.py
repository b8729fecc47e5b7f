"""Forecast accuracy: how near the plan came to what happened, by KPI and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from planning.actuals.change import is_young
from planning.actuals.counts import Scope
from planning.actuals.scorecard import trend
from planning.actuals.slices import Slice
from planning.errors import NotPossible
from planning.kpis import KPIS
from planning.periods import Period
from planning.review.shortfall.asked import Asked, added, allowed_by
from planning.review.shortfall.planned_money import SPEND_KPIS, planned_money
from planning.review.shortfall.planned_months import PlannedMonths, YearPlan
from planning.review.shortfall.shortfall import finished


@dataclass(frozen=True)
class Accuracy:
    """How near a KPI's plan came, month by month.

    Attributes:
        kpi: The KPI.
        months: Month numbers, all over.
        planned, actual: Each month's plan and figure; None where there is none.
        accuracy: Each month's `forecast_accuracy`.
    """

    kpi: str
    months: tuple[int, ...]
    planned: tuple[float | None, ...]
    actual: tuple[float | None, ...]
    accuracy: tuple[float | None, ...]

    @property
    def mean(self) -> float | None:
        """The mean of the months that have one."""
        known = [value for value in self.accuracy if value is not None]
        return sum(known) / len(known) if known else None


def forecast_accuracy(actual: float | None, plan: float | None) -> float | None:
    """Return how near a plan came: 1 is exact, below 0 is off by more than was reached.

    Formula: 1 − abs(actual − plan) / actual; undefined unless the actual is above 0.

    Example:
        >>> forecast_accuracy(80, 100), forecast_accuracy(100, 80), forecast_accuracy(0, 5)
        (0.75, 0.8, None)
    """
    if actual is None or plan is None or actual <= 0:
        return None
    return 1 - abs(actual - plan) / actual


def accuracies(part: Slice, plans: Iterable[YearPlan]) -> tuple[Accuracy, ...]:
    """Return the accuracy of every KPI that was forecast, in the registry's order.

    A target of one value is a forecast, a limit or range is not. Spend is forecast by
    the budget's lines. Rates of leads too young to be judged are left out.

    Args:
        part: The part of the company and the months asked for.
        plans: The plan of each fiscal year.
    """
    period = part.scope.period and finished(part.scope.period, part.counts.as_of)
    if period is None or part.scope.motion is not None:
        return ()
    forecasts = tuple(
        replace(plan, targets=tuple(it for it in plan.targets if it.value is not None))
        for plan in plans
    )
    company = Slice(part.counts, Scope(), part.context)
    asked = Asked(PlannedMonths(forecasts, company, period), allowed_by(part.scope))
    found = []
    for key in KPIS:
        by_month = asked.of(key) or _money(asked, key)
        if by_month:
            found.append(_accuracy(part, key, period, by_month))
    return tuple(it for it in found if it.mean is not None)


def _money(asked: Asked, key: str) -> Mapping[int, Fraction]:
    if key not in SPEND_KPIS:
        return {}
    months = asked.months
    try:
        by_team = planned_money(
            months.plans, months.period, key, asked.allowed, months.part.context
        )
    except NotPossible:
        return {}  # money that says nothing about this part is no forecast of it
    planned = added(by_team.values())
    return planned if any(planned.values()) else {}


def _accuracy(part: Slice, key: str, period: Period, by_month: Mapping[int, Fraction]) -> Accuracy:
    months = tuple(period.months())
    planned = tuple(float(by_month[it]) if it in by_month else None for it in months)
    came = trend(part, None, key, None, months)
    actual = tuple(
        None if is_young(part, key, Period(start=month, end=month + 1)) else value
        for month, value in zip(months, came, strict=True)
    )
    near = tuple(map(forecast_accuracy, actual, planned))
    return Accuracy(key, months, planned, actual, near)
