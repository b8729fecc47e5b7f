"""Filling an empty database from an archive, in the schema the archive was written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from data_sources.backup.reading import Archive, damaged
from data_sources.backup.rows import Unreadable, read_line
from data_sources.store.migrate import SCHEMAS, VERSION_TABLE, build
from data_sources.store.tables import history, metadata
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_ROWS_AT_ONCE: Final = 500


def refuse_unknown_schema(archive: Archive) -> None:
    """Hold that this version can read what the archive holds.

    Raises:
        NotPossible: A newer Tandem wrote it.
    """
    found = archive.manifest.schema_version
    if found not in SCHEMAS:
        raise NotPossible(
            f"{archive.file.name} was written by a newer Tandem (schema {found}, this one "
            f"knows {SCHEMAS[-1]}).",
            "Update Tandem, then restore it.",
        )


def fill(connection: Connection, archive: Archive, tell: Callable[[float], None]) -> None:
    """Make the tables of the archive's schema, fill them, and bring them to the newest.

    Args:
        connection: A write transaction on a database without tables.
        archive: What to fill it from.
        tell: Told how far it is, from 0 to 1.

    Raises:
        NotPossible: The archive's tables or rows are not those of its schema.
    """
    schema = archive.manifest.schema_version
    build(connection, schema)
    tables = _tables(connection)
    _compare(archive, {table.name for table in tables})
    done, everything = 0, max(1, sum(archive.manifest.tables.values()))
    for table in tables:
        if _has_rows(connection, table):
            # The migrations put a row or two in; the archive has them as they were since.
            connection.execute(sa.delete(table))
        count = 0
        for number in _insert(connection, archive, table):
            count += number
            tell((done + count) / everything)
        done += count
        if count != archive.manifest.tables[table.name]:
            raise damaged(archive.file, f"“{table.name}” has {count:,} rows, not as many as listed")
    if schema != SCHEMAS[-1]:
        build(connection, SCHEMAS[-1])
    count_on_from(connection, archive.manifest.revision)


def count_on_from(connection: Connection, revision: int) -> None:
    """Let the history go on above a revision; SQLite does so by itself."""
    if connection.dialect.name == "postgresql" and revision > 0:
        sequence = sa.func.pg_get_serial_sequence(history.name, history.c.revision.name)
        connection.execute(sa.select(sa.func.setval(sequence, revision)))


def _tables(connection: Connection) -> list[sa.Table]:
    """Return the tables there are, those that are referred to first.

    What a column holds is known from the code where it is the same column; else, in an
    older schema, the database's word is taken.
    """
    inspector = sa.inspect(connection)
    known = [table.name for table in metadata.sorted_tables]
    names = set(inspector.get_table_names()) - {VERSION_TABLE, "sqlite_sequence"}
    ordered = sorted(names, key=lambda name: known.index(name) if name in known else len(known))
    return [_table(inspector.get_columns(name), name) for name in ordered]


def _table(columns: list[Any], name: str) -> sa.Table:
    ours = metadata.tables.get(name)
    found = []
    for told in columns:
        column = None if ours is None else ours.columns.get(told["name"])
        kind = told["type"] if column is None else column.type
        found.append(sa.Column(told["name"], kind, nullable=told["nullable"]))
    return sa.Table(name, sa.MetaData(), *found)


def _compare(archive: Archive, expected: set[str]) -> None:
    for name in sorted(expected ^ set(archive.manifest.tables)):
        what = "is missing" if name in expected else "belongs to no store"
        raise damaged(archive.file, f"the table “{name}” {what}")


def _has_rows(connection: Connection, table: sa.Table) -> bool:
    any_row = sa.select(sa.literal(1)).select_from(table).limit(1)
    return connection.execute(any_row).first() is not None


def _rows(archive: Archive, table: sa.Table) -> Iterator[dict[str, Any]]:
    for line in archive.lines(table.name):
        try:
            yield read_line(line, table)
        except Unreadable as error:
            raise damaged(archive.file, str(error)) from error


def _insert(connection: Connection, archive: Archive, table: sa.Table) -> Iterator[int]:
    """Insert a table's rows some at a time; return how many each time."""
    lines = _rows(archive, table)
    while rows := list(islice(lines, _ROWS_AT_ONCE)):
        try:
            connection.execute(sa.insert(table), rows)
        except (sa.exc.IntegrityError, sa.exc.DataError, UnicodeError, OverflowError) as error:
            raise damaged(archive.file, f"rows of “{table.name}” do not fit together") from error
        yield len(rows)
