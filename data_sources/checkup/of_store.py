"""The store: its schema, whether the database is whole, and whether rows refer to rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.checkup.check import Check, broken, good, listed
from data_sources.store import history as histories
from data_sources.store.database import Store
from data_sources.store.migrate import SCHEMAS, schema_of
from data_sources.store.tables import history, metadata, plan_changes
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_RESTORE: Final = "Restore a backup with tandem restore FILE --replace."
_GUARDED: Final = (history.name, plan_changes.name)


def checks(store: Store) -> Iterator[Check]:
    """Look at the store; nothing is changed."""
    with store.read_as_at_once() as connection:
        yield _schema(connection)
        yield _whole(connection)
        yield _references(connection)
        yield _guards(connection)


def _schema(connection: Connection) -> Check:
    found = schema_of(connection)
    if found != SCHEMAS[-1]:
        return broken("schema", f"The store has schema {found}, not {SCHEMAS[-1]}.", _RESTORE)
    revision = histories.revision(connection)
    return good("schema", f"Schema {found}, after change {revision:,}.")


def _whole(connection: Connection) -> Check:
    """Ask SQLite for its own check; of other databases read every row of every table."""
    try:
        if connection.dialect.name == "sqlite":
            told = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            if told != ["ok"]:
                return broken("database", f"SQLite finds damage: {listed(told)}.", _RESTORE)
        rows = sum(_read_all(connection, table) for table in metadata.sorted_tables)
    except (sa.exc.DatabaseError, ValueError, NotPossible):
        return broken("database", "Some rows cannot be read.", _RESTORE)
    return good("database", f"All {rows:,} rows can be read.")


def _read_all(connection: Connection, table: sa.Table) -> int:
    every = sa.select(table).execution_options(yield_per=1000)
    return sum(1 for _ in connection.execute(every))


def _references(connection: Connection) -> Check:
    """Look for rows that refer to rows which are not there."""
    lost = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias()
            there = sa.select(other).where(other.c[key.column.name] == key.parent).exists()
            dangling = sa.select(sa.func.count()).where(key.parent.is_not(None), ~there)
            if count := connection.execute(dangling.select_from(table)).scalar_one():
                lost.append(f"{count} of {table.name}")
    if lost:
        return broken("references", f"Rows refer to what is gone: {listed(lost)}.", _RESTORE)
    return good("references", "All rows refer to rows that are there.")


def _guards(connection: Connection) -> Check:
    """Look whether what may only be added to is still guarded against changes."""
    if connection.dialect.name == "sqlite":
        named = sa.text("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
    else:
        named = sa.text(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled <> 'D'"
            " AND pg_class.relnamespace = current_schema()::regnamespace"
        )
    guarded = set(connection.execute(named).scalars())
    open_tables = [name for name in _GUARDED if name not in guarded]
    if open_tables:
        return broken("history", f"{listed(open_tables)} can be changed afterwards.", _RESTORE)
    return good("history", "The history can be added to and never changed.")
