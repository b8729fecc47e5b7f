"""What targets ask of the part of the company a page shows: one place, or several added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from operator import mul, truediv
from typing import Final

from planning.actuals.counts import Scope
from planning.actuals.cubes import BASE
from planning.actuals.parts import cube_of
from planning.agreed.splitting import is_additive
from planning.review.shortfall.planned_money import Allowed, folded
from planning.review.shortfall.planned_months import ByMonth, Place, PlannedMonths

CUTS: Final = ("channel", "segment", "region")
"""The dimensions a target can speak of."""


def allowed_by(scope: Scope) -> dict[str, frozenset[str | None]]:
    """Return the labels a scope keeps by dimension, as they are compared."""
    return {
        name: frozenset(map(folded, kept))
        for name in CUTS
        if (kept := getattr(scope, name)) is not None
    }


@dataclass(frozen=True)
class Asked:
    """Targets of a part of the company.

    Attributes:
        months: The targets of the years.
        allowed: The labels kept by dimension.
    """

    months: PlannedMonths
    allowed: Allowed

    def of(self, kpi: str) -> ByMonth:
        """Return what is asked of a KPI: the target of this very part, or of all its labels.

        Targets of several labels add up for counts and sums only; where one is missing
        nothing is known.
        """
        places = self._places()
        if len(places) > 1 and not is_additive(kpi):
            return {}
        return added(self.months.of(kpi, place) for place in places)

    def marketing_leads(self) -> ByMonth:
        """Return the leads asked of marketing's channels, which cost per lead divides by."""
        if "channel" in self.allowed:
            own = frozenset(it for it in self.allowed["channel"] if self._is_marketing(it))
            return Asked(self.months, {**self.allowed, "channel": own}).of("leads")
        whole = [place._replace(team="marketing") for place in self._places()]
        of_team = added(self.months.of("leads", place) for place in whole)
        if of_team:
            return of_team
        others = [it for it in self._with_leads() if not self._is_marketing(it)]
        theirs = [
            Asked(self.months, {**self.allowed, "channel": frozenset({it})}).of("leads")
            for it in others
        ]
        company = self.of("leads")
        if not others:
            return company
        return {
            month: value - sum((it[month] for it in theirs), Fraction(0))
            for month, value in company.items()
            if all(month in it for it in theirs)
        }

    def _places(self) -> list[Place]:
        kept = {name: tuple(labels) for name, labels in self.allowed.items()}
        if any(None in labels for labels in kept.values()):
            return []  # no target speaks of what has no label
        return [Place(**dict(zip(kept, one, strict=True))) for one in product(*kept.values())]

    def _with_leads(self) -> list[str | None]:
        leads = cube_of(self.months.part.counts, BASE).by("channel", "leads")
        return list(dict.fromkeys(folded(label) for label, count in leads.items() if count))

    def _is_marketing(self, channel: str | None) -> bool:
        context = self.months.part.context
        spelt = {folded(name): name for name in context.channel_teams}
        return context.team_of(spelt.get(channel, channel)) == "marketing"


def added(parts: Iterable[ByMonth]) -> dict[int, Fraction]:
    """Return the sums of the months every part has; nothing of no parts.

    Example:
        >>> added([{1: Fraction(2), 2: Fraction(3)}, {2: Fraction(4)}])
        {2: Fraction(7, 1)}
    """
    known = list(parts)
    if not known:
        return {}
    return {
        month: sum((it[month] for it in known), Fraction(0))
        for month in known[0]
        if all(month in it for it in known)
    }


def times(first: ByMonth, second: ByMonth) -> dict[int, Fraction]:
    """Return the products of the months both have."""
    return _both(first, second, mul)


def over(first: ByMonth, second: ByMonth) -> dict[int, Fraction]:
    """Return the quotients of the months both have, those over zero left out."""
    return _both(first, {month: value for month, value in second.items() if value}, truediv)


def _both(
    first: ByMonth, second: ByMonth, do: Callable[[Fraction, Fraction], Fraction]
) -> dict[int, Fraction]:
    return {month: do(value, second[month]) for month, value in first.items() if month in second}


def whole(by_month: ByMonth, months: Sequence[int]) -> Fraction | None:
    """Return the sum over months; None where one of them is not known."""
    if not all(month in by_month for month in months):
        return None
    return sum((by_month[month] for month in months), Fraction(0))
