"""The plan: does its history, replayed from the first change, come to what stands?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.checkup.check import Check, broken, good, listed
from data_sources.store.database import Store
from data_sources.store.tables import history, plan_changes, plan_rows

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_REMEDY: Final = "Restore a backup from before, or keep a copy and ask for help."


def checks(store: Store) -> Iterator[Check]:
    """Replay the history of the plan; nothing is changed."""
    with store.read_as_at_once() as connection:
        yield _replay(connection)


@dataclass
class _Replay:
    """What the changes told so far come to.

    Attributes:
        last: For each row its latest state, version, revision and place.
        gaps: Rows whose changes do not follow one another.
    """

    last: dict[str, tuple[object, ...]] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def take(self, change: sa.Row[tuple[object, ...]]) -> None:
        """Take one change in."""
        before, version = self.last.get(change.row, (None, 0))[:2]
        if change.before != before or change.version != int(str(version)) + 1:
            self.gaps.append(change.row)
        state = (change.after, change.version, change.revision)
        self.last[change.row] = (*state, change.position, change.kind, change.scenario, change.team)


def _replay(connection: Connection) -> Check:
    replay = _Replay()
    in_order = sa.select(plan_changes).order_by(plan_changes.c.revision)
    count = 0
    for change in connection.execute(in_order.execution_options(yield_per=500)):
        replay.take(change)
        count += 1
    standing = {
        row.id: (
            row.cells, row.version, row.revision, row.position, row.kind, row.scenario, row.team,
        )
        for row in connection.execute(sa.select(plan_rows))
    }  # fmt: skip
    if replay.gaps:
        names = listed(sorted(set(replay.gaps)))
        return broken("plan", f"Changes of rows do not follow one another: {names}.", _REMEDY)
    everything = sorted(standing.keys() | replay.last.keys())
    odd = [row for row in everything if standing.get(row) != replay.last.get(row)]
    if odd:
        return broken("plan", f"Rows are not what their history says: {listed(odd)}.", _REMEDY)
    if unrecorded := _unrecorded(connection):
        return broken("plan", f"{unrecorded} changes are missing in the history.", _REMEDY)
    return good("plan", f"{count:,} changes replay to its {len(standing):,} rows.")


def _unrecorded(connection: Connection) -> int:
    recorded = sa.select(history.c.revision).where(history.c.revision == plan_changes.c.revision)
    lost = sa.select(sa.func.count()).select_from(plan_changes).where(~recorded.exists())
    return connection.execute(lost).scalar_one()
