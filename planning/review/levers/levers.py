"""Gaps in levers: for each target that will be missed, what alone would close it.

Every lever is pulled in the model's own simulation of the current plan, all else as
planned, until the year's figure has risen by what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planning.model.problem import Problem
from planning.model.tables import NONE, Ints
from planning.periods import month_name
from planning.review.levers.gap import (
    Lever,
    count_up,
    money_up,
    percent_up,
    points_up,
)
from planning.review.levers.ground import Ground
from planning.review.levers.people import People
from planning.review.levers.pulls import Better, Demand, Money, Pull
from planning.review.levers.reaching import Reach, last_that, reach


def levers(ground: Ground, missing: float) -> tuple[Lever, ...]:
    """Return what each lever can do about a gap.

    Args:
        ground: The current plan and what it brings.
        missing: How much more of the KPI the year must bring, above 0.

    Returns:
        Those that close it alone first, then those that are too late, then the others.
    """
    found = [_told(pull, reach(pull, missing, ground.opened), ground) for pull in pulls(ground)]
    ranks = {True: 0, False: 2}
    return tuple(
        sorted(found, key=lambda it: 1 if it.is_too_late else ranks[it.change is not None])
    )


def pulls(ground: Ground) -> Iterator[Pull]:
    """Yield the levers a plan has for a KPI."""
    if ground.kpi != "leads":
        if ground.asked[:, : ground.opened].any():
            yield Demand(ground)
        if ground.lost is not None and ground.fresh_wins.any():
            yield Better(ground, "close_ratio")
        if ground.kpi == "revenue" and ground.fresh.any():
            yield Better(ground, "average_deal")
        closing = _pools(ground.problem, ground.problem.cells.close_pool)
        following = _pools(ground.problem, ground.problem.cells.follow_pool)
        if len(closing):
            yield People(ground, "closers", closing)
        alone = np.setdiff1d(following, closing)
        if len(alone):
            yield People(ground, "developers", alone)
    money = Money(ground)
    if (ground.plan.spend * money.own[:, None]).any():
        yield money


def _pools(problem: Problem, of_cells: Ints) -> Ints:
    found: Ints = np.unique(of_cells[of_cells != NONE])
    return found[problem.pools.standing_paid[found].any(axis=1)] if len(found) else found


def _told(pull: Pull, found: Reach, ground: Ground) -> Lever:
    """Put what a lever can do in words."""
    first = ground.problem.first_month
    amount = pull.most if found.amount is None else found.amount
    begins = pull.first
    if found.amount is None and found.in_time is not None:
        begins = found.in_time
    change, month = _measure(pull, amount, begins, found)
    # What is possible to the end of the year, or now alone, needs no last month.
    ends = found.latest in (None, pull.first, ground.opened - 1)
    latest = None if ends or found.latest is None else first + found.latest
    in_time = None if found.in_time is None else first + found.in_time
    if found.amount is not None:
        words = _phrase(pull, change, first + month)
    elif in_time is not None:
        words = _most(pull, change, in_time)
    else:
        words = _most(pull, change, None)
    return Lever(
        key=pull.key,
        change=None if found.amount is None else change,
        month=None if found.amount is None else first + month,
        latest=latest,
        in_time=in_time,
        words=words,
    )


def _measure(pull: Pull, amount: float, begins: int, found: Reach) -> tuple[float, int]:
    """Return an amount in the lever's own unit, and the month its phrase names."""
    inside = max(begins, 0)
    if isinstance(pull, Demand):
        return pull.count(amount, inside), max(inside, pull.last)
    if isinstance(pull, Money):
        return float(pull.more(amount, inside).sum()), max(inside, pull.last)
    if isinstance(pull, Better) and pull.key == "close_ratio":
        return pull.points(amount, inside), inside
    if isinstance(pull, People) and found.amount is not None:
        return amount, _last_start(pull, amount, found)
    return amount, inside


def _last_start(pull: People, amount: float, found: Reach) -> int:
    """Return the last month in which so many people may start and still close the gap."""
    last = pull.first if found.latest is None else found.latest
    return last_that(lambda month: pull.gain(amount, month) >= found.gap, pull.first, last)


def _phrase(pull: Pull, change: float, month: int) -> str:
    when = month_name(month)
    if pull.key in ("mqls", "leads"):
        return f"{count_up(change)} more {'MQLs' if pull.key == 'mqls' else 'leads'} by {when}"
    if pull.key == "close_ratio":
        return f"{points_up(change)} points of close ratio from {when} on"
    if pull.key == "average_deal":
        return f"{percent_up(change)} larger deals from {when} on"
    if pull.key == "money":
        return f"{money_up(change)} more marketing money by {when}"
    return f"{_people(pull, change)} starting by {when}"


def _most(pull: Pull, change: float, month: int | None) -> str:
    """Say the most that is thought possible, and from when it would have done."""
    since = "" if month is None else f" from {month_name(month)} on"
    if pull.key in ("mqls", "leads"):
        return f"twice as many {'MQLs' if pull.key == 'mqls' else 'leads'}{since}"
    if pull.key == "close_ratio":
        return f"{points_up(change)} points of close ratio{since}"
    if pull.key == "average_deal":
        return f"{percent_up(change)} larger deals{since}"
    if pull.key == "money":
        return f"twice as much marketing money{since}"
    started = "" if month is None else f" starting by {month_name(month)}"
    return f"{_people(pull, change)}{started}"


def _people(pull: Pull, count: float) -> str:
    number = count_up(count)
    if pull.key == "closers":
        return f"{number} {'closer' if number == '1' else 'closers'}"
    return f"{number} more {'person' if number == '1' else 'people'} to follow up"
