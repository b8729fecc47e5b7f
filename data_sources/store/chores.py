"""When each regular piece of housekeeping was done the last time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data_sources.store.tables import chores

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def done_at(connection: Connection, name: str) -> datetime | None:
    """Return when a chore was done the last time, or None."""
    found: datetime | None = connection.execute(
        sa.select(chores.c.done_at).where(chores.c.name == name)
    ).scalar_one_or_none()
    return found


def done(connection: Connection, name: str, at: datetime) -> None:
    """Note that a chore was done."""
    connection.execute(sa.delete(chores).where(chores.c.name == name))
    connection.execute(sa.insert(chores).values(name=name, done_at=at))
