"""Companies too large to state row by row: the demo company, scaled and repeated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

from data_sources.demo import DemoCompany, scaled
from planning.actuals.tables import TABLES
from tests.builders import SOURCE

MILLION: Final = 1_000_000
_IDS: Final = frozenset({"lead_id", "opportunity_id", "account_id", "id"})
"""Columns that name a record; people stay the same however large the company is."""


def million_leads() -> DemoCompany:
    """Make up a company with about a million leads."""
    return scaled(leads=MILLION)


def stored_facts(company: DemoCompany, folder: Path) -> dict[str, Path]:
    """Write a company's facts as they are stored, one Parquet file per table."""
    folder.mkdir(parents=True)
    paths = {}
    with duckdb.connect() as database:
        for name, frame in company.frames.items():
            paths[name] = folder / f"{name}.parquet"
            database.register("frame", frame)
            database.execute(
                f"COPY (SELECT *, '{SOURCE}' AS source FROM frame) TO '{paths[name]}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            database.unregister("frame")
    return paths


def repeated(paths: Mapping[str, Path], folder: Path, times: int) -> dict[str, Path]:
    """Write a company several times as large: every record again under other ids."""
    folder.mkdir(parents=True)
    found = {}
    with duckdb.connect(config={"memory_limit": "2GB"}) as database:
        database.execute(f"SET temp_directory = '{folder / 'spill'}'")
        for name, path in paths.items():
            fields = [field.column for field in TABLES[name].fields]
            again = ", ".join(
                f'"{column}" || \'-\' || copy AS "{column}"' if column in _IDS else f'"{column}"'
                for column in fields
            )
            copies = 1 if name in ("people", "quotas", "spend") else times
            found[name] = folder / path.name
            database.execute(
                f"COPY (SELECT {again}, source FROM range({copies}) AS copies(copy), "
                f"read_parquet('{path}')) TO '{found[name]}' (FORMAT parquet, COMPRESSION zstd)"
            )
    return found


def as_csv(table: str, source: str, path: Path) -> Path:
    """Write facts as the documented template has them.

    Args:
        table: The fact table.
        source: SQL of its rows, columns as they are stored.
        path: The file to write.
    """
    columns = ", ".join(
        f'CAST("{field.column}" / 100 AS DECIMAL(18, 2)) AS "{field.name}"'
        if field.kind == "money"
        else f'"{field.column}" AS "{field.name}"'
        for field in TABLES[table].fields
        if field.kind != "attributes"
    )
    with duckdb.connect(config={"memory_limit": "2GB"}) as database:
        database.execute(f"COPY (SELECT {columns} FROM {source}) TO '{path}' (HEADER)")
    return path
