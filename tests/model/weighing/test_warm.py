"""Solving again from an optimum gives what solving anew gives, and leaves the start alone."""

from __future__ import annotations

import pytest

from planning.errors import Infeasible
from planning.model.limits import (
    Cap,
    Envelope,
    Floor,
    LeastRevenue,
    Limit,
    TeamMaximum,
    TeamMinimum,
)
from planning.model.optimising.optimise import Optimum, optimise
from planning.model.optimising.start import Start
from planning.model.optimising.warm import optimise_from
from planning.model.problem import Problem
from tests.model.problems import random_problem

CLOSE = 3e-6
"""Both stay within 1e-6 of the concave optimum."""


def _moved(problem: Problem, share: float) -> tuple[Limit, ...]:
    (envelope,) = problem.limits
    assert isinstance(envelope, Envelope)
    return (Envelope(total=envelope.total * share),)


@pytest.fixture(scope="module")
def optimum() -> Optimum:
    return optimise(random_problem(3, channels=5, months=6, ahead=6))


@pytest.mark.parametrize("share", [0.93, 1.0, 1.1, 1.3])
def test_another_total_is_worth_what_it_is_worth_solved_anew(
    optimum: Optimum, share: float
) -> None:
    limits = _moved(optimum.problem, share)
    again, anew = optimise_from(Start.of(optimum), limits), optimise(optimum.problem.under(*limits))
    assert again.programme_value == pytest.approx(anew.programme_value, rel=CLOSE)
    assert again.bound >= anew.programme_value * (1 - 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_floors_caps_and_splits_are_worth_what_they_are_worth_solved_anew(seed: int) -> None:
    problem = random_problem(seed, channels=4, months=4, ahead=4)
    first = optimise(problem)
    marketing = float(first.outcome.money["marketing"][: problem.open_months].sum()) * 0.95
    limits: tuple[Limit, ...] = (
        *problem.limits,
        Floor(channel="Channel 1", amount=float(first.plan.spend[0].sum()) * 1.1 + 100),
        Cap(channel="Channel 2", amount=float(first.plan.spend[1].sum()) * 0.6 + 100),
        TeamMinimum(team="marketing", amount=marketing),
        TeamMaximum(team="marketing", amount=marketing),
    )
    again, anew = optimise_from(Start.of(first), limits), optimise(problem.under(*limits))
    assert again.programme_value == pytest.approx(anew.programme_value, rel=CLOSE)
    assert float(again.outcome.money["marketing"][: problem.open_months].sum()) == pytest.approx(
        marketing, rel=1e-6
    )


def test_answers_do_not_depend_on_what_was_asked_before(optimum: Optimum) -> None:
    start = Start.of(optimum)
    first = optimise_from(start, _moved(optimum.problem, 0.95))
    for share in (1.2, 0.97, 1.05):
        optimise_from(start, _moved(optimum.problem, share))
    again = optimise_from(start, _moved(optimum.problem, 0.95))
    assert again.value == first.value
    assert (again.plan.spend == first.plan.spend).all()


def test_limits_that_collide_are_refused(optimum: Optimum) -> None:
    limits = (*_moved(optimum.problem, 1.0), Floor(channel="Channel 1", amount=1e12))
    with pytest.raises(Infeasible):
        optimise_from(Start.of(optimum), limits)


def test_an_answer_can_be_a_start_itself(optimum: Optimum) -> None:
    poorer = optimise_from(Start.of(optimum), _moved(optimum.problem, 0.9))
    again = optimise_from(Start.of(poorer), _moved(optimum.problem, 1.0))
    assert again.programme_value == pytest.approx(optimum.programme_value, rel=CLOSE)


def test_a_start_serves_questions_with_fewer_limits(optimum: Optimum) -> None:
    cap = Cap(channel="Channel 1", amount=1_000.0)
    held = optimise(optimum.problem.under(*optimum.problem.limits, cap))
    freed = optimise_from(Start.of(held), optimum.problem.limits)
    assert freed.programme_value == pytest.approx(optimum.programme_value, rel=CLOSE)


@pytest.mark.parametrize("beyond", [1.001, 1.5])
def test_results_out_of_reach_are_refused_and_those_within_reach_are_not(beyond: float) -> None:
    problem = random_problem(5, channels=4, months=4, ahead=4)
    start = Start.of(optimise(problem))
    most = optimise(problem, "revenue").programme_value
    with pytest.raises(Infeasible):
        optimise_from(start, (*problem.limits, LeastRevenue(revenue=most * beyond)))
    limits = (*problem.limits, LeastRevenue(revenue=most * (2 - 1.0005)))
    again, anew = optimise_from(start, limits), optimise(problem.under(*limits))
    assert again.programme_value == pytest.approx(anew.programme_value, rel=1e-5)


def test_without_any_limit_money_ends_where_it_no_longer_pays(optimum: Optimum) -> None:
    endless = optimise_from(Start.of(optimum), ())
    anew = optimise(optimum.problem.under())
    assert endless.programme_value == pytest.approx(anew.programme_value, rel=CLOSE)
