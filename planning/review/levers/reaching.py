"""How far a lever must be pulled, until when it still reaches, and since when it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from planning.review.levers.pulls import Pull

BACK: Final = 12
"""Levers that would have had to be pulled longer ago are none of this plan's."""

_EXACT: Final = 1e-5


@dataclass(frozen=True)
class Reach:
    """What a lever can do about a gap; months from the first open one, below 0 before it.

    Attributes:
        gap: How much more of the KPI the year must bring.
        amount: The least that alone closes it, pulled as soon as it can be; None where not
            even the most does.
        latest: The last month from which the most still closes it; None where none does.
        in_time: Where it is too late: the month from which the most would have closed it.
    """

    gap: float
    amount: float | None = None
    latest: int | None = None
    in_time: int | None = None


def reach(pull: Pull, gap: float, opened: int) -> Reach:
    """Return what a lever can do about a gap.

    The later a lever is pulled the less it brings, so months are halved, not counted.

    Args:
        pull: The lever.
        gap: How much more of the KPI the year must bring, above 0.
        opened: Open months of the fiscal year.
    """
    if pull.most <= 0:
        return Reach(gap)

    def does(month: int) -> bool:
        return pull.gain(pull.most, month) >= gap

    if pull.first < opened and does(pull.first):
        latest = last_that(does, pull.first, opened - 1)
        return Reach(gap, least(pull, gap, pull.first), latest=latest)
    if pull.first and does(0):
        return Reach(gap, in_time=last_that(does, 0, min(pull.first, opened) - 1))
    today = pull.gain(pull.most, 0)

    def would_not(back: int) -> bool:
        return today + pull.earlier(back) < gap

    since = last_that(would_not, 0, BACK)
    return Reach(gap, in_time=None if since == BACK else -since - 1)


def last_that(holds: Callable[[int], bool], first: int, last: int) -> int:
    """Return the last number for which something holds that holds up to there and no longer.

    Args:
        holds: Holds for the first.
        first: Where to begin.
        last: Where to end.

    Example:
        >>> last_that(lambda number: number < 5, 0, 12), last_that(lambda _: True, 0, 3)
        (4, 3)
    """
    low, high = first, last + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def least(pull: Pull, gap: float, month: int) -> float:
    """Return the least amount that closes a gap when pulled from a month on.

    Args:
        pull: The lever; its most does.
        gap: How much more the year must bring.
        month: From the first open one.
    """
    if pull.step:
        few = last_that(lambda count: pull.gain(count, month) < gap, 0, int(pull.most) - 1)
        return float(few + 1)
    low, high = 0.0, pull.most
    while high - low > _EXACT * high:
        middle = (low + high) / 2
        low, high = (low, middle) if pull.gain(middle, month) >= gap else (middle, high)
    return high
