"""Accounts as people meet them: who works whom, the plan of it, loads, growth and fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.rows import PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import Profile, tiered
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import grid_key, pressed
from tests.workspaces import VIEWER
from views.formats import plain

PAGE = "accounts"
SALES: dict[str, JsonValue] = {"team": "sales", "account": "A1", "motion": "acquire"}


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """A small healthy company with two accounts of its own names."""
    target = companies.copied(small_home, tmp_path / "home")
    companies.imported(
        target,
        {
            "accounts": [
                {"account_id": "A1", "name": NAUGHTY[0], "segment": "Small", "region": "North"},
                {"account_id": "A2", "name": "Beta", "segment": "Large", "region": NAUGHTY[2]},
            ],
            "people": [
                {"person_id": "P1", "name": "Nora", "team": "sales", "job": "closing"},
                {"person_id": "P2", "name": "Omar", "team": "sales", "job": "closing"},
            ],
        },
    )
    return target


def planned(home: Path, *cells: dict[str, JsonValue]) -> tuple[Workspace, PlanRow]:
    """A plan with some coverage."""
    workspace = companies.opened(home)
    scenario = workspace.plan.begin(2025, "Plan 2025")
    if cells:
        saved = workspace.plan.add("coverage", scenario.id, list(cells))
        assert not saved.refused, saved.refused
    return workspace, scenario


def charts(app: AppTest) -> int:
    """How many pictures are drawn."""
    return len(app.get("arrow_vega_lite_chart"))


@pytest.mark.parametrize("view", ["", "Plan", "Owners", "Growth", "Ideal customer"])
def test_every_view_opens_on_demo_and_empty_facts(
    visit: Visit, demo_home: Path, tmp_path: Path, view: str
) -> None:
    address = {"view": view} if view else {}
    companies.empty(tmp_path / "home")
    companies.opened(tmp_path / "home").plan.begin(2026, "Plan 2026")
    for where in (demo_home, tmp_path / "home"):
        app = visit(where, PAGE, **address)
        assert not app.exception
        assert not app.error
        assert app.title[0].value == "Accounts"


def test_without_a_plan_the_first_step_is_offered(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home", PAGE)
    assert "which accounts each works" in words(app)
    assert not app.exception


def test_the_sentence_counts_as_plan_and_facts_do(visit: Visit, demo_home: Path) -> None:
    workspace = companies.opened(demo_home)
    plan = workspace.plan.scenarios()[0]
    book = workspace.accounts.book()
    assert book is not None
    tiers = tiered(Profile.of(workspace.plan.rows("criterion", plan.id)), Attributes(book))
    rows = [
        row.cells
        for row in workspace.plan.rows("coverage", plan.id)
        if (row["owner"] or row["programme"])
        and str(row["start"] or "") <= book.as_of.isoformat()
        and str(row["end"] or "9999") >= book.as_of.isoformat()
    ]
    frame = pd.DataFrame(rows).groupby("account")["team"].agg(set)
    both = sum(len(teams) > 1 for teams in frame)
    sales, marketing = (sum(teams == {team} for teams in frame) for team in ("sales", "marketing"))
    said = words(visit(demo_home, PAGE))
    told = f"covers {len(frame)} of 600 accounts: both teams {both}, sales alone {sales}, "
    assert plain(f"{told}marketing alone {marketing}.") in said
    missed = (tiers.names == "A") & ~np.isin(book.accounts["account_id"], frame.index)
    assert f"Nobody is planned to work {missed.sum()} A account" in said


def test_names_of_accounts_are_text_wherever_they_stand(visit: Visit, home: Path) -> None:
    planned(home, {**SALES, "owner": "P1", "reason": NAUGHTY[1]})
    for view in ("", "Plan", "Owners", "Growth"):
        app = visit(home, PAGE, **({"view": view} if view else {}))
        assert not app.exception
        assert "<script>" not in words(app)
        assert "](javascript" not in words(app).replace("\\]", "")


def test_what_is_typed_is_saved_and_the_other_half_stands_beside(visit: Visit, home: Path) -> None:
    workspace, scenario = planned(
        home,
        {**SALES, "owner": "P1"},
        {"team": "marketing", "account": "A1", "motion": "acquire", "programme": "Fairs"},
    )
    app = visit(home, PAGE, view="Plan")
    shown = app.get("arrow_data_frame")
    assert shown or app.session_state[f"copy-coverage-{scenario.id}-local"]
    app.session_state[grid_key(app, scenario, "coverage")] = {
        "edited_rows": {0: {"owner": "P2", "touches": "3"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    assert "2 cells in 1 row not saved" in words(app)
    pressed(app, "Save")
    stands = workspace.plan.rows("coverage", scenario.id)[0]
    assert (stands["owner"], stands["touches"]) == ("P2", 3)


def test_two_halves_for_one_motion_at_once_are_told(visit: Visit, home: Path) -> None:
    planned(home, {**SALES, "owner": "P1"}, {**SALES, "owner": "P2"})
    app = visit(home, PAGE, view="Plan")
    assert "covers it twice" in words(app)


def test_a_viewer_reads_the_plan_and_nobodys_load(
    visit: Visit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(home, {**SALES, "owner": "P1", "touches": 4})
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = visit(home, PAGE, view="Owners")
    assert plain("One owner has all planned touches: 4 a month.") in words(app)
    assert "Nora" not in words(app)
    assert not charts(app)
    app = visit(home, PAGE, view="Plan")
    assert not app.exception
    assert not [button for button in app.button if button.label in {"Save", "Suggest"}]


def test_more_rows_than_a_browser_likes_are_found_by_words(visit: Visit, home: Path) -> None:
    many = [{**SALES, "account": f"X{at}", "owner": "P1"} for at in range(900)]
    planned(home, *many)
    app = visit(home, PAGE, view="Plan")
    assert "The first 400 of 900 rows are shown." in words(app)
    scenario = companies.opened(home).plan.scenarios()[0]
    app.text_input(key=f"find-coverage-{scenario.id}").set_value("X899").run()
    assert "The first 400" not in words(app)
    assert len(app.session_state[f"copy-coverage-{scenario.id}-local"].order) == 1


def test_planned_accounts_that_the_facts_do_not_know_are_told_and_can_be_found(
    visit: Visit, home: Path
) -> None:
    gone = [{**SALES, "account": f"GONE-{at}", "owner": "P1"} for at in range(4)]
    _, scenario = planned(home, {**SALES, "owner": "P1"}, *gone)
    app = visit(home, PAGE, view="Plan")
    (warning,) = app.warning
    assert warning.value.replace("\\", "").startswith("GONE-0, GONE-1, GONE-2 and 1 more: ")
    assert "Plan 2025 covers 1 of " in words(app)
    copy = f"copy-coverage-{scenario.id}-local"
    assert len(app.session_state[copy].order) == 5
    app.toggle("unknown").set_value(True).run()
    assert not app.exception
    halves = {row.id: row for row in companies.opened(home).plan.rows("coverage", scenario.id)}
    shown = [halves[row]["account"] for row in app.session_state[copy].order]
    assert shown == ["GONE-0", "GONE-1", "GONE-2", "GONE-3"]


def test_no_account_is_said_to_be_missing_where_all_are_known(visit: Visit, home: Path) -> None:
    planned(home, {**SALES, "owner": "P1"})
    app = visit(home, PAGE, view="Plan")
    assert not app.warning
    assert "unknown" not in [it.key for it in app.toggle]
