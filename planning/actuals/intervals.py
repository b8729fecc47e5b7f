"""How sure a figure is: 95% intervals, one method per kind of figure.

Proportions: Wilson; small groups also pulled towards the company by a capped
beta-binomial prior. Money per case: exact Poisson on the cases. Averages and ratios by
value: from sums and sums of squares. Medians: order statistics. 95% throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final

import numpy as np

from planning.actuals.durations import Whole

CONFIDENCE: Final = 0.95
FEW_CASES: Final = 5
"""Below this many cases a figure is shown with a caution instead of being ranked."""

PRIOR_CAP: Final = 50.0
"""A prior never weighs more than this many cases, so that large groups speak for themselves."""

_Z: Final = 1.959963984540054
_TAIL: Final = (1 - CONFIDENCE) / 2

Interval = tuple[float, float]


def _special() -> Any:  # noqa: ANN401 - SciPy ships no types
    # Imported on first use: a terminal command without intervals starts without SciPy.
    from scipy import special  # type: ignore[import-untyped]

    return special


def wilson(successes: int, cases: int) -> Interval | None:
    """Return the Wilson score interval of a proportion.

    Formula: (p + z²/2n ± z·sqrt(p(1−p)/n + z²/4n²)) / (1 + z²/n) with p = successes / n.

    Args:
        successes: From 0 to `cases`.
        cases: n.

    Returns:
        Lower and upper end as fractions, or None where it is no proportion of cases.

    Source: Wilson (1927); the example is Newcombe (1998), Statistics in Medicine 17.

    Example:
        >>> [round(end, 4) for end in wilson(81, 263)]
        [0.2553, 0.3662]
    """
    if cases <= 0 or not 0 <= successes <= cases:
        return None
    share = successes / cases
    middle = share + _Z**2 / (2 * cases)
    half = _Z * sqrt(share * (1 - share) / cases + _Z**2 / (4 * cases**2))
    scale = 1 + _Z**2 / cases
    # Rounding must not push an end past the value where nobody or everybody succeeded.
    low = 0.0 if successes == 0 else (middle - half) / scale
    high = 1.0 if successes == cases else (middle + half) / scale
    return max(low, 0.0), min(high, 1.0)


def poisson(count: int) -> Interval:
    """Return the exact interval of a Poisson count's expectation.

    Formula: chi²(α/2; 2k)/2 and chi²(1−α/2; 2k+2)/2.

    Args:
        count: Cases seen, 0 or more.

    Source: Garwood (1936), Fiducial Limits for the Poisson Distribution.

    Example:
        >>> [round(end, 3) for end in poisson(10)]
        [4.795, 18.39]
    """
    low = float(_special().gammaincinv(count, _TAIL)) if count > 0 else 0.0
    return low, float(_special().gammainccinv(count + 1, _TAIL))


def spend_per_case(spend: float, cases: int) -> tuple[float | None, float | None]:
    """Return the interval of spend / cases where the cases vary by chance.

    Formula: spend / upper and spend / lower end of the exact Poisson interval.

    Args:
        spend: Money in any unit, taken as known.
        cases: Leads or customers bought with it.

    Returns:
        Lower and upper end in the unit of `spend`; None for an end that has no bound.
    """
    if cases <= 0:
        return None, None
    low, high = poisson(cases)
    ends = (spend / high, spend / low)
    return min(ends), max(ends)


def of_mean(total: float, squares: float, cases: int) -> Interval | None:
    """Return the interval of a mean from the sum and the sum of squares.

    Formula: mean ± t · s / sqrt(n) with s² = (Σx² − (Σx)²/n) / (n − 1).

    Args:
        total: Σx.
        squares: Σx².
        cases: n.

    Returns:
        Lower and upper end, or None below two cases.

    Example:
        >>> [round(end, 3) for end in of_mean(total=15, squares=55, cases=5)]
        [1.037, 4.963]
    """
    if cases < 2:
        return None
    mean = total / cases
    variance = max(squares - total * mean, 0.0) / (cases - 1)
    half = float(_special().stdtrit(cases - 1, 1 - _TAIL)) * sqrt(variance / cases)
    return mean - half, mean + half


def of_value_ratio(
    won: float, lost: float, won_squares: float, lost_squares: float, cases: int
) -> Interval | None:
    """Return the interval of won / (won + lost) by value (delta method).

    Formula: R ± z · sqrt(((1−R)²·Σwon² + R²·Σlost²) · n/(n−1)) / (won + lost), kept
    within 0 and 1.

    Args:
        won: Sum of won amounts, not negative.
        lost: Sum of lost amounts, not negative.
        won_squares: Sum of squared won amounts.
        lost_squares: Sum of squared lost amounts.
        cases: Deals won and lost.

    Returns:
        Lower and upper end as fractions, or None below two cases or without amounts.
    """
    if cases < 2 or won < 0 or lost < 0 or won + lost <= 0:
        return None
    share = won / (won + lost)
    spread = (1 - share) ** 2 * won_squares + share**2 * lost_squares
    half = _Z * sqrt(spread * cases / (cases - 1)) / (won + lost)
    return max(share - half, 0.0), min(share + half, 1.0)


def of_median(values: Whole, weights: Whole) -> tuple[int, int] | None:
    """Return an interval of a median that holds for any distribution.

    Formula: the j-th smallest and the j-th largest case, with the largest j for which
    P(Binomial(n, 1/2) < j) ≤ α/2.

    Args:
        values: Distinct numbers, ascending.
        weights: How many cases each stands for.

    Returns:
        Lower and upper end in the unit of `values`, or None below six cases.

    Source: David and Nagaraja (2003), Order Statistics, section 7.1.

    Example:
        >>> of_median(np.arange(1, 11), np.ones(10, dtype=np.int64))
        (2, 9)
    """
    cases = int(weights.sum())
    rank = _rank(cases)
    if rank < 1:
        return None
    reached = np.cumsum(weights)
    low = values[np.searchsorted(reached, rank)]
    high = values[np.searchsorted(reached, cases - rank + 1)]
    return int(low), int(high)


def _rank(cases: int) -> int:
    if cases < 6:
        return 0
    # The normal approximation is off by less than two ranks; the exact tail decides.
    guess = int((cases - _Z * sqrt(cases)) / 2)
    ranks = np.arange(max(guess - 2, 0), guess + 4)
    fits = _special().bdtr(ranks - 1.0, cases, 0.5) <= _TAIL
    fits[ranks == 0] = True
    return int(ranks[fits].max())


def beta_prior(successes: Sequence[int], cases: Sequence[int]) -> tuple[float, float] | None:
    """Return the beta prior that groups of one company share, its weight capped.

    Formula: mean m = Σ successes / Σ cases; weight from the variance between groups that
    chance does not explain (method of moments), at most PRIOR_CAP cases.

    Args:
        successes: Per group, from 0 to its cases.
        cases: Per group.

    Returns:
        The two parameters of the beta distribution, or None without groups to learn from.

    Example:
        >>> beta_prior([5, 5], [10, 10])
        (25.0, 25.0)
    """
    counts = np.array(cases, dtype=np.float64)
    used = counts > 0
    counts, won = counts[used], np.array(successes, dtype=np.float64)[used]
    if len(counts) < 2 or not 0 < won.sum() < counts.sum():
        return None
    mean = won.sum() / counts.sum()
    chance = mean * (1 - mean)
    shares = won / counts
    spread = float((counts * (shares - mean) ** 2).sum()) - (len(counts) - 1) * chance
    room = float(counts.sum() - (counts**2).sum() / counts.sum())
    between = max(spread / room, 0.0)
    weight = PRIOR_CAP if between <= 0 else min(max(chance / between - 1, 1.0), PRIOR_CAP)
    return float(mean * weight), float((1 - mean) * weight)


def shrunk(successes: int, cases: int, prior: tuple[float, float]) -> tuple[float, float, float]:
    """Return a proportion pulled towards the company's, with its interval.

    Formula: posterior mean (successes + a) / (cases + a + b) and its equal-tailed interval.

    Args:
        successes: From 0 to `cases`.
        cases: Of the group.
        prior: The beta parameters (a, b).

    Returns:
        Value, lower and upper end as fractions.

    Example:
        >>> round(shrunk(2, 2, (5.0, 15.0))[0], 3)
        0.318
    """
    above, below = successes + prior[0], cases - successes + prior[1]
    value = above / (above + below)
    if value <= 0.5:
        low, high = _special().betaincinv(above, below, np.array([_TAIL, 1 - _TAIL]))
    else:
        # Seen from the other side, where the inverse is exact near a rate of 1.
        low, high = 1 - _special().betaincinv(below, above, np.array([1 - _TAIL, _TAIL]))
    # The mean of a very skewed posterior can lie beyond its equal-tailed interval.
    return value, min(float(low), value), max(float(high), value)
