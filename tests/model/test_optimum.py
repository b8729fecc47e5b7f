"""The optimum is the convex optimum, and the simulation brings what it promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.errors import Infeasible, Unbounded, UsageError
from planning.model.limits import (
    CacCeiling,
    Cap,
    Committed,
    CommittedHires,
    Envelope,
    Floor,
    LargestChange,
    LeastCustomers,
    LeastLeads,
    LeastRevenue,
    Limit,
    MostHires,
    TeamMaximum,
    TeamMinimum,
)
from planning.model.optimising.optimise import optimise
from planning.model.problem import Problem
from planning.model.tables import Floats
from tests.model.oracle import convex_optimum
from tests.model.problems import current_money, marketing_only, one_capacity, random_problem

AGREED = 1e-5


def small(seed: int, **more: bool) -> Problem:
    """A company of three channels and four months, with a look-ahead of four."""
    return random_problem(seed, channels=3, months=4, ahead=4, **more)


@pytest.mark.parametrize(
    "problem",
    [small(1), small(2), small(3, carry=True), small(4, one_job=True)],
    ids=["two capacities", "another", "carry-over", "one job"],
)
def test_the_value_is_that_of_the_convex_optimum_of_the_true_curves(problem: Problem) -> None:
    found, true = optimise(problem), convex_optimum(problem)
    assert found.programme_value == pytest.approx(true.value, rel=AGREED)
    assert found.bound >= true.value - AGREED * abs(true.value)


@pytest.mark.parametrize("closing", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_with_one_capacity_short_the_simulation_brings_the_same(seed: int, closing: bool) -> None:
    found = optimise(one_capacity(seed, closing=closing, channels=5))
    assert found.value == pytest.approx(found.programme_value, rel=AGREED)


@pytest.mark.parametrize("one_job", [False, True])
def test_with_both_short_the_simulation_is_less_than_a_hundredth_behind(one_job: bool) -> None:
    found = optimise(random_problem(1, one_job=one_job))
    assert -AGREED < found.gap < 0.01


def water_filled(problem: Problem, money: float) -> Floats:
    """Spend by channel and month when sales have time for everything: a closed form.

    A lead of cell k is worth v = Σ share · asks · qualifies · closes · value, so that
    w · e / (half + e), w = season · ceiling · v, is earned and e paid. With the price p of
    money e = √(w · half / p) − half where that is above 0, and √p =
    Σ √(w · half) / (money + Σ half) over those that get any.
    """
    channels, cells = problem.channels, problem.cells
    each = cells.share * cells.asks * cells.qualifies * cells.closes * problem.value_per_win
    lead = np.bincount(cells.channel, each, len(channels.name))
    earns = (channels.season[:, : problem.open_months] * (channels.ceiling * lead)[:, None]).ravel()
    half = np.repeat(channels.half, problem.open_months)
    order = np.argsort(-earns / half)
    roots, halves = np.cumsum(np.sqrt(earns * half)[order]), np.cumsum(half[order])
    price = (roots / (money + halves)) ** 2
    # The last one that still earns its price on the first unit.
    last = int(np.flatnonzero((earns / half)[order] >= price)[-1])
    spend = np.maximum(np.sqrt(earns * half / max(price[last], 1.0)) - half, 0.0)
    filled: Floats = spend.reshape(len(channels.name), -1)
    return filled


@pytest.mark.parametrize("share", [0.2, 0.6, 1.0, 50.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_capacities_and_lags_money_fills_up_like_water(seed: int, share: float) -> None:
    problem = replace(marketing_only(seed), discount_rate=0.0)
    programme = problem.channels.current.sum()
    envelope = current_money(problem) - (1 - share) * programme
    found = optimise(problem.under(Envelope(total=envelope)))
    expected = water_filled(problem, share * programme)
    assert found.plan.spend.sum() == pytest.approx(expected.sum(), rel=1e-3)
    assert np.abs(found.plan.spend - expected).max() < 0.01 * expected.max()


def test_the_plan_holds_every_kind_of_limit() -> None:
    problem = random_problem(5, channels=4, months=6, ahead=6)
    problem = replace(problem, pools=replace(problem.pools, current_hires=problem.pools.most_hires))
    free = optimise(problem).outcome
    year = {name: float(free.year(name)[0]) for name in ("leads", "customers", "revenue", "money")}
    limits: tuple[Limit, ...] = (
        Envelope(total=year["money"] * 0.98),
        TeamMinimum(team="marketing", amount=100_000),
        TeamMaximum(team="marketing", amount=90_000, month="2026-02"),
        Floor(channel="Channel 1", amount=20_000),
        Cap(channel="Channel 2", amount=15_000, month="2026-03"),
        Committed(channel="Channel 3", month="2026-05", amount=30_000),
        LargestChange(channel="Channel 4", share=0.1, amount=1000),
        CacCeiling(ceiling=float(free.cac[0]) * 0.995),
        LeastLeads(leads=year["leads"] * 0.9),
        LeastCustomers(customers=year["customers"] * 0.9),
        LeastRevenue(revenue=year["revenue"] * 0.9),
        MostHires(heads=2.0),
        CommittedHires(pool="Area 1 closing", month="2026-04", heads=0.4),
    )
    found = optimise(problem.under(*limits))
    spend, outcome = found.plan.spend, found.outcome
    slack = 1 + 1e-6
    assert outcome.year("money")[0] <= year["money"] * 0.98 * slack
    assert outcome.money["marketing"][:6].sum() >= 100_000 / slack
    assert outcome.money["marketing"][1, 0] <= 90_000 * slack
    assert spend[0].sum() >= 20_000 / slack
    assert spend[1, 2] <= 15_000 * slack
    assert spend[2, 4] >= 30_000 / slack
    before = np.concatenate([problem.channels.spent_before[3:4], spend[3, :-1]])
    assert (np.abs(spend[3] - before) <= (0.1 * before + 1000) * slack).all()
    # The programme may order work a little better than the simulation does.
    assert outcome.cac[0] <= float(free.cac[0]) * 0.995 * 1.01
    assert outcome.year("leads")[0] >= year["leads"] * 0.9 / slack
    assert outcome.year("revenue")[0] >= year["revenue"] * 0.9 * 0.99
    assert found.plan.hires.sum() <= 2.0 * slack
    assert found.plan.hires[1, 3] >= 0.4 / slack


def test_least_spend_reaches_the_revenue_for_less_than_most_contribution_spends() -> None:
    problem = small(6)
    best = optimise(problem)
    revenue = 0.95 * float(best.outcome.year("revenue")[0])
    cheapest = optimise(problem.under(LeastRevenue(revenue=revenue)), "least-spend")
    assert cheapest.value <= float(best.outcome.year("money")[0])
    assert cheapest.outcome.year("revenue")[0] >= 0.99 * revenue


def test_most_revenue_books_most_and_of_equal_plans_takes_the_most_contribution() -> None:
    problem = small(7)
    booked, best = optimise(problem, "revenue"), optimise(problem)
    assert booked.value >= best.outcome.year("revenue")[0] * (1 - AGREED)
    # Hires that start after the year book nothing in it, and are made only if they pay.
    assert booked.outcome.contribution[0] <= best.value * (1 + AGREED)


def test_money_without_end_is_told_apart_from_limits_that_collide() -> None:
    with pytest.raises(Unbounded):
        optimise(small(1).under(), "revenue")
    with pytest.raises(Unbounded):
        optimise(small(1).under(TeamMaximum(team="sales", amount=1e7)), "revenue")
    assert optimise(small(1).under(CacCeiling(ceiling=1e5)), "revenue").value > 0
    with pytest.raises(UsageError, match="nothing to reach"):
        optimise(small(1), "least-spend")


STANDING = current_money(small(1))
PROGRAMME = float(small(1).channels.current.sum())
COLLIDING = [
    (Envelope(total=STANDING), Floor(channel="Channel 1", amount=PROGRAMME + 1000)),
    (Envelope(total=STANDING - PROGRAMME - 1000),),
    (TeamMaximum(team="marketing", amount=200_000), TeamMinimum(team="marketing", amount=3e5)),
    (LeastLeads(leads=1e6),),
    (LargestChange(share=0.1), Cap(channel="Channel 2", amount=0, month="2026-02")),
]


@pytest.mark.parametrize("colliding", COLLIDING)
def test_of_limits_that_collide_the_smallest_set_is_named(colliding: tuple[Limit, ...]) -> None:
    idle = (Floor(channel="Channel 3", amount=10.0), LeastLeads(leads=1.0), MostHires(heads=50))
    with pytest.raises(Infeasible) as refused:
        optimise(small(1).under(idle[0], *colliding, *idle[1:]))
    assert sorted(refused.value.limits) == sorted(limit.words for limit in colliding)
    for without in colliding if len(colliding) > 1 else ():
        rest = [limit for limit in colliding if limit is not without]
        assert optimise(small(1).under(*idle, *rest))


def test_a_limit_the_first_chords_miss_but_the_curve_reaches_is_held() -> None:
    problem = small(1)
    channels = problem.channels
    season = channels.season[0, :4].sum()
    # Almost all a channel can ever bring: far beyond the last of the first points.
    most = season * (channels.base[0] + 0.97 * channels.ceiling[0])
    found = optimise(problem.under(LeastLeads(leads=most, channel="Channel 1")))
    assert found.outcome.leads[:4, 0].sum() >= most * (1 - 1e-6)
