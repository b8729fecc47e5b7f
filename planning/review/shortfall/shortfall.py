"""Shortfall: why revenue, CAC or cost per lead differ from the plan or the period before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from planning.actuals.counts import Scope
from planning.actuals.slices import Slice
from planning.errors import Finding, NotPossible
from planning.periods import Period, month_name, month_of
from planning.review.shortfall.decompose import Decomposition, decompose
from planning.review.shortfall.drivers import Quantities
from planning.review.shortfall.measured import measured, measured_parts
from planning.review.shortfall.planned import REST, planned, planned_parts
from planning.review.shortfall.planned_money import folded
from planning.review.shortfall.planned_months import PlannedMonths, YearPlan

Against = Literal["plan", "before"]

PART_OF_IT: Final = "told-in-part"
"""Code of findings that say why less is told than was asked for."""


@dataclass(frozen=True)
class Shortfall:
    """A difference taken apart, as far as facts and plan carry it.

    Attributes:
        kpi: The KPI.
        against: What it is held against.
        period: The months compared, those that are not over left out; None without any.
        earlier: The months it is held against, None for the plan's own.
        whole: The difference by driver; None where it cannot be told.
        parts: The same by part of the company; None where not asked or not told.
        findings: Why something cannot be told, or what to keep in mind, with a remedy.
    """

    kpi: str
    against: Against
    period: Period | None = None
    earlier: Period | None = None
    whole: Decomposition | None = None
    parts: Decomposition | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def shown(self) -> Decomposition | None:
        """The decomposition that tells most drivers apart."""
        if self.parts is not None and self.whole is not None:
            return self.parts if self.parts.drivers >= self.whole.drivers else self.whole
        return self.whole

    def noted(self, why: NotPossible) -> Shortfall:
        """Return the same with one more reason."""
        found = Finding(code=PART_OF_IT, message=why.what, remedy=why.remedy)
        return replace(self, findings=(*self.findings, found))


def against_before(part: Slice, kpi: str, by: str | None = None) -> Shortfall:
    """Take the difference to the period of equal length before apart.

    Args:
        part: The part of the company and the months asked for.
        kpi: `revenue`, `cac` or `cost_per_lead`.
        by: Also by `channel`, `segment` or `region`.
    """
    found = Shortfall(kpi, "before")
    try:
        period = _over(part)
        earlier = period.before()
        found = replace(found, period=period, earlier=earlier)
        if earlier.start < part.span[0]:
            raise NotPossible(
                f"Nothing is known before {month_name(part.span[0])}.", "Choose a later period."
            )
        ends = measured(part, kpi, earlier), measured(part, kpi, period)
        found = replace(found, whole=_whole(kpi, *ends))
        if by is not None:
            cut = (measured_parts(part, kpi, it, by) for it in (earlier, period))
            found = replace(found, parts=decompose(kpi, *cut))
    except NotPossible as why:
        return found.noted(why)
    return found


def against_plan(
    part: Slice, plans: Iterable[YearPlan], kpi: str, by: str | None = None
) -> Shortfall:
    """Take the difference to the plan apart, over the months that are over.

    Args:
        part: The part of the company and the months asked for.
        plans: The plan of each fiscal year the months lie in.
        kpi: `revenue`, `cac` or `cost_per_lead`.
        by: Also by `channel`, `segment` or `region`.
    """
    found = Shortfall(kpi, "plan")
    try:
        period = _over(part)
        found = replace(found, period=period)
        company = Slice(part.counts, Scope(), part.context)
        months = PlannedMonths(_of_period(plans, period), company, period)
        goal, actual = planned(months, part.scope, kpi), measured(part, kpi, period)
        whole = _whole(kpi, goal.quantities, actual)
        found = replace(found, whole=whole, findings=goal.findings)
        if by is not None:
            asked = planned_parts(months, part.scope, kpi, by)
            came = _matched(asked, measured_parts(part, kpi, period, by))
            found = _coarse(replace(found, parts=decompose(kpi, asked, came)), by)
    except NotPossible as why:
        return found.noted(why)
    return found


def _coarse(found: Shortfall, by: str) -> Shortfall:
    """Say that parts are told with fewer drivers than the whole, where they are."""
    if found.shown is found.parts:
        return found
    note = Finding(
        level="info",
        code=PART_OF_IT,
        message=f"The plan sets too few targets by {by}: steps are told for the company.",
    )
    return replace(found, findings=(*found.findings, note))


def finished(period: Period, as_of: date) -> Period | None:
    """Return the months of a period that are over; None without any.

    Example:
        >>> finished(Period.parse("2025-05", "2025-07"), date(2025, 6, 29)).label
        'May 2025'
    """
    end = min(period.end, month_of(as_of + timedelta(days=1)))
    return Period(start=period.start, end=end) if end > period.start else None


def _over(part: Slice) -> Period:
    if part.scope.period is None:
        raise NotPossible("All time cannot be compared.", "Choose a period above.")
    found = finished(part.scope.period, part.counts.as_of)
    if found is None:
        raise NotPossible("No month of this period is over yet.", "Choose an earlier period.")
    return found


def _of_period(plans: Iterable[YearPlan], period: Period) -> tuple[YearPlan, ...]:
    used = tuple(plan for plan in plans if plan.months_in(period))
    planned_for = {month for plan in used for month in plan.months_in(period)}
    gaps = [month for month in period.months() if month not in planned_for]
    if gaps:
        raise NotPossible(
            f"There is no plan for {Period(start=gaps[0], end=gaps[-1] + 1).label}.",
            "Choose months a plan is for, or begin one on page Budget.",
        )
    return used


def _whole(kpi: str, before: Quantities, after: Quantities) -> Decomposition:
    return decompose(kpi, {None: before}, {None: after})


def _matched(
    asked: Mapping[str | None, Quantities], came: Mapping[str | None, Quantities]
) -> dict[str | None, Quantities]:
    """Return what came under the labels of the plan; all else is the rest."""
    spelt = {folded(label): label for label in asked if label != REST}
    found: dict[str | None, Quantities] = {}
    for label, one in came.items():
        name = spelt.get(folded(label), REST)
        found[name] = _sum(found[name], one) if name in found else one
    return found


def _sum(first: Quantities, second: Quantities) -> Quantities:
    levels = {
        level: None if value is None or (other := second.levels[level]) is None else value + other
        for level, value in first.levels.items()
    }
    return Quantities(
        levels, {team: money + second.spend[team] for team, money in first.spend.items()}
    )
