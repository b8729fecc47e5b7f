"""How long things take: exact medians and survival curves from day histograms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Histogram:
    """How often each whole number occurred, by month, ordered by month.

    Attributes:
        places: Place of the month (0 undated), ascending.
        values: The number (days, hours or cents).
        weights: How many cases, above 0.
    """

    places: npt.NDArray[np.intp]
    values: Whole
    weights: Whole

    @classmethod
    def of(
        cls,
        places: npt.NDArray[np.intp],
        values: npt.NDArray[np.integer[npt.NBitBase]] | Whole,
        weights: npt.NDArray[np.int64] | npt.NDArray[np.float64],
    ) -> Histogram:
        """Collect rows in any order; rows without cases are left out."""
        used = weights > 0
        if not used.all():
            places, values, weights = places[used], values[used], weights[used]
        # Sixteen-bit places are sorted by counting, which is several times faster.
        narrow = np.int16 if not len(places) or int(places.max()) < 2**15 else np.int64
        order = np.argsort(places.astype(narrow), kind="stable")
        return cls(places[order], values[order].astype(np.int64), weights[order].astype(np.int64))

    def during(self, window: slice) -> tuple[Whole, Whole]:
        """Return the distinct numbers of a window of months, ascending, and their cases."""
        start, stop = window.start or 0, window.stop
        low = int(np.searchsorted(self.places, start))
        high = len(self.places) if stop is None else int(np.searchsorted(self.places, stop))
        return collect(self.values[low:high], self.weights[low:high])


def collect(values: Whole, weights: Whole) -> tuple[Whole, Whole]:
    """Return distinct numbers in ascending order with their added weights.

    Example:
        >>> [part.tolist() for part in collect(np.array([7, 3, 7]), np.array([1, 2, 4]))]
        [[3, 7], [2, 5]]
    """
    if not len(values):
        return values, weights
    lowest = int(values.min())
    if int(values.max()) - lowest < 100_000:
        # Counting beats sorting while the numbers are close together.
        added = np.bincount(values - lowest, weights=weights)
        found = np.flatnonzero(added)
        return found + lowest, added[found].astype(np.int64)
    found, where = np.unique(values, return_inverse=True)
    sums = np.zeros(len(found), dtype=np.int64)
    np.add.at(sums, where, weights)
    return found, sums


def median(values: Whole, weights: Whole) -> float | None:
    """Return the exact median of weighted whole numbers.

    Formula: the middle case, or the mean of the two middle cases of an even number.

    Args:
        values: Distinct numbers, ascending.
        weights: How many cases each stands for.

    Returns:
        The median, or None without cases.

    Example:
        >>> median(np.array([1, 10]), np.array([2, 2]))
        5.5
        >>> median(np.array([1, 10]), np.array([3, 2]))
        1.0
    """
    cases = int(weights.sum())
    if cases == 0:
        return None
    reached = np.cumsum(weights)
    lower = values[np.searchsorted(reached, (cases + 1) // 2)]
    upper = values[np.searchsorted(reached, cases // 2 + 1)]
    return (int(lower) + int(upper)) / 2


def reached_by(values: Whole, weights: Whole, share: float) -> int | None:
    """Return the smallest number that at least a share of all cases do not exceed.

    Args:
        values: Distinct numbers, ascending.
        weights: How many cases each stands for.
        share: From 0 (not included) to 1.

    Returns:
        The number, or None without cases.

    Example:
        >>> days, leads = np.array([1, 10, 30]), np.array([5, 4, 1])
        >>> [reached_by(days, leads, share) for share in (0.5, 0.9, 1.0)]
        [1, 10, 30]
    """
    cases = int(weights.sum())
    if cases == 0:
        return None
    # A hair less, so that a share of whole cases is not missed by rounding.
    place = int(np.searchsorted(np.cumsum(weights), share * cases - 1e-9))
    return int(values[min(place, len(values) - 1)])


def mean(values: Whole, weights: Whole) -> float | None:
    """Return the mean of weighted whole numbers, or None without cases.

    Example:
        >>> mean(np.array([1, 10]), np.array([2, 1]))
        4.0
    """
    cases = int(weights.sum())
    return int((values * weights).sum()) / cases if cases else None


@dataclass(frozen=True)
class Survival:
    """A Kaplan–Meier curve: the share still running after each number of days.

    Attributes:
        days: Days at which something ended, ascending.
        share: Share still running just after each of these days, from 1 downwards.
    """

    days: Whole
    share: npt.NDArray[np.float64]

    @property
    def median(self) -> int | None:
        """Days after which at most half still run, or None if more than half always do."""
        ended = np.flatnonzero(self.share <= 0.5 + 1e-12)
        return int(self.days[ended[0]]) if len(ended) else None

    @property
    def ended(self) -> float:
        """Share that ended by the last day seen; 0 without any end."""
        return 1.0 - float(self.share[-1]) if len(self.share) else 0.0


def kaplan_meier(ended_days: Whole, ended: Whole, running_days: Whole, running: Whole) -> Survival:
    """Return the Kaplan–Meier curve of cases that ended and cases still running.

    Formula: share(t) = product over days d ≤ t of (1 − ended at d / at risk at d); a case
    still running after d days is at risk up to and including d.

    Args:
        ended_days: Days after which cases ended.
        ended: How many.
        running_days: Days for which other cases have run so far.
        running: How many.

    Source: Kaplan and Meier (1958), Nonparametric Estimation from Incomplete Observations.

    Example:
        >>> curve = kaplan_meier(np.array([1, 3]), np.array([1, 1]), np.array([2]), np.array([1]))
        >>> curve.share.round(3).tolist(), curve.median
        ([0.667, 0.0], 3)
    """
    days, ends = collect(ended_days, ended)
    open_days, opens = collect(running_days, running)
    if not len(days):
        return Survival(days, np.zeros(0))
    ended_before = np.concatenate(([0], np.cumsum(ends)[:-1]))
    left_before = np.concatenate(([0], np.cumsum(opens)))[np.searchsorted(open_days, days)]
    at_risk = int(ends.sum() + opens.sum()) - ended_before - left_before
    return Survival(days, np.cumprod(1.0 - ends / at_risk))
