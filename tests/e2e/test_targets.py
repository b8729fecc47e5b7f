"""A planner agrees a target with last year's figure beside it, and splits it into its parts."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.e2e.conftest import Surf
from tests.e2e.patience import holds
from tests.servers import running_app

pytestmark = pytest.mark.browser

OPEN = 1
"""The column behind the pinned name that opens a target."""


def begun(demo: Path, home: Path) -> tuple[Workspace, str]:
    """The demo company with an empty plan for 2026."""
    shutil.copytree(demo, home)
    workspace = Workspace.open(Settings(home=home))
    return workspace, workspace.plan.begin(2026, "Fresh plan").id


def opened(page: Page, row: int) -> None:
    """Open a target by the button in its row; the grid is a canvas."""
    grid = page.get_by_test_id("stDataFrame").first
    expect(page.get_by_test_id(f"glide-cell-{OPEN}-{row}")).to_be_attached()
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 184 + 30, box["y"] + 35 * (row + 1.5))


def test_a_target_is_agreed_from_last_years_figure_and_split_without_loss(
    surf: Surf, demo: Path, tmp_path: Path
) -> None:
    workspace, plan = begun(demo, tmp_path / "home")
    with running_app(tmp_path / "home") as address:
        page = surf(f"{address}/targets?plan=Fresh+plan&periods=All")
        expect(page.get_by_text("Fresh plan has no targets yet.")).to_be_visible()

        page.get_by_role("button", name="Add a target").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Take it").click()
        expect(dialog.get_by_label("Target", exact=True)).not_to_have_value("")
        dialog.get_by_label("Owner in sales").fill("Bo")
        dialog.get_by_label("Owner in sales").press("Tab")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("Added Leads, 2026.")).to_be_visible()
        (year,) = workspace.plan.rows("target", plan)
        assert (year["kpi"], year["counter_kpi"], year["sales_owner"]) == (
            "leads", "lead_to_customer", "Bo",
        )  # fmt: skip

        opened(page, 0)
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("tab", name="Split").click()
        expect(dialog.get_by_text("16 new targets will be added.")).to_be_visible()
        dialog.get_by_role("button", name="Split it").click()
        expect(page.get_by_text("Added 16 targets.")).to_be_visible()

        parts = [row for row in workspace.plan.rows("target", plan) if row.id != year.id]
        for months, number in ((3, 4), (1, 12)):
            of_it = [Decimal(str(row["value"])) for row in parts if row["months"] == months]
            assert len(of_it) == number
            assert sum(of_it) == Decimal(str(year["value"]))

        # One undo takes all of them back.
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(page.get_by_text("Taken back.")).to_be_visible()
        holds(lambda: [row.id for row in workspace.plan.rows("target", plan)], [year.id])
