"""Copying a plan: a draft of the same year with the same rows, to change and to compare."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from data_sources.desk import Desk
from data_sources.planning.beginning import checked
from data_sources.planning.operation import Operation, operating
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.assumptions import own_id
from planning.agreed.life import copied, copied_cells
from planning.agreed.rows import Kind
from planning.errors import NotPossible

_COPIED: Final[tuple[Kind, ...]] = ("envelope", "line", "target", "assumption")


def copy(desk: Desk, scenario: str, name: str, operation: str | None) -> Saved:
    """Copy a plan as a draft: envelopes, goals, lines, targets, answers; not what was said.

    Raises:
        NotAllowed: The actor may not copy plans.
        NotPossible: The plan was put away.
        UsageError: There is none, or the name cannot be used or is taken.
    """
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        if doing.done is not None:
            return doing.finish()
        _, plan = doing.plan(scenario)
        if plan.state == "put away":
            raise NotPossible(f"{plan.name} is put away.", "Bring it back from the history first.")
        cells = checked(doing, copied(plan, scenario, name).cells())
        own = uuid4().hex
        doing.bring("scenario", own, "joint", cells, 0, own_id=own)
        _copy_rows(doing, scenario, own)
        return doing.finish()


def _copy_rows(doing: Operation, scenario: str, own: str) -> None:
    connection = doing.change.connection
    goals: dict[str, str] = {}
    for goal in plan_rows.of_kind(connection, "goal", scenario):
        goals[goal.id] = uuid4().hex
        cells = copied_cells(goal, {})
        doing.bring("goal", own, goal.team, cells, goal.position, own_id=goals[goal.id])
    for kind in _COPIED:
        for row in plan_rows.of_kind(connection, kind, scenario):
            doing.bring(
                kind,
                own,
                row.team,
                copied_cells(row, goals),
                row.position,
                own_id=own_id(own, row.team, str(row["key"])) if kind == "assumption" else "",
            )
