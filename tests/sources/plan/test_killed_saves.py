"""Saves killed at any moment: what was acknowledged is there, and the history replays.

`TANDEM_KILLS=50` kills fifty times; fewer by default, for time.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.sources.plan.holding import hold_nothing_lost
from tests.sources.plan.sheets import EVE, LINE, Sheet, edit
from tests.sources.plan.writers import acknowledged, processes, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")

KILLS = int(os.environ.get("TANDEM_KILLS", "5"))
LONGEST_START = 180.0


def wait_for_the_first_save(notes: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while not (notes.exists() and notes.stat().st_size):
        assert time.monotonic() < deadline, "nothing was saved"
        time.sleep(0.005)


def test_killed_saves_leave_every_acknowledged_one_and_nothing_partial(
    sheet: Sheet, tmp_path: Path
) -> None:
    cells = [LINE | {"team": "joint"}] * 5
    draw = random.Random(20260105)  # noqa: S311 - any moments will do
    saves = 0
    with processes() as context:
        for kill in range(KILLS):
            rows = [row.id for row in sheet.of(EVE).add("line", sheet.scenario, cells).rows]
            folder = tmp_path / str(kill)
            folder.mkdir()
            writer = start(context, sheet.workspace.settings, rows, folder / "1", LONGEST_START)
            wait_for_the_first_save(folder / "1")
            time.sleep(draw.uniform(0, 0.2))
            writer.kill()
            writer.join(LONGEST_START)
            assert writer.exitcode == -9
            noted = acknowledged(folder)
            hold_nothing_lost(sheet.workspace.store, noted)
            saves += len(noted)
    assert saves > KILLS
    line = sheet.line(EVE)
    assert sheet.of(EVE).save([edit(line, plan_01="1")]).revision is not None
