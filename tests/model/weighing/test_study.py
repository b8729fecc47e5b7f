"""A plan weighed: options are the answers of the same question, told over the same draws."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from planning.model.advising.allocation import allocate
from planning.model.advising.luck import chance_of, unevenness
from planning.model.advising.question import Question, ask
from planning.model.limits import Envelope
from planning.model.optimising.optimise import optimise
from planning.model.simulating.simulate import simulate
from planning.model.weighing.frontiers import frontiers
from planning.model.weighing.options import moves_of
from planning.model.weighing.study import Study, weigh, with_total
from tests.actuals.small_counts import small_counts
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


def test_a_chance_counts_draws_and_the_luck_of_single_deals(question: Question) -> None:
    found = weigh(question, TARGET)
    spread = simulate(question.problem, found.option("best").plan, found.drawn)
    drawn = spread.year("revenue")
    # Ten thousand worlds: how many deals, each as large as the mean, by chance.
    random = np.random.default_rng(3)
    wins = spread.won[: question.problem.open_months].sum(axis=0)
    before = question.problem.before.revenue
    size = np.where(wins > 0, (drawn - before) / np.maximum(wins, 1e-9), 0.0)
    worlds = [random.normal(drawn, size * np.sqrt(wins)) >= TARGET for _ in range(400)]
    assert chance_of(spread, TARGET) == pytest.approx(np.mean(worlds), abs=0.01)
    told = weigh(question, 1e12).option("best").chance
    assert told == pytest.approx(0.0, abs=1e-9)
    assert weigh(question).option("best").chance is None


def test_uneven_deals_make_a_target_less_sure(study: Study, question: Question) -> None:
    spread = simulate(question.problem, study.optimum.plan, study.drawn)
    middle = float(np.median(spread.year("revenue")))
    even, uneven = (chance_of(spread, middle * 0.98, by) for by in (1.0, 4.0))
    assert even is not None
    assert uneven is not None
    assert 0.5 < uneven < even
    counts = small_counts(base=[{"won": 2, "won_cents": 40_000, "won_cents_squared": 1e9}])
    # Two deals of 100 and 300: mean square 50,000 over the square of 200.
    assert unevenness(counts) == pytest.approx(2 * 1e9 / 40_000**2)
    assert unevenness(small_counts(base=[{"won": 0}])) == 1.0


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
