"""Could it be chance? Differences between shares, held to it one by one and many at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln  # type: ignore[import-untyped]

from planning.actuals.intervals import Interval, wilson

FALSE_SHARE: Final = 0.05
"""Of the differences called more than chance, at most this share is expected to be chance."""

Reals = npt.NDArray[np.float64]

_SAME: Final = 1 + 1e-7


def fisher(hits: int, cases: int, others: int, other_cases: int) -> float:
    """Return how likely chance alone makes two shares differ as much as they do.

    Formula: Fisher's exact test, two-sided: the probability of all tables with the same
    sums that are no likelier than this one.

    Args:
        hits: From 0 to `cases`.
        cases: Of the group.
        others: Hits outside the group, from 0 to `other_cases`.
        other_cases: Cases outside the group.

    Returns:
        A probability; 1 where either side has no case.

    Source: Fisher (1935); the example is his lady tasting tea.

    Example:
        >>> round(fisher(3, 4, 1, 4), 4)
        0.4857
    """
    if cases <= 0 or other_cases <= 0:
        return 1.0
    all_hits = hits + others
    low, high = max(0, all_hits - other_cases), min(all_hits, cases)
    each = np.arange(low, high + 1, dtype=np.float64)
    logs = _choices(cases, each) + _choices(other_cases, all_hits - each)
    # Only ratios to this table matter until the end, so nothing under- or overflows early.
    logs = logs - logs.max()
    chances = np.exp(logs)
    as_far = chances <= exp(float(logs[hits - low])) * _SAME
    return min(float(chances[as_far].sum() / chances.sum()), 1.0)


def _choices(of: float, taken: Reals) -> Reals:
    """Return the logarithm of in how many ways some of a number can be taken."""
    found: Reals = gammaln(of + 1) - gammaln(taken + 1) - gammaln(of - taken + 1)
    return found


def among_many(chances: Sequence[float]) -> tuple[float, ...]:
    """Return chances corrected for how many were looked at.

    Formula: Benjamini and Hochberg: with p sorted upwards, q(i) = min over j ≥ i of
    p(j) · n / j, at most 1.

    Args:
        chances: Of every comparison made, whether shown or not.

    Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57.

    Example:
        >>> [round(q, 3) for q in among_many([0.01, 0.04, 0.03])]
        [0.03, 0.04, 0.04]
    """
    if not chances:
        return ()
    given = np.array(chances, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    ranked = given[order] * len(given) / np.arange(1, len(given) + 1)
    lowest = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    found = np.empty_like(lowest)
    found[order] = lowest
    return tuple(float(one) for one in found)


def difference(hits: int, cases: int, before: int, before_cases: int) -> Interval | None:
    """Return the interval of how much higher one share is than another.

    Formula: Newcombe's hybrid score: d − sqrt((p₁−l₁)² + (u₂−p₂)²) and
    d + sqrt((u₁−p₁)² + (p₂−l₂)²), with the Wilson ends l and u of each share.

    Args:
        hits: From 0 to `cases`.
        cases: Of the first share.
        before: Hits of the second share.
        before_cases: Cases of the second share.

    Returns:
        Lower and upper end as fractions, or None where either has no case.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10.

    Example:
        >>> [round(end, 4) for end in difference(56, 70, 48, 80)]
        [0.0524, 0.3339]
    """
    one, two = wilson(hits, cases), wilson(before, before_cases)
    if one is None or two is None:
        return None
    first, second = hits / cases, before / before_cases
    apart = first - second
    return (
        apart - sqrt((first - one[0]) ** 2 + (two[1] - second) ** 2),
        apart + sqrt((one[1] - first) ** 2 + (second - two[0]) ** 2),
    )
