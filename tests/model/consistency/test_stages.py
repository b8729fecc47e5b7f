"""The funnel of targets: what is asked of each step and what the others leave to it."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.consistency.conflicts import names, verdict
from planning.model.consistency.needed import needed
from planning.model.consistency.plan_question import question_of_plan
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import repairs
from planning.model.consistency.spans import Span
from planning.model.consistency.stages import Stage, stages
from planning.model.consistency.statements import Statement
from planning.teams import Team
from views.what_it_takes import takes

SEGMENTS = ("Small", "Mid-market", "Large", "Public")
PLAN = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
EACH: tuple[tuple[str, Team, dict[str, str]], ...] = (
    ("cost_per_lead", "marketing", {"low": "55", "high": "70"}),
    ("mql_rate", "marketing", {"low": "0.35", "high": "0.42"}),
    ("sql_rate", "sales", {"low": "0.18", "high": "0.21"}),
    ("close_ratio", "sales", {"low": "0.22", "high": "0.27"}),
    ("average_deal", "sales", {"low": "19000", "high": "21000"}),
    ("leads", "marketing", {"low": "3500"}),
)


def row(kpi: str, team: Team, **cells: str) -> PlanRow:
    whole: dict[str, JsonValue] = {"team": team, "kpi": kpi, "start": "2026-01", "months": 12}
    name = f"{kpi}-{cells.get('segment', '')}"
    return PlanRow(name, "target", "plan", team, cells={**whole, **cells})


def textbook(revenue: str) -> Question:
    """Four segments alike, together a revenue and a million for marketing."""
    parts = [row(kpi, team, segment=it, **cells) for kpi, team, cells in EACH for it in SEGMENTS]
    whole = [
        row("revenue", "joint", low=revenue),
        row("spend_marketing", "marketing", high="1000000"),
    ]
    return question_of_plan(PLAN, [*parts, *whole])


def steps(question: Question) -> dict[str, Stage]:
    conflicts = names(question)
    alone = [one for it in conflicts for one in repairs(it)]
    return {it.key: it for it in stages(question, conflicts, alone)}


def test_a_plan_without_money_yet_is_not_held_to_none() -> None:
    assert verdict(textbook("9000000"))


def test_where_all_can_hold_each_step_has_what_the_others_leave() -> None:
    found = steps(textbook("9000000"))
    assert not any(it.collides for it in found.values())
    leads, revenue = found["leads"], found["revenue"]
    assert leads.left is not None
    assert leads.left.high == pytest.approx(1e6 / 55)
    assert revenue.left is not None
    assert revenue.left.high == pytest.approx(1e6 / 55 * 0.42 * 0.21 * 0.27 * 21_000)
    assert "mql_rate" not in found


def test_a_colliding_step_has_what_its_conflict_leaves_to_it() -> None:
    found = steps(textbook("11000000"))
    revenue, rate = found["revenue"], found["mql_rate"]
    assert revenue.collides
    assert revenue.left is not None
    assert revenue.left.high == pytest.approx(9_092_618, abs=1)
    assert rate.name == "MQL rate in each segment"
    assert [it.value for it in rate.asked] == [0.42]
    assert rate.left is not None
    assert rate.left.low == pytest.approx(0.5081, abs=1e-4)
    assert "sales_cycle_days" not in found


def test_what_a_target_needs_is_told_beside_the_assumptions_that_would_give_way() -> None:
    year = Span(0, 12)
    customers = Statement("customers", (), year, "low", 100.0, "joint")
    leads = Statement("leads", (), year, "low", 50.0, "marketing")
    money = Statement("acquiring", (), year, "high", 900.0, "joint", "assumption", "budget")
    best = Statement("cac", (), year, "low", 10.0, "joint", "assumption", "history")
    question = Question((customers, leads, money, best), year, closed=False)
    needs = {it.subjects[0][0]: it for it in needed(question, customers)}
    assert not needs["acquiring"].fits
    assert needs["acquiring"].range is not None
    assert needs["acquiring"].range.low == pytest.approx(1000.0)
    assert needs["leads"].fits
    told = takes(question, customers, tuple(needs.values()), collides=True)
    assert told.otherwise[0].startswith("Spend on new customers: 1,000 or more instead of")
    assert "Leads" in set(told.others["KPI"])
    assert "can hold" in takes(question, leads, tuple(needs.values()), collides=False).sentence
