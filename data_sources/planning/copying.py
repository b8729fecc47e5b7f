"""Copying a plan: a draft of the same year with the same rows, to change and to compare."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import uuid4

from data_sources.desk import Desk
from data_sources.planning.beginning import checked
from data_sources.planning.operation import Operation, operating
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.assumptions import own_id
from planning.agreed.life import copied, copied_cells
from planning.agreed.rows import Cells, Kind
from planning.errors import NotPossible

_COPIED: Final[tuple[Kind, ...]] = (
    "envelope",
    "line",
    "target",
    "assumption",
    "coverage",
    "criterion",
    "score",
)


def copy(desk: Desk, scenario: str, name: str, operation: str | None) -> Saved:
    """Copy a plan as a draft: envelopes, goals, lines, targets, answers; not what was said.

    Raises:
        NotAllowed: The actor may not copy plans.
        NotPossible: The plan was put away.
        UsageError: There is none, or the name cannot be used or is taken.
    """
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        if doing.done is None:
            bring_copy(doing, scenario, name)
        return doing.finish()


def bring_copy(
    doing: Operation,
    scenario: str,
    name: str,
    *,
    changed: Mapping[str, Cells] = MappingProxyType({}),
    model_version: int | None = None,
) -> tuple[str, dict[str, str]]:
    """Let there be a copy of a plan, some of its lines with other cells.

    Args:
        doing: The operation.
        scenario: The plan's id.
        name: As people will call the copy.
        changed: Cells that are others in the copy, by the row they are of.
        model_version: Of the model whose advice these are.

    Returns:
        The copy's id, and the ids of copied lines and targets by those they were copied from.

    Raises:
        NotPossible: The plan was put away.
        UsageError: There is none, or the name cannot be used or is taken.
    """
    _, plan = doing.plan(scenario)
    if plan.state == "put away":
        raise NotPossible(f"{plan.name} is put away.", "Bring it back from the history first.")
    cells = checked(doing, copied(plan, scenario, name, model_version).cells())
    own = uuid4().hex
    doing.bring("scenario", own, "joint", cells, 0, own_id=own)
    return own, _copy_rows(doing, scenario, own, changed)


def _copy_rows(
    doing: Operation, scenario: str, own: str, changed: Mapping[str, Cells]
) -> dict[str, str]:
    connection = doing.change.connection
    goals: dict[str, str] = {}
    copies: dict[str, str] = {}
    for goal in plan_rows.of_kind(connection, "goal", scenario):
        goals[goal.id] = uuid4().hex
        cells = copied_cells(goal, {})
        doing.bring("goal", own, goal.team, cells, goal.position, own_id=goals[goal.id])
    for kind in _COPIED:
        for row in plan_rows.of_kind(connection, kind, scenario):
            answer = kind == "assumption"
            copies[row.id] = own_id(own, row.team, str(row["key"])) if answer else uuid4().hex
            cells = {**copied_cells(row, goals), **changed.get(row.id, {})}
            doing.bring(kind, own, row.team, cells, row.position, own_id=copies[row.id])
    return copies
