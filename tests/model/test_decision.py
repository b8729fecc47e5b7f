"""The decision sheet's numbers: those of the study, told against the current plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from planning.agreed.rows import PlanRow
from planning.errors import Infeasible
from planning.model.advising.allocation import allocate
from planning.model.advising.question import Question, ask
from planning.model.measuring.calibrate import Calibration
from planning.model.optimising.optimise import optimise
from planning.model.weighing.decision import decision_sheet, full_pools
from planning.model.weighing.study import Study, weigh, with_total
from tests.model.planned import (
    AS_OF,
    PEOPLE,
    ROWS,
    SEARCH,
    YEAR,
    envelope,
    heads,
    line,
    tiny_calibration,
)

TARGET = 12_000.0
SURE = {f"committed_{month:02d}": "1000.00" for month in range(4, 13)}
PROMISED = (
    line("search", 1000, **SEARCH, **SURE),
    line("people", 10_000, **PEOPLE, drivers=heads(2)),
    envelope(200_000),
)


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    return tiny_calibration(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def study(calibration: Calibration) -> Study:
    return weigh(asked(calibration), TARGET)


def asked(calibration: Calibration, rows: tuple[PlanRow, ...] = ROWS) -> Question:
    return ask(YEAR, rows, calibration)


def test_the_sheet_holds_the_study_told_against_the_current_plan(study: Study) -> None:
    sheet = decision_sheet(study, 7, AS_OF)
    assert [each.key for each in sheet.choices] == ["current", "best", "less", "more"]
    assert (sheet.plan, sheet.fiscal_year, sheet.revision) == ("Plan 2026", 2026, 7)
    assert sheet.as_of == date(2026, 3, 31)
    for choice, option in zip(sheet.choices, study.options, strict=True):
        assert choice.spend == option.spend
        assert choice.revenue == option.figures["revenue"]
        assert choice.more_value == pytest.approx(option.value - study.option("current").value)
    now = sheet.choice("current")
    assert (now.more_value, now.more_money, now.shifts, now.moves) == (0, 0, (), ())


def test_the_totals_of_less_and_more_are_a_tenth_off_the_current_plan(study: Study) -> None:
    sheet = decision_sheet(study, 7, AS_OF)
    spend = sheet.choice("current").spend
    assert sheet.choice("current").total is None
    assert sheet.choice("best").total == 200_000
    assert sheet.choice("less").total == round(spend * 0.9, 2)
    assert sheet.choice("more").total == round(spend * 1.1, 2)
    # More is possible here than a tenth less: rounding to cents makes it no limit.
    assert "least" not in sheet.choice("less").note


def test_what_teams_give_and_get_adds_up_to_the_lines(study: Study) -> None:
    for choice in decision_sheet(study, 7, AS_OF).choices[1:]:
        net = sum((it.gets - it.gives for it in choice.shifts), Decimal(0))
        assert net == sum((it.change for it in choice.moves), Decimal(0))
        assert all(it.gives >= 0 and it.gets >= 0 for it in choice.shifts)


def test_money_the_best_plan_leaves_is_left_in_less_and_more_too(study: Study) -> None:
    sheet = decision_sheet(study, 7, AS_OF)
    for key in ("less", "more"):
        choice = next(each for each in sheet.choices if each.key == key)
        assert choice.is_best
        assert "stays unspent" in choice.note
    assert not sheet.choice("best").is_best


def test_less_than_what_is_promised_is_not_offered_but_the_least_there_can_be(
    calibration: Calibration,
) -> None:
    study = weigh(asked(calibration, PROMISED))
    less = decision_sheet(study, 7, AS_OF).choice("less")
    assert less.name == "Least possible"
    assert less.total is not None
    assert less.total > 0.9 * study.option("current").spend
    assert study.least <= less.total <= study.least * 1.0001
    # The same as a wish for too little money and the terminal offer.
    with pytest.raises(Infeasible) as refused:
        optimise(with_total(study.question, 1.0).problem)
    assert f"already comes to {refused.value.least_total:,.0f}." in less.note
    assert less.total == pytest.approx(refused.value.least_total, rel=1e-5)
    assert less.chance is None


def test_pools_are_full_where_their_hours_are_used(study: Study) -> None:
    outcome = study.option("current").outcome
    (found,) = full_pools(outcome)
    months = outcome.problem.open_months
    free = outcome.capacity[:months, :, 0] - outcome.used[:months, :, 0]
    pool = outcome.problem.pools.name.index(found.pool)
    assert found.count == np.count_nonzero(
        free[:, pool] < 1e-3 * outcome.capacity[:months, pool, 0]
    )
    idle = replace(outcome, used=outcome.used * 0.5)
    assert full_pools(idle) == ()


def test_the_answer_tells_chance_and_heads_as_the_sheet_does(
    calibration: Calibration, study: Study
) -> None:
    best, now = study.option("best"), study.option("current")
    answer = allocate(asked(calibration), target=TARGET)
    assert (answer.chance, answer.current_chance) == (best.chance, now.chance)
    assert (answer.headcount, answer.current_headcount) == (best.headcount, now.headcount)
    assert (answer.total, answer.revenue_target) == (200_000, TARGET)
    assert 0 < (answer.current_chance or 0) < 1
    # A single simulation reaches a target or not: that is no chance.
    single = allocate(asked(calibration), draws=1, target=TARGET)
    assert (single.chance, single.revenue_target) == (None, None)


def test_heads_now_are_the_same_whatever_is_decided(study: Study) -> None:
    counted = {each.headcount.now for each in decision_sheet(study, 7, AS_OF).choices}
    assert counted == {float(study.option("current").outcome.paid[:, 0].sum())}
