"""Leads handed back to marketing: which of them came back, beside those that never were."""

from __future__ import annotations

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import cells
from data_sources.facts.resolved import Resolved
from planning.actuals.cubes import BASE_KEYS


def recycled(facts: Resolved) -> ir.Table:
    """Return leads by whether they were handed back, why, and how far they came since."""
    leads = facts.leads
    back = leads.recycled_on.notnull()
    since = _after(leads.last_won_on, leads.recycled_on) | (leads.deals_linked == 0)
    sold = leads.won_n.fill_null(0) > 0
    won = sold & (~back | since)
    again = _after(leads.sql_on, leads.recycled_on) | _after(leads.last_deal_on, leads.recycled_on)
    once = leads.sql_on.notnull() | (leads.deals_linked > 0)
    came = won | back.ifelse(again, once)
    rows = leads.mutate(
        handed_back=back.ifelse("yes", "no"),
        why=back.ifelse(leads.recycle_reason, None),
    )
    keys = {key: key for key in BASE_KEYS[1:]}
    return cells(
        rows,
        {"month": "created_month", **keys, "handed_back": "handed_back", "reason": "why"},
        {
            "leads": rows.n,
            "came_back": came.ifelse(rows.n, 0),
            "won": won.ifelse(rows.won_n, 0),
            "won_cents": won.ifelse(rows.won_cents, 0),
        },
    )


def _after(day: ir.DateColumn, other: ir.DateColumn) -> ir.BooleanColumn:
    return (day > other).fill_null(False)
