"""Small facts for tests: state only what matters, the rest is missing.

A row is a dict of fields. Days may be dates or `YYYY-MM-DD`; money is in units of the
currency (a number or a Decimal) under the field's name, or cents under its column's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from data_sources.facts.counting import build_counts
from planning.actuals.counts import Counts
from planning.actuals.kinds import Kind
from planning.actuals.tables import TABLES, FieldSpec, TableSpec
from planning.company import Company

AS_OF: Final = date(2025, 12, 31)
SOURCE: Final = "test"

_ARROW: Final[dict[Kind, pa.DataType]] = {
    "text": pa.string(),
    "choice": pa.string(),
    "attributes": pa.string(),
    "day": pa.date32(),
    "month": pa.date32(),
    "count": pa.int64(),
    "money": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


def table_of(name: str, rows: Iterable[Mapping[str, Any]], *, stored: bool = True) -> pa.Table:
    """Return rows as a fact table is stored.

    Args:
        name: The fact table.
        rows: Fields by name; `source` may be given too. Unknown names are refused.
        stored: With the column `source`, as the store keeps it; without, as staged.
    """
    spec = TABLES[name]
    given = [dict(row) for row in rows]
    known = {field.name for field in spec.fields} | {field.column for field in spec.fields}
    for row in given:
        unknown = set(row) - known - {"source"}
        if unknown:
            raise KeyError(f"{name} has no {sorted(unknown)}")
    columns = {
        field.column: pa.array([_value(field, row) for row in given], type=_ARROW[field.kind])
        for field in spec.fields
    }
    if stored:
        sources = [row.get("source", SOURCE) for row in given]
        columns["source"] = pa.array(sources, type=pa.string())
    return pa.table(columns)


def facts(
    folder: Path, *, stored: bool = True, **tables: Iterable[Mapping[str, Any]]
) -> dict[str, Path]:
    """Write one Parquet file per table given and return the paths by table."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for name, rows in tables.items():
        paths[name] = folder / f"{name}.parquet"
        pq.write_table(table_of(name, rows, stored=stored), paths[name])
    return paths


def counts_of(
    folder: Path,
    *,
    as_of: date = AS_OF,
    company: Company | None = None,
    **tables: Iterable[Mapping[str, Any]],
) -> Counts:
    """Count small facts as the app would, without a cache."""
    paths = facts(folder, stored=True, **tables)
    return build_counts(paths, as_of, company or Company(), "test-snapshot").counts()


def spec_of(name: str) -> TableSpec:
    """Return a fact table's specification."""
    return TABLES[name]


def _value(field: FieldSpec, row: Mapping[str, Any]) -> object:
    if field.column != field.name and field.column in row:
        return row[field.column]
    value = row.get(field.name, field.default)
    if value is None:
        return None
    if field.kind in ("day", "month"):
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return day.replace(day=1) if field.kind == "month" else day
    if field.kind == "money":
        return int((Decimal(str(value)) * 100).to_integral_value())
    if field.kind == "attributes":
        return json.dumps(value, sort_keys=True)
    return value
