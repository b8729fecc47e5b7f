"""The store's connections: SQLite in the home by default, PostgreSQL for teams.

Reading takes no lock; a write transaction takes the store's one write lock at its start
(`BEGIN IMMEDIATE`, or an advisory lock), so that revisions are committed in their order.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data_sources.locks import Turns
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_SECONDS: Final = 30
_WRITE_LOCK: Final = 7_262_636  # any number, as long as every Tandem takes the same
_WRITES: Final = "tandem_writes"
_WAIT_SECONDS: Final = (0.001, 0.008)
_TURNS: Final[dict[Path, Turns]] = {}
_PRIMARY: Final = 0xFF  # SQLite's error codes tell more in their higher bits
_ISOLATION: Final = "isolation_level"


@dataclass(frozen=True)
class Store:
    """One database, opened."""

    engine: Engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Prepare connections to a store; nothing is migrated yet.

        Args:
            url: SQLAlchemy address with its secrets.

        Raises:
            NotPossible: The address is unreadable, of another kind of database, or its
                driver is missing.
        """
        address = _address(url)
        try:
            engine = sa.create_engine(address, pool_pre_ping=address.drivername != "sqlite")
        except ModuleNotFoundError as error:
            raise NotPossible(
                f"The database driver “{error.name}” is not installed.",
                "Install Tandem with its extra: tandem-plan[postgres].",
            ) from error
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
        return cls(engine=engine)

    @property
    def masked(self) -> str:
        """The address without its secrets, for people and logs."""
        return self.engine.url.set(query={}).render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on another database."""
        if self.engine.dialect.name != "sqlite" or not self.engine.url.database:
            return None
        return Path(self.engine.url.database)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._said_plainly(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read_as_at_once(self) -> Iterator[Connection]:
        """Open a transaction that only reads, all of it as it stood at one moment."""
        # SQLite does so by itself.
        options = {} if self.engine.dialect.name == "sqlite" else {_ISOLATION: "REPEATABLE READ"}
        with self._said_plainly(), self.engine.execution_options(**options).begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes, alone; it is committed at the end of the block."""
        writing = self.engine.execution_options(**{_WRITES: True})
        with self._turn(), self._said_plainly(), writing.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITE_LOCK)))
            yield connection

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the threads of this process wait here, so that only processes meet at the file."""
        if self.file is None:
            yield
            return
        turns = _TURNS.setdefault(self.file.resolve(), Turns())
        # Should nobody leave in time, the file's own lock decides and says why.
        with turns.turn(wait_seconds=_BUSY_SECONDS):
            yield

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.OperationalError, sa.exc.DatabaseError) as error:
            if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError):
                raise
            reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
            raise NotPossible(
                f"The store {self.masked} cannot be used: {reason}.",
                "Check that it exists, may be written and has room, or set TANDEM_DATABASE_URL.",
            ) from error


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise NotPossible(
            "TANDEM_DATABASE_URL is not a database address.",
            "Write it as postgresql+psycopg://user:password@host/database.",
        ) from error
    if address.drivername in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise NotPossible(
            f"Tandem cannot keep its store in “{address.get_backend_name()}”.",
            "Use SQLite or PostgreSQL in TANDEM_DATABASE_URL.",
        )
    return address


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    del record
    # The driver must not begin transactions by itself: `_begin_sqlite` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: sa.engine.interfaces.DBAPICursor) -> None:
    import sqlite3

    # Changing the journal does not wait for others as statements do, so this waits.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        _take_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    """Wait for the write lock with equal chances for everybody.

    SQLite's own wait grows to a tenth of a second per try, so that under load whoever
    waited longest asks most seldom and may wait for seconds.
    """
    import sqlite3

    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError("SQLite is reached by its own driver")
    raw.execute("PRAGMA busy_timeout=0")
    try:
        deadline = time.monotonic() + _BUSY_SECONDS
        while time.monotonic() < deadline:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(random.uniform(*_WAIT_SECONDS))  # noqa: S311 - no secret
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    # Once more for the error, which then is told like any other.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
