"""The demo company's plan holds together, and tells of what happened since."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from data_sources.demo.plan import DemoPlan, plans
from data_sources.demo.planned_programme import NEVER_RUN, unplanned_code
from data_sources.demo.planning_year import Row, planned_years
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.lines import PLAN, Line, driver_total
from planning.agreed.packages import Package
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.agreed.totals import Grid
from planning.kpis import KPIS
from tests.sources.demo.companies import company

SEEDS = (7, 3, 11)


def of_kind(plan: DemoPlan, kind: str) -> list[Row]:
    return [row for row in plan.rows if row.kind == kind]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("which", [0, 1])
def test_no_cell_of_the_plan_is_refused_and_all_are_kept_as_written(seed: int, which: int) -> None:
    plan = plans(company(seed))[which]
    assert not refusals("scenario", plan.scenario.cells(), whole=True)
    for step in plan.steps:
        for row in step.rows:
            assert not refusals(row.kind, row.cells, plan.scenario, whole=True), row
            assert cleaned(row.kind, row.cells) == row.cells


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_fill_their_envelopes_to_the_cent(seed: int) -> None:
    for plan in plans(company(seed)):
        lines = of_kind(plan, "line")
        given = {
            row.cells["scope"]: Decimal(str(row.cells["amount"]))
            for row in of_kind(plan, "envelope")
        }
        for team in ("marketing", "sales", "joint"):
            assert sum(line.planned for line in lines if line.team == team) == given[team]
        assert sum(line.planned for line in lines) == given["company"]
        rows = [PlanRow(line.key, "line", "plan", line.team, cells=line.cells) for line in lines]
        assert Decimal(int(Grid.of(rows).plan.sum())) / 100 == given["company"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sheet_has_lines_of_everybody_each_with_a_reason_and_an_owner(seed: int) -> None:
    people = {str(name) for name in company(seed).frames["people"]["name"]}
    for plan in plans(company(seed)):
        lines = of_kind(plan, "line")
        assert 30 <= len(lines) <= 60
        assert {line.team for line in lines} == {"marketing", "sales", "joint"}
        assert {line.cells["status"] for line in lines} == {"placed", "placeholder", "reserve"}
        for line in lines:
            assert len(str(line.cells["reason"])) > 20
            assert line.cells["owner"] in people
        for line in lines:
            if line.cells["status"] == "reserve":
                assert line.cells["reserve_kpi"] in KPIS
                assert line.cells["reserve_month"] in plan.scenario.months


def test_what_is_planned_is_what_its_drivers_come_to() -> None:
    for plan in plans(company()):
        bought = 0
        for line in of_kind(plan, "line"):
            read = Line.of(line.cells)
            months = driver_total(read, plan.scenario)
            if any(months):
                assert tuple(it or Decimal(0) for it in read.plan) == months
                bought += 1
        assert bought > 30


def test_heads_start_in_their_month_and_cost_from_then_on() -> None:
    (hire,) = (row for row in of_kind(plans(company())[1], "line") if row.key == "S-CLO-90")
    paid = [name for name in PLAN if name in hire.cells]
    assert paid == list(PLAN[3:])


def test_one_line_costs_more_than_planned_one_is_unspent_and_one_was_never_planned() -> None:
    year, plan = planned_years(company())[0], plans(company())[0]
    lines = {line.key: line for line in of_kind(plan, "line")}
    over = lines["M-SOC-01"]
    assert year.spent_in("M-SOC-01").sum() > 1.2 * float(over.planned)
    assert lines[NEVER_RUN].planned > 10_000
    assert year.spent_in(NEVER_RUN).sum() == 0
    code = unplanned_code(year)
    assert code is not None
    assert code not in lines
    assert year.spent_in(code).sum() > 5_000


def test_planners_are_off_on_single_lines_and_nearly_right_in_sum() -> None:
    year, plan = planned_years(company())[0], plans(company())[0]
    lines = [
        line
        for line in of_kind(plan, "line")
        if line.cells["category"] == "programme" and line.cells.get("line_code") != NEVER_RUN
    ]
    coded = [line for line in lines if line.cells.get("line_code")]
    planned = np.array([float(line.planned) for line in coded])
    spent = np.array([year.spent_in(str(line.cells["line_code"])).sum() for line in coded])
    assert 0.05 < np.median(np.abs(spent / planned - 1)) < 0.25
    assert abs(spent.sum() / planned.sum() - 1) < 0.15


def test_equal_seeds_plan_alike_and_others_otherwise() -> None:
    assert plans(company(3)) == plans(company(3))
    assert plans(company(3)) != plans(company(11))


@pytest.mark.parametrize("kpi", ["leads", "revenue", "won"])
@pytest.mark.parametrize("which", [0, 1])
def test_additive_targets_re_add_from_month_to_quarter_to_year(kpi: str, which: int) -> None:
    plan = plans(company())[which]
    read = [Target.of(row.cells) for row in of_kind(plan, "target")]
    own = [
        it
        for it in read
        if it.kpi == kpi and not (it.channel or it.region or it.segment or it.scope_team)
    ]
    sums = {
        months: sum(it.value or 0 for it in own if it.months == months)
        for months in {it.months for it in own}
    }
    assert sums.keys() >= {3, 12}
    assert len(set(sums.values())) == 1


def test_channels_and_teams_re_add_to_the_company_and_parts_to_its_revenue() -> None:
    for plan in plans(company()):
        read = [Target.of(row.cells) for row in of_kind(plan, "target")]
        years = [it for it in read if it.months == 12]

        def total(kpi: str, cell: str, of: list[Target] = years) -> Decimal:
            return sum((it.value or Decimal(0) for it in of if it.kpi == kpi and getattr(it, cell)),
                       Decimal(0))  # fmt: skip

        (leads,) = (it.value for it in years if it.kpi == "leads" and _is_whole(it))
        (revenue,) = (it.value for it in years if it.kpi == "revenue" and _is_whole(it))
        assert total("leads", "channel") == total("leads", "scope_team") == leads
        assert total("revenue", "region") == total("revenue", "segment") == revenue


def _is_whole(target: Target) -> bool:
    return not (target.channel or target.region or target.segment or target.scope_team)


def test_every_target_has_owners_in_both_teams_and_a_counter_kpi() -> None:
    for plan in plans(company()):
        for row in of_kind(plan, "target"):
            assert row.cells["marketing_owner"] != row.cells["sales_owner"]
            assert row.cells["counter_kpi"] in KPIS


def test_comments_and_proposals_are_about_lines_and_call_people() -> None:
    for plan in plans(company()):
        lines = {line.key: line for line in of_kind(plan, "line")}
        comments, proposals = of_kind(plan, "comment"), of_kind(plan, "proposal")
        assert len(comments) >= 3
        assert {row.cells["state"] for row in proposals} >= {"open"}
        for row in (*comments, *proposals):
            assert lines[str(row.cells["about"])].team == row.team
        assert all(row.cells["mentions"] for row in comments)
        for row in proposals:
            changes = row.cells["changes"]
            assert isinstance(changes, dict)
            for cell, wish in changes.items():
                assert isinstance(wish, dict)
                assert wish["base"] == lines[str(row.cells["about"])].cells[cell]
                assert wish["wanted"] != wish["base"]


def test_the_firm_plans_at_any_size_and_without_its_problems() -> None:
    for demo in (company(5, "all"), company(7, size=3.0)):
        for plan in plans(demo):
            for row in plan.rows:
                assert not refusals(row.kind, row.cells, plan.scenario, whole=True), row


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cell_of_the_proposed_plan_is_refused_and_it_keeps_to_its_envelopes(seed: int) -> None:
    before, plan = plans(company(seed))
    assert before.another is None
    another = plan.another
    assert another is not None
    standing = {row.key: row for row in plan.rows}
    changed = {row.key: row for step in another.steps for row in step.rows}
    for row in changed.values():
        assert not refusals(row.kind, row.cells, another.scenario, whole=True), row
        assert cleaned(row.kind, row.cells) == row.cells
    lines = [row for row in changed.values() if row.kind == "line"]
    assert len(lines) == 2
    for team in {line.team for line in lines}:
        own = [line for line in lines if line.team == team]
        planned = sum(standing[line.key].planned for line in own)
        assert sum(line.planned for line in own) == planned


def test_what_a_package_of_the_demo_is_based_on_stands_in_the_proposed_plan() -> None:
    for seed in SEEDS:
        plan = plans(company(seed))[1]
        assert plan.another is not None
        rows = {row.key: row for row in plan.rows}
        rows |= {row.key: row for step in plan.another.steps for row in step.rows}
        (package,) = (row for row in rows.values() if row.kind == "package")
        for part in Package.of(package.cells).wishes:
            for cell, base in part.base.items():
                assert rows[part.row].cells.get(cell) == base
