"""Reading the plan's rows: as they stand, as they were, and who changed what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data_sources.store.tables import history, plan_changes, plan_rows
from planning.agreed.rows import Cells, Kind, PlanRow
from planning.teams import Team

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True)
class Kept:
    """A row as the store keeps it, also one that was removed.

    Attributes:
        id, kind, scenario, team, position, version, revision: As in `PlanRow`.
        cells: Its cells; None once it is removed.
    """

    id: str
    kind: Kind
    scenario: str
    team: Team
    position: int
    version: int
    revision: int
    cells: Cells | None

    def written(self, revision: int) -> Kept:
        """The row after a change wrote it."""
        return replace(self, version=self.version + 1, revision=revision)

    @property
    def row(self) -> PlanRow:
        """The row as everybody sees it; a removed one has no cells."""
        return PlanRow(
            id=self.id,
            kind=self.kind,
            scenario=self.scenario,
            team=self.team,
            position=self.position,
            version=self.version,
            revision=self.revision,
            cells=self.cells or {},
        )


@dataclass(frozen=True)
class Changed:
    """One row's part of one change.

    Attributes:
        revision, at, actor: Which change, when and whose.
        operation: What the change was recorded as, such as “line × 3 of Plan 2026”.
        row, kind, scenario, team: The row.
        before, after: Its whole cells; None where there was no row.
    """

    revision: int
    at: datetime
    actor: str
    operation: str
    row: str
    kind: Kind
    scenario: str
    team: Team
    before: Cells | None
    after: Cells | None


def of_kind(connection: Connection, kind: Kind, scenario: str | None) -> tuple[PlanRow, ...]:
    """Return the rows of a kind as they stand, by position; None means of any scenario."""
    wanted = (plan_rows.c.kind == kind) & plan_rows.c.cells.is_not(None)
    if scenario is not None:
        wanted &= plan_rows.c.scenario == scenario
    found = connection.execute(
        sa.select(plan_rows).where(wanted).order_by(plan_rows.c.position, plan_rows.c.id)
    )
    return tuple(PlanRow(**row) for row in found.mappings())


def of_kind_as_of(
    connection: Connection, kind: Kind, scenario: str, revision: int
) -> tuple[PlanRow, ...]:
    """Return the rows of a kind as they stood after a revision, by position."""
    of_them = (plan_changes.c.scenario == scenario) & (plan_changes.c.kind == kind)
    found = connection.execute(_latest(of_them, revision)).mappings()
    kept = sorted((_kept(row) for row in found), key=lambda one: (one.position, one.id))
    return tuple(one.row for one in kept if one.cells is not None)


def kept(connection: Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Return rows by id as they stand, removed ones too; unknown ids are left out."""
    return _kept_where(connection, plan_rows.c.id.in_(list(ids)))


def kept_with_plans(connection: Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Return rows by id as they stand and the scenarios they belong to, in one question."""
    named = plan_rows.c.id.in_(list(ids))
    plans = sa.select(plan_rows.c.scenario).where(named)
    return _kept_where(connection, named | plan_rows.c.id.in_(plans))


def kept_as_of(connection: Connection, ids: Collection[str], revision: int) -> dict[str, Kept]:
    """Return rows by id as they stood after a revision; those of later are left out."""
    found = connection.execute(_latest(plan_changes.c.row.in_(list(ids)), revision))
    return {row["row"]: _kept(row) for row in found.mappings()}


def revision_before(connection: Connection, moment: datetime) -> int:
    """Return the number of the latest change before a moment, 0 if there was none."""
    # Backwards from the newest: days asked for are mostly recent, and `at` has no index.
    newest = (
        sa.select(history.c.revision)
        .where(history.c.at < moment)
        .order_by(history.c.revision.desc())
        .limit(1)
    )
    return connection.execute(newest).scalar_one_or_none() or 0


def operation_of(connection: Connection, operation: str) -> tuple[int, str, str] | None:
    """Return revision, actor and act an operation was recorded with, or None."""
    found = connection.execute(
        sa.select(history.c.revision, history.c.actor, history.c.act).where(
            history.c.operation_id == operation
        )
    ).one_or_none()
    return None if found is None else (found.revision, found.actor, found.act)


def in_revision(connection: Connection, revision: int) -> tuple[Changed, ...]:
    """Return what one change did to each of its rows; nothing if it was no change of a plan."""
    return tuple(_changes(connection, plan_changes.c.revision == revision))


def of_revisions(connection: Connection, revisions: Collection[int]) -> tuple[Changed, ...]:
    """Return what several changes did to each of their rows, oldest first."""
    return tuple(_changes(connection, plan_changes.c.revision.in_(list(revisions))))


def since(connection: Connection, revision: int, scenario: str) -> tuple[Changed, ...]:
    """Return what happened to a scenario after a revision, oldest first."""
    later = (plan_changes.c.revision > revision) & (plan_changes.c.scenario == scenario)
    return tuple(_changes(connection, later))


def of_row(connection: Connection, row: str, upto: int | None = None) -> Iterator[Changed]:
    """Return the changes of a row, newest first.

    Args:
        connection: A transaction.
        row: The row's id.
        upto: The last revision that counts; None means all.
    """
    its = plan_changes.c.row == row
    if upto is not None:
        its &= plan_changes.c.revision <= upto
    return _changes(connection, its, newest_first=True)


def firsts(connection: Connection, ids: Collection[str]) -> dict[str, Changed]:
    """Return the change that brought each row in."""
    brought = (plan_changes.c.version == 1) & plan_changes.c.row.in_(list(ids))
    return {change.row: change for change in _changes(connection, brought)}


def latest_change(connection: Connection, scenario: str, kinds: Collection[Kind]) -> int:
    """Return the revision of the latest change of a scenario's rows of some kinds, or 0."""
    of_them = (plan_rows.c.scenario == scenario) & plan_rows.c.kind.in_(list(kinds))
    found = sa.select(sa.func.max(plan_rows.c.revision)).where(of_them)
    return connection.execute(found).scalar_one_or_none() or 0


def ends(connection: Connection, scenario: str, kind: Kind) -> tuple[tuple[str, int], ...]:
    """Return ids and positions of a sheet's rows, top first, removed rows too."""
    found = connection.execute(
        sa.select(plan_rows.c.id, plan_rows.c.position)
        .where((plan_rows.c.scenario == scenario) & (plan_rows.c.kind == kind))
        .order_by(plan_rows.c.position, plan_rows.c.id)
    )
    return tuple((row.id, row.position) for row in found)


def _kept_where(connection: Connection, wanted: sa.ColumnElement[bool]) -> dict[str, Kept]:
    found = connection.execute(sa.select(plan_rows).where(wanted))
    return {row["id"]: Kept(**row) for row in found.mappings()}


def _latest(of_them: sa.ColumnElement[bool], revision: int) -> sa.Select[tuple[object, ...]]:
    upto = (
        sa.select(plan_changes.c.row, sa.func.max(plan_changes.c.revision).label("revision"))
        .where(of_them & (plan_changes.c.revision <= revision))
        .group_by(plan_changes.c.row)
        .subquery()
    )
    same = (plan_changes.c.row == upto.c.row) & (plan_changes.c.revision == upto.c.revision)
    return sa.select(plan_changes).join(upto, same)


def _kept(row: sa.RowMapping) -> Kept:
    return Kept(
        id=row["row"],
        kind=row["kind"],
        scenario=row["scenario"],
        team=row["team"],
        position=row["position"],
        version=row["version"],
        revision=row["revision"],
        cells=row["after"],
    )


def _changes(
    connection: Connection, wanted: sa.ColumnElement[bool], *, newest_first: bool = False
) -> Iterator[Changed]:
    order = plan_changes.c.revision.desc() if newest_first else plan_changes.c.revision
    found = connection.execute(
        sa.select(plan_changes, history.c.at, history.c.actor, history.c.thing)
        .join(history, history.c.revision == plan_changes.c.revision)
        .where(wanted)
        .order_by(order, plan_changes.c.position, plan_changes.c.row)
    )
    for row in found:
        yield Changed(
            revision=row.revision,
            at=row.at,
            actor=row.actor,
            operation=row.thing,
            row=row.row,
            kind=row.kind,
            scenario=row.scenario,
            team=row.team,
            before=row.before,
            after=row.after,
        )
