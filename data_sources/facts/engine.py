"""The counting engine's tables: fact files as Ibis tables with every documented column.

Counting modules see only a mapping of Ibis tables and never ask which engine is behind
it. DuckDB reads the Parquet files in memory; nothing here is written back to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.confined import CONFIG, confining
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


@dataclass(frozen=True)
class Engine:
    """Fact tables ready to be asked.

    Attributes:
        backend: The Ibis backend that holds them.
        tables: Every fact table by name; an absent one is empty.
    """

    backend: Any
    tables: Mapping[str, ir.Table]

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """Compute a table once, so that what is built on it does not repeat the work."""
        return self.backend.create_table(name, table, temp=True)


def schema_of(table: str) -> ibis.Schema:
    """Return the columns of a stored fact table with their types."""
    columns = {field.column: TYPES[field.kind] for field in TABLES[table].fields}
    return ibis.schema({**columns, "source": "string"})


@contextmanager
def open_engine(paths: Mapping[str, Path]) -> Iterator[Engine]:
    """Open the fact files in an engine of their own, closed again on leaving.

    Args:
        paths: A Parquet file per table; absent tables are empty.
    """
    backend = ibis.duckdb.connect(":memory:", **CONFIG)
    try:
        backend.raw_sql(confining(paths.values()))
        yield Engine(backend, {name: _table(backend, name, paths.get(name)) for name in TABLES})
    finally:
        backend.disconnect()


def _table(backend: Any, name: str, path: Path | None) -> ir.Table:  # noqa: ANN401
    schema = schema_of(name)
    if path is None:
        return backend.create_table(f"stored_{name}", schema=schema, temp=True)
    stored = backend.read_parquet(str(path), table_name=f"stored_{name}")
    # A file from before a column existed lacks it: there the value is missing.
    return stored.select(
        **{
            column: stored[column].cast(kind)
            if column in stored.columns
            else ibis.null().cast(kind)
            for column, kind in schema.items()
        }
    )
