"""The joint model beside one solve of a fixed programme, and beside the convex optimum; printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_joint_model.py`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planning.model.limits import Envelope
from planning.model.optimising.frontier import frontier_of_split, frontier_of_total
from planning.model.optimising.limit_rows import rows_of
from planning.model.optimising.measures import Measures
from planning.model.optimising.optimise import optimise, started
from planning.model.optimising.programme import Programme
from planning.model.optimising.shadows import shadow_prices
from planning.model.optimising.uncertainty import Spread, draw
from planning.model.problem import Problem, current_plan
from planning.model.simulating.simulate import simulate
from tests.model.oracle import convex_optimum
from tests.model.problems import current_money, one_capacity, random_problem

pytestmark = pytest.mark.benchmark

INSTANCES = 30
SEGMENTS = tuple(np.geomspace(0.02, 8.0, 24))
"""Where the chords of the fixed programme meet, as multiples of the current money."""

ROUNDS = 5


def fixed_programme(problem: Problem) -> float:
    """Build the programme with 24 fixed chords to a curve and solve it once."""
    programme = Programme(problem)
    measures = Measures(programme)
    rows = [row for limit in problem.limits for row in rows_of(limit, measures)]
    solver = started(programme, measures.contribution(), rows, SEGMENTS)
    assert solver.solve() == "optimal"
    value: float = solver.value * programme.unit
    return value


def seconds(work: Callable[[], Any]) -> float:
    """Return the processors' seconds of one call, which a busy machine changes little."""
    began = time.process_time()
    work()
    return time.process_time() - began


def test_thirty_instances_reach_the_convex_optimum() -> None:
    apart, behind = [], []
    for seed in range(INSTANCES):
        problem = random_problem(seed)
        found, true = optimise(problem), convex_optimum(problem)
        apart.append(abs(found.programme_value - true.value) / abs(true.value))
        behind.append(found.gap)
    print(f"\n{INSTANCES} instances of 12 channels × 12 + 12 months × 4 groups")
    print(f"  from the convex optimum: largest {max(apart):.1e}, median {np.median(apart):.1e}")
    print(f"  simulation behind, both capacities: {min(behind):.2%} to {max(behind):.2%}")
    assert max(apart) <= 1e-5
    assert max(behind) < 0.01


def test_with_one_capacity_the_simulation_equals_the_programme() -> None:
    gaps = [
        abs(optimise(one_capacity(seed, closing=closing)).gap)
        for seed in range(INSTANCES // 2)
        for closing in (False, True)
    ]
    print(f"\none capacity, {len(gaps)} instances: largest gap {max(gaps):.1e}")
    assert max(gaps) <= 1e-5


def test_the_envelopes_price_lies_between_its_differences() -> None:
    outside = []
    for seed in range(6):
        problem = random_problem(seed)
        found = optimise(problem)
        prices = shadow_prices(found)
        if not prices:
            continue
        total = current_money(problem) * 1.05
        step = total / 1000
        more, less = (
            optimise(problem.under(Envelope(total=total + sign * step))).programme_value
            for sign in (1, -1)
        )
        upper = (found.programme_value - less) / step
        lower = (more - found.programme_value) / step
        price = prices[0].one_more
        assert price is not None
        outside.append(max(lower / price - 1, price / upper - 1))
    print(f"\nenvelope's price outside its differences by at most {max(outside):.2%}")
    assert max(outside) <= 0.01


@pytest.mark.parametrize("ahead", [0, 12])
def test_times_beside_one_solve_of_the_fixed_programme(ahead: int) -> None:
    problem = random_problem(1, ahead=ahead)
    fixed_programme(problem), optimise(problem)
    times = [
        (seconds(lambda: fixed_programme(problem)), seconds(lambda: optimise(problem)))
        for _ in range(ROUNDS)
    ]
    base = statistics.median(each for each, _ in times)
    own = statistics.median(each for _, each in times)
    print(f"\n12 channels × 12 + {ahead} months × 4 groups")
    print(f"  fixed programme of 24 chords {base:.2f} s; optimum {own / base:.2f}×")
    money, programme = current_money(problem), problem.channels.current.sum()
    total = seconds(lambda: frontier_of_total(problem, money - 0.6 * programme, money * 1.2))
    split = seconds(lambda: frontier_of_split(problem))
    print(f"  20 points of the total {total / base:.2f}×, of the split {split / base:.2f}×")
    print(f"  beside our own solve {total / own:.2f}× and {split / own:.2f}×")


def test_a_thousand_draws() -> None:
    problem = random_problem(1)
    cells = ("closes", "qualifies", "revenue_per_win", "one_off", "recurring", "close_effort")
    spreads = {f"cells.{name}": Spread(0.15) for name in cells}
    spreads |= {"channels.ceiling": Spread(0.2), "channels.half": Spread(0.2)}
    spreads |= {"pools.per_head": Spread(0.1), "margin": Spread(0.05)}
    draws = draw(problem, spreads)
    draws = replace(draws, values={k: v.astype(np.float32) for k, v in draws.values.items()})
    plan = current_plan(problem)
    times = [seconds(lambda: simulate(problem, plan, draws)) for _ in range(2 * ROUNDS)]
    print(f"\n{draws.count} draws of 12 channels × 24 months × 4 groups: ", end="")
    print(f"{1000 * min(times):.0f} to {1000 * max(times):.0f} ms")
