"""Target actuals: the registry's figure beside each target, with its trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Context, Slice, read, trend
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.model.target_scopes import scope_of
from planning.periods import Period, month_of
from planning.review.variance import months_over

Standing = Literal["reached", "missed", "open", "undefined"]

TREND_MONTHS: Final = 12


@dataclass(frozen=True)
class TargetActual:
    """What the facts say about a target.

    Attributes:
        figure: The KPI of the target's scope and period so far, with its interval and
            note; None where the period has not begun or the scope has no such KPI.
        trend: Its value in each of `months`; None where undefined or not begun.
        months: Twelve month numbers that end with the period, or with today before that.
        over: Whether the period is over.
        standing: Whether it was reached; `open` while the period runs.
    """

    figure: Figure | None
    trend: tuple[float | None, ...]
    months: tuple[int, ...]
    over: bool
    standing: Standing

    @property
    def value(self) -> float | None:
        """The figure's value, None where it is undefined."""
        return None if self.figure is None else self.figure.number


def actual_of(target: Target, counts: Counts, context: Context) -> TargetActual:
    """Return the registry's figure of a target's scope and period.

    Args:
        target: What was agreed.
        counts: The facts.
        context: Settings and channel owners.
    """
    (found,) = actuals_of([target], counts, context)
    return found


def actuals_of(
    targets: Iterable[Target], counts: Counts, context: Context
) -> tuple[TargetActual, ...]:
    """Return the same for several targets; those of one scope share their counting."""
    slices: dict[Scope | None, Slice | None] = {None: None}
    found = []
    for target in targets:
        scope = scope_of(target, counts, context)
        if scope not in slices:
            slices[scope] = None if scope is None else Slice(counts, scope, context)
        found.append(_actual(target, slices[scope], counts))
    return tuple(found)


def _actual(target: Target, part: Slice | None, counts: Counts) -> TargetActual:
    period, today = target.period, month_of(counts.as_of)
    last = min(period.end - 1, max(today, 0))
    months = tuple(range(last - TREND_MONTHS + 1, last + 1))
    over = counts.is_dated and months_over(counts.as_of, period.end - 1) > 0
    if part is None or not counts.is_dated:
        return TargetActual(None, (None,) * TREND_MONTHS, months, over, "undefined")
    begun = period.start <= today
    figure = read(part, target.kpi, Period(start=period.start, end=last + 1)) if begun else None
    values = trend(part, None, target.kpi, None, months)
    return TargetActual(figure, values, months, over, _standing(target, figure, over))


def _standing(target: Target, figure: Figure | None, over: bool) -> Standing:
    value = None if figure is None else figure.number
    if value is None:
        return "undefined" if over else "open"
    if not over:
        return "open"
    return "reached" if meets(target, value) else "missed"


def meets(target: Target, value: float) -> bool:
    """Whether a value is what was agreed.

    A range holds at both ends. A value is a floor where up is better, a ceiling where
    down is, and what must not be exceeded where neither is (spend).

    Example:
        >>> cac = Target(team="joint", kpi="cac", start="2026-01", months=12, value=900)
        >>> meets(cac, 850.0), meets(cac, 950.0)
        (True, False)
    """
    if target.value is None:
        low = target.low is None or value >= float(target.low)
        return low and (target.high is None or value <= float(target.high))
    if KPIS[target.kpi].better == "up":
        return value >= float(target.value)
    return value <= float(target.value)
