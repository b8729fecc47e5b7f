"""The append-only history: every change, its author and both states; also the revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass
class Change:
    """A change under way: write through `connection`, then say what was and is."""

    connection: Connection
    at: datetime
    actor: str
    before: JsonValue = None
    after: JsonValue = None
    is_needed: bool = field(default=True)

    def nothing_to_do(self) -> None:
        """Leave no trace: the state asked for stands already."""
        self.is_needed = False


@dataclass(frozen=True)
class Author:
    """Somebody at the store: every write of theirs is one transaction with its record."""

    store: Store
    actor: str
    now: Callable[[], datetime]

    @contextmanager
    def change(self, act: str, thing: str) -> Iterator[Change]:
        """Open a write transaction whose record joins it at the end of the block."""
        with self.store.write() as connection:
            change = Change(connection=connection, at=self.now(), actor=self.actor)
            yield change
            if change.is_needed:
                connection.execute(
                    sa.insert(history).values(
                        at=change.at,
                        actor=change.actor,
                        operation_id=uuid4().hex,
                        act=act,
                        thing=thing,
                        before=change.before,
                        after=change.after,
                    )
                )


def revision(connection: Connection) -> int:
    """Return the number of the latest change, 0 before the first."""
    found = connection.execute(sa.select(sa.func.max(history.c.revision))).scalar_one_or_none()
    return found or 0


def entries(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """Return the latest changes, newest first."""
    newest = sa.select(history).order_by(history.c.revision.desc()).limit(limit)
    return tuple(Entry.model_validate(dict(row)) for row in connection.execute(newest).mappings())
