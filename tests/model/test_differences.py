"""The advice beside the plan: what is taken adds up, and each change says why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.drivers import Heads
from planning.agreed.lines import COMMITTED, PLAN, Line
from planning.agreed.rows import PlanRow
from planning.model.advising.allocation import Allocation, allocate
from planning.model.advising.answer_lines import heads_of, lines_of
from planning.model.advising.difference import Difference
from planning.model.advising.differences import Differences, differences, taken
from planning.model.advising.question import Question, ask
from planning.model.advising.taken_effect import Effects
from planning.model.limits import Envelope
from planning.model.measuring.calibrate import Calibration
from planning.model.problem import Plan, current_plan
from planning.model.simulating.simulate import simulate
from planning.periods import month_key
from tests.model.conftest import Calibrated
from tests.model.planned import (
    APRIL,
    AUGUST,
    PEOPLE,
    ROWS,
    YEAR,
    heads,
    line,
    tiny_calibration,
)
from tests.model.true_demo import planned_rows

WORDS = 20


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    """Two channels, two closing people, and one customer won in February."""
    return tiny_calibration(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def question(calibration: Calibration) -> Question:
    return ask(YEAR, ROWS, calibration)


@pytest.fixture(scope="module")
def advice(question: Question) -> Differences:
    return differences(question, allocate(question, draws=50))


@pytest.fixture(scope="module")
def of_demo(demo: Calibrated) -> Differences:
    """The demo's advice with whole hires within a smaller envelope."""
    scenario, rows = planned_rows(demo.company)
    asked = ask(scenario, rows, demo.calibration, limits=[Envelope(total=5_500_000)])
    return differences(asked, allocate(asked, draws=100))


def answered(question: Question, plan: Plan) -> Allocation:
    """An answer that advises this plan."""
    first = question.problem.first_month - question.problem.before.months
    return Allocation(
        status="optimal", objective="contribution", value=0.0, current_value=0.0, gap=0.0,
        currency="EUR", months=tuple(month_key(first + at) for at in range(12)),
        lines=tuple(lines_of(question, plan)), heads=tuple(heads_of(question.problem, plan)),
    )  # fmt: skip


def of_plan(
    question: Question,
    spend: Mapping[str, float] | None = None,
    hires: Mapping[int, float] | None = None,
) -> Differences:
    """What changes if channels get so many times their money, and so many hires are decided."""
    problem = question.problem
    money, heads = problem.channels.current.copy(), problem.pools.current_hires.copy()
    for name, times in (spend or {}).items():
        money[problem.channels.name.index(name)] *= times
    for month, count in (hires or {}).items():
        heads[0, month] += count
    return differences(question, answered(question, Plan(money, heads)))


def everything(found: Differences) -> set[str]:
    return {one.id for one in found.shown}


def money(found: Differences, plan: Plan) -> float:
    return float(simulate(found.question.problem, plan).year("money")[0])


def total(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def test_lines_that_change_and_lines_that_stand_add_up_to_plan_and_advice(
    advice: Differences, of_demo: Differences
) -> None:
    for found in (advice, of_demo):
        assert found.changes
        standing = total([one.amount for one in found.standing])
        lines = found.allocation.lines
        assert standing + total([it.now for it in found.changes]) == total(
            [it.current for it in lines]
        )
        assert standing + total([it.advised for it in found.changes]) == total(
            [it.amount for it in lines]
        )


def test_taking_all_is_the_advice(advice: Differences, of_demo: Differences) -> None:
    for found in (advice, of_demo):
        assert found.next_year == ()
        effects = Effects(found, draws=100 if found is of_demo else 50)
        best = effects.of(everything(found))
        assert best.value == pytest.approx(found.allocation.value, rel=1e-6)
        for key, each in (found.allocation.kpis or {}).items():
            assert best.kpis[key].p50 == pytest.approx(each.p50, rel=1e-5), key
        assert effects.best == best


def test_taking_none_is_the_current_plan(advice: Differences, of_demo: Differences) -> None:
    for found in (advice, of_demo):
        plan, now = taken(found, set()), current_plan(found.question.problem)
        assert np.array_equal(plan.spend, now.spend)
        assert np.array_equal(plan.hires, now.hires)
        effects = Effects(found, draws=100 if found is of_demo else 50)
        assert effects.current == effects.of(set())
        assert effects.current.value == found.allocation.current_value
        assert effects.current.kpis == found.allocation.current_kpis


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_choice_costs_what_its_lines_say(of_demo: Differences, data: st.DataObject) -> None:
    ids = data.draw(st.sets(st.sampled_from(sorted(everything(of_demo)))))
    chosen = of_demo.chosen(ids)
    told = total([one.change for one in chosen])
    now = money(of_demo, current_plan(of_demo.question.problem))
    # Hires cost parts of cents, which lines round down.
    people = sum(one.is_people for one in chosen)
    assert money(of_demo, taken(of_demo, ids)) - now == pytest.approx(
        float(told), abs=0.01 + 0.2 * people
    )


def test_every_change_says_why_in_one_short_sentence(
    advice: Differences, of_demo: Differences
) -> None:
    for found in (advice, of_demo):
        for one in found.changes:
            assert one.of in one.reason
            assert one.reason.endswith(".")
            assert len(one.reason.split()) <= WORDS + 5, one.reason


def test_effects_of_single_changes_do_not_add(of_demo: Differences) -> None:
    effects = Effects(of_demo, draws=1)
    assert effects.alone.keys() == everything(of_demo)
    whole = effects.best.value - effects.current.value
    assert sum(each.value for each in effects.alone.values()) != pytest.approx(whole, rel=0.01)


def only(found: Differences, *, new: bool) -> Difference:
    (one,) = [it for it in found.changes if (it.row is None) is new]
    return one


def test_a_hire_is_a_people_line_made_of_heads_from_the_month_they_start(
    question: Question,
) -> None:
    one = only(of_plan(question, hires={0: 1.0}), new=True)
    delay = int(question.problem.pools.delay[0])
    cells = one.new or {}
    assert (cells["team"], cells["category"], cells["job"]) == ("sales", "people", "closing")
    (driver,) = Line.of(cells).drivers
    assert driver == Heads(
        job="closing", heads=Decimal(1), cost_per_month=Decimal("5000.00"),
        starts=month_key(YEAR.first_month + APRIL + delay),
    )  # fmt: skip
    assert one.advice[: APRIL + delay] == (Decimal("0.00"),) * (APRIL + delay)
    assert one.advice[APRIL + delay] == Decimal("5000.00")
    assert (one.now, one.beside) == (Decimal(0), "people")


def test_hires_that_are_dropped_come_off_the_line_that_begins_last(question: Question) -> None:
    month = AUGUST - APRIL - int(question.problem.pools.delay[0])
    found = of_plan(question, hires={month: -1.0})
    one = only(found, new=False)
    assert one.id == "hire"
    # What is left replaces those who leave.
    assert one.advised < one.now / 20
    assert not taken(found, {"hire"}).hires.any()


def test_a_promised_hire_gives_last(calibration: Calibration) -> None:
    sure = dict.fromkeys(COMMITTED[AUGUST:], "5000")
    rows = [
        line("people", 10_000, **PEOPLE, drivers=heads(2)),
        line("sure", dict.fromkeys(range(AUGUST, 12), 5000), **PEOPLE, drivers=heads(1), **sure),
        line("maybe", dict.fromkeys(range(AUGUST, 12), 5000), **PEOPLE, drivers=heads(1)),
    ]
    asked = ask(YEAR, rows, calibration)
    month = AUGUST - APRIL - int(asked.problem.pools.delay[0])
    assert only(of_plan(asked, hires={month: -1.0}), new=False).id == "maybe"


def test_a_hire_brought_forward_is_a_new_line_and_a_dropped_one(question: Question) -> None:
    month = AUGUST - APRIL - int(question.problem.pools.delay[0])
    found = of_plan(question, hires={month: -1.0, 0: 1.0})
    assert everything(found) == {"hire", "new North · closing"}
    early = taken(found, {"new North · closing"})
    assert early.hires[0, [0, month]].tolist() == [1.0, 1.0]
    assert taken(found, {"hire"}).hires[0, [0, month]].tolist() == [0.0, 0.0]


def test_a_hire_that_starts_after_the_year_is_in_no_line_and_said(question: Question) -> None:
    last = question.problem.open_months - 1
    found = of_plan(question, hires={last: 1.0})
    assert found.changes == ()
    (said,) = found.next_year
    assert said.startswith("1 more for North · closing starts after the year")


def test_a_channel_without_a_line_gets_one(calibration: Calibration) -> None:
    asked = ask(YEAR, [it for it in ROWS if it.id != "events"], calibration)
    spend = asked.problem.channels.current.copy()
    spend[asked.problem.channels.name.index("Events")] = 50.0
    plan = Plan(spend, asked.problem.pools.current_hires)
    one = only(differences(asked, answered(asked, plan)), new=True)
    cells = one.new or {}
    assert (cells["category"], cells["channel"], cells["status"]) == (
        "programme", "Events", "placed",
    )  # fmt: skip
    assert one.advised == Decimal("450.00")


def test_cents_of_a_split_go_along_and_are_nobodys_decision(question: Question) -> None:
    found = of_plan(question, {"Search": 1.0001, "Events": 2.0})
    slight = [one for one in found.changes if one.is_slight]
    assert {one.of for one in slight} == {"Search"}
    assert everything(found) == {"events"}
    assert found.chosen({"events"}) == found.changes
    assert found.chosen(set()) == ()


def test_a_line_keeps_what_is_committed(question: Question) -> None:
    found = of_plan(question, {"Search": 0.6})
    one = next(it for it in found.changes if it.id == "search")
    # In April 900 are left for two lines, of which 800 are promised to this one.
    assert one.advice[APRIL] == Decimal("828.57")


def test_the_adopted_plan_asks_what_the_advice_promised(
    demo: Calibrated, of_demo: Differences
) -> None:
    scenario, rows = planned_rows(demo.company)
    found = of_demo
    lines = {one.id: one.advised_line() for one in found.changes}
    adopted = [row.with_cells(lines[row.id].wanted) if row.id in lines else row for row in rows] + [
        PlanRow(key, "line", "demo", one.team, cells=one.new)
        for key, one in lines.items()
        if one.row is None
    ]
    again = ask(scenario, adopted, demo.calibration)
    assert again.lines.total == int(100 * total_of(found))
    then = simulate(again.problem, current_plan(again.problem))
    promised = Effects(found, draws=1).best
    assert float(then.contribution[0]) == pytest.approx(promised.value, rel=1e-3)


def total_of(found: Differences) -> Decimal:
    standing = total([one.amount for one in found.standing])
    return standing + total([one.advised for one in found.changes])


def test_an_advised_line_names_the_months_that_move_and_what_they_were(
    question: Question,
) -> None:
    problem = question.problem
    spend = problem.channels.current.copy()
    spend[problem.channels.name.index("Events"), 2] = 700.0
    found = differences(question, answered(question, Plan(spend, problem.pools.current_hires)))
    told = only(found, new=False).advised_line()
    assert (told.base, told.wanted) == ({PLAN[5]: "300.00"}, {PLAN[5]: "700.00"})
