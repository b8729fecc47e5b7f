"""Every view of page Leads redrawn for filters nobody asked for before, printed.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from data_sources.demo import DemoCompany, generate, scaled
from data_sources.demo_loading import place_company
from data_sources.settings import Settings
from data_sources.store.history import Author
from data_sources.workspace import Workspace
from tests.benchmarks.session import Session, texts
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

VIEWS = {
    "Funnel": "Month by month",
    "What+works": "Among the best",
    "Follow-up": "Leads to follow up",
    "Reasons": "What became of leads handed back",
}
"""Each view with words only it shows."""

FILTERS = (
    "region=DACH",
    "region=Iberia",
    "segment=Small",
    "segment=Enterprise",
    "channel=Website",
    "channel=Partner",
    "region=Nordics&segment=Small",
    "period=All+time",
    "period=Last+3+months",
)
LARGE = 300_000


def looked_at(home: Path, company: DemoCompany) -> dict[str, tuple[float, list[float]]]:
    """Milliseconds of each view: the first look, then one for each filter."""
    workspace = Workspace.open(Settings(home=home))
    author = Author(store=workspace.store, actor="benchmark", now=workspace.now)
    place_company(workspace.home, author, company)
    workspace.counts()
    found = {}
    with running_app(home) as address, Session(address) as visitor:
        visitor.visit("leads")
        for view, words in VIEWS.items():
            first, _ = visitor.visit("leads", f"leads-view={view}")
            times = []
            for query in FILTERS:
                seconds, messages = visitor.visit("leads", f"leads-view={view}&{query}")
                assert words in texts(messages)
                times.append(1000 * seconds)
            found[view] = 1000 * first, times
    return found


@pytest.mark.parametrize("size", ["20 thousand leads", "300 thousand leads"])
def test_a_view_is_redrawn_quickly(tmp_path: Path, size: str) -> None:
    company = generate() if size.startswith("20") else scaled(leads=LARGE)
    for view, (first, times) in looked_at(tmp_path / "home", company).items():
        ordered = sorted(times)
        print(
            f"\n{size}, {view}: first {first:.0f} ms, median {statistics.median(ordered):.0f} ms, "
            f"longest {ordered[-1]:.0f} ms, n {len(ordered)}"
        )
        assert len(ordered) == len(FILTERS)
