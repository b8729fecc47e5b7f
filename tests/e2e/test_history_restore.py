"""Somebody finds in the history what a line was, looks before restoring it, and may undo that."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rows import PlanRow
from tests.e2e.conftest import Surf
from tests.e2e.patience import holds, settled
from tests.e2e.sheets import amounts, line, planned_home
from tests.servers import running_app

pytestmark = pytest.mark.browser

SAID = "You changed January of Fairs from 1,000 to 1,500."


def one_change(home: Path) -> tuple[Workspace, PlanRow, PlanRow]:
    """A plan with two lines, one of them changed once."""
    workspace, scenario = planned_home(home, (line("Fairs"), line("Outbound", team="sales")))
    (fairs, _) = workspace.plan.rows("line", scenario.id)
    workspace.plan.save([Edit(fairs.id, {"plan_01": fairs["plan_01"]}, {"plan_01": "1500"})])
    return workspace, scenario, fairs


def looked_at(page: Page, sentence: str) -> None:
    """Open the dialog about a change."""
    beside = page.get_by_test_id("stLayoutWrapper").filter(has_text=sentence).last
    beside.get_by_role("button", name="Look").click()
    expect(page.get_by_role("dialog")).to_contain_text(sentence)


def test_a_line_is_restored_after_a_look_and_undo_brings_it_back(
    surf: Surf, tmp_path: Path
) -> None:
    workspace, scenario, _ = one_change(tmp_path / "home")
    with running_app(tmp_path / "home") as address:
        page = surf(f"{address}/history")
        looked_at(page, SAID)
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("As it was before", exact=True).click()
        table = dialog.get_by_test_id("stTable")
        expect(table).to_contain_text("Restored")
        expect(table).to_contain_text(re.compile(r"January\s*1,500\s*1,000"))
        # Looking changes nothing.
        holds(lambda: amounts(workspace, scenario, "Fairs")[0], "1500.00")

        dialog.get_by_role("button", name="Restore").click()
        expect(page.get_by_text("Restored Fairs.")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        holds(lambda: amounts(workspace, scenario, "Fairs")[0], "1000.00")

        page.get_by_role("button", name="Undo", exact=True).click()
        expect(page.get_by_text("Taken back.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Fairs")[0], "1500.00")


def test_a_whole_change_is_taken_back_but_cells_that_moved_since_stay(
    surf: Surf, tmp_path: Path
) -> None:
    workspace, scenario, fairs = one_change(tmp_path / "home")
    workspace.plan.save([Edit(fairs.id, {"plan_01": "1500.00"}, {"plan_01": "1600"})])
    with running_app(tmp_path / "home") as address:
        page = surf(f"{address}/history")
        looked_at(page, SAID)
        page.get_by_role("dialog").get_by_role("button", name="Take this change back").click()
        expect(page.get_by_text("1 cell stayed: changed since by you.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Fairs")[0], "1600.00")


def test_the_row_stands_in_the_address_and_the_plan_of_a_day_is_a_link_away(
    surf: Surf, tmp_path: Path
) -> None:
    workspace, scenario, fairs = one_change(tmp_path / "home")
    later = datetime.now(UTC) + timedelta(days=2)
    ahead = Workspace.open(workspace.settings, now=lambda: later)
    ahead.plan.save([Edit(fairs.id, {"plan_01": "1500.00"}, {"plan_01": "9000"})])
    with running_app(tmp_path / "home") as address:
        page = surf(f"{address}/history")
        looked_at(page, SAID)
        page.get_by_role("dialog").get_by_role("button", name="All about this row").click()
        expect(page).to_have_url(re.compile(f"row={fairs.id}"))
        expect(page.get_by_text("You began Plan 2026.")).to_have_count(0)
        page.reload()
        settled(page)
        expect(page.get_by_text("3 such changes")).to_be_visible()

        looked_at(page, SAID)
        page.get_by_role("dialog").get_by_role("link", name="The plan at the end of").click()
        expect(page.get_by_role("heading", name="Budget", exact=True)).to_be_visible()
        expect(page.get_by_text("As it was at the end of")).to_be_visible()
        # 4,000 of each line, and 500 more that January got before that day ended.
        expect(page.get_by_text("Plan 2026 places 8,500 EUR")).to_be_visible()
        page.get_by_role("button", name="Back to now").click()
        expect(page.get_by_text(re.compile("Plan 2026 places 16"))).to_be_visible()
    holds(lambda: amounts(workspace, scenario, "Fairs")[0], "9000.00")
