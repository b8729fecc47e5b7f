"""Chances: how often nothing but chance would look like this, with many places compared.

Whoever looks at every channel in every region finds something odd in a healthy company.
So a place counts only where its probability under chance holds beside all the others
looked at with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

FALSE_SHARE: Final = 0.05
"""Of the places named at most this share is named by chance alone."""


def not_by_chance(chances: Sequence[float], share: float = FALSE_SHARE) -> list[bool]:
    """Return which of many comparisons hold although many were made.

    Formula: with chances in ascending order p(1) … p(n), all up to the largest k with
    p(k) ≤ k / n · share.

    Args:
        chances: Of each comparison, the probability of as much by chance alone.
        share: Of those named, the share that may be named by chance.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Example:
        >>> not_by_chance([0.010, 0.020, 0.030, 0.2], share=0.05)
        [True, True, True, False]
        >>> not_by_chance([0.030, 0.040, 0.2, 0.3], share=0.05)
        [False, False, False, False]
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    last = 0
    for rank, at in enumerate(order, 1):
        if chances[at] <= rank / len(chances) * share:
            last = rank
    named = set(order[:last])
    return [at in named for at in range(len(chances))]


def above_normal(deviation: float) -> float:
    """Return how often chance lies this many standard deviations above or more.

    Example:
        >>> round(above_normal(1.959963984540054), 6), above_normal(0)
        (0.025, 0.5)
    """
    return 0.5 * erfc(deviation / sqrt(2))


def share_above(hits: int, cases: int, usual: float) -> float:
    """Return how often so many hits or more come by chance where a share is usual.

    Formula: P(Binomial(cases, usual) ≥ hits).

    Args:
        hits: Cases with the trait.
        cases: All of them.
        usual: Share with the trait where nothing is wrong.

    Example:
        >>> share_above(3, 3, 0.5), share_above(0, 10, 0.2), share_above(1, 2, 0.5)
        (0.125, 1.0, 0.75)
    """
    if hits <= 0:
        return 1.0
    if usual <= 0:
        return 0.0
    from scipy import special  # type: ignore[import-untyped]

    return 1.0 if usual >= 1 else float(special.betainc(hits, cases - hits + 1, usual))


def share_below(hits: int, cases: int, usual: float) -> float:
    """Return how often so few hits or fewer come by chance where a share is usual.

    Example:
        >>> share_below(0, 3, 0.5), share_below(3, 3, 0.5)
        (0.125, 1.0)
    """
    return share_above(cases - hits, cases, 1 - usual)


def middle(values: Sequence[float]) -> float | None:
    """Return the median, which a single odd place does not move; None without values.

    Example:
        >>> middle([3, 1, 100]), middle([])
        (3.0, None)
    """
    return float(np.median(values)) if len(values) else None
