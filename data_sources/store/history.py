"""The append-only history: every change, its author and both states; also the revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, JsonValue

from data_sources.store.database import Store
from data_sources.store.tables import history

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Entry(BaseModel):
    """One change as it was recorded.

    Attributes:
        revision: The store's revision after it; later changes have higher numbers.
        at: When, in UTC; never used for order.
        actor: E-mail address of who did it, or `local`.
        operation_id: Given once per operation, so that none is recorded twice.
        act, thing: What was done to what.
        before, after: The state of the thing, or None where there was none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: int
    at: datetime
    actor: str
    operation_id: str
    act: str
    thing: str
    before: JsonValue = None
    after: JsonValue = None


@dataclass(frozen=True)
class Change:
    """A write under way: change rows through `connection` and record what was changed."""

    connection: Connection
    act: str
    actor: str
    at: datetime

    def record(
        self, thing: str, *, before: JsonValue, after: JsonValue, operation: str | None = None
    ) -> int:
        """Add to the history what a thing was and is; part of the same transaction.

        Args:
            thing: What was changed.
            before: What it was; None where there was nothing.
            after: What it is; None where there is nothing now.
            operation: An id that the history takes once; None gives one.

        Returns:
            The revision.
        """
        written = self.connection.execute(
            sa.insert(history).values(
                at=self.at,
                actor=self.actor,
                operation_id=operation or uuid4().hex,
                act=self.act,
                thing=thing,
                before=before,
                after=after,
            )
        )
        (revision,) = written.inserted_primary_key or (0,)
        return int(revision)


@dataclass(frozen=True)
class Author:
    """Somebody at the store: every write of theirs is one transaction with its record.

    Attributes:
        store: Where it is written.
        actor: E-mail address of who writes, or `local`.
        now: The clock.
        still: Asked within each transaction whether the author may still do it; raises
            NotAllowed if not. None for those whose roles the store does not keep.
    """

    store: Store
    actor: str
    now: Callable[[], datetime]
    still: Callable[[Connection], None] | None = None

    @contextmanager
    def change(self, act: str) -> Iterator[Change]:
        """Open a write transaction, committed with its records at the end of the block."""
        with self.store.write() as connection:
            if self.still is not None:
                self.still(connection)
            yield Change(connection=connection, act=act, actor=self.actor, at=self.now())


def revision(connection: Connection) -> int:
    """Return the number of the latest change, 0 before the first."""
    found = connection.execute(sa.select(sa.func.max(history.c.revision))).scalar_one_or_none()
    return found or 0


def entries(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """Return the latest changes, newest first."""
    newest = sa.select(history).order_by(history.c.revision.desc()).limit(limit)
    return tuple(Entry.model_validate(dict(row)) for row in connection.execute(newest).mappings())
