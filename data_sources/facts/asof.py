"""The last event in the facts, and what lies behind the date treated as today."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

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
    from data_sources.facts.engine import open_engine

    with open_engine(paths, follow_names=False) as engine:
        tables = engine.tables
        days = [
            _value(event_days(tables[table], column).max())
            for table, columns in EVENTS.items()
            if table in paths
            for column in columns
        ]
        known = [day for day in days if day is not None]
        if known or "spend" not in paths:
            return max(known, default=None)
        month = _value(tables["spend"].month.max())
    if month is None:
        return None
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


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


def _value(scalar: ir.DateScalar) -> date | None:
    found: date | None = scalar.to_pyarrow().as_py()
    return found
