"""The forward simulation: worked by hand once, and what must hold of every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.errors import UsageError
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.draws import Draws
from planning.model.simulating.order import order_of_work
from planning.model.simulating.simulate import simulate
from planning.model.tables import NONE, Floats
from tests.model.problems import random_problem

SIZES = st.builds(
    random_problem,
    seed=st.integers(0, 10_000),
    channels=st.integers(1, 3),
    months=st.integers(1, 4),
    ahead=st.integers(0, 4),
    follow_tightness=st.sampled_from([0.0, 0.5, 0.9]),
    close_tightness=st.sampled_from([0.0, 0.5, 0.9]),
    lags=st.booleans(),
    carry=st.booleans(),
    one_job=st.booleans(),
)
QUICK = settings(max_examples=30, deadline=None)


def by_hand() -> Problem:
    """One channel, one area, two months: ten leads a month for a team of two jobs."""
    problem = random_problem(1, channels=1, months=2, ahead=0, areas=1, motions=1, lags=False)
    channels = replace(
        problem.channels,
        base=np.zeros(1),
        ceiling=np.array([20.0]),
        half=np.array([1000.0]),
        season=np.array([[1.0, 2.0]]),
        current=np.full((1, 2), 1000.0),
    )
    none = np.zeros((1, 2))
    cells = replace(
        problem.cells,
        share=np.ones(1),
        asks=np.array([0.8]),
        follow_effort=np.ones(1),
        kept_leads=np.array([0.5]),
        qualifies=np.array([0.5]),
        close_effort=np.array([10.0]),
        kept_deals=np.array([0.5]),
        closes=np.array([0.5]),
        revenue_per_win=np.array([1000.0]),
        one_off=np.array([1000.0]),
        recurring=np.zeros(1),
        commission=np.array([0.1]),
        partner=np.zeros(1),
        waiting_leads=np.array([2.0]),
        waiting_deals=np.zeros(1),
        arriving_leads=none,
        arriving_deals=none,
        open_won=none,
        open_customers=none,
        open_revenue=none,
        open_gross=none,
        open_charges=none,
    )
    standing = np.ones((2, 2))
    pools = replace(
        problem.pools,
        per_head=np.array([6.0, 20.0]),
        cost_per_head=np.array([100.0, 200.0]),
        standing_paid=standing,
        standing_productive=standing,
    )
    fixed = replace(problem.fixed, amount=np.array([[50.0, 50.0], [0.0, 0.0]]))
    return replace(
        problem, channels=channels, cells=cells, pools=pools, fixed=fixed, discount_rate=0.0
    )


def test_two_months_worked_by_hand() -> None:
    found = simulate(by_hand(), Plan(np.full((1, 2), 1000.0), np.zeros((2, 2))))
    assert found.leads[:, 0, 0].tolist() == [10, 20]
    # 0.8 · 10 ask and 2 wait; 6 are worked, 4 are left, half of them stay.
    assert found.asked[:, 0].tolist() == [8, 16]
    assert found.followed[:, 0].tolist() == [6, 6]
    assert found.waiting[:, 0].tolist() == [2, 6]
    assert found.decayed[:, 0].tolist() == [2, 6]
    # 3 deals a month are ready, 2 can be worked; half of the third waits.
    assert found.ready[:, 0].tolist() == [3, 3]
    assert found.deals[:, 0].tolist() == [2, 2]
    assert found.deals_waiting[:, 0].tolist() == [0.5, 0.75]
    assert found.won[:2, 0].tolist() == [1, 1]
    # A win: 0.8 · 1,000 − 0.1 · 1,000.
    assert found.value[:2, 0].tolist() == [700, 700]
    assert found.money["marketing"][:, 0].tolist() == [1050, 1050]
    assert found.money["sales"][:, 0].tolist() == [300, 300]
    assert found.contribution[0] == pytest.approx(2 * (700 - 1350))
    assert found.used[0, :, 0].tolist() == [6, 20]


@given(problem=SIZES)
@QUICK
def test_every_lead_and_deal_is_worked_waits_or_goes_cold(problem: Problem) -> None:
    found = simulate(problem, current_plan(problem))
    asked = problem.cells.waiting_leads.sum() + found.asked.sum()
    assert asked == pytest.approx(found.followed.sum() + found.decayed.sum() + found.waiting[-1, 0])
    ready = problem.cells.waiting_deals.sum() + found.ready.sum()
    rest = found.deals_decayed.sum() + found.deals_waiting[-1, 0]
    assert ready == pytest.approx(found.deals.sum() + rest)


@given(problem=SIZES)
@QUICK
def test_no_pool_works_more_than_it_can_and_none_idles_while_work_waits(problem: Problem) -> None:
    found = simulate(problem, current_plan(problem))
    assert (found.used <= found.capacity * (1 + 1e-9) + 1e-9).all()
    idle = (found.used < found.capacity * (1 - 1e-9) - 1e-9).all(axis=(1, 2))
    left = (found.waiting + found.decayed + found.deals_waiting + found.deals_decayed)[:, 0]
    assert (left[idle] <= 1e-6).all()


@given(problem=SIZES, more=st.floats(1.0, 3.0))
@QUICK
def test_more_money_never_brings_fewer_leads(problem: Problem, more: float) -> None:
    plan = current_plan(problem)
    richer = Plan(plan.spend * more, plan.hires)
    less, found = simulate(problem, plan).leads, simulate(problem, richer).leads
    assert (found >= less * (1 - 1e-12)).all()


def drawn(problem: Problem, count: int, seed: int = 1) -> Draws:
    """Half of all parameters, a tenth up or down."""
    rng = np.random.default_rng(seed)

    def around(values: Floats | float) -> Floats:
        centre = np.asarray(values)[..., None]
        return centre * rng.uniform(0.9, 1.1, (*np.shape(values), count))

    cells, channels = problem.cells, problem.channels
    return Draws(
        {
            "channels.ceiling": around(channels.ceiling),
            "channels.half": around(channels.half),
            "cells.qualifies": around(cells.qualifies),
            "cells.close_effort": around(cells.close_effort),
            "cells.closes": around(cells.closes),
            "cells.revenue_per_win": around(cells.revenue_per_win),
            "cells.open_won": around(cells.open_won),
            "pools.per_head": around(problem.pools.per_head),
            "pools.cost_per_head": around(problem.pools.cost_per_head),
            "margin": around(problem.margin),
        }
    )


@pytest.mark.parametrize("one_job", [False, True])
@pytest.mark.parametrize("count", [1, 50])
def test_each_draw_is_the_simulation_of_its_own_parameters(count: int, one_job: bool) -> None:
    problem = random_problem(3, channels=3, months=3, ahead=3, one_job=one_job)
    plan, draws = current_plan(problem), drawn(problem, count)
    together = simulate(problem, plan, draws)
    for at in (0, count - 1):
        alone = simulate(draws.problem(problem, at), plan, order=order_of_work(problem))
        for name in ("followed", "decayed", "deals", "won", "revenue", "value"):
            found, expected = getattr(together, name)[:, at], getattr(alone, name)[:, 0]
            assert found == pytest.approx(expected, rel=1e-4, abs=1e-4), name
        assert together.contribution[at] == pytest.approx(alone.contribution[0], rel=1e-4)


def test_a_parameter_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(UsageError, match="colour"):
        Draws({"colour": np.zeros(3)})
    with pytest.raises(UsageError, match="unequal"):
        Draws({"margin": np.zeros(3), "cells.closes": np.zeros((2, 4))})


def test_a_stream_without_leads_closes_what_its_heads_find_and_what_is_due() -> None:
    problem = by_hand()
    cells = replace(
        problem.cells,
        channel=np.array([NONE]),
        follow_pool=np.array([NONE]),
        waiting_leads=np.zeros(1),
        arriving_deals=np.array([[0.5, 0.5]]),
        found_per_head=np.array([1.0]),
    )
    found = simulate(replace(problem, cells=cells), current_plan(problem))
    assert found.asked.sum() == 0
    assert found.deals[:, 0].tolist() == [1.5, 1.5]


def test_a_hire_is_paid_from_its_start_ramps_and_stays_through_the_look_ahead() -> None:
    problem = random_problem(1, channels=1, months=6, ahead=3)
    pools = replace(problem.pools, delay=np.full(4, 2), attrition=np.full(4, 0.1))
    problem = replace(problem, pools=pools)
    plan = current_plan(problem)
    hires = plan.hires.copy()
    hires[0, 1] = 1.0
    found = simulate(problem, Plan(plan.spend, hires))
    paid = found.paid[0] - problem.pools.standing_paid[0]
    assert paid == pytest.approx([0, 0, 0, 1, 0.9, 0.81, 0.81, 0.81, 0.81])
    works = found.productive[0] - problem.pools.standing_productive[0]
    assert works == pytest.approx([0, 0, 0, 0.2, 0.45, 0.648, 0.81, 0.81, 0.81])


def test_sales_works_what_is_worth_most_per_unit_of_effort_first() -> None:
    problem = random_problem(2, channels=4, close_tightness=0, lags=False)
    order = order_of_work(problem)
    cells = problem.cells
    worth = cells.qualifies * cells.closes * problem.value_per_win / cells.follow_effort
    for work in (order.pools[0], order.pools[2]):
        ranked = [worth[cell] for _, cell in work]
        assert ranked == sorted(ranked, reverse=True)


def test_money_may_come_later_than_the_win_that_brings_it() -> None:
    problem = by_hand()
    groups = replace(
        problem.groups, cycle=np.array([[0.5, 0.5, 0.0]]), pays=np.array([[0.25, 0.25, 0.5]])
    )
    now, told = (
        simulate(it, current_plan(problem)) for it in (problem, replace(problem, groups=groups))
    )
    wins, money = now.won[:2, 0], now.revenue[:2, 0]
    assert told.won[:, 0].tolist() == pytest.approx(
        [wins[0] / 2, (wins[0] + wins[1]) / 2, wins[1] / 2, 0.0]
    )
    assert told.revenue[:, 0].tolist() == pytest.approx(
        [money[0] / 4, (money[0] + money[1]) / 4, money[0] / 2 + money[1] / 4, money[1] / 2]
    )
    assert told.value.sum() == pytest.approx(now.value.sum())
    without = replace(groups, pays=np.zeros((1, 0)))
    as_won = simulate(replace(problem, groups=without), current_plan(problem))
    assert as_won.revenue[:, 0] == pytest.approx(as_won.won[:, 0] * 1000)
