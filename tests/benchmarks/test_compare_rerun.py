"""Two plans of 2,000 lines side by side: the script of the view Compare; printed.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from tests.benchmarks.session import Session, texts
from tests.benchmarks.test_budget_rerun import line
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

LINES = 2_000
EVERY = 4
MILLISECONDS = 200
VISITS = 25


def two_plans(home: Path) -> Workspace:
    """A home with a plan of many lines, and a copy in which every fourth is another."""
    workspace = Workspace.open(Settings(home=home))
    workspace.load_demo()
    workspace.counts()
    first = workspace.plan.begin(2030, "Large plan")
    saved = workspace.plan.add("line", first.id, [line(number) for number in range(LINES)])
    assert not saved.refused
    copied = workspace.agreement.copy(first.id, "Large plan copy")
    rows = [row for row in copied.rows if row.kind == "line"]
    moved = {"plan_03": "1250.00", "plan_04": "750.00", "reason": "Earlier."}
    edits = [
        Edit(row.id, {cell: row[cell] for cell in moved}, {**moved, "plan_05": str(at)})
        for at, row in enumerate(rows)
        if at % EVERY == 0
    ]
    workspace.plan.save(edits)
    return workspace


def test_two_plans_of_2000_lines_stand_side_by_side_in_a_fifth_of_a_second(
    tmp_path: Path,
) -> None:
    workspace = two_plans(tmp_path / "home")
    with running_app(tmp_path / "home") as address, Session(address) as visitor:
        _, first = visitor.visit("budget", "view=Compare&plan=Large plan copy")
        assert f"{LINES // EVERY} of {LINES:,} lines differ" in texts(first).replace("\\", "")
        fresh = []
        for number in range(5):
            # Every change of the store lets the plans be compared anew.
            workspace.set_setting("name", f"Acme {number}")
            visitor.visit("scorecard")
            fresh.append(1000 * visitor.visit("budget", "view=Compare&plan=Large plan copy")[0])
        times = [
            1000 * visitor.visit("budget", "view=Compare&plan=Large plan copy")[0]
            for _ in range(VISITS)
        ]
    warm = sorted(times[5:])
    print(
        f"\ncompare, 2 plans of {LINES} lines: median {statistics.median(warm):.1f} ms, "
        f"p90 {warm[int(0.9 * len(warm))]:.1f} ms, n {len(warm)}; "
        f"compared anew: {', '.join(f'{took:.0f}' for took in fresh)} ms"
    )
    assert statistics.median(warm) < MILLISECONDS
