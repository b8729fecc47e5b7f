"""Cubes of single tables: spend, touches, stage events, quotas, people, stored rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from data_sources.facts.cells import cells
from data_sources.facts.dates import month_number, one_if
from data_sources.facts.resolved import Resolved
from planning.actuals.cubes import KEYS, SPEND
from planning.actuals.tables import TABLES
from planning.periods import first_day, month_of

CALENDAR: Final = "calendar"
"""The table of months in which heads are counted."""


def spend(facts: Resolved) -> ir.Table:
    """Return spend by everything a spend row says."""
    rows = facts.spend
    keys = {key: "spend_month" if key == "month" else key for key in KEYS[SPEND]}
    return cells(rows, keys, {"cents": rows.cents, "rows": None})


def stage_flows(facts: Resolved) -> ir.Table:
    """Return stage events by month, kind of record and stage."""
    events = facts.tables["stage_events"]
    events = events.mutate(event_month=month_number(events.on))
    keys = {"month": "event_month", "object": "object", "stage": "stage"}
    return cells(events, keys, {"events": None})


def touches(facts: Resolved) -> ir.Table:
    """Return touches by month, team, kind and the channel they name."""
    rows = facts.tables["touches"]
    rows = rows.mutate(touch_month=month_number(rows.on))
    keys = {"month": "touch_month", "team": "team", "kind": "kind", "channel": "channel"}
    return cells(rows, keys, {"touches": None})


def quotas(facts: Resolved) -> ir.Table:
    """Return quotas by the months they run, with region and segment of their person."""
    rows, people = facts.tables["quotas"], facts.tables["people"]
    who = people.select("region", "segment", known_id="person_id")
    rows = rows.left_join(who, rows.person_id == who.known_id)
    rows = rows.mutate(
        start_month=month_number(rows.start),
        # The end is the day after the last: a quota until 1 April ends with March.
        end_month=month_number(rows.end) + one_if(rows.end.day() > 1),
        person=rows.person_id.isnull().ifelse("no", "yes"),
    )
    keys = {"month": "start_month", "end": "end_month"}
    keys |= {key: key for key in ("team", "person", "region", "segment", "measure")}
    return cells(rows, keys, {"cents": rows.amount_cents, "rows": None})


def calendar(first: date | None, as_of: date) -> pa.Table:
    """Return the first day of each month up to the as-of month.

    Args:
        first: A day in the first month, or None for the as-of month alone.
        as_of: A day in the last month; earlier than `first` it is the only month.
    """
    until = month_of(as_of)
    months = list(range(min(until, month_of(first or as_of)), until + 1))
    days = [first_day(month) for month in months]
    return pa.table({"month": pa.array(months, pa.int64()), "on": pa.array(days, pa.date32())})


def heads(facts: Resolved) -> ir.Table:
    """Return the people present on the first of each month of the calendar."""
    months = ibis.table({"month": "int64", "on": "date"}, name=CALENDAR)
    there = facts.tables["people"].cross_join(months)
    there = there.filter(
        (there.start_on.isnull() | (there.start_on <= there.on))
        & (there.end_on.isnull() | (there.end_on >= there.on))
    )
    keys = {key: key for key in ("month", "team", "job", "region", "segment")}
    return cells(there, keys, {"heads": None})


def stored_rows(tables: Mapping[str, ir.Table]) -> tuple[ir.Table, ...]:
    """Return how many rows each table holds from each source, and how many are undated."""
    return tuple(_stored_rows(name, rows) for name, rows in tables.items())


def _stored_rows(name: str, rows: ir.Table) -> ir.Table:
    main_date = TABLES[name].main_date
    undated = rows[main_date].isnull() if main_date else ibis.literal(False)
    rows = rows.select("source", table=ibis.literal(name), undated=one_if(undated))
    keys = {"table": "table", "source": "source"}
    return cells(rows, keys, {"rows": None, "undated": rows.undated})
