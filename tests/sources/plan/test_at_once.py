"""Many who save at once lose nothing, wait for one another and never meet a locked store.

`TANDEM_WRITING_SECONDS=5` writes for five seconds; shorter by default, for time.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.sources.plan.holding import hold_nothing_lost
from tests.sources.plan.sheets import EVE, LINE, Sheet
from tests.sources.plan.writers import Acknowledged, acknowledged, processes, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")

SECONDS = float(os.environ.get("TANDEM_WRITING_SECONDS", "1.5"))
PROCESSES = 4
ROWS = 20


def lines(sheet: Sheet) -> list[str]:
    cells = [LINE | {"team": "joint"}] * ROWS
    return [row.id for row in sheet.of(EVE).add("line", sheet.scenario, cells).rows]


def totals(sheet: Sheet, saves: list[Acknowledged]) -> tuple[Counter[str], Counter[str]]:
    """What the cells hold, and how often each was saved."""
    held: Counter[str] = Counter()
    for row in sheet.of(EVE).rows("line", sheet.scenario):
        for cell, value in row.cells.items():
            if cell.startswith("plan_"):
                held[cell] += int(float(str(value)))
    return held, Counter(save.cell for save in saves)


def test_four_processes_with_two_threads_each_lose_no_save(sheet: Sheet, tmp_path: Path) -> None:
    rows, notes = lines(sheet), tmp_path / "notes"
    notes.mkdir()
    with processes() as context:
        writers = [
            start(context, sheet.workspace.settings, rows, notes / str(number), SECONDS)
            for number in range(PROCESSES)
        ]
        for writer in writers:
            writer.join(SECONDS + 60)
    assert [writer.exitcode for writer in writers] == [0] * PROCESSES
    saves = acknowledged(notes)
    hold_nothing_lost(sheet.workspace.store, saves)
    held, counted = totals(sheet, saves)
    assert held == counted
    assert len(counted) == 1 + 2 * PROCESSES
