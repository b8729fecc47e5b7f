"""How well a score tells winners from the rest: the area under the curve, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_Z: Final = 1.959963984540054


@dataclass(frozen=True)
class Separation:
    """How often a winner scores above somebody who did not win.

    Attributes:
        auc: Chance that of one of each the winner has the higher score, ties half; 0.5 is
            guessing.
        low, high: Its 95 % interval.
        won, others: How many there were of each.
    """

    auc: float
    low: float
    high: float
    won: int
    others: int

    @property
    def is_sure(self) -> bool:
        """Whether the score certainly does better than guessing."""
        return self.low > 0.5


def separation(scores: npt.NDArray[Any], won: Bools) -> Separation | None:
    """Return how well scores tell winners from the rest.

    Formula: Mann-Whitney U / (won · others), ties half. Variance after DeLong, DeLong and
    Clarke-Pearson (1988): the variance of each winner's share of others below, over the
    winners, plus the same seen from the others. The interval is auc ± 1.96 · standard
    error, kept within 0 and 1.

    Args:
        scores: One per case, higher meaning more promising.
        won: Whether the case was won.

    Returns:
        The area, or None below two cases of either kind.

    Example:
        >>> separation(np.array([1, 2, 3, 4]), np.array([False, False, True, True])).auc
        1.0
        >>> separation(np.array([1, 1, 1, 1]), np.array([False, False, True, True])).auc
        0.5
    """
    winners, others = scores[won].astype(np.float64), scores[~won].astype(np.float64)
    if len(winners) < 2 or len(others) < 2:
        return None
    beaten = _share_below(winners, others)
    beating = 1 - _share_below(others, winners)
    auc = float(beaten.mean())
    variance = float(beaten.var(ddof=1)) / len(winners) + float(beating.var(ddof=1)) / len(others)
    half = _Z * sqrt(variance)
    return Separation(auc, max(auc - half, 0.0), min(auc + half, 1.0), len(winners), len(others))


def area(scores: npt.NDArray[Any], won: Bools) -> float:
    """Return the area under the curve alone; 0.5 where there is nothing to compare.

    Example:
        >>> area(np.array([3.0, 1.0]), np.array([True, False]))
        1.0
    """
    winners, others = scores[won].astype(np.float64), scores[~won].astype(np.float64)
    if not len(winners) or not len(others):
        return 0.5
    return float(_share_below(winners, others).mean())


def _share_below(values: Floats, among: Floats) -> Floats:
    """Return for each value the share of others below it, ties half."""
    ordered = np.sort(among)
    below = np.searchsorted(ordered, values, side="left")
    upto = np.searchsorted(ordered, values, side="right")
    share: Floats = (below + upto) / (2 * len(among))
    return share
