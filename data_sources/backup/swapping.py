"""Putting a store built beside in the place of the one that stands, in one step.

SQLite: a file is built beside and renamed. PostgreSQL: one transaction moves the standing
tables into a schema of their own and makes the new ones. A kill leaves the one or the other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.store.database import Store
from data_sources.store.migrate import VERSION_TABLE
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_WAL_ENDINGS: Final = ("-wal", "-shm")
_BEFORE: Final = "before_restore_"
_BEFORE_IN_FILES: Final = "before-restore-"


@contextmanager
def replaced(store: Store, kept: str | None) -> Iterator[Connection]:
    """Open a database without tables that takes the store's place at the end of the block.

    Nobody else may work on the store meanwhile; an error in the block leaves it as it was.

    Args:
        store: What stands.
        kept: A moment as text, for the name what stood is kept under; None lets go of it.
    """
    if store.file is None:
        with store.write() as connection:
            _set_aside(connection, kept)
            yield connection
        return
    with _new_file(store, store.file, kept) as connection:
        yield connection


def name_of_kept(store: Store, moment: str) -> str:
    """Return where what stood is kept: a file beside the store's, or a schema."""
    if store.file is None:
        return f"{_BEFORE}{moment}"
    return str(store.file.with_name(f"{store.file.name}.{_BEFORE_IN_FILES}{moment}"))


def remove_unfinished(store: Store) -> None:
    """Remove what a killed restore left half done; the home must be held."""
    if store.file is None:
        return
    _remove(_beside(store.file))
    for copy in store.file.parent.glob(f"{store.file.name}.{_BEFORE_IN_FILES}*.partial"):
        copy.unlink(missing_ok=True)


# ---- SQLite ----


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.restoring")


@contextmanager
def _new_file(store: Store, file: Path, kept: str | None) -> Iterator[Connection]:
    beside = _beside(file)
    _remove(beside)
    url = sa.URL.create("sqlite", database=str(beside)).render_as_string()
    new = Store.open(url)
    try:
        with new.write() as connection:
            yield connection
        new.close()
        _leave_one_file(beside)
        store.close()
        if kept is not None:
            _keep(file, Path(name_of_kept(store, kept)))
        _leave_one_file(file)
        beside.replace(file)
        _flush(file.parent)
    except OSError as error:
        raise NotPossible(
            f"The restore stopped and changed nothing: {error.strerror or error}.",
            f"Check the disk of {file.parent}, then start it again.",
        ) from error
    finally:
        new.close()
        _remove(beside)


def _leave_one_file(file: Path) -> None:
    """Bring what SQLite wrote ahead into the file, flushed, so that it can change its name."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise NotPossible(
                f"Another program has {file.name} open.", "Close it, then restore again."
            ) from error
    for ending in _WAL_ENDINGS:
        # Of another file they would be read as changes of the one that takes its name.
        Path(f"{file}{ending}").unlink(missing_ok=True)
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _keep(file: Path, copy: Path) -> None:
    if not file.exists():
        return
    partial = copy.with_name(f"{copy.name}.partial")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
    except sqlite3.DatabaseError:
        # Damaged: then every byte of it, and of what was written ahead.
        partial.unlink(missing_ok=True)
        for ending in ("", *_WAL_ENDINGS):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
        return
    partial.replace(copy)


def _remove(file: Path) -> None:
    for ending in ("", "-journal", *_WAL_ENDINGS):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    # Windows cannot open folders and needs no flush for renames.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ---- PostgreSQL ----


def _set_aside(connection: Connection, kept: str | None) -> None:
    """Move the standing tables, with what belongs to them, or drop them."""
    inspector = sa.inspect(connection)
    standing = inspector.get_table_names()
    if VERSION_TABLE not in standing:
        return
    quote = connection.dialect.identifier_preparer.quote
    function = "history_is_append_only"
    if kept is None:
        for table in standing:
            connection.exec_driver_sql(f"DROP TABLE {quote(table)} CASCADE")
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function}()")
        return
    schema = quote(f"{_BEFORE}{kept}")
    connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    for table in standing:
        connection.exec_driver_sql(f"ALTER TABLE {quote(table)} SET SCHEMA {schema}")
    connection.exec_driver_sql(f"ALTER FUNCTION {function}() SET SCHEMA {schema}")
