"""Whether a difference between two groups is more than chance, when many are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final

import numpy as np
import numpy.typing as npt

FALSE_SHARE: Final = 0.05
"""Of the differences found, at most this share is expected to be chance."""


def _special() -> Any:  # noqa: ANN401 - SciPy ships no types
    from scipy import special  # type: ignore[import-untyped]

    return special


def of_shares(successes: int, cases: int, others: int, other_cases: int) -> float:
    """Return how often chance alone parts two shares this far (two-sided).

    Formula: z = (p₁ − p₂) / sqrt(p(1−p)(1/n₁ + 1/n₂)) with p of both together.

    Args:
        successes: Of the group.
        cases: Of the group, as many or more.
        others: Successes of the rest.
        other_cases: Cases of the rest.

    Returns:
        A probability; 1 where there is nothing to compare.

    Example:
        >>> round(of_shares(30, 100, 20, 100), 4)
        0.1025
    """
    if not cases or not other_cases:
        return 1.0
    pooled = (successes + others) / (cases + other_cases)
    spread = pooled * (1 - pooled) * (1 / cases + 1 / other_cases)
    if spread <= 0:
        return 1.0
    z = (successes / cases - others / other_cases) / sqrt(spread)
    return float(2 * _special().ndtr(-abs(z)))


def of_sizes(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Return how often chance alone parts the typical size of two groups this far.

    Formula: Welch's t on logarithms, so that one huge deal decides nothing.

    Args:
        one: Amounts above 0.
        other: Those it is held against.

    Returns:
        A probability (two-sided); 1 below two amounts on either side.
    """
    if min(len(one), len(other)) < 2:
        return 1.0
    logs = [np.log(values) for values in (one, other)]
    parts = [float(log.var(ddof=1)) / len(log) for log in logs]
    if sum(parts) <= 0:
        return 1.0
    t = (logs[0].mean() - logs[1].mean()) / sqrt(sum(parts))
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(log) - 1) for part, log in zip(parts, logs, strict=True)
    )
    return float(2 * _special().stdtr(freedom, -abs(t)))


def beyond(chances: Sequence[float]) -> list[bool]:
    """Return which of several differences are more than chance (Benjamini–Hochberg).

    Formula: the k smallest, with the largest k whose k-th smallest is at most
    FALSE_SHARE · k / m.

    Args:
        chances: One probability per comparison made, also of those that showed nothing.

    Source: Benjamini and Hochberg (1995), Controlling the False Discovery Rate.

    Example:
        >>> beyond([0.001, 0.04, 0.03, 0.9])
        [True, False, False, False]
    """
    if not chances:
        return []
    found = np.array(chances)
    order = np.sort(found)
    limits = FALSE_SHARE * np.arange(1, len(order) + 1) / len(order)
    passing = np.flatnonzero(order <= limits)
    if not len(passing):
        return [False] * len(chances)
    kept: list[bool] = (found <= order[passing[-1]]).tolist()
    return kept
