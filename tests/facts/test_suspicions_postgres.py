"""The same looks, run by PostgreSQL, find the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.facts.engine import Engine
from data_sources.facts.quality import quality_in, table_quality
from data_sources.facts.suspicions import suspicions, suspicions_in
from data_sources.facts.suspicions_check import Facts
from planning.actuals.tables import TABLES
from planning.company import Company
from tests.builders import AS_OF, facts
from tests.facts.odd_facts import CASES, CLEAN
from tests.facts.test_postgres import store
from tests.sources.store.postgres import fresh_database


@pytest.fixture(scope="module")
def postgres(postgres_server: str) -> str:
    return fresh_database(postgres_server).replace("+psycopg", "")


@dataclass(frozen=True)
class Postgres(Engine):
    """PostgreSQL in the place of DuckDB; the backend is a connection."""

    dialect: str = "postgres"

    def keep(self, name: str, statement: str) -> None:
        self.backend.execute(f'CREATE TEMPORARY TABLE "{name}" AS {statement}')

    def ask(self, statement: str) -> pa.Table:
        answer = self.backend.execute(statement)
        names = [column.name for column in answer.description]
        columns = list(zip(*answer.fetchall(), strict=True)) or [()] * len(names)
        return pa.table([pa.array(column) for column in columns], names=names)


def all_odd_rows() -> dict[str, list[dict[str, Any]]]:
    """The clean facts with every odd row at once, ids made different."""
    tables = {name: list(rows) for name, rows in CLEAN.items()}
    for number, (_, odd) in enumerate(CASES.values()):
        for table, rows in odd.items():
            key = TABLES[table].id_column
            for row in rows[len(CLEAN[table]) :]:
                same = key is not None and row[key] == "X"
                tables[table].append({**row, str(key): f"X{number}"} if same else row)
    return tables


def test_postgres_finds_what_duckdb_finds(postgres: str, tmp_path: Path) -> None:
    paths = facts(tmp_path, stored=True, **all_odd_rows())
    expected = suspicions(paths, AS_OF, Company())
    assert len({it.code for it in expected}) > len(CASES) / 2
    with psycopg.connect(postgres) as connection:
        for name, path in paths.items():
            store(connection, name, pq.read_table(path).to_pylist())
        engine = Postgres(connection)
        found = suspicions_in(Facts(engine, frozenset(paths), AS_OF, Company()))
        assert {(it.code, it.table, it.count) for it in found} == {
            (it.code, it.table, it.count) for it in expected
        }
        tables = [name for name in TABLES if name in paths]
        assert quality_in(engine, tables, AS_OF) == table_quality(paths, AS_OF)
