"""How many saves of the plan a second with their history, printed beside a bare loop.

Run with `uv run pytest -m benchmark -n0 -s`.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import threading
import time
from contextlib import closing, nullcontext
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.sources.plan.sheets import EVE, LINE, Sheet, edit
from tests.sources.plan.writers import acknowledged, processes, start
from tests.sources.store.postgres import running_postgres

pytestmark = pytest.mark.benchmark

SECONDS = 5.0
PROCESSES = 4
LINES = 500
MONTHS = [f"plan_{month:02}" for month in range(1, 13)]


def sheet_in(home: Path, url: str | None = None) -> Sheet:
    """An empty draft in a home of its own."""
    settings = Settings(home=home, database_url=SecretStr(url) if url else None, facts_url=None)
    opened = Workspace.open(settings, EVE)
    return Sheet(opened, opened.plan.begin(2026, "Plan 2026").id)


def told(name: str, seconds: list[float], during: float) -> None:
    """Print saves a second and how long they took."""
    ordered = sorted(seconds)
    print(
        f"\n{name}: {len(ordered) / during:.0f} a second, "
        f"median {1000 * statistics.median(ordered):.1f} ms, "
        f"p99 {1000 * ordered[int(0.99 * len(ordered))]:.0f} ms, "
        f"longest {1000 * ordered[-1]:.0f} ms, n {len(ordered)}"
    )


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_saves_a_second_of_four_processes_with_two_threads(tmp_path: Path, database: str) -> None:
    with processes() as context, running_postgres() if database != "sqlite" else nullcontext() as u:
        sheet = sheet_in(tmp_path / "home", u)
        cells = [LINE | {"team": "joint"}] * 20
        rows = [row.id for row in sheet.of(EVE).add("line", sheet.scenario, cells).rows]
        notes = tmp_path / "notes"
        notes.mkdir()
        settings = sheet.workspace.settings
        writers = [
            start(context, settings, rows, notes / str(number), SECONDS)
            for number in range(PROCESSES)
        ]
        for writer in writers:
            writer.join(SECONDS + 60)
        saves = acknowledged(notes)
        told(f"plan saves on {database}", [save.seconds for save in saves], SECONDS)
        sheet.workspace.close()
    assert {save.cell for save in saves} >= {"plan_01", "plan_02", "plan_09"}


def _bare(file: Path, seconds: list[float], ends: float) -> None:
    value = json.dumps({"plan_01": "1.00"} | LINE)
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        while time.monotonic() < ends:
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO history VALUES (?, ?, ?)", (uuid4().hex, value, value))
            connection.execute("INSERT INTO changes VALUES (?, ?)", (value, value))
            connection.execute("UPDATE rows SET cells = ? WHERE id = 1", (value,))
            connection.execute("COMMIT")
            seconds.append(time.perf_counter() - began)


@pytest.mark.parametrize("threads", [1, 8])
def test_a_bare_loop_with_the_same_durability_beside_it(tmp_path: Path, threads: int) -> None:
    file = tmp_path / "bare.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE history (operation TEXT UNIQUE, before TEXT, after TEXT)")
        connection.execute("CREATE TABLE changes (before TEXT, after TEXT)")
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, cells TEXT)")
        connection.execute("INSERT INTO rows VALUES (1, '{}')")
    seconds: list[float] = []
    ends = time.monotonic() + SECONDS
    loops = [threading.Thread(target=_bare, args=(file, seconds, ends)) for _ in range(threads)]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()
    told(f"bare sqlite3, {threads} threads", seconds, SECONDS)
    assert len(seconds) > threads


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_twenty_changed_lines_of_a_large_sheet(tmp_path: Path, database: str) -> None:
    with running_postgres() if database != "sqlite" else nullcontext() as url:
        sheet = sheet_in(tmp_path / "home", url)
        line = LINE | {"team": "joint", "reason": "Why this number, in a sentence or two."}
        cells = [line | dict.fromkeys(MONTHS, f"{number}.50") for number in range(LINES)]
        began = time.perf_counter()
        sheet.of(EVE).add("line", sheet.scenario, cells)
        print(f"\n{database}: {LINES} lines added in {time.perf_counter() - began:.2f} s")
        saves, reads, befores = [], [], []
        for turn in range(20):
            began = time.perf_counter()
            rows = sheet.of(EVE).rows("line", sheet.scenario)
            reads.append(time.perf_counter() - began)
            changed = rows[20 * turn : 20 * turn + 20]
            began = time.perf_counter()
            saved = sheet.of(EVE).save([edit(row, plan_03="7", plan_04="8") for row in changed])
            saves.append(time.perf_counter() - began)
            assert len(saved.rows) == 20
            began = time.perf_counter()
            sheet.of(EVE).rows("line", sheet.scenario, as_of=saved.revision)
            befores.append(time.perf_counter() - began)
        for name, seconds in (("save of 20", saves), ("rows", reads), ("rows as of", befores)):
            told(f"{database}, {name} of {LINES} lines", seconds, sum(seconds))
        sheet.workspace.close()
