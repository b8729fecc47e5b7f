"""The base cube and its side cubes: what came, what became of it, what it cost."""

from __future__ import annotations

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import cells, squared
from data_sources.facts.resolved import Resolved
from planning.actuals.cubes import BASE_KEYS
from planning.teams import TEAMS


def flow_parts(facts: Resolved, *side: str) -> tuple[ir.Table, ...]:
    """Return the parts of the base cube, or of a side cube if a side key is named.

    Each part places its own measures in the month they belong to; together they hold
    every measure once.

    Args:
        facts: The resolved facts.
        side: At most one of the side keys, added to the base keys.
    """
    keys = (*BASE_KEYS, *side)
    return (
        _leads(facts.leads, keys),
        *(_happened(facts.leads, stage, keys) for stage in ("mql", "sal", "sql")),
        _created(facts.deals, keys),
        _closed(facts.deals, keys),
        _due(facts.deals, keys),
        _spend(facts.spend, keys),
    )


def _placed_by(month: str, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: month if key == "month" else key for key in keys}


def _leads(leads: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    def n(where: ir.BooleanColumn) -> ir.IntegerColumn:
        return where.ifelse(leads.n, 0)

    measures = {
        "leads": leads.n,
        "mqls": n(leads.mql_on.notnull()),
        "sals": n(leads.sal_on.notnull()),
        "sqls": n(leads.sql_on.notnull()),
        "disqualified": n(leads.disqualified_on.notnull() | (leads.state == "disqualified")),
        "recycled": n(leads.recycled_on.notnull()),
        **{
            f"status_{state}": n(leads.state == state)
            for state in ("new", "working", "qualified", "disqualified", "won")
        },
        "leads_won": leads.won_n,
        "leads_won_cents": leads.won_cents,
        "unlinked_won": leads.unlinked_won,
        "leads_with_deal": n(leads.deals_linked > 0),
        "leads_won_cents_squared": squared(leads.won_cents.fill_null(0)),
    }
    return cells(leads, _placed_by("created_month", keys), measures)


def _happened(leads: ir.Table, stage: str, keys: tuple[str, ...]) -> ir.Table:
    there = leads.filter(leads[f"{stage}_on"].notnull())
    return cells(there, _placed_by(f"{stage}_month", keys), {f"{stage}s_happened": there.n})


def _created(deals: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    measures = {"created": deals.n, "created_cents": deals.cents}
    for outcome in ("won", "lost", "open"):
        is_so = deals.outcome == outcome
        measures[f"created_{outcome}"] = is_so.ifelse(deals.n, 0)
        if outcome != "lost":
            measures[f"created_{outcome}_cents"] = is_so.ifelse(deals.cents, 0)
    return cells(deals, _placed_by("created_month", keys), measures)


def _closed(deals: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    closed = deals.filter(deals.outcome != "open")
    won, lost = closed.outcome == "won", closed.outcome == "lost"
    cents = closed.cents.fill_null(0)
    measures = {
        "won": won.ifelse(closed.n, 0),
        "lost": lost.ifelse(closed.n, 0),
        "won_cents": won.ifelse(cents, 0),
        "lost_cents": lost.ifelse(cents, 0),
        "won_amount_known": (won & closed.cents.notnull()).ifelse(closed.n, 0),
        "won_recurring_cents": won.ifelse(closed.recurring_cents, 0),
        "won_one_off_cents": won.ifelse(closed.one_off_cents, 0),
        "customers_with_account": closed.customers,
        "wins_without_account": (won & closed.account_id.isnull()).ifelse(closed.n, 0),
        "renewed_recurring_cents": (won & (closed.purchase == "renewal")).ifelse(closed.recurs, 0),
        "won_cents_squared": squared(won.ifelse(cents, 0)),
        "lost_cents_squared": squared(lost.ifelse(cents, 0)),
    }
    for purchase in ("new", "expansion", "renewal"):
        is_so = won & (closed.purchase == purchase)
        measures[f"won_{purchase}"] = is_so.ifelse(closed.n, 0)
        measures[f"won_{purchase}_cents"] = is_so.ifelse(cents, 0)
    return cells(closed, _placed_by("closed_month", keys), measures)


def _due(deals: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    due = deals.filter((deals.outcome == "won") & deals.renewal_due_on.notnull())
    measures = {
        "due_contracts": (due.recurs != 0).ifelse(due.n, 0),
        "due_recurring_cents": due.recurs,
    }
    return cells(due, _placed_by("due_month", keys), measures)


def _spend(spend: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    programme = spend.category == "programme"
    measures = {}
    for team in TEAMS:
        own = spend.team == team
        measures[f"{team}_cents"] = own.ifelse(spend.cents, 0)
        if team != "joint":
            measures[f"{team}_programme_cents"] = (own & programme).ifelse(spend.cents, 0)
    return cells(spend, _placed_by("spend_month", keys), measures)
