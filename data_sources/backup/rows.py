"""Rows of the store as JSON, alike for every engine: moments in UTC, days as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import sqlalchemy as sa

from data_sources.store.tables import Moment

if TYPE_CHECKING:
    from sqlalchemy.engine import RowMapping


class Unreadable(ValueError):  # noqa: N818 - reads as the sentence it begins
    """A row of an archive is not one of its table; the message says why."""


def as_line(row: RowMapping) -> bytes:
    """Return a row as one line of JSON, columns by name."""
    told = json.dumps(dict(row), default=_told, allow_nan=False, separators=(",", ":"))
    return told.encode("ascii") + b"\n"


def _told(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"a store never holds {type(value).__name__}")


def read_line(line: bytes, table: sa.Table) -> dict[str, Any]:
    """Return the values of a line for a table.

    Args:
        line: As `as_line` wrote it.
        table: The table it is for.

    Raises:
        Unreadable: It is no JSON object, has other columns, or values of another type.
    """
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a row of “{table.name}” cannot be read") from error
    if not isinstance(row, Mapping) or set(row) != set(table.columns.keys()):
        raise Unreadable(f"a row of “{table.name}” has other columns than the table")
    return {column.name: _value(column, row[column.name]) for column in table.columns}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _value(column: sa.Column[Any], value: object) -> object:
    kind = column.type
    if isinstance(kind, sa.JSON):
        return value
    if value is None:
        if not column.nullable:
            raise _odd(column)
        return None
    if isinstance(kind, Moment | sa.DateTime | sa.Date):
        return _time(column, value)
    expected = _python_type(kind)
    # In Python a truth value is a whole number too; in the store it is not.
    if type(value) is not expected:
        raise _odd(column)
    return value


def _time(column: sa.Column[Any], value: object) -> date:
    try:
        if not isinstance(value, str):
            raise _odd(column)
        if isinstance(column.type, sa.Date):
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise _odd(column) from error
    if moment.tzinfo is None:
        raise _odd(column)
    return moment


def _python_type(kind: sa.types.TypeEngine[Any]) -> type:
    if isinstance(kind, sa.Boolean):
        return bool
    if isinstance(kind, sa.Integer):
        return int
    if isinstance(kind, sa.Float):
        return float
    return str


def _odd(column: sa.Column[Any]) -> Unreadable:
    return Unreadable(f"“{column.table.name}” has an odd value in “{column.name}”")
