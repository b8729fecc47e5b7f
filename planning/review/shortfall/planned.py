"""What was planned: the levels and the money of a period, from targets and budget lines.

A level without a target of its own is taken from others by their definitions alone: won
deals are revenue over average deal, decided deals are won deals over close ratio,
customers are money over CAC, leads are money over cost per lead. What does not follow so
is not known, and what is missing is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from planning.actuals.counts import Scope
from planning.errors import Finding, NotPossible
from planning.kpis import KPIS
from planning.review.shortfall.asked import Asked, added, allowed_by, over, times, whole
from planning.review.shortfall.drivers import LADDERS, PER_CASE, Level, Quantities
from planning.review.shortfall.gaps import ADD, lacks, missing, names, unfit
from planning.review.shortfall.planned_money import folded, planned_money
from planning.review.shortfall.planned_months import PlannedMonths
from planning.teams import Team

REST: Final = "\x00"
"""The part that has no target of its own; text of facts and plans never has this character."""


@dataclass(frozen=True)
class Planned:
    """What was planned for a part of the company.

    Attributes:
        quantities: Levels and money of the period.
        findings: What the plan lacks, and where it does not fit together.
    """

    quantities: Quantities
    findings: tuple[Finding, ...]


def planned(months: PlannedMonths, scope: Scope, kpi: str) -> Planned:
    """Return what was planned for the part of the company a scope keeps.

    Raises:
        NotPossible: The plan does not say what the KPI itself was to be.
    """
    if scope.motion is not None:
        raise NotPossible("Targets are not agreed by motion.", "Show all motions.")
    asked = Asked(months, allowed_by(scope))
    found = _quantities(asked, kpi)
    top = LADDERS[kpi][-1][0]
    if found.levels[top] is None:
        raise NotPossible(lacks(asked, top), ADD)
    if kpi in PER_CASE and not found.money:
        raise NotPossible(
            f"No budget line of {' and '.join(names(months))} counts into {KPIS[kpi].spoken}.",
            "Add lines on page Budget.",
        )
    notes = () if asked.allowed else unfit(months, kpi, found)
    return Planned(found, (*missing(asked, kpi, found), *notes))


def planned_parts(
    months: PlannedMonths, scope: Scope, kpi: str, by: str
) -> dict[str | None, Quantities]:
    """Return what was planned for each part with a target of its own, and for the rest.

    Raises:
        NotPossible: No part has such a target, or the money is not planned by part.
    """
    top = LADDERS[kpi][-1][0]
    allowed = allowed_by(scope)
    found: dict[str | None, Quantities] = {}
    for label in months.labels(top, by):
        if folded(label) in allowed.get(by, {folded(label)}):
            asked = Asked(months, {**allowed, by: frozenset({folded(label)})})
            own = _quantities(asked, kpi)
            if own.levels[top] is not None:
                found[label] = own
    if not found:
        raise NotPossible(f"No target for {top} by {by} in {' and '.join(names(months))}.", ADD)
    return found | {REST: _rest(_quantities(Asked(months, allowed), kpi), list(found.values()))}


def _rest(company: Quantities, named: list[Quantities]) -> Quantities:
    levels: dict[Level, Fraction | None] = {}
    for level, value in company.levels.items():
        known = [it for part in named if (it := part.levels[level]) is not None]
        is_known = value is not None and len(known) == len(named)
        levels[level] = value - sum(known, Fraction(0)) if value is not None and is_known else None
    spend: dict[Team, Fraction] = {
        team: money - sum((part.spend[team] for part in named), Fraction(0))
        for team, money in company.spend.items()
    }
    return Quantities(levels, spend)


def _quantities(asked: Asked, kpi: str) -> Quantities:
    months = asked.months
    money = planned_money(months.plans, months.period, kpi, asked.allowed, months.part.context)
    spent = added(money.values())
    won, revenue, deal = (asked.of(key) for key in ("won", "revenue", "average_deal"))
    all_won = {**over(revenue, deal), **won}
    known: dict[Level, Mapping[int, Fraction]] = {
        "leads": asked.of("leads"),
        "decided": over(all_won, asked.of("close_ratio")),
        "won": all_won,
        "customers": asked.of("customers"),
        "revenue": {**times(won, deal), **revenue},
    }
    if kpi == "cac":
        known["customers"] = {**over(spent, asked.of("cac")), **known["customers"]}
    if kpi == "cost_per_lead":
        known["leads"] = {**over(spent, asked.of(kpi)), **asked.marketing_leads()}
    wanted = list(months.period.months())
    return Quantities(
        {level: whole(by_month, wanted) for level, by_month in known.items()},
        {team: sum(by_month.values(), Fraction(0)) for team, by_month in money.items()},
    )
