"""The last event in the facts, and what lies behind the date treated as today."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    from duckdb import DuckDBPyConnection

EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "leads": (
        "created_on",
        "mql_on",
        "sal_on",
        "sql_on",
        "disqualified_on",
        "recycled_on",
        "first_touch_on",
    ),
    "opportunities": ("created_on", "accepted_on", "closed_on"),
    "stage_events": ("on",),
    "touches": ("on",),
}
"""Days on which something happened: creation, touch, stage or closing, never a due date."""


def latest_event(paths: Mapping[str, Path]) -> date | None:
    """Return the latest creation, touch, stage or closing day in the facts.

    Never a due date, quota or end date. The close date of an open deal is a plan and
    does not count either. Facts with spend alone end with their last month's last day.

    Args:
        paths: The Parquet file of each table that has rows.

    Returns:
        The day, or None if nothing in the facts is dated.
    """
    from data_sources.facts.confined import connected

    with connected([path.resolve() for path in paths.values()]) as engine:
        asked = {table: columns for table, columns in EVENTS.items() if table in paths}
        known = [
            day
            for table, columns in asked.items()
            for day in _last_days(engine, paths[table], columns)
        ]
        if known or "spend" not in paths:
            return max(known, default=None)
        months = _last_days(engine, paths["spend"], ("month",))
    if not months:
        return None
    (month,) = months
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _last_days(engine: DuckDBPyConnection, path: Path, columns: Sequence[str]) -> list[date]:
    """Return the last day of each kind of event of a table that has one."""
    file = {"file": str(path.resolve())}
    described = engine.execute("DESCRIBE FROM read_parquet($file)", file).fetchall()
    # A file from before a column existed lacks it.
    there = [name for name, *_ in described if name in columns]
    known = {"closed_on": " FILTER (is_won IS NOT NULL)"}
    asked = [f'max("{column}"){known.get(column, "")}' for column in there]
    if not asked:
        return []
    query = f"SELECT {', '.join(asked)} FROM read_parquet($file)"  # noqa: S608 - documented names
    found = engine.execute(query, file).fetchone()
    return [day for day in found or () if day is not None]


def event_days(rows: ir.Table, column: str) -> ir.DateColumn:
    """Return the days of one kind of event; an open deal has no day of closing."""
    if column == "closed_on":
        return rows.is_won.notnull().ifelse(rows.closed_on, _no_day())
    return rows[column]


def rows_after(rows: ir.Table, table: str, as_of: date) -> ir.IntegerScalar:
    """Return how many rows of a table have an event after the as-of date."""
    import ibis

    late = ibis.or_(*(event_days(rows, column) > as_of for column in EVENTS[table]))
    return rows.count(where=late)


def _no_day() -> Any:  # noqa: ANN401 - Ibis is untyped
    import ibis

    return ibis.null("date")
