"""Companies that lack something are planned for like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from planning.model.checks import checked
from planning.model.optimising.fullest_work import fullest_work
from planning.model.optimising.optimise import optimise
from planning.model.optimising.reasons import reasons
from planning.model.optimising.shadows import bottlenecks, shadow_prices
from planning.model.optimising.usefulness import last_useful_hires, last_useful_money
from planning.model.problem import Problem
from planning.model.problem_file import read_problem, write_problem
from planning.model.tables import NONE
from tests.model.problems import random_problem

BASE = random_problem(1, channels=3, months=4, ahead=4)
NOWHERE = np.full(len(BASE.cells.group), NONE)


def none_of(table: Any) -> Any:  # noqa: ANN401
    """A table without rows."""
    return replace(table, **{each.name: getattr(table, each.name)[:0] for each in fields(table)})


def without_pools(problem: Problem) -> Problem:
    cells = replace(problem.cells, follow_pool=NOWHERE, close_pool=NOWHERE)
    return replace(problem, pools=none_of(problem.pools), cells=cells)


def without_channels(problem: Problem) -> Problem:
    cells = replace(problem.cells, channel=NOWHERE)
    return replace(problem, channels=none_of(problem.channels), cells=cells)


def without_hires(problem: Problem) -> Problem:
    pools = problem.pools
    return replace(problem, pools=replace(pools, most_hires=0 * pools.most_hires))


def with_a_dead_channel(problem: Problem) -> Problem:
    ceiling = problem.channels.ceiling * np.array([0.0, 1.0, 1.0])
    return replace(problem, channels=replace(problem.channels, ceiling=ceiling))


def without_money_today(problem: Problem) -> Problem:
    channels = problem.channels
    return replace(problem, channels=replace(channels, current=0 * channels.current))


def out_of_season(problem: Problem) -> Problem:
    channels = problem.channels
    return replace(problem, channels=replace(channels, season=0 * channels.season))


def without_time(problem: Problem) -> Problem:
    pools = problem.pools
    return replace(problem, pools=replace(pools, per_head=0 * pools.per_head))


def without_effort(problem: Problem) -> Problem:
    cells = problem.cells
    none = 0 * cells.follow_effort
    return replace(problem, cells=replace(cells, follow_effort=none, close_effort=none))


def without_cells(problem: Problem) -> Problem:
    return replace(problem, cells=none_of(problem.cells))


def without_margin(problem: Problem) -> Problem:
    return replace(problem, margin=0.0)


def of_one_month(_: Problem) -> Problem:
    return random_problem(1, channels=2, months=1, ahead=0)


LACKING: list[Callable[[Problem], Problem]] = [
    without_pools,
    without_channels,
    without_hires,
    with_a_dead_channel,
    without_money_today,
    out_of_season,
    without_time,
    without_effort,
    without_cells,
    without_margin,
    of_one_month,
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lacking", LACKING, ids=lambda each: each.__name__)
def test_a_company_is_planned_for_and_its_prices_are_told(
    lacking: Callable[[Problem], Problem],
) -> None:
    problem = checked(lacking(BASE))
    found = optimise(problem)
    assert np.isfinite(found.value)
    # Doing as the current plan does is never better than the best plan.
    size = 1e-5 * abs(found.programme_value)
    if lacking is not without_margin:
        assert found.current.contribution[0] <= found.bound + size
    assert all(price.sentence for price in shadow_prices(found))
    assert all(bottleneck.sentence for bottleneck in bottlenecks(found))
    assert all(reason.sentence for reason in reasons(found))
    assert len(last_useful_money(problem, found.plan)) == len(problem.channels.name)
    assert len(last_useful_hires(found)) == len(problem.pools.name)
    work = fullest_work(found)
    assert work.closed.shape == (len(problem.cells.group), problem.months)


@pytest.mark.parametrize("lacking", LACKING, ids=lambda each: each.__name__)
def test_its_file_says_the_same_again(lacking: Callable[[Problem], Problem]) -> None:
    text = write_problem(lacking(BASE))
    assert write_problem(read_problem(text)) == text
