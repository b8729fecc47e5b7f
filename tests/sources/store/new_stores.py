"""Stores as new ones are, without making every table anew for every test."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data_sources.store.database import Store
from data_sources.store.migrate import SCHEMAS, migrate, schema_of
from data_sources.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def made_new(file: Path) -> Path:
    """Make a SQLite store in the newest schema, to be copied."""
    store = Store.open(f"sqlite:///{file}")
    migrate(store)
    store.close()
    return file


def copied(new: Path, file: Path) -> Store:
    """Open a copy of a new SQLite store."""
    return Store.open(f"sqlite:///{shutil.copyfile(new, file)}")


def emptied(store: Store) -> None:
    """Take everything out of a PostgreSQL database, its tables too."""
    with store.write() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))


def renewed(store: Store, new: Path) -> None:
    """Bring a PostgreSQL store that a test used to what a new one is.

    Args:
        store: The store; also one that has no tables yet.
        new: A new SQLite store, of which it gets the rows.
    """
    with store.read() as connection:
        whole = schema_of(connection) == SCHEMAS[-1]
    if not whole:
        emptied(store)
        migrate(store)
        return
    with store.write() as connection:
        # What may only be added to says so in triggers, which the owner may pass by.
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        emptying = [f"DELETE FROM {table.name}" for table in metadata.sorted_tables]
        starting = [f"ALTER SEQUENCE {name} RESTART" for name in _sequences(connection)]
        connection.exec_driver_sql("; ".join([*emptying, *starting]))
        for table, rows in _rows_of(new):
            connection.execute(table.insert(), [*rows])


@cache
def _rows_of(new: Path) -> tuple[tuple[sa.Table, tuple[dict[str, object], ...]], ...]:
    store = Store.open(f"sqlite:///{new}")
    with store.read() as connection:
        found = {
            table: tuple(dict(row) for row in connection.execute(table.select()).mappings())
            for table in metadata.sorted_tables
        }
    store.close()
    return tuple((table, rows) for table, rows in found.items() if rows)


def _sequences(connection: Connection) -> list[str]:
    return sa.inspect(connection).get_sequence_names()
