"""The rows of a database query, streamed into a file that is imported like any other."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from pydantic import SecretStr

from planning.actuals.reading import plain_to_csv
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, CursorResult, Engine

_CHUNK: Final = 10_000
_AS_THEY_ARE: Final = frozenset({int, float, type(None)})
_READS: Final = frozenset({"SELECT", "WITH", "L_PAREN"})


def readable(select: str) -> str:
    """Return a query if it is one statement that only reads.

    The database is told to refuse writes as well; give Tandem a user who may only read.

    Raises:
        UsageError: It is empty, several statements, or one that could write.

    Example:
        >>> readable("SELECT id, ';' FROM deals;")
        "SELECT id, ';' FROM deals"
    """
    from sqlglot import tokenize
    from sqlglot.errors import TokenError

    try:
        tokens = tokenize(select, read="postgres")
    except TokenError as error:
        raise UsageError("The query cannot be read.", "Check its quotation marks.") from error
    kinds = [token.token_type.name for token in tokens]
    text = select.strip()
    if kinds and kinds[-1] == "SEMICOLON":
        kinds.pop()
        text = select[: tokens[-1].start].strip()
    if not kinds or kinds[0] not in _READS or {"SEMICOLON", "INTO"} & set(kinds):
        raise UsageError("The query must be one statement that reads.", "Begin it with SELECT.")
    return text


def rows_to_file(url: SecretStr, select: str, path: Path) -> int:
    """Run a query and write its rows as CSV, a part at a time.

    Args:
        url: SQLAlchemy address with its secrets.
        select: The query; see `readable`.
        path: The file to write; made anew.

    Returns:
        How many rows it gave.

    Raises:
        UsageError: The query does not only read, or gives two columns of one name.
        NotPossible: The database cannot be reached, or refuses the query.
    """
    statement = readable(select)
    engine = _engine(url)
    try:
        with _said_plainly(engine, url), engine.connect() as connection:
            _only_read(connection)
            result = connection.execution_options(
                stream_results=True, yield_per=_CHUNK, no_parameters=True
            ).exec_driver_sql(statement)
            return _write(result, path)
    finally:
        engine.dispose()


def _engine(url: SecretStr) -> Engine:
    try:
        address = sa.make_url(url.get_secret_value())
    except sa.exc.ArgumentError as error:
        raise NotPossible(
            "The secret is not a database address.",
            "Write it as postgresql+psycopg://user:password@host/database.",
        ) from error
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        # The driver would make an empty database of that name.
        raise NotPossible(f"There is no database {address.database}.", "Check the address.")
    try:
        return sa.create_engine(address)
    except ModuleNotFoundError as error:
        raise NotPossible(
            f"The database driver “{error.name}” is not installed.", "Install it."
        ) from error
    except sa.exc.ArgumentError as error:
        raise NotPossible(
            f"No driver is known for “{address.drivername}”.", "Install its SQLAlchemy driver."
        ) from error


def _only_read(connection: Connection) -> None:
    kind = connection.dialect.name
    if kind == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    elif kind == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif kind in {"mysql", "mariadb"}:
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
        connection.rollback()


def _write(result: CursorResult[Any], path: Path) -> int:
    heads = list(result.keys())
    twice = [name for name, count in Counter(heads).items() if count > 1]
    if twice:
        raise UsageError(
            f"The query gives {len(twice) + 1} columns named “{twice[0]}”.",
            "Name them apart with AS.",
        )
    rows = 0
    # The mark at the beginning says for certain how the text is encoded.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(heads)
        for part in result.partitions():
            writer.writerows(
                [value if type(value) in _AS_THEY_ARE else _cell(value) for value in row]
                for row in part
            )
            rows += len(part)
    return rows


def _cell(value: object) -> str:
    """Return a value as the importer reads it: days and numbers as every program writes them.

    Example:
        >>> _cell(date(2025, 5, 1)), _cell(Decimal("1E+3")), _cell(True), _cell("'quoted'")
        ('2025-05-01', '1000', 'true', "''quoted'")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return plain_to_csv(value.hex() if isinstance(value, bytes) else str(value))


@contextmanager
def _said_plainly(engine: Engine, url: SecretStr) -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = str(error.orig).strip().splitlines() if error.orig else []
        reason = _masked(said[0] if said else "no answer", engine, url)
        shown = engine.url.set(query={}).render_as_string(hide_password=True)
        raise NotPossible(
            f"The database {shown} does not answer the query: {reason.rstrip('.')}.",
            "Check address, rights and query.",
        ) from None


def _masked(text: str, engine: Engine, url: SecretStr) -> str:
    masked = text.replace(url.get_secret_value(), "***")
    hidden = [engine.url.password, *engine.url.query.values()]
    for secret in hidden:
        for part in (secret,) if isinstance(secret, str) else secret or ():
            masked = masked.replace(part, "***") if part else masked
    return masked
