"""The next money, the next head, leads nobody works and what limits: against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.model.limits import Committed, Envelope
from planning.model.optimising.optimise import optimise
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.simulate import simulate
from planning.model.weighing.limits_by_month import bottleneck, limits_by_month
from planning.model.weighing.next_money import best_step, first_cut, next_money
from planning.model.weighing.unworked import said, unworked
from tests.model.problems import random_problem


def plain_problem(seed: int, **more: object) -> Problem:
    """A company in which sales has time for everything and nothing takes months."""
    problem = random_problem(
        seed, channels=3, months=4, ahead=0, areas=1, motions=1,
        follow_tightness=0, close_tightness=0, lags=False,
    )  # fmt: skip
    return replace(problem, **more)  # type: ignore[arg-type]


def contribution(problem: Problem, spend: np.ndarray) -> float:
    """What channels' money brings by the formula of the curve alone, all else left out."""
    cells, channels = problem.cells, problem.channels
    worth = problem.value_per_win
    found = 0.0
    for month in range(problem.open_months):
        discount = (1 + problem.discount_rate) ** (-month / 12)
        for at in range(len(channels.name)):
            money = spend[at, month]
            leads = channels.season[at, month] * (
                channels.base[at] + channels.ceiling[at] * money / (channels.half[at] + money)
            )
            own = cells.channel == at
            each = cells.share * cells.asks * cells.qualifies * cells.closes * worth
            found += discount * (leads * float(each[own].sum()) - money)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_next_money_brings_what_the_curve_says(seed: int) -> None:
    problem = plain_problem(seed)
    spend = problem.channels.current
    for at, step in enumerate(next_money(problem, current_plan(problem))[:3]):
        more, less = spend.copy(), spend.copy()
        more[at] += spend[at] / spend[at].sum() * 10_000
        less[at] -= spend[at] / spend[at].sum() * 10_000
        now = contribution(problem, spend)
        assert step.more is not None
        assert step.less is not None
        assert step.more.contribution == pytest.approx(contribution(problem, more) - now, rel=1e-6)
        assert step.less.contribution == pytest.approx(contribution(problem, less) - now, rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_more_brings_no_more_than_less_costs(seed: int) -> None:
    problem = plain_problem(seed)
    for step in next_money(problem, current_plan(problem)):
        if step.more is not None and step.less is not None:
            assert step.more.contribution <= -step.less.contribution + 1e-6


def test_promised_money_cannot_be_taken_away() -> None:
    problem = plain_problem(1)
    spend = problem.channels.current
    month = f"{problem.first_month // 12}-{problem.first_month % 12 + 1:02d}"
    sure = [
        Committed(channel="Channel 1", month=month, amount=float(spend[0, 0])),
    ]
    held = problem.under(*problem.limits, *sure)
    step = next_money(held, Plan(np.where(np.arange(4) < 1, spend, 0.0), current_plan(held).hires))[
        0
    ]
    assert step.less is None
    assert "not promised" in step.why
    assert step.more is not None


def test_best_step_and_first_cut_are_the_extremes() -> None:
    problem = plain_problem(2)
    steps = next_money(problem, current_plan(problem))
    best, cut = best_step(steps), first_cut(steps)
    assert best is not None
    assert best.more is not None
    assert cut is not None
    assert cut.less is not None
    for step in steps:
        if step.more is not None:
            assert step.more.contribution <= best.more.contribution
        if step.less is not None:
            assert step.less.contribution <= cut.less.contribution
    assert best_step(steps, "joint") is None


@pytest.mark.parametrize("seed", range(5))
def test_cold_leads_by_area_add_up_to_all_that_go_cold(seed: int) -> None:
    problem = random_problem(seed, channels=3, months=5, ahead=3, follow_tightness=0.5)
    plan = current_plan(problem)
    outcome = simulate(problem, plan)
    found = unworked(outcome, plan)
    whole = float(outcome.decayed[: problem.open_months].sum())
    assert sum(it.count for it in found) == pytest.approx(whole)
    assert whole > 1
    assert {it.area for it in found} == set(problem.groups.area)


def test_cold_leads_cost_what_leads_of_their_channel_cost() -> None:
    problem = random_problem(
        3, channels=1, months=4, ahead=0, areas=1, motions=1, follow_tightness=0.5, lags=False
    )
    plan = current_plan(problem)
    outcome = simulate(problem, plan)
    (only,) = unworked(outcome, plan)
    per_lead = plan.spend.sum() / outcome.leads[:4].sum()
    assert only.spent == pytest.approx(only.count * per_lead)
    (cell,) = range(len(problem.cells.group) - 0) if len(problem.cells.group) == 1 else (0,)
    worth = problem.cells.qualifies[cell] * problem.cells.closes[cell] * problem.value_per_win[cell]
    assert only.value == pytest.approx(only.count * worth, rel=0.5)
    assert f"{only.spent:,.0f}" in said([only])


def test_nothing_cold_is_said_so() -> None:
    problem = plain_problem(1)
    plan = current_plan(problem)
    assert said(unworked(simulate(problem, plan), plan)) == "Every lead is followed up in time."


def test_short_sales_limits_and_is_named() -> None:
    problem = random_problem(2, channels=4, months=4, ahead=4, areas=2, close_tightness=0.4)
    optimum = optimise(problem)
    held = limits_by_month(optimum)
    assert len(held) == 2 * 4
    assert {it.limit for it in held} <= {"follow-up", "closing", "money", "demand"}
    assert any(it.limit in ("closing", "follow-up") and it.worth > 0 for it in held)
    assert " in Area " in bottleneck(optimum)


def test_money_limits_where_sales_has_time_and_the_envelope_is_small() -> None:
    problem = plain_problem(3)
    spent = float(simulate(problem, current_plan(problem)).year("money")[0])
    fixed = spent - float(problem.channels.current.sum())
    small = optimise(problem.under(Envelope(total=fixed + 5000.0)))
    assert {it.limit for it in limits_by_month(small)} == {"money"}
    assert bottleneck(small).startswith("Money:")
    ample = optimise(problem.under(Envelope(total=spent * 100)))
    assert {it.limit for it in limits_by_month(ample)} == {"demand"}
    assert bottleneck(ample).startswith("Demand:")
