"""A visitor maps a file, imports it, takes the mapping along, and goes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_sources.imports.mapping import read_mapping
from data_sources.imports.request import Mapping
from tests.e2e.conftest import Surf
from tests.e2e.patience import holds, still
from tests.rooms import companies
from tests.servers import running_app

pytestmark = pytest.mark.browser


def taken(page: Page) -> Mapping:
    """The mapping as the page hands it out at the moment."""
    still(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Mapping as a file").click()
    assert waiting.value.suggested_filename == "crm-mapping.json"
    return read_mapping(waiting.value.path())


def test_a_file_is_mapped_imported_and_taken_back(surf: Surf, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(1), companies.lead(2)]})
    file = tmp_path / "crm.csv"
    file.write_text(
        "lead_id,created_on,channel\n"
        + "".join(f"L{number},2025-03-01,Online Store\n" for number in range(10, 13))
        + "L20,2025-03-02,OnlineStore\n",
        encoding="utf-8",
    )
    with running_app(home) as address:
        page = surf(f"{address}/data")
        page.set_input_files("input[type=file]", file)
        expect(page.get_by_text("Found in crm.csv")).to_be_visible()
        alike = page.get_by_text("Take names that look alike as one")
        expect(alike).to_be_visible()
        alike.click()
        holds(lambda: taken(page).values, {"channel": {"OnlineStore": "Online Store"}})
        assert taken(page).columns["channel"] == "channel"
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text("4 of 4 rows accepted")).to_be_visible()
        rows = companies.opened(home).rows("leads", where={})
        assert set(rows["channel"]) >= {"Online Store"}
        assert "OnlineStore" not in set(rows["channel"])

        page.get_by_role("tab", name="Snapshots").click()
        page.get_by_role("button", name="Go back to the earlier state").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("6 rows become 2; 4 go")
        dialog.get_by_role("button", name="Go back", exact=True).click()
        expect(page.get_by_text("hold 2 rows in 1 table")).to_be_visible()
        assert companies.opened(home).rows("leads", where={}).shape[0] == 2
        expect(page.get_by_role("dialog")).to_have_count(0)

        # Going forward again undoes it.
        page.get_by_role("button", name="Go back to the earlier state").click()
        page.get_by_role("dialog").get_by_role("button", name="Go back", exact=True).click()
        expect(page.get_by_text("hold 6 rows in 1 table")).to_be_visible()
