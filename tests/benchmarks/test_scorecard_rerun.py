"""A page's speed does not depend on the number of leads: reruns of the scorecard, printed.

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

WARM_UP = ("", "region=EMEA", "segment=Enterprise")
LARGE = 1_000_000


def unseen_filters(company: DemoCompany) -> list[str]:
    """Addresses with one channel and one region each, no two alike."""
    leads = company.frames["leads"]
    channels = sorted(leads["channel"].dropna().unique())
    regions = sorted(leads["region"].dropna().unique())
    pairs = [(channel, region) for channel in channels for region in regions]
    return [
        f"channel={channel.replace(' ', '+')}&region={region.replace(' ', '+')}"
        for channel, region in pairs
    ]


def rerun_milliseconds(home: Path, company: DemoCompany) -> list[float]:
    """Times of the script for filters the server has not seen before, warm."""
    workspace = Workspace.open(Settings(home=home))
    author = Author(store=workspace.store, actor="benchmark", now=workspace.now)
    place_company(workspace.home, author, company)
    workspace.counts()
    with running_app(home) as address, Session(address) as visitor:
        for query in WARM_UP:
            visitor.visit("scorecard", query)
        times = []
        for query in unseen_filters(company):
            seconds, messages = visitor.visit("scorecard", query)
            assert "Scorecard" in texts(messages)
            times.append(1000 * seconds)
        return times


def test_a_rerun_takes_as_long_with_a_million_leads(tmp_path: Path) -> None:
    small = rerun_milliseconds(tmp_path / "small" / "home", generate())
    large = rerun_milliseconds(tmp_path / "large" / "home", scaled(leads=LARGE))
    for name, times in (("20 thousand leads", small), ("1 million leads", large)):
        ordered = sorted(times)
        print(
            f"\n{name}: median {statistics.median(times):.1f} ms, "
            f"p90 {ordered[int(0.9 * len(ordered))]:.1f} ms, n {len(times)}"
        )
    ratio = statistics.median(large) / statistics.median(small)
    print(f"\nratio 1 million : 20 thousand = {ratio:.2f}")
    assert len(small) == len(large) > 20
