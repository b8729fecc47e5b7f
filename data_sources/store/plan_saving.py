"""Writing the plan's rows: compared and swapped, with every state and a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from pydantic import JsonValue

from data_sources.store.plan_rows import Kept
from data_sources.store.tables import plan_changes, plan_rows
from planning.agreed.changes import difference
from planning.agreed.rows import Cells
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.store.history import Change


@dataclass(frozen=True)
class Step:
    """What becomes of one row.

    Attributes:
        row: The row as it will be; its version is the one it has, 0 for a new row.
        before: The row as it stands; None for a new one.
    """

    row: Kept
    before: Kept | None

    @property
    def was(self) -> Cells | None:
        """The cells the row has; None where there is none now."""
        return None if self.before is None else self.before.cells

    @property
    def changes(self) -> bool:
        """Whether the row's cells differ afterwards."""
        return self.row.cells != self.was

    @property
    def moves(self) -> bool:
        """Whether the row stands elsewhere afterwards."""
        return self.before is not None and self.row.position != self.before.position


def write(change: Change, steps: Sequence[Step], thing: str, operation: str) -> int:
    """Write rows with their states before and after, as one line of the history.

    Args:
        change: The write transaction.
        steps: What becomes of each row, each row once.
        thing: What was changed, in words.
        operation: The operation's id, which the history takes once.

    Returns:
        The revision.

    Raises:
        NotPossible: A row has moved since it was read; nothing is written.
    """
    before: dict[str, JsonValue] = {}
    after: dict[str, JsonValue] = {}
    for step in steps:
        if step.changes:
            before[step.row.id], after[step.row.id] = changed_cells(step.was, step.row.cells)
    revision = change.record(thing, before=before, after=after, operation=operation)
    change.connection.execute(sa.insert(plan_changes), [_state(step, revision) for step in steps])
    _swap(change.connection, steps, revision)
    return revision


def changed_cells(before: Cells | None, after: Cells | None) -> tuple[JsonValue, JsonValue]:
    """Return both values of the cells that differ; None stands for a row that is not there.

    Example:
        >>> changed_cells({"a": 1, "b": 2}, {"a": 1, "b": 3})
        ({'b': 2}, {'b': 3})
        >>> changed_cells(None, {"a": 1})
        (None, {'a': 1})
    """
    if before is not None and after is not None:
        before, after = difference(before, after)
    return (None if before is None else {**before}), (None if after is None else {**after})


def _state(step: Step, revision: int) -> dict[str, object]:
    row = step.row.written(revision)
    return {
        "revision": revision,
        "row": row.id,
        "kind": row.kind,
        "scenario": row.scenario,
        "team": row.team,
        "position": row.position,
        "version": row.version,
        "before": step.was,
        "after": row.cells,
    }


def _swap(connection: Connection, steps: Sequence[Step], revision: int) -> None:
    fresh = [asdict(step.row.written(revision)) for step in steps if step.row.version == 0]
    if fresh:
        connection.execute(sa.insert(plan_rows), fresh)
    standing = [
        {"its_id": row.id, "its_version": row.version, **_moving(row.written(revision))}
        for row in (step.row for step in steps)
        if row.version
    ]
    if standing and connection.execute(_SWAP, standing).rowcount != len(standing):
        raise NotPossible("Somebody changed a row of the plan meanwhile.", "Save again.")


def _moving(row: Kept) -> dict[str, object]:
    return {key: getattr(row, key) for key in _MOVING}


_MOVING: Final = ("position", "version", "revision", "cells")
_SWAP: Final = (
    sa.update(plan_rows)
    .where(
        (plan_rows.c.id == sa.bindparam("its_id"))
        & (plan_rows.c.version == sa.bindparam("its_version"))
    )
    .values({key: sa.bindparam(key) for key in _MOVING})
)
