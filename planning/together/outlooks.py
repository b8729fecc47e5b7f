"""Landing against target: where the year will end, and whether what was agreed will hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.periods import Period
from planning.review.landing import LANDED, Landing, land
from planning.review.pace import bounds, distance

Verdict = Literal["holds", "open", "misses", "no target", "unknown"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a KPI will end, beside what was agreed.

    Attributes:
        landing: P10, P50 and P90 of the period.
        low, high: The least and most that was agreed; None where that side is open.
        off: How far the middle lies outside, as a share of the bound; 0 within.
        verdict: `holds` where nine of ten draws keep to it, `misses` where nine of ten do
            not, `open` between.
    """

    landing: Landing
    low: float | None
    high: float | None
    off: float
    verdict: Verdict


def outlooks(part: Slice, targets: Iterable[PlanRow], period: Period) -> tuple[Outlook, ...]:
    """Return where the company's KPIs will end, those with a target first.

    Args:
        part: The company.
        targets: Rows of a plan's targets; those for the period and the whole company speak.
        period: Whole months, mostly a fiscal year.
    """
    agreed = {
        target.kpi: target
        for target in (Target.of(row.cells) for row in targets)
        if target.is_whole and target.period == period and target.kpi in LANDED
    }
    landed = land(part, period)
    found = [_outlook(landing, agreed.get(key)) for key, landing in landed.items()]
    return tuple(sorted(found, key=lambda one: one.verdict in ("no target", "unknown")))


def _outlook(landing: Landing, target: Target | None) -> Outlook:
    low, high = (None, None) if target is None else bounds(target)
    if landing.low is None or landing.middle is None or landing.high is None:
        return Outlook(landing, low, high, 0.0, "unknown")
    if target is None or (low is None and high is None):
        return Outlook(landing, low, high, 0.0, "no target")
    off = distance(landing.middle, low, high)
    return Outlook(landing, low, high, off, _verdict(landing.low, landing.high, low, high))


def _verdict(least: float, most: float, low: float | None, high: float | None) -> Verdict:
    """Say whether a range lies within bounds, outside, or across one.

    Example:
        >>> _verdict(90, 110, 80, None), _verdict(90, 110, 100, None), _verdict(90, 110, None, 85)
        ('holds', 'open', 'misses')
    """
    if (low is None or least >= low) and (high is None or most <= high):
        return "holds"
    outside = (low is not None and most < low) or (high is not None and least > high)
    return "misses" if outside else "open"
