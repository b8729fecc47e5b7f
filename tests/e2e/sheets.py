"""A planner's hands on the sheet: the grid is a canvas, so cells are found by their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect
from pydantic import JsonValue

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.rows import Cells, PlanRow

# Widths of the columns of the view Plan, left to right, as the budget sets them.
BEFORE_MONTHS: Final = (216, 60, 88, 80, 112)
MONTH: Final = 76
FIRST_MONTH: Final = len(BEFORE_MONTHS)
NOT_SAVED: Final = 2
ROW: Final = 35
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr")
OVERLAY: Final = "#portal textarea"


def planned_home(home: Path, lines: Sequence[Cells]) -> tuple[Workspace, PlanRow]:
    """A home of one's own with a plan for 2026 and these lines."""
    workspace = Workspace.open(Settings(home=home))
    workspace.set_setting("name", "Acme")
    scenario = workspace.plan.begin(2026, "Plan 2026")
    saved = workspace.plan.add("line", scenario.id, [dict(line) for line in lines])
    assert not saved.refused, saved.refused
    return workspace, scenario


def line(channel: str, team: str = "marketing", **cells: JsonValue) -> Cells:
    """A line of programme money, 1,000 in each of the first four months."""
    months = {f"plan_{at:02d}": "1000.00" for at in range(1, 5)}
    known = {"team": team, "category": "programme", "channel": channel, "status": "placed"}
    return {**known, **months, **cells}


def shows(page: Page, month: int, row: int, text: str) -> None:
    """Wait until the grid shows a text in a month (1 to 4, in sight) of a row (from 0).

    Until the sheet is laid out anew an amount stands as it was typed, without commas.
    """
    cell = page.get_by_test_id(f"glide-cell-{FIRST_MONTH + month - 1}-{row}")
    expect(cell).to_have_text(re.compile(f"^{',?'.join(text)}$"))


def shows_unsaved(page: Page, row: int, text: str) -> None:
    """Wait until the column of unsaved cells says so in a row."""
    expect(page.get_by_test_id(f"glide-cell-{NOT_SAVED}-{row}")).to_have_text(text)


def place_of(page: Page, month: int, row: int) -> tuple[float, float]:
    """Where a month's cell lies on the page."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    across = sum(BEFORE_MONTHS) + MONTH * (month - 1) + MONTH / 2
    return box["x"] + across, box["y"] + ROW * (row + 1.5)


def write(page: Page, month: int, row: int, text: str) -> None:
    """Write into a cell, as a person does, and wait until the draft is kept."""
    seen = page.get_by_test_id(f"glide-cell-{FIRST_MONTH + month - 1}-{row}")
    expect(seen).to_be_attached()
    unsaved = page.get_by_test_id(f"glide-cell-{NOT_SAVED}-{row}")
    page.mouse.dblclick(*place_of(page, month, row))
    overlay = page.locator(OVERLAY)
    expect(overlay).to_be_visible()
    overlay.fill(text)
    overlay.press("Enter")
    expect(seen).to_have_text(text)
    # Another cell of the row may have been unsaved before: this one has to be named.
    expect(unsaved).to_have_text(re.compile(f"{MONTHS[month - 1]}|more"))


def save(page: Page) -> None:
    """Press Save."""
    page.get_by_role("button", name="Save", exact=True).click()


def amounts(workspace: Workspace, scenario: PlanRow, channel: str) -> list[object]:
    """The first four months of a line as the store has them."""
    found = [row for row in workspace.plan.rows("line", scenario.id) if row["channel"] == channel]
    assert len(found) == 1, channel
    return [found[0][f"plan_{at:02d}"] for at in range(1, 5)]
