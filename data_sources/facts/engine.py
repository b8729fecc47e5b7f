"""The counting engine: fact files under documented names, and statements to run on them.

Counting modules write expressions over tables that are only named; which engine runs
them is known here alone. DuckDB reads the Parquet files in memory and never writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from data_sources.facts.confined import CONFIG, confining, quoted, room_to_spill
from planning.actuals.kinds import Kind
from planning.actuals.tables import TABLES

TYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "choice": "string",
    "attributes": "string",
    "day": "date",
    "month": "date",
    "count": "int64",
    "money": "int64",
    "number": "float64",
    "flag": "boolean",
}
"""The engine's type of each kind of field."""

_DUCKDB: Final[dict[str, str]] = {
    "string": "VARCHAR",
    "date": "DATE",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "boolean": "BOOLEAN",
}
"""The same as DuckDB calls them."""


@dataclass(frozen=True)
class Engine:
    """An engine that holds the stored fact tables under `stored_<table>`.

    Attributes:
        backend: The Ibis backend.
        dialect: Its name, as statements are written for it.
    """

    backend: Any
    dialect: str = "duckdb"

    @property
    def tables(self) -> dict[str, ir.Table]:
        """Every fact table by name, ready to be asked; an absent one is empty."""
        return {name: self.table(f"stored_{name}") for name in TABLES}

    def keep(self, name: str, statement: str) -> None:
        """Compute a table once, so that what is built on it does not repeat the work."""
        self.backend.raw_sql(f'CREATE TEMPORARY TABLE "{name}" AS {statement}')

    def put(self, name: str, rows: pa.Table) -> None:
        """Bring a small table in."""
        self.backend.create_table(name, ibis.memtable(rows), temp=True)

    def ask(self, statement: str) -> pa.Table:
        """Return the rows of a statement."""
        return self.backend.con.sql(statement).to_arrow_table()

    def value(self, statement: str) -> Any:  # noqa: ANN401 - a number, a date or None
        """Return the one value of a statement."""
        return self.ask(statement).column(0)[0].as_py()

    def table(self, name: str) -> ir.Table:
        """Return a table of the engine as an expression that can be run."""
        return self.backend.table(name)


def written(expression: ir.Expr, dialect: str) -> str:
    """Return an expression as a statement of an engine, written once while it is in use.

    Args:
        expression: Over tables that are only named.
        dialect: The engine's name, for example `duckdb` or `postgres`.

    Example:
        >>> written(ibis.table({"n": "int64"}, name="rows").n.sum(), "duckdb").split()[0]
        'SELECT'
    """
    return _written(expression.op(), dialect)


# Ibis takes longer to write a statement than a small company's facts take to answer it. One
# count and one look for suspicions ask about 180.
@lru_cache(maxsize=256)
def _written(operation: Any, dialect: str) -> str:  # noqa: ANN401 - an Ibis node, compared by what it says
    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


def stored_tables() -> dict[str, ir.Table]:
    """Return every fact table as an expression that names it, bound to no engine."""
    return {name: ibis.table(schema_of(name), name=f"stored_{name}") for name in TABLES}


def schema_of(table: str) -> ibis.Schema:
    """Return the columns of a stored fact table with their types."""
    columns = {field.column: TYPES[field.kind] for field in TABLES[table].fields}
    return ibis.schema({**columns, "source": "string"})


@contextmanager
def open_engine(paths: Mapping[str, Path], *, follow_names: bool = True) -> Iterator[Engine]:
    """Open the fact files in an engine of their own, closed again on leaving.

    Args:
        paths: A Parquet file per table; absent tables are empty.
        follow_names: Whether an account given by its name instead of its id is found by
            it, where exactly one account has the name.
    """
    with room_to_spill(list(paths.values())) as folder:
        backend = ibis.duckdb.connect(":memory:", **CONFIG)
        try:
            backend.raw_sql(confining(paths.values(), folder))
            backend.raw_sql("; ".join(_opening(name, paths.get(name)) for name in TABLES))
            engine = Engine(backend)
            if follow_names:
                _follow_names(engine, paths)
            yield engine
        finally:
            backend.disconnect()


def _opening(name: str, path: Path | None) -> str:
    """Return the statements that bring a fact table in as `stored_<table>`."""
    schema = schema_of(name)
    if path is None:
        columns = ", ".join(f'"{column}" {_DUCKDB[str(kind)]}' for column, kind in schema.items())
        return f'CREATE TEMPORARY TABLE "stored_{name}" ({columns})'
    held = set(pq.read_schema(path).names)
    # A file from before a column existed lacks it: there the value is missing.
    values = {column: f'"{column}"' if column in held else "NULL" for column in schema}
    columns = ", ".join(
        f'CAST({values[column]} AS {_DUCKDB[str(kind)]}) AS "{column}"'
        for column, kind in schema.items()
    )
    source = f"read_parquet({quoted(path)})"
    view = f'CREATE TEMPORARY VIEW "file_{name}" AS SELECT {columns} FROM {source}'  # noqa: S608 - names of our own tables, a path in quotes
    return f'{view}; CREATE TEMPORARY VIEW "stored_{name}" AS FROM "file_{name}"'


def _follow_names(engine: Engine, paths: Mapping[str, Path]) -> None:
    for table, (asking, following) in _following(engine.dialect).items():
        to, statement = asking
        # The join costs a large company time that most do not need to spend.
        if table in paths and to in paths and engine.ask(statement).num_rows:
            engine.backend.raw_sql(
                f'CREATE OR REPLACE TEMPORARY VIEW "stored_{table}" AS {following}'
            )


@cache
def _following(dialect: str) -> dict[str, tuple[tuple[str, str], str]]:
    """Return per table which other it names, whether by name, and its rows with ids instead."""
    from data_sources.facts.joins import FOLLOWED_BY_NAME, needs_names, with_ids

    found = {}
    for link in FOLLOWED_BY_NAME:
        if link.name:
            rows, names = (
                ibis.table(schema_of(name), name=f"file_{name}") for name in (link.table, link.to)
            )
            what = (link.column, names, link.key, link.name)
            asking = written(needs_names(rows, *what).limit(1), dialect)
            found[link.table] = ((link.to, asking), written(with_ids(rows, *what), dialect))
    return found
