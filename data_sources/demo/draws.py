"""Seeded draws in the shapes the demo needs, and days as whole numbers.

Days are counted from 1970-01-01; `NEVER` lies after every other day, so that "not yet
on the as-of date" is one comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from data_sources.demo.truth import AS_OF, FIRST_MONTH, MONTHS
from planning.periods import first_day

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NEVER: Final = 10**8
EPOCH: Final = date(1970, 1, 1).toordinal()
AS_OF_DAY: Final = AS_OF.toordinal() - EPOCH

_STREAMS: Final = (
    "places", "spend", "staff", "demand", "following", "deals", "accounts", "renewals",
    "touches", "stages", "naming", "before", "records", "quotas", "plan",
    "coverage", "own attributes", "attributes",
)  # fmt: skip


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the generator of one subject, so that subjects do not disturb each other."""
    return np.random.default_rng([seed, _STREAMS.index(name)])


def day_number(month: int) -> int:
    """Return the first day of the demo's month (0 is the first, negative is before)."""
    return first_day(FIRST_MONTH + month).toordinal() - EPOCH


MONTH_STARTS: Final[Ints] = np.array([day_number(month) for month in range(MONTHS + 1)])


def month_index(days: Ints) -> Ints:
    """Return the demo's month of each day: -1 before the first, `MONTHS` after the last."""
    months: Ints = np.searchsorted(MONTH_STARTS, days, side="right").astype(np.int64) - 1
    return months


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, n: int) -> Ints:
    """Draw n positions with the given weights."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn: Ints = np.searchsorted(steps / steps[-1], rng.random(n), side="right").astype(np.int64)
    return drawn


def pick_by_row(rng: np.random.Generator, weights: Floats, row: Ints) -> Ints:
    """Draw one position per element from the weights of its row.

    Args:
        rng: Where draws come from.
        weights: Rows of weights, shape (rows, positions), each row with a positive sum.
        row: For each element its row.
    """
    steps = np.cumsum(weights, axis=1)
    steps = steps / steps[:, -1:] + np.arange(len(weights))[:, None]
    found = np.searchsorted(steps.ravel(), row + rng.random(len(row)), side="right")
    positions: Ints = found.astype(np.int64) - row * weights.shape[1]
    return positions


def lag(rng: np.random.Generator, mean: float, n: int) -> Ints:
    """Draw geometric lags of whole days from 0 with a mean."""
    return rng.geometric(1 / (1 + mean), n).astype(np.int64) - 1


def workday(days: Ints) -> Ints:
    """Move Saturdays and Sundays to the Monday after.

    Example:
        >>> workday(np.array([2, 3, 4]))  # 1970-01-03 was a Saturday
        array([4, 4, 4])
    """
    weekday = (days + 3) % 7
    moved: Ints = days + np.where(weekday == 5, 2, 0) + np.where(weekday == 6, 1, 0)
    return moved


def not_after(days: Ints, last: int = AS_OF_DAY) -> Ints:
    """Turn days after the last into `NEVER`: what has not happened is not in the facts."""
    return np.where(days > last, NEVER, days)


def split_exactly(total: Ints, weights: Floats) -> Ints:
    """Split each total by weights so that the parts add up to it exactly.

    Args:
        total: Whole amounts, shape (n,).
        weights: Shape (n, parts); each row with a positive sum.

    Returns:
        Parts, shape (n, parts).

    Example:
        >>> split_exactly(np.array([100]), np.array([[1.0, 1.0, 1.0]]))
        array([[33, 34, 33]])
    """
    shares = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    edges = np.rint(shares * total[:, None]).astype(np.int64)
    edges[:, -1] = total
    parts: Ints = np.diff(edges, axis=1, prepend=0)
    return parts
