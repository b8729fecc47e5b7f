"""The demo's plan arrives with its facts, is replaced with them, and hides before real ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_sources.actors import LOCAL
from data_sources.demo.planned_programme import NEVER_RUN
from data_sources.store.tables import plan_changes, plan_rows
from data_sources.workspace import Workspace
from planning.agreed.scenarios import Scenario
from planning.review.variance import UNPLANNED_LABEL, variance
from tests.workspaces import csv_file, leads, request, workspace_in


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workspace]:
    opened = workspace_in(tmp_path / "home", LOCAL)
    opened.load_demo()
    yield opened
    opened.close()


def test_the_demo_has_a_plan_for_last_year_and_this_year(demo: Workspace) -> None:
    found = demo.plan.scenarios()
    assert [(row["name"], row["origin"], row["state"]) for row in found] == [
        ("Plan 2026", "demo", "draft"),
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
    assert [row["name"] for row in new] == ["Plan 2026", "Plan 2025"]
    assert not {row.id for row in old} & {row.id for row in new}


def test_the_first_real_import_hides_the_demos_plan(demo: Workspace, tmp_path: Path) -> None:
    demo.import_file(request(csv_file(tmp_path, "leads.csv", leads("L1")), "leads"))
    assert demo.plan.scenarios() == ()
