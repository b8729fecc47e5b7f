"""A plan's targets against each other, its budget and what the facts show was possible."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planning.agreed.rows import PlanRow
from planning.model.consistency.compromise import compromises
from planning.model.consistency.conflicts import Conflict, names, verdict
from planning.model.consistency.drafting import draft_cells
from planning.model.consistency.history import History
from planning.model.consistency.implied import implied
from planning.model.consistency.money import money_between
from planning.model.consistency.plan_question import question_of_plan
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import repairs
from planning.model.consistency.words import conflict_sentence
from tests.model.consistency.steady import YEAR, steady_history, target
from tests.model.planned import heads, line

SEARCH = line("search", 5_000, team="marketing", category="programme", channel="Search")
PEOPLE = line(
    "people", 20_000, team="sales", category="people", job="closing", region="North",
    drivers=heads(2),
)  # fmt: skip
BUDGET = (SEARCH, PEOPLE)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return steady_history(tmp_path_factory.mktemp("steady"))


def asked(rows: Sequence[PlanRow], history: History | None = None, **more: object) -> Question:
    return question_of_plan(YEAR, rows, history, **more)  # type: ignore[arg-type]


def about(conflict: Conflict) -> set[tuple[str, str]]:
    """KPI and basis of every statement of a conflict."""
    return {(it.kpi, it.basis) for it in conflict.statements}


def test_a_value_is_a_least_where_up_is_better_and_a_most_where_it_is_not() -> None:
    rows = [
        target("leads", 1200), target("cac", 900), target("spend_sales", 500),
        target("close_ratio", None, "20 %", "30 %"),
    ]  # fmt: skip
    told = [(it.kpi, it.side, it.value) for it in asked(rows).targets]
    assert told == [
        ("leads", "low", 1200), ("cac", "high", 900), ("spend_sales", "high", 500),
        ("close_ratio", "low", 0.2), ("close_ratio", "high", 0.3),
    ]  # fmt: skip


def test_the_best_of_the_facts_is_what_every_year_showed(history: History) -> None:
    # 400 MQLs of 1,200 leads twice over; the end of the interval lies above.
    mqls = history.best("mql_rate", (), 12)
    assert mqls is not None
    assert 0.4 < mqls < 0.45
    cost = history.best("cost_per_lead", (), 12)
    assert cost is not None
    assert 45 < cost < 50
    assert history.linked("customers_per_win") == pytest.approx(1)
    assert history.labels("channel") == ("Search", "Webinars")


def test_more_revenue_than_the_money_brings_is_caught_although_no_targets_collide(
    history: History,
) -> None:
    rows = [target("revenue", 2_000_000), *BUDGET]
    question = asked(rows, history)
    (conflict,) = names(question)
    assert [it.kpi for it in conflict.targets] == ["revenue"]
    assert ("average_deal", "history") in about(conflict)
    assert {it.kind for it in conflict.members} >= {"target", "assumption"}
    assert "best in the facts" in conflict_sentence(conflict)
    assert verdict(asked(rows)), "no two targets contradict each other"
    assert verdict(asked([target("revenue", 400_000), *BUDGET], history))


def test_with_more_money_in_the_budget_the_same_revenue_can_be_reached(history: History) -> None:
    rich = line("search", 60_000, team="marketing", category="programme", channel="Search")
    many = line(
        "people", 200_000, team="sales", category="people", job="closing", region="North",
        drivers=heads(20),
    )  # fmt: skip
    assert verdict(asked([target("revenue", 2_000_000), rich, many], history))


def test_an_ambition_on_a_kpi_is_granted_and_told_but_not_what_rests_on_it(
    history: History,
) -> None:
    better = target("close_ratio", "60 %")
    question = asked([better, *BUDGET], history)
    assert verdict(question)
    assert any("60 % was never reached" in it for it in question.warnings)
    few = target("opportunities", None, None, 120)
    far = asked([better, few, target("revenue", 1_000_000)], history)
    (conflict,) = names(far)
    granted = next(it for it in conflict.statements if it.kpi == "close_ratio")
    assert granted.kind == "assumption"
    assert granted.value == pytest.approx(0.6)


def test_a_spend_target_below_the_budget_collides_with_it() -> None:
    question = asked([target("spend_sales", 200_000), *BUDGET])
    (conflict,) = names(question)
    assert about(conflict) == {("spend_sales", "agreed"), ("spend_sales", "budget")}
    assert [it.to for it in repairs(conflict)] == pytest.approx([240_000, 200_000])
    assert money_between(repairs(conflict)) == 40_000


def test_an_envelope_stands_where_a_team_has_no_lines() -> None:
    envelope = PlanRow(
        "e", "envelope", "plan", "marketing", cells={"scope": "marketing", "amount": "60000.00"}
    )
    rows = [target("cost_per_lead", None, 50), target("leads", 2_000), envelope]
    (conflict,) = names(asked(rows))
    assert ("spend_marketing", "budget") in about(conflict)


def test_deals_open_before_the_plan_count_and_later_ones_take_their_time(
    history: History,
) -> None:
    few = [target("opportunities", None, None, 1, months=3), target("won", 3, months=3)]
    assert not verdict(asked(few)), "without facts there is nothing open"
    assert verdict(asked([*few, *BUDGET], history)), "ten deals are open at the start"
    none_but_december = [
        target("opportunities", None, None, "0.001", start=f"2026-{month:02d}", months=1)
        for month in range(1, 12)
    ]
    late = asked([*none_but_december, target("won", 8), *BUDGET], history)
    (conflict,) = names(late)
    assert any(it.link and it.link.key == "deals_take_time" for it in conflict.members)


def test_quarters_add_up_to_the_year() -> None:
    quarters = [
        target("leads", 400, start=f"2026-{month:02d}", months=3) for month in (1, 4, 7, 10)
    ]
    question = asked([target("leads", None, None, 1_500), *quarters])
    (conflict,) = names(question)
    assert len(conflict.targets) == 5
    assert [len(it.statements) for it in conflict.members if it.kind == "target"] == [1, 4]
    assert "Leads, each of 4 quarters, at least 400" in conflict_sentence(conflict)


def test_channels_lie_in_the_part_of_their_team(history: History) -> None:
    rows = [
        target("leads", 900, channel="search"), target("leads", 900, channel="Webinars"),
        target("leads", None, None, 1_000, scope_team="marketing"), *BUDGET,
    ]  # fmt: skip
    found = names(asked(rows, history))
    assert {it.place for it in found[0].targets} == {
        (("channel", "search"),), (("channel", "Webinars"),), (("team", "marketing"),),
    }  # fmt: skip


def test_what_belongs_to_no_channel_with_targets_stays_as_small_as_it_was(
    history: History,
) -> None:
    rows = [
        target("leads", None, None, 900, channel="Search"),
        target("leads", None, None, 90, channel="Webinars"),
        target("leads", 1_300),
    ]
    question = asked(rows, history)
    (conflict,) = names(question)
    assert any(it.link and it.link.key == "rest_of_channels" for it in conflict.members)


def test_the_same_collision_by_quarter_is_an_echo_that_the_compromise_mends_too(
    history: History,
) -> None:
    quarters = [
        target("customers", 13, start=f"2026-{month:02d}", months=3) for month in (1, 4, 7, 10)
    ]
    # A customer never cost less than 6,019, and 52 times that is more than the budget.
    question = asked([target("customers", 52), *quarters, *BUDGET], history)
    found = names(question)
    assert len(found) == 1
    assert len(found[0].echoes) == 1
    assert "The same collides by quarter." in conflict_sentence(found[0])
    (way,) = compromises(question, found)
    assert way is not None
    assert way.keeps_others
    assert verdict(question.changed(way.changes()))


def test_heads_limit_what_is_opened(history: History) -> None:
    question = asked([target("opportunities", 200), *BUDGET], history)
    (conflict,) = names(question)
    assert {("heads", "budget"), ("opportunities_per_head", "capacity")} <= about(conflict)
    (heads_needed,) = (it.to for it in repairs(conflict) if it.member.statements[0].kpi == "heads")
    # Two heads opened ten a month.
    assert heads_needed == pytest.approx(200 / 60)


def test_targets_of_nothing_are_left_out_and_told(history: History) -> None:
    question = asked([target("spend_sales", 5, scope_team="marketing"), *BUDGET], history)
    assert question.targets == ()
    assert any("speaks of nothing" in it for it in question.warnings)


def test_a_kpi_that_is_not_linear_is_held_against_the_models_range() -> None:
    rows = [target("sales_cycle_days", 60)]
    assert any("neither a sum nor a ratio" in it for it in asked(rows).warnings)
    question = asked(rows, model_ranges={"sales_cycle_days": (66, 71)})
    assert not question.warnings
    (conflict,) = names(question)
    assert about(conflict) == {("sales_cycle_days", "agreed"), ("sales_cycle_days", "model")}


def test_what_can_hold_tells_what_it_implies(history: History) -> None:
    question = asked([target("revenue", 300_000), *BUDGET], history)
    assert verdict(question)
    ranges = {key: it for (key, place, _), it in implied(question).items() if not place}
    assert ranges["won"].low == pytest.approx(300_000 / float(history.best("average_deal", (), 12)))  # type: ignore[arg-type]
    assert ranges["spend_marketing"].high > 60_000, "its own budget is left aside"


def test_facts_that_break_an_identity_are_not_contradicted_by_it(history: History) -> None:
    assert history.untrue() == frozenset()


def test_without_lines_or_facts_only_targets_speak() -> None:
    assert verdict(asked([target("revenue", 1e9)]))
    assert not verdict(asked([target("mqls", 500), target("leads", None, None, 400)]))


def test_a_compromise_put_into_the_draft_lets_its_plan_hold(history: History) -> None:
    rows = [
        target("customers", 52), target("leads", 1_400), target("cost_per_lead", None, 49), *BUDGET
    ]  # fmt: skip
    question = asked(rows, history)
    found = names(question)
    changes = {
        key: to
        for way in compromises(question, found)
        if way is not None
        for key, to in way.changes().items()
    }
    cells = draft_cells(changes, rows)
    assert cells
    assert {name for each in cells.values() for name in each} <= {"value", "low"}
    drafted = [row.with_cells({**cells.get(row.id, {})}) for row in rows]
    assert verdict(asked(drafted, history))


def test_a_draft_takes_the_value_a_sentence_tells() -> None:
    rows = [target("spend_sales", 200_000), *BUDGET]
    (conflict,) = names(asked(rows))
    repair = next(it for it in repairs(conflict) if it.member.kind == "target")
    assert draft_cells(repair.changes(), rows) == {rows[0].id: {"value": "240000"}}
    budget = next(it for it in repairs(conflict) if it.member.kind == "assumption")
    assert draft_cells(budget.changes(), rows) == {}
