"""The demo's plan arrives with its facts, is replaced with them, and hides before real ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_sources.actors import LOCAL
from data_sources.demo.planned_programme import NEVER_RUN
from data_sources.store.tables import plan_changes, plan_rows
from data_sources.workspace import Workspace
from planning.actuals.slices import Context
from planning.agreed.goals import MOST, orphans, served
from planning.agreed.scenarios import Scenario
from planning.agreed.signatures import SEATS
from planning.errors import NotPossible
from planning.review.variance import UNPLANNED_LABEL, variance
from planning.together.actions import agenda
from planning.together.decisions import questions
from tests.workspaces import csv_file, leads, request, workspace_in


@pytest.fixture
def demo(demo_made_once: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = workspace_in(shutil.copytree(demo_made_once, tmp_path / "home"), LOCAL)
    yield opened
    opened.close()


def test_the_demo_has_plans_for_last_year_and_this_year_and_a_proposed_one(
    demo: Workspace,
) -> None:
    found = demo.plan.scenarios()
    assert [(row["name"], row["origin"], row["state"]) for row in found] == [
        ("Plan 2026", "demo", "draft"),
        ("Plan 2026, less Paid social", "demo", "proposed"),
        ("Plan 2025", "demo", "draft"),
    ]
    for scenario in found:
        assert len(demo.plan.rows("line", scenario.id)) >= 30
        assert len(demo.plan.rows("envelope", scenario.id)) == 4
        assert len(demo.plan.rows("target", scenario.id)) > 50


def test_what_is_said_in_the_demo_is_about_rows_of_its_plan(demo: Workspace) -> None:
    for scenario in demo.plan.scenarios():
        lines = {row.id: row for row in demo.plan.rows("line", scenario.id)}
        said = (
            *demo.plan.rows("comment", scenario.id),
            *demo.plan.rows("proposal", scenario.id),
        )
        if scenario["state"] == "proposed":
            continue
        assert len(said) >= 5
        assert all(lines[str(row["about"])].team == row.team for row in said)


def test_beside_the_facts_the_plan_shows_what_nobody_planned(demo: Workspace) -> None:
    counts = demo.counts()
    assert counts is not None
    for row in demo.plan.scenarios():
        lines = demo.plan.rows("line", row.id)
        beside = variance(lines, Scenario.of(row.cells), counts)
        told = {it.label: it for it in beside.years(each=True)}
        assert 5_000 < told[UNPLANNED_LABEL].actual < 100_000
        assert beside.unplanned
        spent = {line["line_code"] or line["category"]: told[line.id].actual for line in lines}
        assert spent["commission"] > 0
        assert spent["travel"] > 0
        assert spent[NEVER_RUN] == 0
        for line in lines:
            if line["status"] != "placed":
                assert told[line.id].actual == 0
        company = beside.company()
        assert sum(it or 0 for it in company.actual) == sum(it.actual for it in told.values())


def test_the_demos_plan_can_be_edited_and_undone(demo: Workspace) -> None:
    scenario = demo.plan.scenarios()[0]
    (change, *_) = demo.plan.changes_since(0, scenario.id)
    assert change.who.endswith("@fernhill.example")
    latest = demo.plan.history(scenario=scenario.id, limit=1)[0]
    undone = demo.plan.undo(latest.revision)
    assert undone.revision is not None
    assert not undone.clashes


def test_history_replays_to_the_rows_of_the_plan(demo: Workspace) -> None:
    with demo.store.read() as connection:
        rows = {row.id: row for row in connection.execute(sa.select(plan_rows))}
        latest: dict[str, sa.Row[tuple[object, ...]]] = {}
        for row in connection.execute(sa.select(plan_changes).order_by(plan_changes.c.revision)):
            latest[row.row] = row
    assert rows.keys() == latest.keys()
    for name, row in rows.items():
        told = latest[name]
        assert (row.cells, row.version, row.revision, row.position) == (
            (told.after, told.version, told.revision, told.position)
        )


def test_loading_the_same_demo_again_leaves_its_plan_alone(demo: Workspace) -> None:
    before = demo.revision()
    demo.load_demo()
    assert demo.revision() == before


def test_another_demo_brings_its_own_plan_and_the_old_one_is_put_away(demo: Workspace) -> None:
    old = demo.plan.scenarios()
    demo.load_demo(seed=8)
    new = demo.plan.scenarios()
    assert [row["fiscal_year"] for row in new] == [2026, 2026, 2025]
    assert not {row.id for row in old} & {row.id for row in new}


def proposed(demo: Workspace) -> str:
    return next(row.id for row in demo.plan.scenarios() if row["state"] == "proposed")


def test_every_plan_of_the_demo_has_goals_that_most_of_it_serves(demo: Workspace) -> None:
    for scenario in demo.plan.scenarios():
        goals = demo.plan.rows("goal", scenario.id)
        rows = (*demo.plan.rows("line", scenario.id), *demo.plan.rows("target", scenario.id))
        assert 3 <= len(goals) <= MOST
        assert all(goal["marketing_owner"] != goal["sales_owner"] for goal in goals)
        assert 0 < len(orphans(rows, goals)) < len(rows) / 4
        assert all(it.lines or it.targets for it in served(goals, rows, rows))


def test_the_proposed_plan_of_the_demo_moves_money_within_its_envelopes(demo: Workspace) -> None:
    first, other = demo.plan.scenarios()[0].id, proposed(demo)
    found = demo.agreement.compare([first, other])
    assert found.totals[0] == found.totals[1]
    assert [line.is_alike for line in found.lines].count(False) == 2
    assert all(None not in line.rows for line in found.lines)
    assert all(target.is_alike for target in found.targets)


def test_the_demos_open_package_can_be_taken(demo: Workspace) -> None:
    (package,) = demo.plan.rows("package", proposed(demo))
    saved = demo.agreement.answer_package(package.id, True, "From September, then.")
    assert not saved.clashes
    assert not saved.refused
    (hire,) = (row for row in saved.rows if row.kind == "line" and row["copied_from"] is None)
    assert (hire.team, hire["job"]) == ("sales", "development")


def test_the_demos_disputes_can_be_settled_and_its_plan_agreed_as_a_stretch(
    demo: Workspace,
) -> None:
    scenario, agreement = proposed(demo), demo.agreement
    (package,) = demo.plan.rows("package", scenario)
    (open_one,) = (row for row in demo.plan.rows("dispute", scenario) if row["state"] != "parked")
    agreement.settle_dispute(open_one.id, "We ask both teams again in September.")
    agreement.answer_package(package.id, False, "Not this year.")
    # Its sales spend is planned above the target that limits it.
    with pytest.raises(NotPossible, match="collide"):
        agreement.sign(scenario, SEATS[0], seen=agreement.revision_of(scenario))
    agreement.accept_stretch(scenario, seen=agreement.revision_of(scenario))
    seen = agreement.revision_of(scenario)
    for seat in SEATS:
        agreement.sign(scenario, seat, seen=seen)
    agreement.agree(scenario)
    assert demo.plan.row(scenario)["state"] == "agreed"
    demo.load_demo(seed=8)
    assert agreement.agreed(2026) is None


def test_the_history_of_the_proposed_plan_tells_its_story(demo: Workspace) -> None:
    told = [entry.sentence for entry in demo.plan.history(scenario=proposed(demo))]
    assert told[-1].endswith(" copied a plan as Plan 2026, less Paid social.")
    assert told[0].endswith(" proposed Plan 2026, less Paid social for signatures.")
    assert any("offered the package “Half of the autumn shows" in sentence for sentence in told)


def test_the_first_real_import_hides_the_demos_plan(demo: Workspace, tmp_path: Path) -> None:
    demo.import_file(request(csv_file(tmp_path, "leads.csv", leads("L1")), "leads"))
    assert demo.plan.scenarios() == ()


def test_the_demos_meetings_left_actions_and_decisions(demo: Workspace) -> None:
    together = demo.together
    found = agenda(together.actions(), together.today())
    assert (len(found.open), len(found.overdue), len(found.done)) == (4, 1, 1)
    assert found.overdue[0].carried >= 2
    counts = demo.counts()
    context = Context(company=demo.company, channel_teams=demo.channel_teams())
    asked, waiting, judged = questions(together.decisions(), counts, context)
    assert asked.is_open
    assert waiting.effect is not None
    assert (waiting.effect.standing, waiting.effect.actual) == ("waiting", None)
    assert judged.effect is not None
    assert judged.effect.standing in {"came", "did not come"}
    assert judged.effect.actual is not None


def test_loading_the_demo_again_promises_nothing_twice(demo: Workspace) -> None:
    demo.together.finish(demo.together.actions()[0].id)
    before = demo.together.actions(), demo.together.decisions()
    demo.load_demo()
    demo.load_demo(seed=8)
    assert (demo.together.actions(), demo.together.decisions()) == before
