"""The same money in every channel: equal to the plan simulated by hand, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.model.advising.question import Question
from planning.model.problem import Plan, current_plan
from planning.model.simulating.order import order_of_work
from planning.model.simulating.simulate import simulate
from planning.periods import Period
from planning.review.evidence.elsewhere import elsewhere, extended
from planning.review.evidence.verdict import of_money
from tests.model.problems import FIRST_MONTH, random_problem


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_extended_question_brings_what_the_plan_brings(seed: int) -> None:
    problem = random_problem(seed, channels=4, months=6, carry=True)
    problem = replace(
        problem,
        pools=replace(problem.pools, current_hires=np.full_like(problem.pools.current_hires, 0.5)),
    )
    before = simulate(problem, current_plan(problem))
    after = simulate(*extended(problem), order=order_of_work(problem))
    for name in ("leads", "customers", "revenue", "value", "waiting", "contribution"):
        np.testing.assert_allclose(getattr(after, name), getattr(before, name), rtol=1e-9)


def test_money_of_early_months_brings_what_a_simulation_says() -> None:
    # Money before the last three months sets nothing of the look-ahead.
    problem = random_problem(4, channels=3, months=8)
    months = Period(start=FIRST_MONTH, end=FIRST_MONTH + 2)
    found = elsewhere(problem, 4000, months, problem.channels.name[1])
    plan = current_plan(problem)
    base = simulate(problem, plan)
    told = {it.channel: it for it in (found.here, *found.others) if it is not None}
    assert set(told) == set(problem.channels.name)
    for at, name in enumerate(problem.channels.name):
        spend = plan.spend.copy()
        spend[at, :2] += 2000
        after = simulate(problem, Plan(spend, plan.hires))
        assert told[name].customers == pytest.approx(after.customers.sum() - base.customers.sum())
        assert told[name].leads == pytest.approx(after.leads.sum() - base.leads.sum())
        gained = float(after.contribution[0] - base.contribution[0])
        assert told[name].contribution == pytest.approx(gained, rel=1e-6)


def test_money_of_the_last_month_is_spent_once() -> None:
    problem = random_problem(5, channels=3, months=6)
    last = Period(start=FIRST_MONTH + 5, end=FIRST_MONTH + 6)
    whole, plan = extended(problem)
    spend = plan.spend.copy()
    spend[0, 5] += 9000
    assert spend.sum() - plan.spend.sum() == pytest.approx(9000)
    order = order_of_work(problem)
    after = simulate(whole, Plan(spend, plan.hires), order=order)
    base = simulate(whole, plan, order=order)
    found = elsewhere(problem, 9000, last, problem.channels.name[0])
    assert found.here is not None
    assert found.here.leads == pytest.approx(after.leads.sum() - base.leads.sum())


def test_a_line_of_the_plan_is_taken_out_before_it_is_put_back() -> None:
    problem = random_problem(6, channels=3, months=8)
    name = problem.channels.name[2]
    held = float(problem.channels.current[2, 1])
    months = Period(start=FIRST_MONTH + 1, end=FIRST_MONTH + 2)
    standing = {FIRST_MONTH + 1: held, FIRST_MONTH - 1: 5000.0}
    found = elsewhere(problem, held, months, name, standing=standing)
    plan = current_plan(problem)
    less = plan.spend.copy()
    less[2, 1] = 0.0
    gone = simulate(problem, Plan(less, plan.hires))
    there = simulate(problem, plan)
    assert found.amount == pytest.approx(held)
    assert found.here is not None
    assert found.here.customers == pytest.approx(there.customers.sum() - gone.customers.sum())


def test_a_channel_the_model_does_not_know_is_said_to_be_unknown(demo_question: Question) -> None:
    problem = demo_question.problem
    months = Period(start=problem.first_month, end=problem.first_month + 3)
    for channel in (None, "Podcasts"):
        found = elsewhere(problem, 12_000, months, channel)
        assert found.here is None
        assert found.why
        assert of_money(found) == "open"
        counts = [it.customers for it in found.others]
        assert counts == sorted(counts, reverse=True)
        assert len(counts) == len(problem.channels.name)


def test_months_that_are_over_are_left_out(demo_question: Question) -> None:
    problem = demo_question.problem
    first = problem.first_month
    found = elsewhere(problem, 1000, Period(start=first - 6, end=first + 1), "Webinars")
    assert found.months == Period(start=first, end=first + 1)
    over = elsewhere(problem, 1000, Period(start=first - 6, end=first - 3), "Webinars")
    assert over.months == Period(start=first, end=first + 1)
