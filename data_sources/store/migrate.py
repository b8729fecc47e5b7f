"""Bringing a store to this version's schema, once, whoever comes first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.store.database import Store
from data_sources.store.tables import metadata
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SCHEMAS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every schema this version can read, oldest first; the last is the one it writes."""

VERSION_TABLE: Final = "alembic_version"


def schema_of(connection: Connection) -> str | None:
    """Return the schema a store has, or None if it is empty."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    version = sa.table(VERSION_TABLE, sa.column("version_num", sa.String))
    return connection.execute(sa.select(version.c.version_num)).scalar_one_or_none()


def migrate(store: Store) -> None:
    """Bring the store to the newest schema; does nothing where it has it.

    An existing SQLite file is copied beside itself first. All happens under the store's
    write lock, so of many starting at once one migrates and the others wait.

    Raises:
        NotPossible: The store is newer than this version, or holds another program's tables.
    """
    with store.read() as connection:
        if schema_of(connection) == SCHEMAS[-1]:
            return
    with store.write() as connection:
        found = schema_of(connection)
        if found == SCHEMAS[-1]:
            return
        _refuse_strangers(connection, found)
        if found is not None and store.file is not None:
            _copy(store.file, store.file.with_name(f"{store.file.name}.schema-{found}"))
        _upgrade(connection)


def _refuse_strangers(connection: Connection, found: str | None) -> None:
    if found is None:
        taken = set(metadata.tables) & set(sa.inspect(connection).get_table_names())
        if taken:
            raise NotPossible(
                f"The database holds another program's table “{min(taken)}”.",
                "Give Tandem a database or schema of its own.",
            )
    elif found not in SCHEMAS:
        raise NotPossible(
            f"The store was written by a newer Tandem (schema {found}, this one knows "
            f"{SCHEMAS[-1]}).",
            "Update Tandem, or point TANDEM_HOME to another folder.",
        )


def _copy(database: Path, copy: Path) -> None:
    partial = copy.with_name(f"{copy.name}.partial")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)


def build(connection: Connection, schema: str) -> None:
    """Bring an empty database, or one of an older schema, to a schema this version knows.

    Args:
        connection: A write transaction.
        schema: One of `SCHEMAS`.
    """
    _upgrade(connection, schema)


def _upgrade(connection: Connection, schema: str = SCHEMAS[-1]) -> None:
    # Alembic takes a quarter of a second to import and most starts need no migration.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))

    def steps(found: tuple[str, ...], context: MigrationContext) -> Iterable[RevisionStep]:
        del context
        return scripts._upgrade_revs(schema, found)  # type: ignore[arg-type]  # as its manual does

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, fn=steps)
        environment.run_migrations()
