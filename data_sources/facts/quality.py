"""Completeness and freshness of the stored facts, one pass per table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data_sources.facts.asof import EVENTS, event_days
from planning.actuals.quality import TableQuality
from planning.actuals.tables import TABLES, TableSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

    from data_sources.facts.engine import Engine

_DATES: Final = frozenset({"day", "month"})


def table_quality(paths: Mapping[str, Path], as_of: date | None) -> tuple[TableQuality, ...]:
    """Return how complete and fresh each table is, by source.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date the facts stand at, to tell their age; None if no fact has a date.
    """
    from data_sources.facts.engine import open_engine

    with open_engine(paths) as engine:
        return quality_in(engine, [name for name in TABLES if name in paths], as_of)


def quality_in(engine: Engine, tables: list[str], as_of: date | None) -> tuple[TableQuality, ...]:
    """Return the quality of some tables of an open engine, in the order they are named."""
    from data_sources.facts.engine import stored_tables, written

    found, stored = [], stored_tables()
    for name in tables:
        spec = TABLES[name]
        statement = written(_counted(stored[name], spec), engine.dialect)
        rows = engine.ask(statement).to_pylist()
        found += [_quality(spec, row, as_of) for row in rows]
    return tuple(found)


def _counted(rows: ir.Table, spec: TableSpec) -> ir.Table:
    filled = {f"filled_{field.name}": rows[field.column].count() for field in spec.fields}
    latest = {f"latest_{name}": _days(rows, spec, name).max() for name in _date_fields(spec)}
    counted = rows.group_by("source").aggregate(counted=rows.count(), **filled, **latest)
    return counted.order_by("source")


def _days(rows: ir.Table, spec: TableSpec, name: str) -> ir.DateColumn:
    # The close date of an open deal is a plan and tells nothing of how fresh the facts are.
    return event_days(rows, name) if name in EVENTS.get(spec.name, ()) else rows[name]


def _date_fields(spec: TableSpec) -> list[str]:
    return [field.name for field in spec.fields if field.kind in _DATES]


def _quality(spec: TableSpec, row: Mapping[str, Any], as_of: date | None) -> TableQuality:
    dates = {name: row[f"latest_{name}"] for name in _date_fields(spec)}
    filled = {field.name: int(row[f"filled_{field.name}"]) for field in spec.fields}
    latest = dates[spec.main_date] if spec.main_date else None
    return TableQuality(
        table=spec.name,
        source=row["source"],
        rows=row["counted"],
        undated=row["counted"] - filled[spec.main_date] if spec.main_date else 0,
        latest=latest,
        days_old=(as_of - latest).days if as_of and latest else None,
        filled=filled,
        dates={name: day for name, day in dates.items() if day is not None},
    )
