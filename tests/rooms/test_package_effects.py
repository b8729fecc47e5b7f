"""An open package says what it does to the year: the same as simulating the plan with it."""

from __future__ import annotations

from pathlib import Path

from data_sources.agreement import Offer
from data_sources.allocating import Allocations
from planning.agreed.effects import with_taken
from planning.agreed.packages import Package
from planning.agreed.rows import PlanRow
from planning.model.advising.allocation import allocate
from planning.model.advising.package_effect import PackageEffect, current_kpis, landing
from tests.rooms import companies
from tests.rooms.conftest import Visit
from tests.rooms.plans import line, planned
from tests.rooms.table_of_two import TableOfTwo, read, table
from views.formats import short
from views.package_effects import effect_words

__all__ = ["table"]

VIEW = "Give and take"


def offered(home: Path) -> tuple[PlanRow, PlanRow]:
    """The demo's plan with an open package, and the package."""
    plan = companies.opened(home).plan
    found = [(one, row) for one in plan.scenarios() for row in plan.rows("package", one.id)]
    return next(pair for pair in found if pair[1]["state"] == "open")


def test_a_package_says_what_it_does_to_revenue_and_cac_as_the_model_tells(
    visit: Visit, demo_home: Path
) -> None:
    workspace, (plan, row) = companies.opened(demo_home), offered(demo_home)
    app = visit(demo_home, "budget", view=VIEW, plan=str(plan["name"]))
    assert not app.exception
    asking = Allocations(workspace)
    calibration = asking.calibration(plan)
    lines = workspace.plan.rows("line", plan.id)
    without, taken = (
        asking.question(plan, calibration=calibration, lines=it)
        for it in (lines, with_taken(Package.of(row.cells), lines))
    )
    effect = PackageEffect(landing(without), landing(taken))
    assert abs(effect.revenue) > 1000
    shown = read(app)
    assert effect_words(effect, "EUR").replace("\u00a0", " ") in shown
    revenue, cac = app.metric
    assert (revenue.label, revenue.value) == (
        "Revenue, EUR",
        short(effect.taken.revenue),
    )
    assert cac.value == short(effect.taken.cac or 0)
    # Without the package it is what the advice is compared with.
    assert current_kpis(without) == allocate(without).current_kpis


def test_a_year_that_is_over_is_said_and_no_figure_shown(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    workspace, plan = planned(home, [line("Webinars")], year=2024)
    (row,) = workspace.plan.rows("line", plan.id)
    offer = Offer("Less", "marketing", {row.id: {"plan_03": "0"}})
    workspace.agreement.offer(plan.id, offer)
    app = visit(home, "budget", view=VIEW)
    assert not app.exception
    told = "What it does to revenue cannot be told: every month of Plan 2024 is over"
    assert told in read(app)
    assert not app.metric


def test_without_facts_and_of_targets_alone_a_sentence_says_so(table: TableOfTwo) -> None:
    table.offered()
    assert "What it does to revenue is told once there are facts with dates." in read(
        table.visited("sue")
    )
    target = table.target()
    offer = Offer("Fewer leads", "marketing", {target.id: {"value": "900"}})
    table.by("max").offer(table.scenario.id, offer)
    told = "It changes targets alone: what the year brings stays the same."
    assert told in read(table.visited("sue"))
