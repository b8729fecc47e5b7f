"""Gaps: which targets a plan lacks to tell drivers apart, and where it does not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from planning.errors import Finding
from planning.kpis import KPIS
from planning.review.shortfall.asked import Asked
from planning.review.shortfall.drivers import LADDERS, PER_CASE, Level, Quantities
from planning.review.shortfall.planned_months import WHOLE, PlannedMonths, violated

ADD: Final = "Add one on page Targets."
_NEEDS: Final[dict[Level, tuple[str, ...]]] = {
    "leads": ("leads",),
    "decided": ("close_ratio",),
    "won": ("won", "average_deal"),
    "customers": ("customers",),
    "revenue": ("revenue",),
}
"""The targets of which one makes a level known, its own first."""

_FOLLOWS: Final[dict[Level, tuple[str, ...]]] = {
    "won": ("revenue", "average_deal"),
    "revenue": ("won", "average_deal"),
    "customers": ("cac",),
    "leads": ("cost_per_lead",),
}
"""The targets a level follows from where it has none of its own."""


def lacks(asked: Asked, level: Level) -> str:
    """Return that nothing tells a level, as a sentence."""
    keys = _NEEDS[level]
    plans = _lacking(asked, keys) or names(asked.months)
    wanted = " or ".join(KPIS[key].spoken for key in keys)
    part = " here" if asked.allowed else ""
    verb = "has" if len(plans) == 1 else "have"
    return f"{' and '.join(plans)} {verb} no target for {wanted}{part}."


def names(months: PlannedMonths) -> list[str]:
    """Return what the plans are called."""
    return [plan.scenario.name for plan in months.plans]


def missing(asked: Asked, kpi: str, found: Quantities) -> Iterator[Finding]:
    """Tell which steps cannot be told apart, and which follow from other targets."""
    for level, _ in LADDERS[kpi]:
        if found.levels[level] is None:
            yield Finding(code="plan-lacks-target", message=lacks(asked, level), remedy=ADD)
        elif level in _FOLLOWS and (plans := _lacking(asked, _NEEDS[level][:1])):
            others = " and ".join(KPIS[key].spoken for key in _FOLLOWS[level])
            own = KPIS[_NEEDS[level][0]].spoken
            yield Finding(
                level="info",
                code="plan-follows",
                message=f"{own.capitalize()} of {' and '.join(plans)} follow from {others}.",
            )


def unfit(months: PlannedMonths, kpi: str, found: Quantities) -> Iterator[Finding]:
    """Tell where a yearly target says something else than the company's numbers come to."""
    key = kpi if kpi in PER_CASE else "average_deal"
    above = found.money if kpi in PER_CASE else found.levels["revenue"]
    below = found.levels[LADDERS[kpi][-1][0] if kpi in PER_CASE else "won"]
    if not above or not below:
        return
    comes_to: Fraction = above / below
    for plan in months.plans:
        own = plan.asking(key, WHOLE)
        if any(violated(it, comes_to) for it in own if it.months >= len(months.period)):
            yield Finding(
                code="plan-unfit",
                message=f"The plan comes to {float(comes_to):,.0f} for {KPIS[key].spoken}, "
                f"which the target of {plan.scenario.name} does not allow.",
                remedy="Look at both on page Targets.",
            )


def _lacking(asked: Asked, keys: Iterable[str]) -> list[str]:
    """Return the plans in which some month has no target for any of these KPIs."""
    known = {month for key in keys for month in asked.of(key)}
    period = asked.months.period
    return [
        plan.scenario.name
        for plan in asked.months.plans
        if any(month not in known for month in plan.months_in(period))
    ]
