"""What must hold of a plan whatever was done to it, however it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from data_sources.store import plan_rows
from data_sources.store.database import Store
from data_sources.store.plan_rows import Kept
from data_sources.store.tables import history, plan_changes
from tests.sources.plan.writers import Acknowledged


def hold_history_replays(store: Store, scenario: str | None = None) -> dict[str, Kept]:
    """Hold that the history, told from its first change, ends at the rows; return these.

    Each change begins where the row's last one ended, versions count without a gap, and
    the line of the history names exactly the rows whose cells changed.

    Args:
        store: Where it is kept.
        scenario: The plan; None means all of them.
    """
    one = sa.true() if scenario is None else plan_changes.c.scenario == scenario
    of_it = sa.select(plan_changes).where(one).order_by(plan_changes.c.revision)
    written = sa.select(plan_changes.c.revision).where(one)
    lines = sa.select(history).where(history.c.act == "plan")
    if scenario is not None:
        lines = lines.where(history.c.revision.in_(written))
    with store.read() as connection:
        changes = connection.execute(of_it).all()
        recorded = connection.execute(lines).all()
        standing = plan_rows.kept(connection, {change.row for change in changes})
    last: dict[str, object] = {}
    versions: Counter[str] = Counter()
    for change in changes:
        assert change.before == last.get(change.row)
        last[change.row] = change.after
        versions[change.row] += 1
        assert change.version == versions[change.row]
    assert last == {row: kept.cells for row, kept in standing.items()}
    assert dict(versions) == {row: kept.version for row, kept in standing.items()}
    moved: dict[int, set[str]] = {line.revision: set() for line in recorded}
    for change in changes:
        if change.before != change.after:
            moved[change.revision].add(change.row)
    assert moved == {line.revision: {*line.before} for line in recorded}
    return standing


def hold_nothing_lost(store: Store, saves: Sequence[Acknowledged]) -> None:
    """Hold that every acknowledged save is in the history and in its row."""
    standing = hold_history_replays(store)
    with store.read() as connection:
        found = connection.execute(
            sa.select(history.c.operation_id, history.c.revision, plan_changes.c.row).join(
                plan_changes, plan_changes.c.revision == history.c.revision
            )
        )
        kept = {(line.operation_id, line.revision, line.row) for line in found}
    assert {(save.operation, save.revision, save.row) for save in saves} <= kept
    for (row, cell), count in Counter((save.row, save.cell) for save in saves).items():
        assert float(str((standing[row].cells or {})[cell])) >= count
