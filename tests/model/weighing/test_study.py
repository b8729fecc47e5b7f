"""A plan weighed: options are the answers of the same question, told over the same draws."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from planning.model.advising.allocation import allocate
from planning.model.advising.question import Question, ask
from planning.model.limits import Envelope
from planning.model.optimising.optimise import optimise
from planning.model.simulating.simulate import simulate
from planning.model.weighing.frontiers import frontiers
from planning.model.weighing.options import moves_of
from planning.model.weighing.study import Study, weigh, with_total
from tests.model.planned import ROWS, YEAR, tiny_calibration

TARGET = 60_000.0
PLANNED = [row for row in ROWS if row.id != "hire"]
"""The hire of August is planned sooner than hiring takes, so its money is not what is paid."""


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    return ask(YEAR, PLANNED, tiny_calibration(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def study(question: Question) -> Study:
    return weigh(question, TARGET)


def test_best_and_current_tell_what_the_command_tells(study: Study, question: Question) -> None:
    told = allocate(question, target=TARGET)
    assert study.best == told
    assert study.option("best").figures == told.kpis
    assert study.option("current").figures == told.current_kpis
    assert study.option("best").lines == told.lines
    assert study.option("best").value == told.value


def test_less_and_more_tell_what_the_command_tells_of_that_total(
    study: Study, question: Question
) -> None:
    for key in ("less", "more"):
        option = study.option(key)
        assert option.total is not None
        told = allocate(with_total(question, option.total))
        assert option.figures == told.kpis
        assert option.lines == told.lines


def test_the_current_plan_gives_its_own_lines_back(study: Study) -> None:
    now = study.option("current")
    assert now.moves == ()
    assert all(line.amount == line.current for line in now.lines)
    assert now.spend == pytest.approx(float(sum(line.amount for line in now.lines)))


@pytest.mark.parametrize("key", ["best", "less", "more"])
def test_moves_add_up_to_the_difference_in_money(study: Study, key: str) -> None:
    option = study.option(key)
    moved = sum((move.change for move in moves_of(option.lines)), Decimal(0))
    whole = sum((line.amount - line.current for line in option.lines), Decimal(0))
    assert abs(moved - whole) < Decimal(len(option.lines))
    assert float(whole) == pytest.approx(option.spend - study.option("current").spend, abs=1.0)


def test_more_money_never_brings_less_and_less_never_more(study: Study) -> None:
    less, best, more = (study.option(key) for key in ("less", "best", "more"))
    ample = optimise(with_total(study.question, study.option("current").spend).problem)
    assert less.value <= ample.value + 1e-6 * abs(ample.value)
    assert more.value >= ample.value - 1e-6 * abs(ample.value)
    assert best.value >= study.option("current").value - 1e-6 * abs(best.value)


def test_money_that_cannot_be_taken_out_is_said_and_the_least_possible_is_shown(
    question: Question,
) -> None:
    tight = weigh(question)
    less, now = tight.option("less"), tight.option("current")
    if less.spend > now.spend * 0.9 + 1:
        assert less.name == "Least possible"
        assert less.spend == pytest.approx(tight.least, rel=1e-5)
        assert "is not possible" in less.note
    else:
        assert less.spend <= now.spend * 0.9 + 1


def test_a_chance_is_the_share_of_draws_that_reach_the_target(question: Question) -> None:
    found = weigh(question, TARGET)
    best = found.option("best")
    drawn = simulate(question.problem, best.plan, found.drawn).year("revenue")
    assert best.chance == np.mean(drawn >= TARGET)
    assert weigh(question, 0.0).option("best").chance == 1.0
    assert weigh(question, 1e12).option("best").chance == 0.0
    assert weigh(question).option("best").chance is None


def test_no_plan_lies_above_the_frontier_of_its_money(study: Study) -> None:
    found = frontiers(study, 7)
    assert [it.money for it in found.total] == sorted(it.money for it in found.total)
    now = study.option("current")
    reached = [it for it in found.total if it.money >= now.spend]
    best = max(study.option("best").value, study.option("more").value)
    assert reached, "the frontier reaches beyond the current plan"
    assert now.value <= best * (1 + 1e-6)
    slopes = [it.slope for it in found.total]
    assert slopes == sorted(slopes, reverse=True), "each further unit brings less"
    assert len(found.split) == 7


def test_another_total_stands_in_place_of_the_plans_own(question: Question) -> None:
    limits = with_total(question, 123_456.0).problem.limits
    assert [it.total for it in limits if isinstance(it, Envelope)] == [123_456.0]
    assert len(limits) == len(question.problem.limits)
