"""The budget page with a large plan: its script, warm, and what an edit costs; printed.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.rows import Cells
from planning.teams import TEAMS
from tests.benchmarks.session import Session, texts
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

LINES = 500
VISITS = 30


def line(number: int) -> Cells:
    """One of many lines, all twelve months planned and committed."""
    months = {
        f"{kind}_{at:02d}": "1000.00" for kind in ("plan", "committed") for at in range(1, 13)
    }
    return {
        "team": TEAMS[number % 3],
        "category": "programme",
        "status": "placed",
        "channel": f"Channel {number % 17}",
        "campaign": f"Campaign {number}",
        "region": ("EMEA", "Americas", "APAC")[number % 3],
        "reason": f"Reason {number}",
        **months,
    }


def planned(home: Path) -> Path:
    """A home with the demo's facts and a plan of many lines."""
    workspace = Workspace.open(Settings(home=home))
    workspace.load_demo()
    workspace.counts()
    scenario = workspace.plan.begin(2030, "Large plan")
    saved = workspace.plan.add("line", scenario.id, [line(number) for number in range(LINES)])
    assert not saved.refused
    return home


def test_the_budget_page_stays_quick_with_five_hundred_lines(tmp_path: Path) -> None:
    with running_app(planned(tmp_path / "home")) as address, Session(address) as visitor:
        _, first = visitor.visit("budget")
        assert "Large plan places" in texts(first)
        # What a browser has seen already is sent by its name only.
        times = [1000 * visitor.visit("budget")[0] for _ in range(VISITS)]
        warm = sorted(times[5:])
        print(
            f"\nbudget, {LINES} lines: median {statistics.median(warm):.1f} ms, "
            f"p90 {warm[int(0.9 * len(warm))]:.1f} ms, n {len(warm)}"
        )
        assert len(warm) == VISITS - 5
