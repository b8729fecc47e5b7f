"""Whether the close ratio of the first quarter is high only because history starts there.

Deals that were lost before the first recorded closing are often not in the facts, while
the wins of the same time still come in: the first quarter then looks better than it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

from planning.periods import Period

FEWEST: Final = 20
"""Closed deals below which a quarter, or the rest, says nothing."""

SURE: Final = 0.01
"""Largest probability of such a difference by chance."""

LEAST: Final = 0.05
"""Smallest difference worth telling, as a fraction: of many cases any difference is sure."""


@dataclass(frozen=True)
class Closings:
    """Closed deals of a month.

    Attributes:
        won: Deals won.
        closed: Deals won or lost.
        older: Those of them created before the first closing on record.
        dated: Those of them whose day of creation is known.
    """

    won: int
    closed: int
    older: int
    dated: int

    def __add__(self, other: Closings) -> Closings:
        """Return the closings of both."""
        return Closings(
            self.won + other.won,
            self.closed + other.closed,
            self.older + other.older,
            self.dated + other.dated,
        )


_NONE: Final = Closings(0, 0, 0, 0)


@dataclass(frozen=True)
class InflatedStart:
    """A first quarter whose close ratio misleads.

    Attributes:
        quarter: Its months.
        first: Its closings.
        rest: All later closings.
    """

    quarter: Period
    first: Closings
    rest: Closings


def inflated_start(months: Mapping[int, Closings], year_start: int) -> InflatedStart | None:
    """Return the first quarter if its close ratio is inflated by the start of history.

    That is: higher than all later quarters together and than the best of them, beyond
    chance (two proportions) and by five points, while most of its deals whose creation is
    dated were created before the first closing on record.

    Args:
        months: Closings by month number.
        year_start: Month (1 to 12) in which fiscal years, and so quarters, begin.

    Returns:
        The quarter, or None where its ratio is no higher or cases are too few.
    """
    if not months:
        return None
    begins = min(months) - (min(months) - (year_start - 1)) % 3
    quarters: dict[int, Closings] = {}
    for month, closings in months.items():
        place = (month - begins) // 3
        quarters[place] = quarters.get(place, _NONE) + closings
    first = quarters.pop(0)
    rest = sum(quarters.values(), _NONE)
    if min(first.closed, rest.closed) < FEWEST or first.older * 2 < first.dated:
        return None
    later = [rest, *(it for it in quarters.values() if it.closed >= FEWEST)]
    if not all(_clearly_higher(first, it) for it in later):
        return None
    return InflatedStart(Period(start=begins, end=begins + 3), first, rest)


def _clearly_higher(first: Closings, other: Closings) -> bool:
    higher = first.won / first.closed - other.won / other.closed >= LEAST
    return higher and chance_of_higher(first.won, first.closed, other.won, other.closed) <= SURE


def chance_of_higher(won: int, cases: int, other_won: int, other_cases: int) -> float:
    """Return how probable it is that a proportion is so much higher by chance.

    Formula: 1 − Φ(z) with z = (p₁ − p₂) / sqrt(p(1−p)(1/n₁ + 1/n₂)), p the pooled
    proportion. 1 where all or none of the cases succeeded.

    Args:
        won: Successes of the proportion thought higher.
        cases: Its cases, above 0.
        other_won: Successes of the other.
        other_cases: Its cases, above 0.

    Source: the pooled two-proportion test; the example is worked by hand: z = 2.0484.

    Example:
        >>> round(chance_of_higher(15, 20, 50, 100), 4)
        0.0203
    """
    pooled = (won + other_won) / (cases + other_cases)
    spread = sqrt(pooled * (1 - pooled) * (1 / cases + 1 / other_cases))
    if not spread:
        return 1.0
    z = (won / cases - other_won / other_cases) / spread
    return erfc(z / sqrt(2)) / 2
