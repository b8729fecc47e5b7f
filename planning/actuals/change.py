"""Change: a figure against the period before, and whether it could be chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import erf, sqrt
from typing import Final, Literal

from planning.actuals import intervals
from planning.actuals.figures import Figure
from planning.actuals.measuring import Reading
from planning.actuals.metrics import METRICS
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.kpis.definition import CREATED
from planning.periods import Period, first_day, month_name

Verdict = Literal["better", "worse", "same", "unclear", "none"]

_Z: Final = 1.959963984540054
_SETTLED_DAYS: Final = 90


@dataclass(frozen=True)
class Change:
    """A figure now and before.

    Attributes:
        now: The figure of the period.
        before: The figure of the period of equal length before it.
        difference: now − before in the figure's unit (fractions: percentage points), or
            None where one is undefined or nothing is known of the period before.
        relative: difference / before, or None where before is 0 or the unit a fraction.
        low: Lower end of the 95% interval of the difference, or None.
        high: Upper end, or None.
        verdict: `better` or `worse` where the difference holds against chance, `unclear`
            where it does not, `same` without difference, `none` where neither direction
            is good news or the periods cannot be compared.
        probability: How sure it is that the figure truly moved in this direction, from 0
            to 1; None where the periods cannot be compared or no interval is known.
        note: What to keep in mind, one sentence; empty unless it changes the conclusion.
    """

    now: Figure
    before: Figure
    difference: float | None = None
    relative: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = "none"
    note: str = ""
    probability: float | None = None


def changes(part: Slice, keys: Iterable[str]) -> dict[str, Change]:
    """Return the change of several KPIs against the period before; {} without a period."""
    period = part.scope.period
    return {} if period is None else {key: change(part, key, period) for key in keys}


def change(part: Slice, key: str, period: Period) -> Change:
    """Return a KPI's change against the period of equal length before.

    Formula of the interval: from the intervals of both figures (MOVER), difference −
    sqrt((now − now.low)² + (before.high − before)²) and likewise above; counts are taken
    as Poisson, revenue as a sum of independent deals.

    Source: Zou and Donner (2008); Newcombe (1998) for proportions.
    """
    value = METRICS[key].value
    now, earlier = Reading(part, period), Reading(part, period.before())
    figure, before = value(now), value(earlier)
    if figure.number is None or before.number is None:
        return Change(figure, before)
    gap = _not_comparable(part, key, period)
    difference = figure.number - before.number
    if gap.startswith("Nothing"):
        return Change(figure, before, note=gap)
    relative = difference / before.number if before.number and figure.unit != "fraction" else None
    ends = _mover(_ends(now, figure), _ends(earlier, before), figure.number, before.number)
    low, high = ends or (None, None)
    verdict: Verdict = "none"
    note = gap
    if not gap:
        verdict, note = _verdict(key, difference, ends)
    young = not gap and difference < 0 and is_young(part, key, period)
    if young and verdict != "unclear":
        verdict, note = "unclear", "Leads of this period had less time so far."
    sure = None if gap or young else probability(difference, ends)
    return Change(figure, before, difference, relative, low, high, verdict, note, sure)


def probability(difference: float, ends: tuple[float, float] | None) -> float | None:
    """Return how sure it is that a figure truly moved the way it did.

    Formula: Φ(z · |difference| / distance from the difference to the end of its 95%
    interval on the side of 0), so it is 97.5% exactly where that end is 0.

    Args:
        difference: Not 0, or nothing is said.
        ends: Its 95% interval.

    Example:
        >>> round(probability(2.0, (0.0, 5.0)), 3), round(probability(-1.0, (-4.0, 3.0)), 3)
        (0.975, 0.688)
    """
    if ends is None or difference == 0:
        return None
    reach = difference - ends[0] if difference > 0 else ends[1] - difference
    return 0.5 * (1 + erf(_Z * abs(difference) / reach / sqrt(2))) if reach > 0 else 1.0


def _not_comparable(part: Slice, key: str, period: Period) -> str:
    first, _ = part.span
    if period.before().start < first:
        return f"Nothing is known before {month_name(first)}." if first else "Nothing is known."
    # The last day of the period counts as over, although nothing of it can follow.
    if part.counts.as_of + timedelta(days=1) < first_day(period.end) and not KPIS[key].is_ratio:
        return "The period is not over yet."
    return ""


def _ends(reading: Reading, figure: Figure) -> tuple[float, float] | None:
    if figure.low is not None and figure.high is not None:
        return float(figure.low), float(figure.high)
    if figure.key == "revenue":
        half = _Z * sqrt(max(reading.squares("won_cents_squared"), 0.0)) / 100
        return float(figure.value or 0) - half, float(figure.value or 0) + half
    if figure.unit == "count" and figure.value is not None and figure.value >= 0:
        return intervals.poisson(int(figure.value))
    return None


def _mover(
    now_ends: tuple[float, float] | None,
    before_ends: tuple[float, float] | None,
    now: float,
    before: float,
) -> tuple[float, float] | None:
    if now_ends is None or before_ends is None:
        return None
    down = sqrt((now - now_ends[0]) ** 2 + (before_ends[1] - before) ** 2)
    up = sqrt((now_ends[1] - now) ** 2 + (before - before_ends[0]) ** 2)
    return now - before - down, now - before + up


def is_young(part: Slice, key: str, period: Period) -> bool:
    """Whether a lower rate of a period's leads may only mean that they had less time."""
    if KPIS[key].period_rule != CREATED or not KPIS[key].is_ratio:
        return False
    return (part.counts.as_of - first_day(period.end)).days < _SETTLED_DAYS


def _verdict(key: str, difference: float, ends: tuple[float, float] | None) -> tuple[Verdict, str]:
    better = KPIS[key].better
    if difference == 0:
        return "same", ""
    if better == "none":
        return "none", ""
    if ends is not None and ends[0] <= 0 <= ends[1]:
        return "unclear", "The change may be chance."
    return ("better" if (difference > 0) == (better == "up") else "worse"), ""
