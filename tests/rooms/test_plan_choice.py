"""Plans as a whole: the useful one opens, a closed one is read, a signed one warns."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import SEATS
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import line, planned, pressed, typed
from tests.workspaces import VIEWER

LINES = (line("Fairs"), line("Outbound", team="sales"))


def read(text: str) -> str:
    """Text as a reader sees it, without the marks that keep it from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def signed(workspace: Workspace, plan: PlanRow) -> None:
    """Propose a plan and let everybody sign it."""
    workspace.agreement.propose_plan(plan.id)
    seen = workspace.agreement.revision_of(plan.id)
    for seat in SEATS:
        workspace.agreement.sign(plan.id, seat, seen=seen)


def buttons(app: AppTest) -> set[str]:
    return {button.label for button in app.button if not button.disabled}


def test_a_copy_is_a_draft_of_its_own_that_is_looked_at_next(visit: Visit, tmp_path: Path) -> None:
    workspace, first = planned(tmp_path / "home", LINES)
    app = visit(tmp_path / "home", "budget")
    pressed(app, "Copy as a draft")
    assert app.text_input(key="copy-name").value == "Plan 2025 copy"
    pressed(app, "Copy")
    (copy,) = (row for row in workspace.plan.scenarios() if row.id != first.id)
    assert copy["copied_from"] == first.id
    assert len(workspace.plan.rows("line", copy.id)) == len(LINES)
    app.run()
    assert app.selectbox(key="plan").value == copy.id
    assert "Plan 2025 copy places 6,000 EUR" in read(words(app))
    # Going elsewhere and coming back keeps the choice.
    app.switch_page("plan/targets.py").run()
    assert app.selectbox(key="plan").value == copy.id


def test_the_choice_names_the_state_and_the_address_the_plan(visit: Visit, tmp_path: Path) -> None:
    workspace, first = planned(tmp_path / "home", LINES)
    workspace.agreement.copy(first.id, "Other")
    app = visit(tmp_path / "home", "budget", plan="Other")
    assert app.selectbox(key="plan").options == ["Other · draft", "Plan 2025 · draft"]
    assert "Other places" in read(words(app))
    app.selectbox(key="plan").set_value(first.id).run()
    assert "Plan 2025 places" in read(words(app))
    # Another state is another label, and the same choice.
    workspace.agreement.propose_plan(first.id)
    app.run()
    assert app.selectbox(key="plan").value == first.id
    assert "Plan 2025 · proposed" in app.selectbox(key="plan").options


def test_the_agreed_plan_opens_first_and_is_read_only_with_the_way_to_change_it(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, first = planned(tmp_path / "home", LINES, year=2031)
    workspace.agreement.copy(first.id, "A copy")
    signed(workspace, first)
    workspace.agreement.agree(first.id)
    app = visit(tmp_path / "home", "budget")
    shown = read(words(app))
    assert "Plan 2031 is agreed: it changes through a copied draft." in shown
    assert "unsaved" not in app.dataframe[0].value.columns or not app.get("data_editor")
    assert buttons(app).isdisjoint({"Save", "Add a line", "Rename", "Archive", "Put away"})
    app.button(key="closed-copy").click().run()
    pressed(app, "Copy")
    app.run()
    assert "Plan 2031 copy places" in read(words(app))
    assert "Add a line" in buttons(app)


def test_a_viewer_of_an_agreed_plan_is_told_who_copies_it(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, first = planned(tmp_path / "home", LINES)
    signed(workspace, first)
    workspace.agreement.agree(first.id)
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = visit(tmp_path / "home", "budget")
    assert "Somebody with the role leader or executive copies it." in words(app)
    assert "Copy as a draft" not in buttons(app)


def test_a_proposed_plan_is_edited_and_says_whose_signatures_a_change_withdraws(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, first = planned(tmp_path / "home", LINES)
    assert "withdraws" not in words(visit(tmp_path / "home", "budget"))
    signed(workspace, first)
    app = visit(tmp_path / "home", "budget")
    warning = "A change withdraws the signatures of marketing, sales and the executive."
    assert warning in read(words(app))
    typed(app, first, {0: {"plan_01": "2,500"}})
    pressed(app, "Save")
    assert workspace.plan.rows("line", first.id)[0]["plan_01"] == "2500.00"
    assert {row["state"] for row in workspace.plan.rows("signature", first.id)} == {"withdrawn"}
    assert warning not in read(words(app))


def test_an_archived_plan_stays_to_be_read(visit: Visit, tmp_path: Path) -> None:
    workspace, first = planned(tmp_path / "home", LINES)
    app = visit(tmp_path / "home", "budget")
    app.button(key="plan-archive").click().run()
    assert "stays to be looked at and copied" in words(app)
    app.button(key="archive-go").click().run()
    assert workspace.plan.row(first.id)["state"] == "archived"
    app.run()
    assert "Plan 2025 is archived" in read(words(app))
    assert {"Copy as a draft"} <= buttons(app)
    assert "plan-put-away" not in {button.key for button in app.button}
