"""Pace: whether a target was met, or is on course while its period still runs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import BASE
from planning.actuals.scorecard import Context, Slice, trend
from planning.agreed.scenarios import MONTHS
from planning.agreed.splitting import is_additive
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.model.target_scopes import scope_of
from planning.periods import UNDATED, month_of
from planning.review.target_actuals import TargetActual

State = Literal["met", "missed", "on course", "off course", "waiting", "unknown"]

MISSED: Final[frozenset[State]] = frozenset({"missed", "off course"})
HELD: Final[frozenset[State]] = frozenset({"met", "on course"})
_FURTHEST: Final = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a target stands.

    Attributes:
        state: `met` or `missed` once its period is over; `on course` or `off course`
            while it runs; `waiting` before it begins; `unknown` where the facts say nothing.
        low, high: The least and most that was due by now, in the KPI's unit; None where
            that side is open. Once the period is over these are the target itself.
        off: How far outside the value is, as a share of what was due; 0 within.
    """

    state: State
    low: float | None = None
    high: float | None = None
    off: float = 0.0


def bounds(target: Target) -> tuple[float | None, float | None]:
    """Return the least and the most a target allows; see `target_actuals.meets`.

    Example:
        >>> bounds(Target(team="sales", kpi="won", start="2026-01", months=12, value=90))
        (90.0, None)
        >>> bounds(Target(team="joint", kpi="cac", start="2026-01", months=12, value=900))
        (None, 900.0)
    """
    if target.value is None:
        low = None if target.low is None else float(target.low)
        return low, None if target.high is None else float(target.high)
    value = float(target.value)
    return (value, None) if KPIS[target.kpi].better == "up" else (None, value)


def pace(
    target: Target, actual: TargetActual, as_of: date, before: Sequence[float | None] = ()
) -> Pace:
    """Return where a target stands.

    Of counts and sums only a part is due while the period runs: as much as the same days
    had brought of the same months a year before, else as much as of the days is over.
    Ratios are due whole.

    Args:
        target: What was agreed.
        actual: What the facts say.
        as_of: The last day of the facts.
        before: The KPI in the same months a year before; empty where it is not known.
    """
    low, high = bounds(target)
    begun = target.period.start <= month_of(as_of)
    if not begun:
        return Pace("waiting", low, high)
    if actual.value is None or (low is None and high is None):
        return Pace("unknown", low, high)
    if not actual.over and is_additive(target.kpi):
        due = share_over(target, as_of, before)
        low, high = _part(low, due), _part(high, due)
    off = distance(actual.value, low, high)
    if actual.over:
        return Pace("missed" if off else "met", low, high, off)
    return Pace("off course" if off else "on course", low, high, off)


def distance(value: float, low: float | None, high: float | None) -> float:
    """Return how far a value lies outside its bounds, as a share of the bound; at most 10.

    Example:
        >>> distance(80, 100, None), distance(130, None, 100), distance(5, 1, 9)
        (0.2, 0.3, 0.0)
    """
    if low is not None and value < low:
        return min((low - value) / abs(low), _FURTHEST) if low else _FURTHEST
    if high is not None and value > high:
        return min((value - high) / abs(high), _FURTHEST) if high else _FURTHEST
    return 0.0


def share_over(target: Target, as_of: date, before: Sequence[float | None] = ()) -> float:
    """Return which part of a running period is over, from 0 to 1.

    Args:
        target: Whose period runs.
        as_of: The last day of the facts; it counts as over.
        before: How much each of the same months brought a year before. Where one is not
            known or the year brought nothing, every day weighs the same.

    Example:
        >>> year = Target(team="marketing", kpi="leads", start="2026-01", months=3, value=9)
        >>> share_over(year, date(2026, 1, 31), (50, 25, 25))
        0.5
        >>> round(share_over(year, date(2026, 2, 14), (50, 25, 25)), 3)
        0.625
    """
    months = list(target.period.months())
    days = [monthrange(month // MONTHS, month % MONTHS + 1)[1] for month in months]
    known = [value for value in before if value is not None and value >= 0]
    usual = len(known) == len(months) and sum(known) > 0
    weights = known if usual else [float(it) for it in days]
    today = month_of(as_of)
    over = [
        1.0 if month < today else as_of.day / length if month == today else 0.0
        for month, length in zip(months, days, strict=True)
    ]
    return sum(w * part for w, part in zip(weights, over, strict=True)) / sum(weights)


def year_before(
    target: Target, counts: Counts, context: Context, slices: dict[Scope, Slice]
) -> tuple[float | None, ...]:
    """Return a KPI of the same months a year before; empty where its pace does not need them.

    Args:
        target: What was agreed.
        counts: The facts.
        context: Settings and channel owners.
        slices: Parts of the company cut already; more are added.
    """
    scope = scope_of(target, counts, context)
    if scope is None or not counts.is_dated or not is_additive(target.kpi):
        return ()
    months = [month - MONTHS for month in target.period.months()]
    if months[0] < first_month(counts):
        # Months before the facts begin are not months that brought nothing.
        return ()
    if scope not in slices:
        slices[scope] = Slice(counts, scope, context)
    return trend(slices[scope], None, target.kpi, None, months)


def first_month(counts: Counts) -> int:
    """Return the number of the first month with facts, that of the last day if none is dated."""
    months = counts.cubes[BASE].keys["month"]
    dated = months[months != UNDATED]
    return int(dated.min()) if len(dated) else month_of(counts.as_of)


def _part(bound: float | None, due: float) -> float | None:
    return None if bound is None else bound * due
