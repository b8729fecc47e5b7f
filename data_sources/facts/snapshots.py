"""Snapshots: immutable states of the facts, and the pointer to the current one.

A snapshot lists content-named files; files of unchanged tables are shared. The pointer
moves by compare-and-swap, so of two imports at once one wins and the other applies
itself again to what the winner left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_sources.facts.changes import Changes
from data_sources.store.tables import pointers, snapshot_files, snapshot_keeps, snapshots
from planning.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

Origin = Literal["demo", "real"]
_FACTS = "facts"


class PointerMoved(Exception):  # noqa: N818 - a signal between functions, never shown
    """The current snapshot is no longer the one a change was made from."""


class TableFile(BaseModel):
    """The file of one fact table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    rows: int


class Contents(BaseModel):
    """What a snapshot says, before it has an author.

    Attributes:
        origin: Demo and real rows never share a snapshot.
        as_of: The date treated as today; None while no fact has a date.
        as_of_given: The date somebody gave, which stands until another is given.
        tables: The file of every table that has rows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Origin
    as_of: date | None
    as_of_given: date | None
    tables: dict[str, TableFile]

    def id_after(self, parent: str | None) -> str:
        """Return the id of these contents as the successor of another snapshot."""
        files = "\n".join(f"{name} {self.tables[name].file}" for name in sorted(self.tables))
        said = f"{parent}\n{self.origin}\n{self.as_of}\n{self.as_of_given}\n{files}"
        return sha256(said.encode()).hexdigest()[:20]


class Snapshot(Contents):
    """One immutable state of the facts.

    Attributes:
        id: Its name.
        number: Its place in the order of all snapshots; later ones have higher numbers.
        parent: The snapshot it was made from, or None for the first.
        created_at: When, in UTC; never used for order.
        actor: Who made it.
        changes: What changed against its parent; None where an older Tandem made it.
        may_go_since: When it was found to be needed no longer, or None while it is kept.
        keeps: Why it is kept for good; empty where nothing names it.
    """

    id: str
    number: int
    parent: str | None
    created_at: datetime
    actor: str
    changes: Changes | None = None
    may_go_since: datetime | None = None
    keeps: tuple[str, ...] = ()

    @property
    def contents(self) -> Contents:
        """What it says, without who and when."""
        return Contents.model_validate(self.model_dump(include=set(Contents.model_fields)))

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        return {name: table.rows for name, table in self.tables.items()}


def current(connection: Connection) -> Snapshot | None:
    """Return the current snapshot, or None before the first."""
    points_to = sa.select(pointers.c.snapshot).where(pointers.c.name == _FACTS).scalar_subquery()
    return next(
        iter(_read(connection, sa.select(snapshots).where(snapshots.c.id == points_to))), None
    )


def latest(connection: Connection, limit: int | None = None) -> tuple[Snapshot, ...]:
    """Return the newest snapshots, newest first; None returns all."""
    return _read(connection, sa.select(snapshots).limit(limit))


def found(connection: Connection, name: str) -> Snapshot:
    """Return the snapshot of an id, or of the beginning of one.

    Raises:
        UsageError: There is none, or several begin so.
    """
    wanted = name.strip()
    alike = _read(
        connection, sa.select(snapshots).where(snapshots.c.id.startswith(wanted, autoescape=True))
    )
    if not wanted or not alike:
        raise UsageError(f"There is no snapshot “{wanted}”.", "tandem snapshots lists them.")
    if len(alike) > 1:
        raise UsageError(f"{len(alike)} snapshots begin with “{wanted}”.", "Write more of the id.")
    return alike[0]


def _read(connection: Connection, which: sa.Select[tuple[object, ...]]) -> tuple[Snapshot, ...]:
    newest_first = which.order_by(snapshots.c.number.desc(), snapshots.c.id)
    rows = connection.execute(newest_first).mappings().all()
    ids = [row["id"] for row in rows]
    listed = sa.select(snapshot_files).where(snapshot_files.c.snapshot.in_(ids))
    files: dict[str, dict[str, TableFile]] = {}
    for file in connection.execute(listed.order_by(snapshot_files.c.table_name)).mappings():
        tables = files.setdefault(file["snapshot"], {})
        tables[file["table_name"]] = TableFile(file=file["file"], rows=file["rows"])
    reasons = kept(connection)
    return tuple(
        _snapshot(row, files.get(row["id"], {}), reasons.get(row["id"], ())) for row in rows
    )


def _snapshot(row: RowMapping, tables: Mapping[str, TableFile], keeps: tuple[str, ...]) -> Snapshot:
    return Snapshot.model_validate({**row, "tables": dict(tables), "keeps": keeps})


def publish(
    connection: Connection,
    contents: Contents,
    parent: str | None,
    *,
    at: datetime,
    actor: str,
    changes: Changes | None = None,
) -> Snapshot:
    """Record a snapshot and point to it, if the pointer still stands on its parent.

    Args:
        connection: A write transaction; the caller records the history in it.
        contents: What the snapshot says; its files stand in the facts folder already.
        parent: The snapshot it was made from.
        at: When.
        actor: Who.
        changes: What changed against the parent.

    Raises:
        PointerMoved: Somebody else moved the pointer first; the transaction is to be
            rolled back and the change applied to the new current snapshot.
    """
    if _standing(connection) != parent:
        raise PointerMoved
    new = Snapshot(
        **contents.model_dump(),
        id=contents.id_after(parent),
        number=_next_number(connection),
        parent=parent,
        created_at=at,
        actor=actor,
        changes=changes,
    )
    told = {"changes": changes.model_dump(mode="json") if changes else None}
    connection.execute(
        sa.insert(snapshots).values(**new.model_dump(exclude={"tables", "keeps"}) | told)
    )
    for name, table in new.tables.items():
        connection.execute(
            sa.insert(snapshot_files).values(
                snapshot=new.id, table_name=name, file=table.file, rows=table.rows
            )
        )
    moved = connection.execute(
        sa.update(pointers)
        .where(pointers.c.name == _FACTS, pointers.c.snapshot.is_not_distinct_from(parent))
        .values(snapshot=new.id)
    )
    if moved.rowcount != 1:
        raise PointerMoved
    return new


def _next_number(connection: Connection) -> int:
    highest = connection.execute(sa.select(sa.func.max(snapshots.c.number))).scalar_one()
    return (highest or 0) + 1


def _standing(connection: Connection) -> str | None:
    found: str | None = connection.execute(
        sa.select(pointers.c.snapshot).where(pointers.c.name == _FACTS)
    ).scalar_one()
    return found


def keep(connection: Connection, snapshot: str, reason: str) -> None:
    """Keep a snapshot for good: a signature, pack, decision or person names it."""
    named = sa.select(snapshot_keeps.c.reason).where(
        snapshot_keeps.c.snapshot == snapshot, snapshot_keeps.c.reason == reason
    )
    if connection.execute(named).first() is None:
        connection.execute(sa.insert(snapshot_keeps).values(snapshot=snapshot, reason=reason))


def kept(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return why snapshots are kept for good, by id."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(sa.select(snapshot_keeps).order_by(snapshot_keeps.c.reason)):
        found[row.snapshot] = (*found.get(row.snapshot, ()), row.reason)
    return found


def mark(connection: Connection, ids: Collection[str], since: datetime | None) -> None:
    """Say since when snapshots may go; None says they stay."""
    these = snapshots.c.id.in_(ids)
    connection.execute(sa.update(snapshots).where(these).values(may_go_since=since))


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Remove snapshots from the list; their files are the caller's matter."""
    connection.execute(sa.delete(snapshot_files).where(snapshot_files.c.snapshot.in_(ids)))
    connection.execute(sa.delete(snapshots).where(snapshots.c.id.in_(ids)))


def files_in_use(connection: Connection) -> frozenset[str]:
    """Return the names of all files that any snapshot lists."""
    return frozenset(connection.execute(sa.select(snapshot_files.c.file).distinct()).scalars())


def missing_files(snapshot: Snapshot, present: Iterable[str]) -> tuple[str, ...]:
    """Return which of a snapshot's files are not there."""
    return tuple(sorted({table.file for table in snapshot.tables.values()} - set(present)))
