"""Saved imports as rows of the store, and the files each has brought in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_sources.schedules import Outcome, Schedule
from data_sources.store.tables import schedule_files, schedules

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Known(BaseModel):
    """A file as it was when it was imported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    sha256: str


def saved(connection: Connection) -> dict[str, Schedule]:
    """Return the saved imports by name."""
    rows = connection.execute(sa.select(schedules).order_by(schedules.c.name)).mappings()
    return {
        row["name"]: Schedule(
            name=row["name"],
            origin=row["origin"],
            mapping=row["mapping"],
            replace=row["replace"],
            version=row["version"],
            last_run=row["last_run"],
            last_outcome=row["last_outcome"],
        )
        for row in rows
    }


def put(connection: Connection, schedule: Schedule) -> None:
    """Save an import in place of what stood under its name; it knows no file yet."""
    drop(connection, schedule.name)
    connection.execute(
        sa.insert(schedules).values(
            name=schedule.name,
            table_name=schedule.table,
            origin=schedule.origin.model_dump(mode="json"),
            mapping=schedule.mapping.model_dump(mode="json", exclude_defaults=True),
            replace=schedule.replace,
            version=schedule.version,
        )
    )


def drop(connection: Connection, name: str) -> None:
    """Remove a saved import and what it knows; the facts stay."""
    connection.execute(sa.delete(schedule_files).where(schedule_files.c.schedule == name))
    connection.execute(sa.delete(schedules).where(schedules.c.name == name))


def note(
    connection: Connection, name: str, outcome: Outcome, *, began: datetime | None = None
) -> None:
    """Note how a run goes, and when it began if it begins."""
    values: dict[str, object] = {"last_outcome": outcome.model_dump(mode="json")}
    if began is not None:
        values["last_run"] = began
    connection.execute(sa.update(schedules).where(schedules.c.name == name).values(values))


def known_files(connection: Connection, name: str) -> dict[str, Known]:
    """Return the files a saved import has brought in, by name."""
    rows = connection.execute(
        sa.select(schedule_files.c.name, schedule_files.c.size, schedule_files.c.sha256).where(
            schedule_files.c.schedule == name
        )
    ).mappings()
    return {row["name"]: Known.model_validate(dict(row)) for row in rows}


def remember_file(connection: Connection, schedule: str, file: Known, at: datetime) -> None:
    """Note that a saved import has brought in a file as it is now."""
    this = sa.and_(schedule_files.c.schedule == schedule, schedule_files.c.name == file.name)
    connection.execute(sa.delete(schedule_files).where(this))
    connection.execute(
        sa.insert(schedule_files).values(schedule=schedule, imported_at=at, **file.model_dump())
    )
