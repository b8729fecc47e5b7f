"""A visitor with a real browser: deep links, filters in the address, dialogs, files, keys."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Surf
from tests.e2e.patience import holds, settled
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.servers import running_app

pytestmark = pytest.mark.browser

NOT_FOUND = "Page not found"


def tile(page: Page, label: str) -> Locator:
    """The tile of a label."""
    return page.get_by_test_id("stMetric").filter(has_text=label)


def drawn(page: Page) -> Page:
    """The scorecard once all its tiles are there: they arrive after the script has ended."""
    expect(page.get_by_test_id("stMetric")).to_have_count(12)
    expect(page.get_by_role("button", name="Everything as XLSX")).to_be_visible()
    return page


def test_the_first_request_of_a_new_server_may_be_a_deep_link(surf: Surf, tmp_path: Path) -> None:
    # The home is empty too: the shell has to load the demo company before the page shows.
    with running_app(tmp_path / "home") as address:
        page = surf(f"{address}/data")
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Scorecard")).to_be_visible()
        expect(page.get_by_text("of the demo company hold")).to_be_visible()
        expect(page.get_by_text(NOT_FOUND)).to_have_count(0)


def test_a_deep_link_to_the_scorecard_keeps_its_question(
    surf: Surf, demo: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(demo, tmp_path / "home")
    with running_app(home) as address:
        page = surf(f"{address}/scorecard?channel=Partner&period=All+time")
        expect(page.get_by_text("Over all time")).to_be_visible()
        expect(page.get_by_test_id("stMultiSelect").first).to_contain_text("Partner")
        expect(page.get_by_text(NOT_FOUND)).to_have_count(0)


def test_the_bare_address_leads_whoever_leads_to_the_week(surf: Surf, app: str) -> None:
    page = surf(app)
    page.wait_for_url("**/this_week")
    expect(page.get_by_test_id("stMetric")).to_have_count(8)


def test_an_unknown_address_is_told_as_such(surf: Surf, app: str) -> None:
    expect(surf(f"{app}/nowhere").get_by_text(NOT_FOUND)).to_be_visible()


def test_a_filter_goes_into_the_address_and_a_link_shows_the_same_page(
    surf: Surf, app: str
) -> None:
    page = drawn(surf(f"{app}/scorecard"))
    whole = tile(page, "Leads").inner_text()
    channel = page.get_by_role("combobox", name=re.compile("Channel"))
    channel.fill("Website")
    expect(page.get_by_role("option", name="Website")).to_be_visible()
    channel.press("Enter")
    page.wait_for_url("**channel=Website**")
    settled(page)
    expect(tile(page, "Leads")).not_to_have_text(whole, use_inner_text=True)
    other = drawn(surf(page.url))
    assert tile(other, "Leads").inner_text() == tile(page, "Leads").inner_text()


def test_how_a_number_is_counted_opens_in_a_dialog_and_closes_again(surf: Surf, app: str) -> None:
    page = drawn(surf(f"{app}/scorecard"))
    cell = page.get_by_test_id("stVerticalBlock").filter(has=tile(page, "CAC"))
    cell.last.get_by_role("button", name="How counted?").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("fully loaded")
    expect(dialog).to_contain_text("Below the line")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_keyboard_alone_reaches_a_filter_and_the_dialog(surf: Surf, app: str) -> None:
    page = drawn(surf(f"{app}/scorecard"))
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const at = document.activeElement;"
            " return at.getAttribute('aria-label') || at.innerText || '' }"
        )
        reached.append(name)
        if name.strip() == "How counted?":
            break
    assert any("Channel" in name for name in reached), reached
    assert reached[-1].strip() == "How counted?", reached
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Counted as")


def test_the_table_is_taken_away_as_csv_and_xlsx(surf: Surf, app: str) -> None:
    page = surf(f"{app}/scorecard")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Table as CSV").click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert rows[0][:2] == ["Channel", "Leads"]
    assert rows[-1][0] == "Company"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Everything as XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert book.sheetnames == ["By channel", "Company", "About"]
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_a_file_comes_in_and_the_scorecard_shows_it(surf: Surf, demo: Path, tmp_path: Path) -> None:
    home = shutil.copytree(demo, tmp_path / "home")
    leads = [companies.lead(number, number % 6 + 1) for number in range(30)]
    file = companies.written(tmp_path / "leads.csv", leads)
    with running_app(home) as address:
        page = surf(f"{address}/data")
        page.set_input_files("input[type=file]", file)
        expect(page.get_by_text("Found in leads.csv")).to_be_visible()
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text("30 of 30 rows accepted")).to_be_visible()
        page.get_by_role("link", name="Scorecard").click()
        expect(page.get_by_text("25 leads came in")).to_be_visible()
        expect(page.get_by_text("Demo company")).to_have_count(0)


def test_naughty_names_stay_inert_and_unchanged(surf: Surf, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    with running_app(home) as address:
        page = surf(f"{address}/scorecard?period=All+time")
        page.get_by_role("combobox", name=re.compile("Channel")).click()
        expect(page.get_by_role("option").nth(8)).to_be_visible()
        offered = page.get_by_role("option").all_inner_texts()
        # Long lists show their first entries only.
        assert len(offered) > 8
        assert set(offered) <= {"Select all", *NAUGHTY}
        expect(page.locator("main a[href^='javascript']")).to_have_count(0)
        expect(page.locator("main a[href*='example.com']")).to_have_count(0)


def test_foreign_text_in_sentences_reads_as_it_was_written(surf: Surf, tmp_path: Path) -> None:
    rewritten = (
        "x -> y <- z -- w >= v",
        "www.example.com and a@b.example.com",
        "https://example.com",
        ":material/home: :smile:",
        "1. one | two ~~three~~",
    )
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(1)]})
    workspace = companies.opened(home)
    with running_app(home) as address:
        page = surf(f"{address}/scorecard")
        strong = page.get_by_test_id("stSidebar").locator("strong").first
        for name in rewritten:
            workspace.set_setting("name", name)
            page.reload()
            settled(page)
            holds(lambda: strong.inner_text().replace("\u2060", ""), name)
            assert strong.locator("a, img, code").count() == 0


@pytest.mark.parametrize(("scheme", "ground"), [("light", 255), ("dark", 16)])
def test_the_page_follows_light_and_dark(surf: Surf, app: str, scheme: str, ground: int) -> None:
    page = surf(f"{app}/scorecard")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.reload()
    settled(page)
    ground_of = "it => parseInt(getComputedStyle(it).backgroundColor.split('(')[1])"
    holds(lambda: page.get_by_test_id("stApp").evaluate(ground_of), ground)


def test_on_a_phone_tiles_stand_two_abreast_and_nothing_sticks_out(surf: Surf, app: str) -> None:
    page = surf(f"{app}/scorecard")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    drawn(page)
    boxes = [it.bounding_box() for it in page.get_by_test_id("stMetric").all()[:2]]
    first, second = (box for box in boxes if box is not None)
    assert first["y"] == second["y"]
    assert second["x"] > first["x"] + first["width"] - 1
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
