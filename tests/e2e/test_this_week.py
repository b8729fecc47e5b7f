"""The weekly meeting in a browser: promised, done, taken back, asked and decided."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Surf
from tests.rooms import companies
from tests.servers import running_app


def test_a_meeting_promises_and_decides(surf: Surf, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    with running_app(home) as address:
        page = surf(f"{address}/this_week")
        expect(page.get_by_text("Nothing was promised yet.")).to_be_visible()

        page.get_by_role("button", name="Add an action").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(dialog.get_by_text("Action must be filled in.")).to_be_visible()
        dialog.get_by_role("textbox", name="What will be done").fill("Call *all* leads")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_text("Added: Call *all* leads")).to_be_visible()
        expect(page.get_by_text("1 action open.")).to_be_visible()

        page.get_by_role("button", name="Done").click()
        expect(page.get_by_text("Everything promised is done.")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Taken back.")).to_be_visible()
        expect(page.get_by_text("1 action open.")).to_be_visible()

        page.get_by_role("button", name="Put a question").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Question").fill("More webinars?")
        dialog.get_by_role("textbox", name="Options").fill("Yes")
        dialog.get_by_role("button", name="Put it").click()
        expect(dialog.get_by_text("Options must be 2 to 5 different ones, not 1.")).to_be_visible()
        dialog.get_by_role("textbox", name="Options").fill("Yes\nNo")
        dialog.get_by_role("button", name="Put it").click()
        expect(page.get_by_text("1 question open.")).to_be_visible()

        page.get_by_role("button", name="Decide", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Yes", exact=True).click()
        dialog.get_by_role("textbox", name="Why").fill("They bring most.")
        dialog.get_by_role("combobox", name="KPI").fill("Leads")
        dialog.get_by_role("combobox", name="KPI").press("Enter")
        dialog.get_by_role("textbox", name="Change").fill("+5 %")
        dialog.get_by_role("button", name="Record").click()
        expect(page.get_by_text("Decided: Yes")).to_be_visible()
        expect(page.get_by_text("Expected: Leads up 5.0 %, to 10.5 by Sep 2025")).to_be_visible()

    (decision,) = companies.opened(home).together.decisions()
    assert (decision["chosen"], decision["kpi"], decision["change"]) == ("Yes", "leads", "0.05")
    (action,) = companies.opened(home).together.actions()
    assert (action["what"], action["done_on"]) == ("Call *all* leads", None)
