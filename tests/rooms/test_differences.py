"""Line by line: each line of the advice is kept or taken, and what is taken becomes a draft."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.changes import Edit
from planning.agreed.lines import PLAN
from planning.agreed.rows import PlanRow
from tests.rooms import companies
from tests.rooms.conftest import SECONDS
from tests.rooms.plans import line, planned, pressed
from tests.rooms.table_of_two import labels, read
from tests.workspaces import VIEWER

MAX: Final = Actor(
    email="local", name="Max", roles=frozenset({"leader"}), teams=frozenset({"marketing"})
)

SCRIPT: Final = """
import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import session
from pages.shared.tradeoffs import differences
from planning.model.advising.allocation import allocate


@st.cache_resource
def advised(home, plan, revision):
    asking = Allocations(session.workspace())
    question = asking.question(asking.plan(plan))
    return question, allocate(question, draws=50)


def page():
    now, plan = session.now(), session.workspace().plan.scenarios()[-1]
    home = str(session.workspace().home.root)
    question, allocation = advised(home, plan.id, now.revision)
    differences.section(plan, question, allocation, revision=now.revision)


st.navigation([st.Page(page, default=True), st.Page("plan/budget.py")]).run()
"""
"""A page of its own around the view, with the room that its way leads to."""


@pytest.fixture(scope="module")
def advised_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose three lines for webinars are of both teams and of the executive."""
    home = tmp_path_factory.mktemp("advised") / "home"
    companies.whole(home)
    lines = [
        line("Webinars", team=team, **dict.fromkeys(PLAN, amount))
        for team, amount in (("marketing", "500"), ("sales", "300"), ("joint", "100"))
    ]
    workspace, _ = planned(home, lines)
    workspace.counts()
    return home


@pytest.fixture
def home(advised_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(advised_home, tmp_path / "home")


@pytest.fixture
def drawn(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The view as somebody opens it."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "budget.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("TANDEM_HOME", str(home))

    def opened(who: Actor | None = None) -> AppTest:
        if who is not None:
            monkeypatch.setattr(session, "LOCAL", who)
        app = AppTest.from_file(str(script), default_timeout=SECONDS).run()
        assert not app.exception, app.exception[0].message
        return app

    return opened


def plans(home: Path) -> tuple[Workspace, tuple[PlanRow, ...]]:
    workspace = companies.opened(home)
    return workspace, workspace.plan.scenarios()


def ticked(app: AppTest, plan: PlanRow, ticks: dict[int, bool]) -> AppTest:
    """Tick lines of the first table drawn, or let them be as they are."""
    rows = {at: {"Take": taken} for at, taken in ticks.items()}
    app.session_state[f"taking-{plan.id}-0"] = {
        "edited_rows": rows, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    return app.run()


def test_every_change_stands_with_its_team_its_money_and_why(drawn: Callable[..., AppTest]) -> None:
    app = drawn()
    shown = read(app)
    assert "The advice changes 3 of 3 lines:" in shown
    assert "Taking all 3 lines brings" in shown
    table = app.dataframe[0].value
    assert table["Take"].tolist() == [True] * 3
    assert set(table["Team"]) == {"Marketing", "Sales", "Both"}
    assert all(str(why).startswith("Webinars") for why in table["Why"])
    change = table["Advice, EUR"] - table["Now, EUR"]
    assert (table["Change, EUR"] - change).abs().max() < 0.005
    assert [it.label for it in app.metric] == [
        "Money, EUR", "Contribution, EUR", "Revenue, EUR", "CAC, EUR", "Not followed up",
    ]  # fmt: skip


def test_keep_or_take_each_all_or_none(drawn: Callable[..., AppTest], home: Path) -> None:
    app = ticked(drawn(), plans(home)[1][0], {0: False})
    assert "Taking 2 of 3 lines brings" in read(app)
    assert "than the whole advice." in read(app)
    pressed(app, "Keep all")
    assert "Nothing is taken: the plan stays as it is." in read(app)
    assert app.dataframe[0].value["Take"].tolist() == [False] * 3
    assert {it.delta for it in app.metric} == {"0"}
    assert next(it for it in app.button if it.key == "adopting-go").disabled
    pressed(app, "Take all")
    assert "Taking all 3 lines brings" in read(app)


def test_what_is_taken_becomes_a_draft_said_once_with_undo_and_the_way(
    drawn: Callable[..., AppTest], home: Path
) -> None:
    (plan,) = plans(home)[1]
    app = ticked(drawn(), plan, {0: False})
    kept = app.dataframe[0].value["Team"].iloc[0]
    app.text_input(key=f"adopting-name-{plan.id}").input("Autumn, advised")
    pressed(app, "Adopt as a draft")
    assert not app.exception
    assert "Autumn, advised is a draft with 2 lines of the advice." in read(app)
    (link,) = app.get("page_link")
    assert link.proto.query_string == "plan=Autumn%2C+advised"
    workspace, found = plans(home)
    draft = next(row for row in found if row["name"] == "Autumn, advised")
    assert draft["state"] == "draft"
    reasons = {row.team: row["reason"] for row in workspace.plan.rows("line", draft.id)}
    words = {"marketing": "Marketing", "sales": "Sales", "joint": "Both"}
    assert {words[team] for team, why in reasons.items() if why is None} == {kept}
    pressed(app, "Undo")
    assert "Taken back." in read(app)
    assert [row["name"] for row in plans(home)[1]] == ["Plan 2025"]
    assert "Taken back." not in read(app.run())


def test_a_leader_hears_what_the_others_are_asked(
    drawn: Callable[..., AppTest], home: Path
) -> None:
    app = drawn(MAX)
    shown = read(app)
    assert "1 line of sales goes to sales as a package of the draft." in shown
    assert "1 joint line is proposed to the executive." in shown
    pressed(app, "Adopt as a draft")
    workspace, found = plans(home)
    draft = next(row for row in found if row["name"] == "Plan 2025, advised")
    (package,) = workspace.plan.rows("package", draft.id)
    (proposal,) = workspace.plan.rows("proposal", draft.id)
    assert (package.team, proposal.team) == ("sales", "joint")


def test_who_may_not_adopt_learns_who_does(drawn: Callable[..., AppTest]) -> None:
    app = drawn(VIEWER)
    assert "Somebody with the role leader or executive adopts it as a draft." in read(app)
    assert "Adopt as a draft" not in labels(app)


def test_a_plan_changed_meanwhile_is_told_and_no_draft_made(
    drawn: Callable[..., AppTest], home: Path
) -> None:
    app = drawn()
    workspace, (plan,) = plans(home)
    row = workspace.plan.rows("line", plan.id)[0]
    workspace.plan.save([Edit(row.id, {"plan_12": row["plan_12"]}, {"plan_12": "1"})])
    pressed(app, "Adopt as a draft")
    assert "Plan 2025 was changed since this was calculated" in app.error[0].proto.title
    assert "Calculate again" in app.error[0].value
    assert len(plans(home)[1]) == 1
