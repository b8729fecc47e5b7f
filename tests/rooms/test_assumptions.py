"""Assumptions: what is measured, judged or a default is seen by both teams."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.rows import PlanRow
from planning.model.assumption_kinds_money import KINDS
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import pressed
from tests.workspaces import VIEWER, csv_file, request, workspace_in
from views.assumptions import PARTS, RESPONSE, file_table, more_particular
from views.downloads import csv_bytes

SEARCH = "response | Paid search"
MAX = Actor(email="local", name="Max", roles=frozenset({"leader"}), teams=frozenset({"marketing"}))


def read(text: str) -> str:
    """Text as a reader sees it."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def opened(visit: Visit, home: Path, **address: str) -> AppTest:
    app = visit(home, "assumptions", **address)
    assert not app.exception, app.exception[0].message
    return app


def told(app: AppTest) -> str:
    return read(words(app))


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> tuple[Path, Workspace, str]:
    """A copy of the demo company that may be changed, and its draft."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    workspace = Workspace.open(Settings(home=home))
    plan = next(row for row in workspace.plan.scenarios() if row["name"] == "Plan 2026")
    return home, workspace, plan.id


def answers(workspace: Workspace, plan: str) -> dict[tuple[object, str], PlanRow]:
    return {(row["key"], row.team): row for row in workspace.assumptions.rows(plan)}


def typed(app: AppTest, cell: str, team: str, key: str, value: str) -> None:
    app.text_input(key=f"assume-{cell}-{team}-{key}").input(value)


def test_the_page_says_what_is_measured_and_draws_what_the_teams_see_differently(
    visit: Visit, demo_home: Path
) -> None:
    app = opened(visit, demo_home)
    shown = told(app)
    assert "numbers are measured; the response of Paid social is only judged; " in shown
    assert "the teams disagree on Paid search." in shown
    assert "With half as much again Zeno Park expects 182 leads a month, Wim Heath 152." in shown
    assert len(app.get("vega_lite_chart")) == 1
    both = next(it.value for it in app.dataframe if "Marketing" in it.value.columns)
    assert list(both["Marketing"]) == ["0", "138", "182"]
    assert list(both["Sales"]) == ["0", "138", "152"]
    channels = next(it.value for it in app.dataframe if "Channel" in it.value.columns)
    sources = dict(zip(channels["Channel"], channels["Source"], strict=True))
    assert (sources["Paid search"], sources["Paid social"]) == ("● measured", "◌ judged")
    assert "Spend hardly varied" in " ".join(channels["Note"])


def test_a_leader_answers_for_the_own_team_and_only_reads_the_other(
    visit: Visit, own: tuple[Path, Workspace, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, workspace, plan = own
    monkeypatch.setattr(session, "LOCAL", MAX)
    app = opened(visit, home)
    pressed(app, "Answer the three questions")
    assert not [it for it in app.text_input if "-sales-" in str(it.key)]
    assert "The leader answers for sales." in told(app)
    typed(app, "more", "marketing", SEARCH, "900")
    pressed(app, "Save")
    refused = read("\n".join(it.value for it in app.error))
    assert "Leads at half as much again must be fewer than 207: growth slows." in refused
    assert answers(workspace, plan)[SEARCH, "marketing"]["more"] == "182"
    pressed(app, "Answer the three questions")
    typed(app, "more", "marketing", SEARCH, "150")
    pressed(app, "Save")
    assert "Saved the answer about leads of Paid search." in told(app)
    assert "the teams disagree" not in told(app)
    changed = answers(workspace, plan)[SEARCH, "marketing"]
    assert (changed["more"], changed["by"], changed.version) == ("150", "local", 2)
    pressed(app, "Undo")
    assert "the teams disagree on Paid search." in told(app)


def test_any_other_number_is_judged_in_per_cent_and_taken_back(
    visit: Visit, own: tuple[Path, Workspace, str]
) -> None:
    home, workspace, plan = own
    app = opened(visit, home, part="Money")
    pressed(app, "Judge this number")
    assert app.text_input(key="assume-value-joint-margin").value == "68 %"
    typed(app, "value", "sales", "margin", "50 %")
    app.button(key="assume-save-sales-margin").click().run()
    assert answers(workspace, plan)["margin", "sales"]["value"] == "0.5"
    shown = told(app)
    assert "the teams disagree on Paid search and Margin." in shown
    money = next(it.value for it in app.dataframe if "Number" in it.value.columns)
    margin = money[money["Number"] == "Margin"].iloc[0]
    assert "◌ judged by" in margin["Source"]
    assert read(margin["Value"]) == "59 %"
    assert read(margin["90 % interval"]) == "50 % to 74 %"
    pressed(app, "Judge this number")
    app.button(key="assume-back-sales-margin").click().run()
    assert ("margin", "sales") not in answers(workspace, plan)
    assert "Took back the answer about Margin." in told(app)


def test_who_may_not_answer_reads_both_answers_and_learns_who_does(
    visit: Visit, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = opened(visit, demo_home)
    assert "Somebody with the role leader or executive answers for each team." in told(app)
    pressed(app, "Look at the answers")
    assert not app.text_input
    assert "Whoever searches for us calls anyway; the rest are students." in told(app)


def test_a_plan_that_is_only_read_takes_no_answers_and_an_older_state_neither(
    visit: Visit, own: tuple[Path, Workspace, str]
) -> None:
    home, workspace, plan = own
    workspace.agreement.archive(plan)
    for address in ({"plan": "Plan 2026"}, {"as-of": "2020-01-01"}):
        app = opened(visit, home, **address)
        pressed(app, "Look at the answers")
        assert not app.text_input


def test_an_empty_home_undated_facts_and_no_plan_say_what_would_be_here(
    visit: Visit, tmp_path: Path
) -> None:
    companies.empty(tmp_path / "empty")
    assert "Here will stand what the model takes as given" in told(
        opened(visit, tmp_path / "empty")
    )
    rows = [{"lead_id": f"L{n}", "status": "won" if n < 3 else "new"} for n in range(10)]
    undated = workspace_in(tmp_path / "undated")
    undated.import_file(request(csv_file(tmp_path, "leads.csv", rows), "leads"))
    shown = told(opened(visit, tmp_path / "undated"))
    assert "The facts carry no dates" in shown
    companies.whole(tmp_path / "whole")
    app = opened(visit, tmp_path / "whole")
    assert "is nothing but a default." in told(app)
    assert "Answers belong to a plan: begin one on page Budget." in told(app)


def test_every_kind_of_number_has_its_place_on_the_page() -> None:
    listed = [kind for kinds in PARTS.values() for kind in kinds]
    assert sorted([*listed, *RESPONSE]) == sorted(KINDS)


def test_the_file_holds_every_number_as_it_is(demo_home: Path) -> None:
    found = Workspace.open(Settings(home=demo_home)).assumptions.current(None)
    assert found is not None
    entries = found.assumptions.entries
    text = csv_bytes(file_table(entries, "EUR")).decode("utf-8-sig")
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == len(entries)
    assert (rows["margin"]["value"], rows["margin"]["source"]) == ("0.7", "default")
    assert rows["ramp | closing"]["value"] == "0.1; 0.3; 0.5; 0.7; 0.85; 1"
    closes = found.assumptions.find("closes")
    assert more_particular(found.assumptions, closes) > 10
    assert more_particular(found.assumptions, found.assumptions.find("margin")) == 0
