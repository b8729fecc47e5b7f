"""Counts for tests, built from the few rows that matter; every other cube is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from planning.actuals.counts import Counts, Cube
from planning.actuals.cubes import KEYS, MEASURES
from planning.errors import Finding
from planning.periods import UNDATED, Period, month_of, parse_month

JAN: Final = parse_month("2025-01")
AS_OF: Final = date(2025, 12, 31)
NUMBERS: Final = frozenset({"month", "days", "hours", "cents", "end"})
MAIN_LABELS: Final = {"channel": "Web", "basis": "created", "team": "sales"}

Row = Mapping[str, Any]


def small_counts(
    *,
    as_of: date = AS_OF,
    history_start: Mapping[str, date] | None = None,
    findings: tuple[Finding, ...] = (),
    **cubes: Sequence[Row],
) -> Counts:
    """Return counts with the given rows.

    Args:
        as_of: The date treated as today.
        history_start: First day of each kind of event.
        findings: What the facts' reader should know.
        cubes: Rows by cube; a name like `deal_days__owner` stands for `deal_days:owner`.
            Keys left out: month January 2025, channel Web, other labels None; measures 0.
    """
    return Counts(
        snapshot_id="small",
        as_of=as_of,
        cubes={_cube(name): cube_of_rows(_cube(name), rows) for name, rows in cubes.items()},
        history_start=history_start or {},
        findings=findings,
    )


def cube_of_rows(name: str, rows: Sequence[Row]) -> Cube:
    """Return one cube of the contract's shape from rows that state only what matters."""
    for row in rows:
        unknown = set(row) - set(KEYS[name]) - set(MEASURES[name])
        if unknown:
            raise KeyError(f"{name} has no {sorted(unknown)}")
    columns: dict[str, pd.Series[Any]] = {}
    for key in KEYS[name]:
        if key in NUMBERS:
            default = JAN if key == "month" else JAN + 1 if key == "end" else 0
            columns[key] = pd.Series([row.get(key, default) for row in rows], dtype="int64")
        else:
            values = [row.get(key, MAIN_LABELS.get(key)) for row in rows]
            columns[key] = pd.Series(values, dtype="object")
    for measure in MEASURES[name]:
        columns[measure] = pd.Series([row.get(measure, 0) for row in rows], dtype="int64")
    return Cube.from_frame(pd.DataFrame(columns), measures=MEASURES[name])


def month(text: str | None) -> int:
    """Return a month number, UNDATED for None."""
    return UNDATED if text is None else parse_month(text)


def months(start: str, end: str) -> Period:
    """Return a half-open period."""
    return Period.parse(start, end)


def month_containing(day: date) -> int:
    """Return the month number of a day."""
    return month_of(day)


def _cube(name: str) -> str:
    return name.replace("__", ":")
