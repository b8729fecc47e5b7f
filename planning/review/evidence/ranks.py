"""Where a lead source stands among all, and how probable it is that it belongs to the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final, Literal

from planning.actuals.figures import Figure
from planning.actuals.intervals import poisson
from planning.actuals.measuring import amount, count
from planning.actuals.ranking import top_probability
from planning.review.evidence.sources import Source, Sources

TOP: Final = 10
"""Of twenty sources or fewer the better half is asked for: most are in the top ten anyway."""

By = Literal["customers", "revenue", "leads"]
BYS: Final[tuple[By, ...]] = ("customers", "revenue", "leads")

_Z: Final = 1.959963984540054


@dataclass(frozen=True)
class Rank:
    """A source's place by one measure.

    Attributes:
        by: What is ranked by.
        value: Customers, plan-currency units or leads of the period.
        low, high: 95 % interval of what to expect from such a source.
        place: 1 is the best; equal values share the better place.
        of: How many sources are ranked.
        top: How many count as the best.
        probability: That it truly is among them.
        share: Its part of all sources' sum; None where that is nothing.
    """

    by: By
    value: float
    low: float
    high: float
    place: int
    of: int
    top: int
    probability: float
    share: float | None


def ranks(found: Sources, name: str) -> tuple[Rank, ...]:
    """Return where a source stands by customers, by revenue and by leads.

    Args:
        found: All sources.
        name: Which of them; none is ranked where it brought nothing in the period.
    """
    return tuple(ranked(found, by)[name] for by in BYS) if name in found.all else ()


def ranked(found: Sources, by: By) -> Mapping[str, Rank]:
    """Return the place of every source by a measure, the best first.

    The probability is of `ranking.top_probability`: counts vary as Poisson counts; revenue
    as a sum of won amounts does, with the standard deviation √Σx².
    """
    figures: dict[str | None, dict[str, Figure]] = {
        name: {by: figure(one, by)} for name, one in found.all.items()
    }
    if not figures:
        return {}
    top = top_of(len(figures))
    chances = top_probability(figures, by, top)
    values = {name: it[by].number or 0.0 for name, it in figures.items() if name is not None}
    whole = sum(values.values())
    ordered = sorted(values, key=lambda name: (-values[name], name))
    return {
        name: Rank(
            by=by,
            value=values[name],
            low=float(figures[name][by].low or 0.0),
            high=float(figures[name][by].high or 0.0),
            place=1 + sum(other > values[name] for other in values.values()),
            of=len(values),
            top=top,
            probability=chances[name],
            share=values[name] / whole if whole > 0 else None,
        )
        for name in ordered
    }


def top_of(size: int) -> int:
    """Return how many of so many sources count as the best.

    Example:
        >>> top_of(41), top_of(9), top_of(1)
        (10, 5, 1)
    """
    return min(TOP, -(-size // 2))


def figure(one: Source, by: By) -> Figure:
    """Return a source's measure with its 95 % interval."""
    if by == "revenue":
        told = amount("revenue", one.revenue_cents, cases=one.wins)
        half = _Z * sqrt(max(one.revenue_squares, 0.0)) / 100
        value = one.revenue_cents / 100
        return replace(told, low=max(value - half, 0.0), high=value + half)
    cases = one.customers if by == "customers" else one.leads
    low, high = poisson(cases)
    return replace(count(by, cases), low=low, high=high)
