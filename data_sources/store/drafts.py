"""Unsaved edits, per person and sheet: they survive a page switch, a reload and a restart."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, JsonValue

from data_sources.store.tables import drafts
from planning.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_LONGEST_NAME: Final = 100


class Draft(BaseModel):
    """What somebody typed and did not save yet.

    Attributes:
        base_revision: The plan they typed over is the one as of this revision.
        mine: Per row the cells they changed, as they are to be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    base_revision: int
    mine: dict[str, dict[str, JsonValue]]


def kept(connection: Connection, person: str, sheet: str) -> Draft | None:
    """Return a person's draft of a sheet, or None."""
    found = connection.execute(sa.select(drafts.c.value).where(_its(person, sheet)))
    value = found.scalar_one_or_none()
    return None if value is None else Draft.model_validate(value)


def keep(connection: Connection, person: str, sheet: str, draft: Draft, at: datetime) -> None:
    """Put a draft in the place of the person's earlier one.

    Raises:
        UsageError: The sheet's name is no name.
    """
    if not sheet or len(sheet) > _LONGEST_NAME:
        raise UsageError("A draft belongs to a sheet.", f"Use 1 to {_LONGEST_NAME} letters.")
    drop(connection, person, sheet)
    value = draft.model_dump(mode="json")
    connection.execute(
        sa.insert(drafts).values(person=person, sheet=sheet, saved_at=at, value=value)
    )


def drop(connection: Connection, person: str, sheet: str) -> None:
    """Forget a person's draft of a sheet."""
    connection.execute(sa.delete(drafts).where(_its(person, sheet)))


def _its(person: str, sheet: str) -> sa.ColumnElement[bool]:
    return (drafts.c.person == person) & (drafts.c.sheet == sheet)
