"""Trade-offs in a browser: what a slider redraws, with its time, and from advice to a draft."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Page, expect

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from tests.e2e.conftest import Surf
from tests.e2e.patience import READY, settled
from tests.servers import running_app

RELEASES = 8

WATCH = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const main = document.querySelector('[data-testid=stMain]');
  const started = performance.now();
  window.told = {drawn: null, rested: false};
  let ran = false;
  new MutationObserver(() => {
    const state = app.getAttribute('data-test-script-state');
    if (state === 'running') ran = true;
    if (state === 'notRunning' && ran) window.told.rested = true;
  }).observe(app, {attributes: true});
  new MutationObserver(() => { window.told.drawn = performance.now() - started; })
    .observe(main, {subtree: true, childList: true, characterData: true});
  window.pictures = [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')]
    .map(it => it.outerHTML);
  const still = [...document.querySelectorAll('h1, h3, [data-testid=stGrid] p')];
  window.still = still.map(node => [node, node.textContent]);
}"""

CHANGED = """() => [
  [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')]
    .filter((it, at) => it.outerHTML !== window.pictures[at]).length,
  window.still.filter(([node, text]) => !node.isConnected || node.textContent !== text).length,
]"""
"""How many pictures changed, and how much of what stands outside the sliders' part."""


def let_go(page: Page, key: str) -> float:
    """Press a key on the total's slider; return milliseconds until the last change on the page."""
    page.evaluate(WATCH)
    page.get_by_role("slider", name="Money of the year, EUR").press(key)
    page.wait_for_function("window.told.rested && window.told.drawn !== null")
    page.wait_for_selector(READY)
    return float(page.evaluate("window.told.drawn"))


def test_a_slider_let_go_redraws_two_charts_and_nothing_else(surf: Surf, app: str) -> None:
    page = surf(f"{app}/tradeoffs")
    expect(page.get_by_text("Where is the bottleneck?")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] > svg")).to_have_count(3)
    page.wait_for_selector(READY)
    let_go(page, "Home")
    times = []
    for _ in range(RELEASES):
        times.append(let_go(page, "ArrowRight"))
        # A picture is painted a moment after its data are there.
        page.wait_for_function(f"({CHANGED})()[0] >= 1")
        pictures, others = page.evaluate(CHANGED)
        assert 1 <= pictures <= 2
        assert others == 0
    drawn = f"slider let go: drawn after {statistics.median(times):.0f} ms, n {len(times)}"
    print(f"\n{drawn}")  # noqa: T201 - a figure for whoever runs it


def test_an_executive_finds_four_answers_and_adopts_the_advice(
    surf: Surf, demo: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo, home)
    with running_app(home) as address:
        page = surf(f"{address}/tradeoffs")
        for question in (
            "Where is the bottleneck?",
            "What would 100,000 more do?",
            "What should we cut first?",
            "What if we cannot hire?",
        ):
            expect(page.get_by_text(question)).to_be_visible()
        page.get_by_text("Lines", exact=True).click()
        expect(page.get_by_text("Line by line")).to_be_visible()
        page.get_by_role("button", name="Adopt as a draft").click()
        expect(page.get_by_text("Plan 2026, advised").first).to_be_visible()
        settled(page)
        page.get_by_text("Decide", exact=True).click()
        expect(page.get_by_text("Sign it")).to_be_visible()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Print as PDF").click()
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


def test_a_plan_changed_meanwhile_is_weighed_anew_and_then_adopted(
    surf: Surf, demo: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo, home)
    plan = Workspace.open(Settings(home=home)).plan
    with running_app(home) as address:
        page = surf(f"{address}/tradeoffs?tradeoff-view=Lines")
        adopt = page.get_by_role("button", name="Adopt as a draft")
        expect(adopt).to_be_visible()
        settled(page)
        (scenario,) = [row for row in plan.scenarios() if row["name"] == "Plan 2026"]
        line = next(row for row in plan.rows("line", scenario.id) if row["channel"] == "Webinars")
        plan.save([Edit(line.id, {"plan_11": line["plan_11"]}, {"plan_11": "55000.00"})])
        adopt.click()
        expect(page.get_by_text("was changed since this was calculated")).to_be_visible()
        page.get_by_role("button", name="Calculate again").click()
        expect(page.get_by_role("button", name="Calculate again")).to_have_count(0)
        settled(page)
        page.get_by_label("Name of the draft").fill("<b>**Naughty**</b> $a$ :red[x]")
        page.get_by_label("Name of the draft").press("Enter")
        settled(page)
        adopt.click()
        expect(page.get_by_role("link", name="Open the draft on page Budget")).to_be_visible()
        assert any(str(row["name"]).startswith("<b>**Naughty**") for row in plan.scenarios())
