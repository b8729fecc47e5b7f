"""What pays only after the fiscal year is said to: late money and late hires."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from planning.model.advising.no_money import late_hires
from planning.model.limits import Committed
from planning.model.optimising.optimise import optimise
from planning.model.optimising.shadows import bottlenecks, shadow_prices
from planning.model.problem import Plan, Problem
from planning.periods import month_key
from tests.model.problems import random_problem

SPLIT = re.compile(
    r"1,000 more (brings|costs) ([\d,]+) in the .* and (brings|costs) ([\d,]+) after"
)


def company(seed: int = 1, ahead: int = 12) -> Problem:
    return random_problem(seed, channels=3, months=6, ahead=ahead)


def last_month_committed(problem: Problem, times: float) -> Problem:
    """Commit a multiple of what a channel has now in the last month, which the tail repeats."""
    month = month_key(problem.first_month + problem.open_months - 1)
    amount = times * float(problem.channels.current[0, -1])
    return problem.under(Committed(channel=problem.channels.name[0], month=month, amount=amount))


def test_a_price_of_a_late_month_says_what_of_it_falls_after_the_year() -> None:
    found = optimise(last_month_committed(company(), 20.0))
    (price,) = shadow_prices(found)
    parts = SPLIT.search(price.sentence)
    assert parts is not None
    assert price.one_more is not None
    signs = {"brings": 1, "costs": -1}
    year, after = (signs[parts[at]] * float(parts[at + 1].replace(",", "")) for at in (1, 3))
    assert year + after == pytest.approx(1000 * price.one_more, abs=2)
    # A euro of the last month is spent again in each of twelve thirds of months after.
    assert after < year < 0


def test_without_a_look_ahead_nothing_is_said_of_it() -> None:
    found = optimise(last_month_committed(company(ahead=0), 20.0))
    said = [each.sentence for each in shadow_prices(found)]
    said += [each.sentence for each in bottlenecks(found)]
    assert said
    assert not any("after" in sentence for sentence in said)
    assert not list(late_hires(found))


def test_hires_that_start_after_the_year_are_told_and_that_the_envelope_does_not_bind() -> None:
    problem = company()
    pools = replace(problem.pools, delay=np.full(len(problem.pools.name), 2))
    found = optimise(replace(problem, pools=pools))
    hires = np.zeros_like(found.plan.hires)
    hires[0, -1] = hires[1, 0] = 1.0
    said = list(late_hires(replace(found, plan=Plan(found.plan.spend, hires))))
    first = problem.pools.name[0]
    assert any(
        first in each and each.endswith("The envelope does not bind there.") for each in said
    )
    assert not any(problem.pools.name[1] in each and "start after" in each for each in said)
