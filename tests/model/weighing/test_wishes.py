"""Wishes are held by the best plan under them, or the limits that collide are named."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from planning.errors import Infeasible, UsageError
from planning.model.limits import Committed, Envelope, LargestChange
from planning.model.optimising.optimise import optimise
from planning.model.problem import Problem
from planning.model.weighing.study import Study
from planning.model.weighing.wishes import Wish, answer_wish, limits_of, planned
from tests.model.problems import current_money, random_problem
from tests.model.weighing.companies import company, study_of


@pytest.fixture(scope="module")
def study(tiny_study: Study) -> Study:
    return study_of(random_problem(2, channels=4, months=4, ahead=4), tiny_study)


def test_the_plans_own_limits_stay_first_with_the_envelope_replaced_in_its_place(
    tiny_study: Study,
) -> None:
    change, held = LargestChange(share=0.5), Committed(channel="A", month="2026-01", amount=1)
    problem = company().under(change, Envelope(total=90_000), held)
    found = limits_of(study_of(problem, tiny_study), Wish(total=80_000, cac=3_000))
    assert found[:3] == (change, Envelope(total=80_000), held)
    assert [it.kind for it in found[3:]] == ["cac-ceiling"]


def test_a_wish_without_a_total_keeps_the_plans_own(study: Study) -> None:
    assert limits_of(study, Wish()) == study.question.problem.limits
    assert answer_wish(study, Wish()).value == pytest.approx(study.optimum.value, rel=1e-6)


def test_without_an_envelope_a_total_is_a_limit_of_its_own(tiny_study: Study) -> None:
    study = study_of(company(), tiny_study)
    assert limits_of(study, Wish()) == ()
    assert limits_of(study, Wish(total=80_000)) == (Envelope(total=80_000),)


def test_what_is_wished_is_held(study: Study) -> None:
    problem = study.question.problem
    spent = study.optimum.plan.spend.sum(axis=1)
    marketing = float(study.optimum.outcome.money["marketing"][:4].sum()) * 0.9
    wish = Wish(
        total=float(study.optimum.outcome.year("money")[0]) * 0.99,
        marketing=marketing,
        locks=frozenset({"Channel 1"}),
        floors={"Channel 2": float(spent[1]) * 0.9},
        caps={"Channel 3": float(spent[2]) * 0.8},
        most_hires=0.4,
    )
    found = answer_wish(study, wish)
    money = found.plan.spend
    assert wish.total is not None
    assert float(found.outcome.year("money")[0]) <= wish.total * (1 + 1e-7)
    assert float(found.outcome.money["marketing"][:4].sum()) == pytest.approx(marketing)
    assert money[0] == pytest.approx(problem.channels.current[0], rel=1e-6)
    assert money[1].sum() >= wish.floors["Channel 2"] * (1 - 1e-6)
    assert money[2].sum() <= wish.caps["Channel 3"] * (1 + 1e-6)
    assert found.plan.hires.sum() <= 0.4 + 1e-6
    assert found.value <= study.optimum.value * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_answers_are_worth_what_they_are_worth_solved_anew(seed: int, tiny_study: Study) -> None:
    study = study_of(random_problem(seed, channels=4, months=4, ahead=4), tiny_study)
    problem, outcome = study.question.problem, study.optimum.outcome
    for wish in (
        Wish(total=float(outcome.year("money")[0]) * 0.97, most_hires=0),
        Wish(cac=float(outcome.cac[0]) * 0.99),
        Wish(revenue=float(outcome.year("revenue")[0]) * 1.002, caps={"Channel 1": 5_000}),
    ):
        again = answer_wish(study, wish)
        anew = optimise(problem.under(*limits_of(study, wish)))
        assert again.programme_value == pytest.approx(anew.programme_value, rel=3e-6)


def test_a_channel_kept_as_planned_gets_at_least_what_is_committed(tiny_study: Study) -> None:
    problem = company(Committed(channel="A", month="2026-02", amount=6_000), months=2)
    assert planned(problem, "A").tolist() == [4_000, 6_000]
    found = answer_wish(study_of(problem, tiny_study), Wish(locks=frozenset({"A"})))
    assert found.plan.spend[0] == pytest.approx([4_000, 6_000])


def test_best_money_of_a_company_worked_by_hand(tiny_study: Study) -> None:
    # 250 · 100 · 10,000 / (10,000 + x)² = 1 at x = √250,000,000 − 10,000 = 5,811.
    study = study_of(company(envelope=100_000), tiny_study)
    assert answer_wish(study, Wish()).plan.spend[0, 0] == pytest.approx(5_811.4, abs=2)
    least = answer_wish(study, Wish(floors={"A": 8_000})).plan.spend[0, 0]
    assert least == pytest.approx(8_000, abs=0.1)
    # Rent and wages are 25,000, so 29,000 leaves 4,000.
    assert answer_wish(study, Wish(total=29_000)).plan.spend[0, 0] == pytest.approx(4_000, abs=0.1)


def test_wishes_no_plan_holds_are_refused(study: Study) -> None:
    problem: Problem = study.question.problem
    for wish in (
        Wish(total=1.0),
        Wish(total=current_money(problem), floors={"Channel 1": 1e9}),
        Wish(cac=1.0),
        Wish(revenue=1e12),
    ):
        with pytest.raises(Infeasible):
            answer_wish(study, wish)


def test_a_channel_that_is_not_there_is_named(study: Study) -> None:
    for wish in (Wish(locks=frozenset({"X"})), Wish(floors={"X": 1}), Wish(caps={"X": 1})):
        with pytest.raises(UsageError, match="no channel “X”"):
            limits_of(study, wish)


@pytest.mark.parametrize("field", ["total", "marketing", "most_hires", "cac", "revenue"])
def test_amounts_below_nothing_are_no_wish(field: str) -> None:
    for amount in (-1.0, np.nan, np.inf):
        with pytest.raises(ValidationError):
            Wish.model_validate({field: amount})


def test_the_demo_company_answers_wishes(demo_study: Study) -> None:
    names = demo_study.question.problem.channels.name
    best = demo_study.optimum.value
    for wish in (
        Wish(total=5.3e6),
        Wish(most_hires=0),
        Wish(total=5.6e6, locks=frozenset(names)),
        Wish(cac=27_500),
    ):
        assert answer_wish(demo_study, wish).value <= best * (1 + 1e-6)
