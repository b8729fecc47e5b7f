"""Planned months: what the targets of a plan ask of each month, for any part of the company."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from planning.actuals.counts import Scope
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.splitting import is_additive
from planning.agreed.targets import Target
from planning.periods import Period
from planning.review.pace import bounds, year_before

ByMonth = Mapping[int, Fraction]
"""A value for each month number something was agreed for."""


class Place(NamedTuple):
    """The part of the company a target speaks of; None for all, labels in lower case."""

    channel: str | None = None
    segment: str | None = None
    region: str | None = None
    team: str | None = None

    @classmethod
    def of(cls, target: Target) -> Place:
        """Return the part a target speaks of."""
        parts = (target.channel, target.segment, target.region, target.scope_team)
        return cls(*(None if it is None else it.strip().casefold() for it in parts))


WHOLE = Place()
"""The company."""


@dataclass(frozen=True)
class YearPlan:
    """The plan of one fiscal year.

    Attributes:
        scenario: Its name and months.
        targets: What it asks for.
        lines: The rows of its budget.
        released: By row id whether a reserve has been released (`releases.released`).
    """

    scenario: Scenario
    targets: tuple[Target, ...]
    lines: tuple[PlanRow, ...] = ()
    released: Mapping[str, bool] = field(default_factory=dict)

    def asking(self, kpi: str, place: Place) -> tuple[Target, ...]:
        """Return the targets of a KPI for one part of the company."""
        return tuple(it for it in self.targets if it.kpi == kpi and Place.of(it) == place)

    def months_in(self, period: Period) -> list[int]:
        """Return the months of a period that this plan is for."""
        own = self.scenario.period
        return [month for month in period.months() if own.start <= month < own.end]


def agreed_value(target: Target) -> Fraction | None:
    """Return what a target asks for as one number: its value, its only bound, or the middle.

    Example:
        >>> deal = Target(team="sales", kpi="average_deal", start="2026-01", months=12, low=28000)
        >>> agreed_value(deal)
        Fraction(28000, 1)
    """
    known = [Fraction(it) for it in (target.value, target.low, target.high) if it is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


Like = Callable[[Target], Sequence[Fraction]]
"""Returns the weights of a target's months; any other number of them splits evenly."""


@dataclass(frozen=True)
class PlannedMonths:
    """Targets of one or more years, read month by month.

    Attributes:
        plans: One plan for each fiscal year.
        part: The company; its facts tell the rhythm of the year before.
        period: The months asked for.
    """

    plans: tuple[YearPlan, ...]
    part: Slice
    period: Period
    _kept: dict[tuple[str, Place], ByMonth] = field(default_factory=dict, repr=False)
    _slices: dict[Scope, Slice] = field(default_factory=dict, repr=False)

    def of(self, kpi: str, place: Place = WHOLE) -> ByMonth:
        """Return what is asked of a KPI in each month of the period.

        A count or sum is spread over its months as the company's own months are planned,
        else as they came a year before, else evenly; a ratio stays as agreed.
        """
        if (kpi, place) not in self._kept:
            found: dict[int, Fraction] = {}
            for plan in self.plans:
                like = partial(self._like, plan)
                targets = plan.asking(kpi, place)
                found |= month_values(targets, plan.months_in(self.period), like)
            self._kept[kpi, place] = found
        return self._kept[kpi, place]

    def labels(self, kpi: str, by: str) -> tuple[str, ...]:
        """Return the labels of a dimension that have a target of their own, as spelt there."""
        found = {
            getattr(target, by).casefold(): getattr(target, by)
            for plan in self.plans
            for target in plan.targets
            if target.kpi == kpi and getattr(target, by) is not None
        }
        return tuple(found.values())

    def _like(self, plan: YearPlan, target: Target) -> Sequence[Fraction]:
        if Place.of(target) != WHOLE:
            months = list(target.period.months())
            own = finest(plan.asking(target.kpi, WHOLE), months, self._year_before)
            if len(own) == len(months) and all(value >= 0 for value in own.values()):
                return [own[month] for month in months]
        return self._year_before(target)

    def _year_before(self, target: Target) -> Sequence[Fraction]:
        known = year_before(target, self.part.counts, self.part.context, self._slices)
        return [Fraction(it) for it in known if it is not None and it >= 0]


def month_values(
    targets: Sequence[Target], months: Sequence[int], like: Like
) -> dict[int, Fraction]:
    """Return what targets of one KPI and part ask of each month; unasked months are absent.

    The longest target that lies wholly inside the months speaks first, shared out as the
    shorter ones within it are; at the edges the shortest that covers a month does.

    Args:
        targets: Of one KPI and part.
        months: Month numbers without gaps.
        like: The weights of a target's months.
    """
    found = finest(targets, months, like)
    end, at = (months[-1] + 1, months[0]) if months else (0, 0)
    while at < end:
        inside = [it for it in targets if it.period.start == at and it.period.end <= end]
        whole = max(inside, key=lambda it: it.months, default=None)
        if whole is not None and whole.months > 1:
            found |= _spread(whole, [found.get(it, Fraction(0)) for it in whole.period.months()])
        at += 1 if whole is None else whole.months
    return found


def finest(targets: Sequence[Target], months: Iterable[int], like: Like) -> dict[int, Fraction]:
    """Return what the shortest target over each month asks of it.

    Args:
        targets: Of one KPI and part.
        months: Month numbers.
        like: The weights of a target's months.
    """
    wanted = set(months)
    found: dict[int, Fraction] = {}
    # The longest are written first, so that shorter ones stand over them.
    for target in sorted(targets, key=lambda it: -it.months):
        if wanted.intersection(target.period.months()):
            shares = like(target) if target.months > 1 and is_additive(target.kpi) else ()
            found |= _spread(target, shares)
    return {month: value for month, value in found.items() if month in wanted}


def _spread(target: Target, shares: Sequence[Fraction]) -> dict[int, Fraction]:
    """Return what a target asks of each of its months; they add up to it exactly."""
    value = agreed_value(target)
    months = list(target.period.months())
    if value is None:
        return {}
    if not is_additive(target.kpi):
        return dict.fromkeys(months, value)
    total = sum(shares, Fraction(0))
    if len(shares) != len(months) or not total:
        shares, total = [Fraction(1)] * len(months), Fraction(len(months))
    return {month: value * share / total for month, share in zip(months, shares, strict=True)}


def violated(target: Target, value: Fraction) -> bool:
    """Whether a value clearly lies outside what was agreed; see `pace.bounds`."""
    low, high = bounds(target)
    slack = Fraction(1, 200) * abs(value)
    return (low is not None and value + slack < low) or (high is not None and value - slack > high)
