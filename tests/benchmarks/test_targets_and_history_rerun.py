"""Targets with many of them and the history with ten thousand changes: their scripts, printed.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from data_sources.chronicle import Chronicle, Wanted
from data_sources.settings import Settings
from data_sources.store import plan_rows, plan_saving
from data_sources.store.history import Author
from data_sources.store.plan_saving import Step
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rows import Cells, PlanRow
from planning.kpis import KPIS
from planning.teams import TEAMS
from tests.benchmarks.session import Session, texts
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

TARGETS = 150
CHANGES = 10_000
VISITS = 30
REGIONS = ("DACH", "Nordics", "Benelux", "Iberia")


def target(number: int) -> Cells:
    """One of many yearly targets: every KPI in every region, and some of the whole company."""
    keys = list(KPIS)
    region: dict[str, JsonValue] = {}
    if number >= len(keys):
        region["region"] = REGIONS[number // len(keys) % len(REGIONS)]
    key = keys[number % len(keys)]
    value = {"value": "0.5", "counter_kpi": KPIS[key].counter, "reason": f"Reason {number}"}
    team = TEAMS[number % 3]
    return {"team": team, "kpi": key, "start": "2026-01", "months": 12, **value, **region}


def demo(home: Path) -> Workspace:
    workspace = Workspace.open(Settings(home=home))
    workspace.load_demo()
    workspace.counts()
    return workspace


def told(name: str, times: list[float]) -> None:
    warm = sorted(times)
    print(
        f"\n{name}: median {statistics.median(warm):.1f} ms, "
        f"p90 {warm[int(0.9 * len(warm))]:.1f} ms, n {len(warm)}"
    )


def visits(visitor: Session, page: str, first: str = "", *others: str) -> list[float]:
    """Milliseconds of the script, warm, going round the addresses."""
    queries = (first, *others)
    times = [1000 * visitor.visit(page, queries[at % len(queries)])[0] for at in range(VISITS)]
    return times[5:]


def test_targets_stay_quick_with_a_hundred_and_fifty(tmp_path: Path) -> None:
    workspace = demo(tmp_path / "home")
    scenario = workspace.plan.begin(2026, "Many targets")
    saved = workspace.plan.add("target", scenario.id, [target(at) for at in range(TARGETS)])
    assert not saved.refused
    query = "plan=Many+targets"
    with running_app(tmp_path / "home") as address, Session(address) as visitor:
        seconds, first = visitor.visit("targets", query)
        assert "targets are met or on course" in texts(first)
        times = visits(visitor, "targets", query)
        told(f"targets, {TARGETS} of them", times)
        told("the same, another filter each time", visits(visitor, "targets", query,
             f"{query}&off-only=true"))  # fmt: skip
        after = []
        for at in range(8):
            _change(workspace, scenario, at)
            after.append(1000 * visitor.visit("targets", query)[0])
        told("the first look after somebody saved", after)
        print(f"\nthe very first look: {1000 * seconds:.0f} ms")


def _change(workspace: Workspace, scenario: PlanRow, at: int) -> None:
    (row, *_) = workspace.plan.rows("target", scenario.id)
    workspace.plan.save([Edit(row.id, {"value": row["value"]}, {"value": f"{at + 6}00"})])


def test_the_history_stays_quick_with_ten_thousand_changes(tmp_path: Path) -> None:
    workspace = demo(tmp_path / "home")
    _fill(workspace)
    (plan, *_) = workspace.plan.scenarios()
    row = workspace.plan.rows("line", plan.id)[0].id
    chronicle = Chronicle(workspace)
    for name, wanted, page in (
        ("the newest page", Wanted(), 1),
        ("the last page", Wanted(), CHANGES // 25),
        ("a person's", Wanted(person="zeno.park@fernhill.example"), 1),
        ("a line's", Wanted(row=row), 1),
        ("a day's", Wanted(day=workspace.now().date()), 3),
    ):
        started = time.perf_counter()
        chronicle.count(wanted)
        chronicle.page(wanted, page)
        print(f"\n{name}: {1000 * (time.perf_counter() - started):.1f} ms of the store")
    with running_app(tmp_path / "home") as address, Session(address) as visitor:
        _, first = visitor.visit("history")
        assert f"{workspace.revision():,} changes" in texts(first)
        told("history, newest page", visits(visitor, "history"))
        times = visits(visitor, "history", *(f"page={at * 20}" for at in range(1, 20)))
        told("history, pages all over", times)
        told("history of a line", visits(visitor, "history", f"row={row}"))


def _fill(workspace: Workspace) -> None:
    """Change lines of a plan ten thousand times, one after the other, in one transaction."""
    (plan, *_) = workspace.plan.scenarios()
    ids = [row.id for row in workspace.plan.rows("line", plan.id)]
    author = Author(store=workspace.store, actor="ada@example.com", now=workspace.now)
    with author.change("plan") as change:
        stands = plan_rows.kept(change.connection, ids)
        for number in range(CHANGES):
            before = stands[ids[number % len(ids)]]
            after = replace(before, cells={**(before.cells or {}), "plan_02": f"{number + 1}.00"})
            plan_saving.write(change, [Step(after, before)], "line of a plan", f"fill-{number}")
            stands[before.id] = replace(after, version=after.version + 1)
