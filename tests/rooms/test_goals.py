"""Goals: what a plan is for stands first, what serves none is listed and can be given one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.changes import Edit
from planning.agreed.rows import Kind, PlanRow
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import grid_key, line, planned, pressed, typed
from tests.workspaces import VIEWER

LINES = (line("Fairs"), line("Webinars"), line("Outbound", team="sales"))
TARGET: dict[str, JsonValue] = {
    "team": "sales", "kpi": "won", "start": "2025-01", "months": 12, "value": "40",
}  # fmt: skip
SUE = Actor(email="local", name="Sue", roles=frozenset({"planner"}), teams=frozenset({"sales"}))


def read(text: str) -> str:
    """Text as a reader sees it, without the marks that keep it from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def with_goals(home: Path, *names: str) -> tuple[Workspace, PlanRow, list[str]]:
    """A plan of three lines and a target, with goals that nothing serves yet."""
    workspace, scenario = planned(home, LINES)
    workspace.plan.add("target", scenario.id, TARGET)
    goals = [workspace.plan.add("goal", scenario.id, {"name": name}).rows[0].id for name in names]
    return workspace, scenario, goals


def serves(workspace: Workspace, scenario: PlanRow, kind: Kind = "line") -> list[object]:
    return [row["goal"] for row in workspace.plan.rows(kind, scenario.id)]


def opened(visit: Visit, home: Path) -> AppTest:
    app = visit(home, "budget", view="Goals")
    assert not app.exception
    return app


def orphans(app: AppTest) -> list[str]:
    return list(next(it.value for it in app.dataframe if "Kind" in it.value.columns)["What"])


def choose(app: AppTest, workspace: Workspace, scenario: PlanRow, *rows: int) -> None:
    key = f"orphans-{scenario.id}-{workspace.revision()}"
    app.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    app.run()


def test_the_first_sentence_says_how_much_serves_a_goal(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario, (grow,) = with_goals(tmp_path / "home", "Grow")
    fairs = workspace.plan.rows("line", scenario.id)[0]
    workspace.plan.save([Edit(fairs.id, {"goal": None}, {"goal": grow})])
    app = opened(visit, tmp_path / "home")
    shown = read(words(app))
    assert "1 of 3 lines and 0 of 1 target serve a goal; 6,000 EUR serves none." in shown
    assert "“Grow” takes most: 33 % of the plan; 67 % serves no goal" in shown
    assert "3,000 EUR · 1 line, 0 targets" in shown
    assert orphans(app) == ["Webinars", "Outbound", "Won deals, 2025"]
    # The plan opens with its goals in one line.
    assert "1 of 3 lines" in read(words(visit(tmp_path / "home", "budget")))


def test_without_goals_the_view_says_what_would_be_here_and_adds_the_first(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario, _ = with_goals(tmp_path / "home")
    app = opened(visit, tmp_path / "home")
    assert "nobody can say what its money is for" in words(app)
    pressed(app, "Add a goal")
    app.text_input(key="goal-name-new").input("Twice the customers")
    app.text_area(key="goal-steps-new").input("Hire two people\n\nCall within a day")
    app.text_input(key="goal-sales_owner-new").input("Bo")
    pressed(app, "Add")
    (goal,) = workspace.plan.rows("goal", scenario.id)
    assert goal["name"] == "Twice the customers"
    assert goal["steps"] == ["Hire two people", "Call within a day"]
    shown = read(words(app))
    assert "Added the goal “Twice the customers”." in shown
    assert "Sales]: Bo" in shown
    assert "Marketing]: nobody yet" in shown


def test_what_a_goal_cannot_be_is_refused_in_the_cells_words(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario, _ = with_goals(tmp_path / "home")
    app = opened(visit, tmp_path / "home")
    pressed(app, "Add a goal")
    pressed(app, "Add")
    assert "Goal must be filled in." in read("\n".join(it.value for it in app.error))
    assert not workspace.plan.rows("goal", scenario.id)


def test_a_goal_is_changed_moved_and_removed_and_each_is_taken_back(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario, (one, two) = with_goals(tmp_path / "home", "One", "Two")
    plan = workspace.plan
    app = opened(visit, tmp_path / "home")
    app.button(key=f"goal-edit-{two}").click().run()
    app.text_input(key=f"goal-name-{two}").input("Second")
    app.segmented_control(key=f"goal-place-{two}").set_value(1)
    pressed(app, "Save")
    assert [row["name"] for row in plan.rows("goal", scenario.id)] == ["Second", "One"]
    arranged, renamed = plan.history(limit=2)
    assert arranged.sentence == "You put the goals in another order."
    assert renamed.sentence == "You changed Goal of “Second” from Two to Second."
    assert "put the goals in another order" in read(words(visit(tmp_path / "home", "history")))

    app.button(key=f"goal-edit-{one}").click().run()
    app.button(key=f"goal-remove-{one}").click().run()
    assert [row.id for row in plan.rows("goal", scenario.id)] == [two]
    pressed(app, "Undo")
    assert [row.id for row in plan.rows("goal", scenario.id)] == [two, one]
    assert "Taken back." in read(words(app))


def test_a_plan_has_at_most_five_goals(visit: Visit, tmp_path: Path) -> None:
    with_goals(tmp_path / "home", *"ABCDE")
    app = opened(visit, tmp_path / "home")
    assert app.button(key="goal-add").disabled
    assert "A plan has at most 5 goals." in words(app)


def test_several_orphans_are_given_a_goal_at_once_and_it_is_one_change(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario, (grow,) = with_goals(tmp_path / "home", "Grow")
    before = workspace.revision()
    app = opened(visit, tmp_path / "home")
    choose(app, workspace, scenario, 0, 2, 3)
    pressed(app, "Assign 3 rows")
    assert serves(workspace, scenario) == [grow, None, grow]
    assert serves(workspace, scenario, "target") == [grow]
    assert workspace.revision() == before + 1
    assert "3 rows now serve “Grow”." in read(words(app))
    assert orphans(app) == ["Webinars"]
    pressed(app, "Undo")
    assert serves(workspace, scenario) == [None, None, None]


def test_a_planner_gives_goals_to_the_own_teams_rows_only(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, scenario, (grow,) = with_goals(tmp_path / "home", "Grow")
    monkeypatch.setattr(session, "LOCAL", SUE)
    app = opened(visit, tmp_path / "home")
    assert "Change" not in {button.label for button in app.button}
    choose(app, workspace, scenario, 1, 2)
    pressed(app, "Assign 2 rows")
    assert serves(workspace, scenario) == [None, None, grow]
    assert "1 row of marketing stayed: propose it on the sheet." in read(words(app))


def test_a_viewer_reads_goals_and_is_told_who_sets_them(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_goals(tmp_path / "home", "Grow")
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = opened(visit, tmp_path / "home")
    assert {button.label for button in app.button}.isdisjoint({"Add a goal", "Change", "Assign"})
    assert "Somebody with the role leader or executive sets goals." in words(app)


def test_the_sheet_shows_a_goal_by_its_name_and_keeps_its_id(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario, (grow,) = with_goals(tmp_path / "home", "Grow")
    app = visit(tmp_path / "home", "budget")
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("About").run()
    typed(app, scenario, {1: {"goal": grow}})
    assert "✎ Goal" in list(app.dataframe[0].value["unsaved"])
    assert grid_key(app, scenario)
    pressed(app, "Save")
    assert serves(workspace, scenario) == [None, grow, None]
    assert workspace.plan.history(limit=1)[0].sentence == "You set Goal of Webinars to “Grow”."


def test_a_goal_that_was_removed_is_blank_on_the_sheet_and_told_in_the_history(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario, (grow,) = with_goals(tmp_path / "home", "Grow")
    fairs = workspace.plan.rows("line", scenario.id)[0]
    workspace.plan.save([Edit(fairs.id, {"goal": None}, {"goal": grow})])
    workspace.plan.remove([grow])
    app = visit(tmp_path / "home", "budget")
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("About").run()
    assert list(app.dataframe[0].value["goal"].isna()) == [True, True, True]
    told = workspace.plan.history(row=fairs.id, limit=1)[0].sentence
    assert told == "You set Goal of Fairs to a goal removed since."


@pytest.mark.parametrize("name", [NAUGHTY[0], NAUGHTY[2], NAUGHTY[5], NAUGHTY[6], NAUGHTY[11]])
def test_naughty_names_of_goals_stay_names(visit: Visit, tmp_path: Path, name: str) -> None:
    with_goals(tmp_path / "home", name)
    app = opened(visit, tmp_path / "home")
    assert name.strip("\u202e") in read(words(app))
