"""What the result hangs on, how steady the split is, and the four answers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from planning.model.advising.question import Question, ask
from planning.model.optimising.shadows import bottlenecks
from planning.model.simulating.simulate import simulate
from planning.model.weighing.answers import answers, cut_first, hiring_there
from planning.model.weighing.next_heads import next_heads, without_hires
from planning.model.weighing.robust import robust
from planning.model.weighing.sensitivity import (
    LEVERS,
    NUDGE,
    drawn_alone,
    nudged,
    sensitivities,
)
from planning.model.weighing.study import Study, weigh
from tests.model.planned import ROWS, YEAR, tiny_calibration


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    return ask(YEAR, ROWS, tiny_calibration(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def study(question: Question) -> Study:
    return weigh(question, 60_000.0)


def by_name(study: Study, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return next(it for it in sensitivities(study) if it.name == name)


def test_a_bar_ends_where_a_direct_simulation_ends(study: Study) -> None:
    problem, plan = study.question.problem, study.optimum.plan
    base = simulate(problem, plan).contribution[0]
    for lever in LEVERS:
        told = [it for it in sensitivities(study) if it.name == lever.name]
        direct = simulate(nudged(problem, lever, NUDGE), plan).contribution[0] - base
        if told:
            assert told[0].more == pytest.approx(direct, abs=max(1.0, abs(direct) * 0.05))
        else:
            assert abs(direct) < 0.5


def test_margin_works_as_the_formula_says(study: Study) -> None:
    problem, plan = study.question.problem, study.optimum.plan
    richer = replace(problem, margin=problem.margin * 1.05)
    gain = simulate(richer, plan).contribution[0] - simulate(problem, plan).contribution[0]
    found = by_name(study, "Margin")
    assert found.more == pytest.approx(gain)
    assert found.less == pytest.approx(-gain)


def test_an_assumption_is_drawn_alone(study: Study) -> None:
    problem = study.question.problem
    margin = next(it for it in LEVERS if it.name == "Margin")
    alone = drawn_alone(problem, study.drawn, margin)
    assert alone is not None
    assert set(alone.values) == {"margin"}
    closing = next(it for it in LEVERS if it.job == "close")
    drawn = drawn_alone(problem, study.drawn, closing)
    assert drawn is not None
    outside = ~np.isin(np.arange(len(problem.pools.name)), problem.cells.close_pool)
    still = drawn.values["pools.per_head"][outside]
    assert (still == problem.pools.per_head[outside][:, None]).all()


def test_the_most_telling_comes_first(study: Study) -> None:
    widths = [it.width for it in sensitivities(study)]
    assert widths == sorted(widths, reverse=True)


def test_without_any_uncertainty_the_plan_is_best_in_every_draw(study: Study) -> None:
    margin = study.question.problem.margin
    sure = replace(study, drawn=type(study.drawn)({"margin": np.full(4, margin)}))
    found = robust(sure, 4)
    assert found.draws == 4
    assert found.regret.p90 == pytest.approx(0.0, abs=1e-5)
    assert all(it.more == it.less == 0.0 for it in found.money)


def test_progress_is_told_and_shares_are_shares(study: Study) -> None:
    told: list[tuple[int, int]] = []
    found = robust(study, 3, lambda done, whole: told.append((done, whole)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert all(0 <= it.more <= 1 and 0 <= it.less <= 1 for it in (*found.money, *found.hires))


def test_nobody_hired_never_brings_more(study: Study) -> None:
    without = without_hires(study)
    promised = sum(it.heads for it in study.question.problem.limits if it.kind == "committed-hires")
    assert without.hires <= promised + 1e-6
    assert without.value <= study.option("best").value + 1e-5 * abs(without.value)


def test_a_heads_worth_is_what_the_simulation_gives(study: Study) -> None:
    problem, plan = study.question.problem, study.optimum.plan
    base = simulate(problem, plan).contribution[0]
    for head in next_heads(study):
        at = problem.pools.name.index(head.pool)
        hires = plan.hires.copy()
        hires[at, 0] += 1
        gain = simulate(problem, replace(plan, hires=hires)).contribution[0] - base
        assert head.brings is not None
        assert head.brings.contribution == pytest.approx(gain)


def test_every_question_is_answered_in_short_plain_sentences(study: Study) -> None:
    found = answers(study)
    assert [it.question for it in found.answers] == [
        "Where is the bottleneck?",
        "What would 100,000 more do?",
        "What should we cut first?",
        "What if we cannot hire?",
    ]
    for answer in found.answers:
        sentences = re.split(r"(?<=[.!?]) ", answer.sentence)
        assert all(len(it.split()) <= 20 for it in sentences), answer.sentence
        assert answer.sentence.endswith(".")


def test_the_bottleneck_says_whether_another_hire_there_pays(
    study: Study, demo_study: Study
) -> None:
    for of in (study, demo_study):
        told, short = hiring_there(of), bottlenecks(of.optimum)
        assert bool(told) == bool(short)
        if not short:
            continue
        problem, plan = of.question.problem, of.optimum.plan
        at = problem.pools.name.index(short[0].pool)
        hires = plan.hires.copy()
        hires[at, 0] += 1
        base = simulate(problem, plan).contribution[0]
        gain = simulate(problem, replace(plan, hires=hires)).contribution[0] - base
        does = "brings" if gain > 0 else "costs"
        assert f"for {problem.pools.job[at]} in {problem.pools.area[at]}, from " in told
        assert f"{does} {abs(gain):,.0f} more than it" in told
    assert bottlenecks(demo_study.optimum), "the demo's people are short nowhere"


def test_the_first_cut_is_the_line_missed_least(study: Study) -> None:
    now = answers(study).now
    losses = {it.line: it.less.contribution for it in now if it.less is not None}
    if losses:
        first = max(losses, key=lambda name: losses[name])
        assert cut_first(now).startswith(f"{first}:")
    else:
        assert "promised" in cut_first(now)
    assert cut_first([]).startswith("No line can lose 10,000: its money is promised,")
