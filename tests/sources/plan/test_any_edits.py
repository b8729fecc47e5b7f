"""Whatever people do to a plan, its history replays to what stands, and totals add up.

`TANDEM_PLANS=200` draws two hundred plans; fewer by default, for time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sources.plan.machine import PlanMachine
from tests.sources.plan.sheets import Sheet

EXAMPLES = settings(
    max_examples=int(os.environ.get("TANDEM_PLANS", "6")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_any_edits_undone_proposed_and_taken_replay_to_what_stands(sheet: Sheet) -> None:
    class Machine(PlanMachine):
        workspace = sheet.workspace

    run_state_machine_as_test(Machine, settings=EXAMPLES)
