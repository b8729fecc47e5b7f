"""A campaign in a browser: its line changed and taken back, an action promised about it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Surf
from tests.rooms import companies
from tests.rooms.plans import line
from tests.servers import running_app

FAIR = "Spring *fair*"


def test_a_tweak_becomes_a_changed_line_or_an_action(surf: Surf, tmp_path: Path) -> None:
    home = tmp_path / "home"
    leads = [companies.lead(at, 6, channel="Fairs", campaign=FAIR) for at in range(30)]
    companies.imported(home, {"leads": leads})
    workspace = companies.opened(home)
    scenario = workspace.plan.begin(2025, "Plan 2025")
    workspace.plan.add("line", scenario.id, line("Fairs", campaign=FAIR, plan_07="700.00"))
    with running_app(home) as address:
        page = surf(f"{address}/campaigns")
        expect(page.get_by_text("700 EUR still planned")).to_be_visible()

        page.get_by_role("button", name="Change its line").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Planned").fill("much")
        dialog.get_by_role("button", name="Change it", exact=True).click()
        expect(dialog.get_by_text("must be an amount of 0 or more")).to_be_visible()
        dialog.get_by_role("textbox", name="Planned").fill("450")
        dialog.get_by_role("button", name="Change it", exact=True).click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_text("Changed: Fairs, Spring *fair*")).to_be_visible()
        expect(page.get_by_text("450 EUR still planned")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("700 EUR still planned")).to_be_visible()

        page.get_by_role("button", name="Add an action").click()
        dialog = page.get_by_role("dialog")
        what = dialog.get_by_role("textbox", name="What will be done")
        expect(what).to_have_value(f"{FAIR}: ")
        what.fill(f"{FAIR}: a smaller stand")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_text("Added: Spring *fair*: a smaller stand")).to_be_visible()
        expect(page.get_by_text("Marketing · due")).to_be_visible()

    (action,) = workspace.together.actions()
    (row,) = workspace.plan.rows("line", scenario.id)
    assert (action["what"], action["about"]) == (f"{FAIR}: a smaller stand", row.id)
    assert row["plan_07"] == "700.00"
