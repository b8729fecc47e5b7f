"""Any edits on both sides, faults at any call, any order of synchronising.

`TANDEM_MIRRORED=100` tries a hundred sequences of each kind; fewer by default, for time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sheets_server.app import Google
from tests.sources.mirror.both_sides import BothSides
from tests.sources.mirror.kinds import WORKED
from tests.sources.mirror.machine import Mirrored

EXAMPLES = {"line-marketing": 10, "target-sales": 6, "coverage-marketing": 6}


@pytest.mark.parametrize("key", WORKED)
def test_no_edit_is_lost_and_both_sides_come_to_the_same(google: Google, key: str) -> None:
    """Over HTTP, against the local server."""
    machine = type("Mirrored", (Mirrored,), {"google": google, "work": WORKED[key]})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("TANDEM_MIRRORED", EXAMPLES[key])),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_few_requests_for_a_large_plan(both: BothSides) -> None:
    """500 lines of 12 months, the token counted too: 2 without changes, 4 with some."""
    months = {f"plan_{at:02d}": f"{at}00.00" for at in range(1, 13)}
    cells = [
        {"team": "marketing", "category": "programme", "status": "placed", "reason": f"{at}"}
        | months
        for at in range(500)
    ]
    rows = both.workspace.plan.add("line", both.scenario, cells).rows
    both.sync()
    assert len(both.shows()) == 500
    for cold in (False, True):
        if cold:
            both.signs_in_anew()
        both.google.seen.clear()
        both.sync()
        assert len(both.google.seen) == 1 + cold
    for cold in (False, True):
        for row in rows[:40]:
            both.types(row.id, "plan_03", 5 + cold)
        for row in rows[30:70]:
            both.edit(row.id, "plan_05", f"{7 + cold}.00")
        both.workspace.plan.remove([rows[100 + cold].id])
        both.add(reason="new")
        if cold:
            both.signs_in_anew()
        both.google.seen.clear()
        mirror = both.sync()
        assert len(both.google.seen) == 3 + cold
        assert mirror.clashes == 0
        assert both.rows()[rows[35].id]["plan_03"] == f"{5 + cold}.00"
        assert both.at_sheet(rows[35].id, "plan_05") == 7 + cold
        assert len(both.shows()) == len(both.rows()) == 500
