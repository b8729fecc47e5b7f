"""A row that moved since it was read is never written over, even past the write lock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_sources.store import plan_rows, plan_saving
from data_sources.store.history import Author
from data_sources.store.plan_saving import Step
from planning.errors import NotPossible
from tests.sources.plan.sheets import ADA, Sheet, edit


def test_a_row_of_an_older_version_is_not_swapped_and_nothing_is_recorded(sheet: Sheet) -> None:
    line, other = sheet.line(), sheet.line()
    with sheet.workspace.store.read() as connection:
        read = plan_rows.kept(connection, [line.id, other.id])
    sheet.of(ADA).save([edit(line, plan_01="1")])
    before = sheet.everything()
    author = Author(store=sheet.workspace.store, actor=ADA.email, now=sheet.workspace.now)
    steps = [
        Step(replace(row, cells={**(row.cells or {}), "plan_01": "9.00"}), row)
        for row in read.values()
    ]
    with pytest.raises(NotPossible, match="meanwhile"), author.change("plan") as change:
        plan_saving.write(change, steps, "line × 2 of Plan 2026", "late")
    assert sheet.everything() == before
