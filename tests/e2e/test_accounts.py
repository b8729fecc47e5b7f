"""Two planners cover accounts in their browsers: in bulk, by suggestion and in one cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.e2e.patience import holds, settled
from tests.e2e.sheets import OVERLAY, save
from tests.e2e.signed_in import running_with_sign_in

pytestmark = pytest.mark.browser

# Widths of the columns of the view, left to right, as `views/coverage.py` sets them.
BEFORE_TOUCHES = (184, 60, 88, 64, 88, 96, 168, 168)
TOUCHES = 80
ROW = 35


def write_touches(page: Page, row: int, text: str) -> None:
    """Write touches a month into a row of the sheet and wait until the draft is kept."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    across = box["x"] + sum(BEFORE_TOUCHES) + TOUCHES / 2
    page.mouse.dblclick(across, box["y"] + ROW * (row + 1.5))
    overlay = page.locator(OVERLAY)
    expect(overlay).to_be_visible()
    overlay.fill(text)
    overlay.press("Enter")
    expect(page.get_by_test_id(f"glide-cell-2-{row}")).to_contain_text("Touches")


def test_open_accounts_are_covered_by_suggestion_and_two_people_meet_in_one_cell(
    browser: Browser, demo: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo, home)
    workspace = Workspace.open(Settings(home=home))
    plan = workspace.plan.scenarios()[0]
    before = len(workspace.plan.rows("coverage", plan.id))
    with running_with_sign_in(home, browser, TANDEM_ADMIN="boss@example.com") as doors:
        doors.registered("bo@example.com", "planner", "sales")
        doors.registered("sue@example.com", "planner", "sales")
        bo = doors.signed_in("bo@example.com", "accounts?view=Plan&half=Sales")
        bo.set_viewport_size({"width": 1600, "height": 900})
        bo.get_by_role("button", name="Suggest", exact=True).click()
        dialog = bo.get_by_role("dialog")
        # Planners of sales are offered owners, and nothing of marketing's half.
        expect(dialog.get_by_text("Owners in sales")).to_be_visible()
        expect(dialog.get_by_text("Programmes")).to_have_count(0)
        dialog.get_by_role("button", name="Put ").click()
        expect(dialog).to_have_count(0)
        expect(bo.get_by_text("Added ")).to_be_visible()
        now = workspace.plan.rows("coverage", plan.id)
        new = now[before:]
        assert new
        assert all(row.team == "sales" and row["owner"] and row["reason"] for row in new)
        bo.get_by_role("button", name="Undo").click()
        expect(bo.get_by_text("Taken back.")).to_be_visible()
        holds(lambda: len(workspace.plan.rows("coverage", plan.id)), before)

        sue = doors.signed_in("sue@example.com", "accounts?view=Plan&half=Sales")
        sue.set_viewport_size({"width": 1600, "height": 900})
        settled(sue)
        first = next(row for row in now if row.team == "sales")
        write_touches(bo, 0, "7")
        write_touches(sue, 0, "9")
        save(bo)
        expect(bo.get_by_text("Saved 1 row.")).to_be_visible()
        save(sue)
        clash = sue.get_by_role("dialog")
        expect(clash).to_contain_text("7")
        expect(clash).to_contain_text("9")
        holds(lambda: workspace.plan.row(first.id)["touches"], 7)
