"""A share of cases with its interval, and how one share differs from another."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from planning.actuals import intervals


@dataclass(frozen=True)
class Share:
    """Some cases of all cases.

    Attributes:
        part: How many.
        whole: Of how many.
    """

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, or None where there is no case."""
        return self.part / self.whole if self.whole > 0 else None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The 95% interval (Wilson), None without cases or where dates are missing."""
        return intervals.wilson(self.part, self.whole)

    @property
    def few(self) -> bool:
        """Whether there are too few cases to compare."""
        return self.whole < intervals.FEW_CASES


@dataclass(frozen=True)
class Moved:
    """How a share differs from another.

    Attributes:
        points: Now less before, as a fraction.
        low, high: Ends of the 95% interval of that difference.
    """

    points: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether chance alone hardly explains the difference."""
        return self.low > 0 or self.high < 0


def moved(now: Share, before: Share) -> Moved | None:
    """Return how a share differs from the one before.

    Formula: difference − sqrt((now − now.low)² + (before.high − before)²) and likewise
    above, from both Wilson intervals.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10; the example is his (a).

    Returns:
        The difference with its interval, or None where either share has none.

    Example:
        >>> found = moved(Share(56, 70), Share(48, 80))
        >>> round(found.points, 4), round(found.low, 4), round(found.high, 4)
        (0.2, 0.0524, 0.3339)
    """
    if now.value is None or before.value is None or now.ends is None or before.ends is None:
        return None
    points = now.value - before.value
    down = sqrt((now.value - now.ends[0]) ** 2 + (before.ends[1] - before.value) ** 2)
    up = sqrt((now.ends[1] - now.value) ** 2 + (before.value - before.ends[0]) ** 2)
    return Moved(points, points - down, points + up)
