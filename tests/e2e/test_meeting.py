"""A whole meeting in a browser: agenda, decision, action, and the week after carries them over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Surf
from tests.e2e.patience import settled
from tests.e2e.signed_in import running_with_sign_in
from tests.rooms import companies
from tests.servers import running_app

pytestmark = pytest.mark.browser

ITEM: Final = "16 of 16 Enterprise accounts in Nordics"
_PLACE: Final = re.compile(r"^\d+ of \d+$")
_LATER: Final = """
import data_sources.desk as desk
from datetime import timedelta
_present = desk.clock
desk.clock = lambda: _present() + timedelta(days={days})
"""
"""Runs before the server does: its calendar stands some days ahead, as in the week after."""


def ahead(folder: Path, days: int) -> str:
    """Return the import path of a server whose calendar stands some days ahead."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_LATER.format(days=days))
    return f"{folder}:{Path(__file__).resolve().parents[2]}"


def to(page: Page, heading: str) -> None:
    """Press the arrow until the big screen shows a heading."""
    for _ in range(15):
        if page.get_by_role("heading", level=1).first.inner_text().startswith(heading):
            return
        before = page.get_by_text(_PLACE).inner_text()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(before, exact=True)).to_have_count(0)
        settled(page)
    raise AssertionError(heading)


def test_a_meeting_decides_and_assigns_and_the_next_week_carries_it_over(
    surf: Surf, demo: Path, tmp_path: Path
) -> None:
    home = companies.copied(demo, tmp_path / "home")
    with running_app(home) as address:
        page = surf(f"{address}/this_week")
        page.get_by_role("button", name="Meeting", exact=True).click()
        expect(page.get_by_role("heading", name="What was promised")).to_be_visible()
        to(page, ITEM)

        page.get_by_role("button", name="Decide", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Question").fill("Who calls the Nordics?")
        dialog.get_by_role("textbox", name="Options").fill("A desk\nNobody")
        dialog.get_by_role("button", name="Put it").click()
        expect(dialog).to_have_count(0)

        page.get_by_role("button", name="Assign", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="What will be done").fill("Share out sixteen accounts")
        dialog.get_by_role("button", name="Assign", exact=True).click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_text("In hand: Share out sixteen accounts").first).to_be_visible()

        page.get_by_role("textbox", name="Add a note").fill("Wim takes the first five.")
        # Arrows move words, not the meeting, while somebody writes.
        page.keyboard.press("ArrowLeft")
        page.get_by_role("button", name="Add the note").click()
        expect(page.get_by_text("Wim takes the first five.").first).to_be_visible()
        page.get_by_role("heading", level=1).first.click()

        to(page, "What is to be decided")
        card = page.get_by_role("button", name="Decide", exact=True)
        card.last.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        dialog.get_by_text("A desk", exact=True).click()
        dialog.get_by_role("button", name="Record").click()
        expect(dialog).to_have_count(0)
        to(page, "Minutes")
        expect(page.get_by_text("Decided: “Who calls the Nordics?” “A desk”").first).to_be_visible()
        page.get_by_role("button", name="Close the meeting").click()
        expect(page.get_by_text("The next meeting starts from these minutes.")).to_be_visible()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Minutes as text").click()
        assert "Share out sixteen accounts" in Path(taken.value.path()).read_text("utf-8")

    # The week after: what was promised is still there, late by now, and so is what was said.
    with running_app(home, PYTHONPATH=ahead(tmp_path / "clock", 8)) as address:
        page = surf(f"{address}/this_week?mode=meeting")
        expect(page.get_by_text("Share out sixteen accounts").first).to_be_visible()
        expect(page.get_by_text("overdue").first).to_be_visible()
        page.get_by_text("Minutes of the week of").click()
        expect(page.get_by_text("Assigned: Share out sixteen accounts").first).to_be_visible()
        to(page, ITEM)
        expect(page.get_by_text("Said in the week of")).to_be_visible()
        expect(page.get_by_text("Wim takes the first five.")).to_be_visible()

    (held,) = [
        row for row in companies.opened(home).together.held()
        if str(row["closed_on"]) >= (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    ]  # fmt: skip
    assert any(str(one[2]).startswith(ITEM) for one in held["agenda"])  # type: ignore[index, union-attr]


def test_notes_of_two_browsers_both_survive(browser: Browser, demo: Path, tmp_path: Path) -> None:
    home = companies.copied(demo, tmp_path / "home")
    with running_with_sign_in(home, browser, TANDEM_ADMIN="boss@example.com") as doors:
        doors.registered("ada@example.com", "planner", "marketing")
        doors.registered("bo@example.com", "planner", "sales")
        ada = doors.signed_in("ada@example.com", "this_week?mode=meeting")
        bo = doors.signed_in("bo@example.com", "this_week?mode=meeting")
        for page in (ada, bo):
            expect(page.get_by_role("heading", name="What was promised")).to_be_visible()
        box = bo.get_by_role("textbox", name="Add a note")
        box.press_sequentially("Bo is still wri")
        ada.get_by_role("textbox", name="Add a note").fill("From Ada.")
        ada.get_by_role("button", name="Add the note").click()
        # Ada's words come to Bo by themselves, and take nothing from what Bo writes.
        expect(bo.get_by_text("From Ada.")).to_be_visible()
        expect(box).to_have_value("Bo is still wri")
        box.press_sequentially("ting.")
        bo.get_by_role("button", name="Add the note").click()
        for page in (ada, bo):
            expect(page.get_by_text("Bo is still writing.").first).to_be_visible()
            expect(page.get_by_text("From Ada.").first).to_be_visible()
    told = {row["text"] for row in companies.opened(home).together.notes()}
    assert {"From Ada.", "Bo is still writing."} <= told
