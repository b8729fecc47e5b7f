"""How files of one shape were read the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import JsonValue, ValidationError

from data_sources.imports.request import Mapping
from data_sources.store.tables import mappings

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.store.history import Change


def remembered(connection: Connection, shape: str, table: str) -> Mapping | None:
    """Return how a file of this shape was read into a table, or None.

    Args:
        connection: Reads the store.
        shape: What files with the same columns share (`imports.mapping.shape_key`).
        table: Name of the fact table.
    """
    found = _row(connection, shape, table)
    if found is None:
        return None
    try:
        return Mapping.model_validate(found["mapping"])
    except ValidationError:
        # An older version's mapping that no longer means anything is as good as none.
        return None


def remember(
    connection: Connection, shape: str, mapping: Mapping, file: str
) -> tuple[JsonValue, JsonValue]:
    """Keep how a file was read for the next of its shape.

    Args:
        connection: The write under way.
        shape: What files with the same columns share.
        mapping: How the file was read.
        file: The file's name as the person knows it.

    Returns:
        What was remembered before, None for nothing, and what is now, for the history;
        equal where nothing changed.
    """
    told = mapping.model_dump(mode="json", exclude_defaults=True)
    before = _row(connection, shape, mapping.table)
    if before is not None and before["mapping"] == told:
        return told, told
    connection.execute(sa.delete(mappings).where(_this(shape, mapping.table)))
    connection.execute(
        sa.insert(mappings).values(
            shape=shape,
            table_name=mapping.table,
            mapping=told,
            file=file,
            version=before["version"] + 1 if before else 1,
        )
    )
    return (before["mapping"] if before else None), told


def record(change: Change, shape: str, mapping: Mapping, file: str) -> None:
    """Keep how files of a shape are to be read, with its line in the history."""
    before, after = remember(change.connection, shape, mapping, file)
    if before != after:
        change.record(f"{mapping.table} {shape}", before=before, after=after)


def _this(shape: str, table: str) -> sa.ColumnElement[bool]:
    return sa.and_(mappings.c.shape == shape, mappings.c.table_name == table)


def _row(connection: Connection, shape: str, table: str) -> Any:  # noqa: ANN401 - a row or None
    return connection.execute(sa.select(mappings).where(_this(shape, table))).mappings().first()
