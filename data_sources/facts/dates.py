"""Months, days and conditions as whole numbers, in the engine."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir  # type: ignore[import-untyped]

from planning.periods import UNDATED


def one_if(condition: ir.BooleanColumn) -> ir.IntegerColumn:
    """Return 1 where a condition holds, else 0; not every engine turns truth into a number."""
    return condition.fill_null(False).ifelse(1, 0).cast("int64")


def month_number(day: ir.DateColumn) -> ir.IntegerColumn:
    """Return the month number of a day (`planning.periods`), `UNDATED` where it is missing."""
    return (day.year() * 12 + day.month() - 1).cast("int64").fill_null(UNDATED)


def days_from(start: ir.DateColumn, end: ir.DateValue | date) -> ir.IntegerColumn:
    """Return the days from one day to another, missing where either is.

    A day entered wrongly can make the end come first: that counts as 0 days, since
    nothing takes less than no time and the row must still be counted.
    """
    import ibis

    last = ibis.literal(end) if isinstance(end, date) else end
    days = last.delta(start, unit="day").cast("int64")
    return (days < 0).ifelse(0, days).cast("int64")
