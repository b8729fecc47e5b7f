"""Whether and when sales followed each lead up, as far as its source can tell."""

from __future__ import annotations

from datetime import date
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.dates import days_from, one_if

HOURS_COUNTED: Final = 720
"""Up to here whole hours are kept apart, above only whole days."""

LONGEST: Final = 100 * 365 * 24
"""Hours in a hundred years: a longer wait is a slip of the pen and counts as this."""


def first_touches(touches: ir.Table) -> ir.Table:
    """Return each lead sales touched, with the day of its first dated touch.

    Columns: `touched_id` (the lead), `touch_on` (missing if no touch is dated).
    """
    by_sales = touches.filter((touches.team == "sales") & touches.lead_id.notnull())
    return by_sales.group_by(touched_id="lead_id").aggregate(touch_on=by_sales.on.min())


def sources(leads: ir.Table, touched: ir.Table) -> ir.Table:
    """Return what each source of leads can tell about follow-up.

    Columns: `known_source`, `tells` (it has statuses or touches), `has_mql` (its clock
    starts when a lead becomes marketing-qualified).
    """
    rows = leads.left_join(touched, leads.lead_id == touched.touched_id)
    touch = rows.touched_id.notnull() | rows.first_touch_on.notnull()
    touch = touch | rows.first_touch_hours.notnull()
    found = rows.group_by(known_source="source").aggregate(
        telling=one_if(rows.status.notnull() | touch).max(),
        qualifying=one_if(rows.mql_on.notnull()).max(),
    )
    return found.select("known_source", tells=found.telling == 1, has_mql=found.qualifying == 1)


def followed_up(leads: ir.Table, touched: ir.Table, told: ir.Table, as_of: date) -> ir.Table:
    """Return the leads with their follow-up, in the terms of the cube `follow_up`.

    Columns added: `considered` (marketing-qualified where the source says so, else all),
    `basis`, `follow_state`, `hours`.

    Args:
        leads: With `state` and `deals_linked`.
        touched: What `first_touches` returns.
        told: What `sources` returns.
        as_of: The date untouched leads are aged at.
    """
    rows = leads.left_join(touched, leads.lead_id == touched.touched_id)
    rows = rows.left_join(told, rows.source.identical_to(told.known_source))
    rows = rows.mutate(
        considered=~rows.has_mql | rows.mql_on.notnull(),
        basis=rows.has_mql.ifelse("mql", "created"),
        clock_on=rows.has_mql.ifelse(rows.mql_on, rows.created_on),
        first_on=ibis.coalesce(rows.first_touch_on, rows.touch_on),
    )
    rows = rows.mutate(hours_touched=_hours_to_touch(rows), follow_state=_state(rows))
    rows = rows.mutate(
        follow_state=((rows.follow_state == "touched") & rows.hours_touched.isnull()).ifelse(
            "touched_untimed", rows.follow_state
        )
    )
    age = _counted(days_from(rows.clock_on, as_of) * 24)
    return rows.mutate(
        hours=ibis.cases(
            (rows.follow_state == "touched", rows.hours_touched),
            (rows.follow_state == "untouched", age),
        ).fill_null(-1)
    ).drop("touched_id", "touch_on", "known_source", "tells", "has_mql", "hours_touched")


def _state(rows: ir.Table) -> ir.StringColumn:
    untouched = (
        rows.first_touch_on.isnull()
        & rows.first_touch_hours.isnull()
        & rows.touched_id.isnull()
        & rows.sal_on.isnull()
        & rows.sql_on.isnull()
        & rows.opportunity_id.isnull()
        & (rows.deals_linked == 0)
        & (rows.state == "new")
    )
    return ibis.cases((~rows.tells, "untold"), (untouched, "untouched"), else_="touched")


def _hours_to_touch(rows: ir.Table) -> ir.IntegerColumn:
    stated = rows.first_touch_hours
    # Cut before the whole number is taken, which would not hold any float.
    stated = ibis.cases((stated < 0, 0.0), (stated > LONGEST, float(LONGEST)), else_=stated)
    return _counted(
        ibis.coalesce(stated.floor().cast("int64"), days_from(rows.clock_on, rows.first_on) * 24)
    )


def _counted(hours: ir.IntegerColumn) -> ir.IntegerColumn:
    return (hours > HOURS_COUNTED).ifelse(hours - hours % 24, hours)
