"""Histograms by whole days, hours and cents, from which planning takes medians exactly."""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import cells
from data_sources.facts.money import whole
from data_sources.facts.resolved import Resolved
from planning.actuals.cubes import BASE_KEYS
from planning.periods import UNDATED

STEPS = ("created_mql", "mql_sal", "sal_sql", "sql_deal", "lead_won")


def deal_days(facts: Resolved, *side: str) -> ir.Table:
    """Return days from creation to closing of closed deals by month of closing."""
    deals = facts.deals
    closed = deals.filter((deals.outcome != "open") & deals.days.notnull())
    keys = _keys("closed_month", *side, "outcome", "days")
    return cells(closed, keys, {"deals": closed.n, "cents": closed.cents})


def deal_ages(facts: Resolved) -> ir.Table:
    """Return days from creation to closing, or to the as-of date, by month of creation."""
    deals = facts.deals
    aged = deals.filter((deals.outcome == "open") | deals.days.notnull())
    aged = aged.mutate(days=aged.days.fill_null(UNDATED))
    keys = _keys("created_month", "outcome", "days")
    return cells(aged, keys, {"deals": aged.n, "cents": aged.cents})


def won_amounts(facts: Resolved) -> ir.Table:
    """Return won deals by amount of one deal; a row of several deals shares its amount."""
    deals = facts.deals
    won = deals.filter((deals.outcome == "won") & deals.cents.notnull() & (deals.n > 0))
    won = won.mutate(each=whole(won.cents, won.n))
    return cells(won, {**_keys("closed_month"), "cents": "each"}, {"deals": won.n})


def follow_up(facts: Resolved, *side: str) -> ir.Table:
    """Return the leads considered for follow-up by what became of them, and when."""
    leads = facts.leads.filter(facts.leads.considered)
    keys = _keys("created_month", *side, "basis")
    keys |= {"state": "follow_state", "hours": "hours"}
    return cells(leads, keys, {"leads": leads.n})


def stage_lags(facts: Resolved) -> ir.Table:
    """Return the leads by the days each step took."""
    leads = facts.leads
    steps = []
    for step in STEPS:
        there = leads.filter(leads[step].notnull())
        n = ibis.least(there.n, there.won_n) if step == "lead_won" else there.n
        there = there.select(
            "created_month",
            *BASE_KEYS[1:],
            step=ibis.literal(step.replace("_", "-")),
            days=there[step],
            n=n,
        )
        steps.append(there)
    stacked = ibis.union(*steps)
    return cells(stacked, _keys("created_month", "step", "days"), {"leads": stacked.n})


def won_lags(facts: Resolved, *side: str) -> ir.Table:
    """Return the won leads by the days from their creation to their first won deal."""
    leads = facts.leads.filter(facts.leads.lead_won.notnull())
    keys = _keys("created_month", *side) | {"days": "lead_won"}
    return cells(leads, keys, {"leads": ibis.least(leads.n, leads.won_n)})


def _keys(month: str, *more: str) -> dict[str, str]:
    return {"month": month, **{key: key for key in (*BASE_KEYS[1:], *more)}}
