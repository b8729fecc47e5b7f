"""The same expressions, run by PostgreSQL, count the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]
import psycopg
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.facts.account_book import ask_book, book_parts
from data_sources.facts.account_frames import in_order
from data_sources.facts.counting import build_counts
from data_sources.facts.engine import schema_of
from data_sources.facts.frames import frame_of
from data_sources.facts.ledgers import CALENDAR
from data_sources.facts.resolved import resolving
from data_sources.facts.statements import cube_parts
from planning.actuals.cubes import PEOPLE
from planning.actuals.tables import TABLES
from tests.builders import facts
from tests.facts.agreement import cells_of_frame
from tests.facts.any_facts import AS_OF, COMPANY, crowd
from tests.sources.store.postgres import fresh_database

TYPES = {"string": "text", "date": "date", "int64": "bigint", "float64": "float8"}


@pytest.fixture(scope="module")
def postgres(postgres_server: str) -> str:
    return fresh_database(postgres_server).replace("+psycopg", "")


def store(connection: psycopg.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """Put a fact table into PostgreSQL under the name the expressions use."""
    schema = schema_of(name)
    columns = ", ".join(
        f'"{column}" {TYPES.get(str(kind), str(kind))}' for column, kind in schema.items()
    )
    connection.execute(f"CREATE TEMPORARY TABLE stored_{name} ({columns})")
    cursor = connection.cursor()
    places = ", ".join(["%s"] * len(schema))
    for row in rows:
        cursor.execute(
            f"INSERT INTO stored_{name} VALUES ({places})", [row[key] for key in schema.names]
        )


def asked(connection: psycopg.Connection, part: ir.Table) -> pa.Table:
    """Return what PostgreSQL answers to an expression."""
    rows = connection.execute(str(ibis.to_sql(part, dialect="postgres"))).fetchall()
    schema = part.schema().to_pyarrow()
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        names=schema.names,
    )


def test_postgres_agrees_with_duckdb_in_every_cell(postgres: str, tmp_path: Path) -> None:
    paths = facts(tmp_path, stored=True, **crowd(seed=4))
    resolved, steps = resolving(AS_OF, COMPANY)
    with psycopg.connect(postgres) as connection:
        for name in TABLES:
            store(connection, name, pq.read_table(paths[name]).to_pylist())
        for name, table in steps.expressions.items():
            statement = ibis.to_sql(table, dialect="postgres")
            connection.execute(f"CREATE TEMPORARY TABLE {name} AS {statement}")
        connection.execute(f'CREATE TEMPORARY TABLE {CALENDAR} ("month" bigint, "on" date)')
        expected = build_counts(paths, AS_OF, COMPANY, "s").frames
        for name, parts in cube_parts(resolved).items():
            # Which months heads are counted in is decided outside the engine.
            if name != PEOPLE:
                found = frame_of(name, [asked(connection, part) for part in parts])
                assert cells_of_frame(name, found) == cells_of_frame(name, expected[name]), name
        book = {name: asked(connection, part) for name, part in book_parts(resolved).items()}
        known = in_order(ask_book(paths, AS_OF, COMPANY))
        for name, rows in in_order(book).items():
            assert rows.to_pylist() == known[name].to_pylist(), name
