"""Two browsers on one sheet: nothing of either is lost, nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.patience import MILLISECONDS, holds, settled
from tests.e2e.sheets import (
    OVERLAY,
    amounts,
    line,
    place_of,
    planned_home,
    save,
    shows,
    shows_unsaved,
    write,
)
from tests.e2e.signed_in import running_with_sign_in
from tests.servers import running_app

pytestmark = pytest.mark.browser

Opened = Callable[[str], Page]
LINES = (line("Fairs"), line("Webinars"), line("Outbound", team="sales"))


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Opened]:
    """Open an address in a browser of its own each time."""
    contexts = []

    def opened(address: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_two_people_edit_one_line_and_meet_in_one_cell(browser: Browser, tmp_path: Path) -> None:
    workspace, scenario = planned_home(tmp_path / "home", LINES)
    with running_with_sign_in(tmp_path / "home", browser, TANDEM_ADMIN="boss@example.com") as doors:
        doors.registered("ada@example.com", "planner", "marketing")
        doors.registered("bo@example.com", "planner", "marketing")
        ada = doors.signed_in("ada@example.com", "budget")
        bo = doors.signed_in("bo@example.com", "budget")

        # Different cells of one line: both arrive.
        write(ada, 1, 0, "1111")
        write(bo, 2, 0, "2222")
        save(ada)
        expect(ada.get_by_text("Saved 1 line.")).to_be_visible()
        expect(bo.get_by_text("example.com changed 1 line.")).to_be_visible()
        save(bo)
        expect(bo.get_by_text("Saved 1 line.")).to_be_visible()
        holds(
            lambda: amounts(workspace, scenario, "Fairs"),
            ["1111.00", "2222.00", "1000.00", "1000.00"],
        )
        shows(bo, 1, 0, "1111")
        shows(bo, 2, 0, "2222")

        # The same cell: the second sees both values, and nothing is overwritten in silence.
        ada.get_by_role("button", name="Show", exact=True).click()
        expect(ada.get_by_test_id("glide-cell-6-0")).to_have_text("2,222")
        write(ada, 3, 0, "3333")
        write(bo, 3, 0, "4444")
        write(bo, 4, 1, "5555")
        save(ada)
        holds(lambda: amounts(workspace, scenario, "Fairs")[2], "3333.00")
        save(bo)
        dialog = bo.get_by_role("dialog")
        expect(dialog).to_contain_text("March of Fairs")
        for words in ("1,000", "3,333", "4,444", "by ada"):
            expect(dialog).to_contain_text(words)
        holds(lambda: amounts(workspace, scenario, "Fairs")[2], "3333.00")
        # What nobody else touched went through beside it.
        holds(lambda: amounts(workspace, scenario, "Webinars")[3], "5555.00")
        dialog.get_by_text("Mine", exact=True).last.click()
        dialog.get_by_role("button", name="Save these choices").click()
        expect(dialog).to_have_count(0)
        holds(lambda: amounts(workspace, scenario, "Fairs")[2], "4444.00")

        # Undo takes the last save back, as a change of its own.
        bo.get_by_role("button", name="Undo").click()
        expect(bo.get_by_text("Taken back.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Fairs")[2], "3333.00")


def test_a_change_to_the_other_teams_line_is_proposed_and_taken(
    browser: Browser, tmp_path: Path
) -> None:
    workspace, scenario = planned_home(tmp_path / "home", LINES)
    with running_with_sign_in(tmp_path / "home", browser, TANDEM_ADMIN="boss@example.com") as doors:
        doors.registered("ada@example.com", "planner", "marketing")
        doors.registered("lea@example.com", "leader", "sales")
        ada = doors.signed_in("ada@example.com", "budget")
        write(ada, 2, 2, "700")
        shows_unsaved(ada, 2, "→ Feb")
        expect(ada.get_by_role("button", name="Save", exact=True)).to_be_disabled()
        ada.get_by_role("button", name="Propose to sales…").click()
        dialog = ada.get_by_role("dialog")
        expect(dialog).to_contain_text("1,000 → 700")
        dialog.get_by_role("textbox", name="Why").fill("Fewer calls in February.")
        dialog.get_by_role("button", name="Propose", exact=True).click()
        expect(ada.get_by_text("Proposed changes to 1 line.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Outbound")[1], "1000.00")

        lea = doors.signed_in("lea@example.com", "budget")
        expect(lea.get_by_text("1 proposal to sales waits for an answer.")).to_be_visible()
        lea.get_by_role("button", name="Look").click()
        asked = lea.get_by_role("dialog")
        expect(asked).to_contain_text("Fewer calls in February.")
        asked.get_by_role("button", name="Take it").click()
        expect(asked).to_have_count(0)
        expect(lea.get_by_text("Proposal taken.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Outbound")[1], "700.00")


def test_a_line_added_by_one_costs_the_other_no_draft(browsers: Opened, tmp_path: Path) -> None:
    workspace, scenario = planned_home(tmp_path / "home", LINES)
    with running_app(tmp_path / "home") as address:
        page = browsers(f"{address}/budget")
        write(page, 2, 1, "2500")
        first = workspace.plan.rows("line", scenario.id)[0]
        workspace.plan.add("line", scenario.id, line("Podcast"), after=first.id)
        expect(page.get_by_text("local changed 1 line.")).to_be_visible()
        shows(page, 2, 1, "2500")
        page.get_by_role("button", name="Show", exact=True).click()
        # The new line stands between: the draft has moved with its own line.
        expect(page.get_by_test_id("glide-cell-0-1")).to_have_text("Podcast")
        shows_unsaved(page, 1, "")
        shows_unsaved(page, 2, "✎ Feb")
        save(page)
        expect(page.get_by_text("Saved 1 line.")).to_be_visible()
    holds(lambda: amounts(workspace, scenario, "Webinars")[1], "2500.00")
    holds(lambda: amounts(workspace, scenario, "Podcast")[1], "1000.00")


def test_a_killed_browser_and_a_new_server_find_the_draft_again(
    browsers: Opened, tmp_path: Path
) -> None:
    workspace, scenario = planned_home(tmp_path / "home", LINES)
    with running_app(tmp_path / "home") as address:
        page = browsers(f"{address}/budget")
        write(page, 1, 0, "1234")
        page.context.close()
        page = browsers(f"{address}/budget")
        expect(page.get_by_text("Found your draft again: 1 cell.")).to_be_visible()
        shows_unsaved(page, 0, "✎ Jan")
        write(page, 2, 0, "soon")
    with running_app(tmp_path / "home") as address:
        page = browsers(f"{address}/budget")
        expect(page.get_by_text("Found your draft again: 2 cells.")).to_be_visible()
        shows(page, 1, 0, "1234")
        shows(page, 2, 0, "soon")
        save(page)
        expect(page.get_by_text("must be an amount of 0 or more, not “soon”.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Fairs")[0], "1000.00")
        write(page, 2, 0, "2000")
        save(page)
        expect(page.get_by_text("Saved 1 line.")).to_be_visible()
        holds(lambda: amounts(workspace, scenario, "Fairs")[:2], ["1234.00", "2000.00"])


def test_another_page_and_back_costs_no_draft(browsers: Opened, tmp_path: Path) -> None:
    planned_home(tmp_path / "home", LINES)
    with running_app(tmp_path / "home") as address:
        page = browsers(f"{address}/budget")
        write(page, 1, 0, "1234")
        page.get_by_role("link", name="Data").click()
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        page.get_by_role("link", name="Budget").click()
        expect(page.get_by_role("heading", name="Budget", exact=True)).to_be_visible()
        expect(page.get_by_test_id("glide-cell-2-0")).to_have_text("✎ Jan")
        write(page, 2, 1, "4321")
        page.get_by_role("radio", name="Committed").click()
        page.get_by_role("radio", name="Plan", exact=True).click()
        expect(page.get_by_test_id("glide-cell-2-1")).to_have_text("✎ Feb")
        shows(page, 1, 0, "1234")
        shows(page, 2, 1, "4321")


def test_paste_from_a_spreadsheet_fill_down_and_the_keyboard_alone(
    browsers: Opened, tmp_path: Path
) -> None:
    workspace, scenario = planned_home(tmp_path / "home", LINES)
    with running_app(tmp_path / "home") as address:
        page = browsers(f"{address}/budget")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        copied = "1,500\\t1.600,50\\n2 500\\tn/a"
        page.evaluate(f"() => navigator.clipboard.writeText('{copied}')")
        page.mouse.click(*place_of(page, 1, 0))
        page.keyboard.press("Control+v")
        expect(page.get_by_text("4 cells in 2 lines not saved")).to_be_visible()
        # Fill down: the first of the chosen cells goes into the others.
        write(page, 4, 0, "900")
        page.mouse.click(*place_of(page, 4, 0))
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Control+d")
        expect(page.get_by_text("6 cells in 2 lines not saved")).to_be_visible()
        shows(page, 4, 1, "900")
        # By keys alone: to the next cell, open it, write, leave it.
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        overlay = page.locator(OVERLAY)
        expect(overlay).to_be_visible()
        overlay.fill("77")
        overlay.press("Enter")
        expect(page.get_by_text("7 cells in 2 lines not saved")).to_be_visible()
        save(page)
        expect(page.get_by_text("must be an amount of 0 or more, not “n/a”.")).to_be_visible()
        fairs = ["1500.00", "1600.50", "77.00", "900.00"]
        holds(lambda: amounts(workspace, scenario, "Fairs"), fairs)
        holds(lambda: amounts(workspace, scenario, "Webinars")[0], "1000.00")
