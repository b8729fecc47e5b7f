"""The book of accounts, asked of an engine: accounts, their deals, their touches by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from data_sources.facts.accounts import worked
from data_sources.facts.cells import whole_sum
from data_sources.facts.dates import days_from
from data_sources.facts.engine import open_engine, written
from data_sources.facts.resolved import Resolved, compute, resolving
from planning.actuals.book import RECENT_DAYS, WEEKS
from planning.company import Company

ACCOUNTS: Final = "accounts"
DEALS: Final = "deals"
TOUCHES: Final = "touches"
DISQUALIFIED: Final = "disqualified"

_YEAR: Final = 365
_TOLD: Final = (
    "account_id",
    "name",
    "domain",
    "industry",
    "region",
    "country",
    "segment",
    "owner",
    "employees",
    "annual_revenue_cents",
    "contacts_known",
    "products_owned",
    "attributes",
    "parent_id",
)
_NUMBERS: Final = (
    "leads",
    "mqls",
    "marketing_touches",
    "sales_touches",
    "deals_open",
    "open_cents",
    "deals_won",
    "won_cents",
    "deals_lost",
    "won_year_cents",
)


def ask_book(paths: Mapping[str, Path], as_of: date, company: Company) -> dict[str, pa.Table]:
    """Ask for the book of accounts.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date treated as today.
        company: Plan currency, rates and credit window.

    Returns:
        The parts `ACCOUNTS`, `DEALS`, `TOUCHES` and `DISQUALIFIED`, in no order.
    """
    with open_engine(paths) as engine:
        compute(engine, as_of, company)
        return {
            name: engine.ask(statement)
            for name, statement in _statements(as_of, engine.dialect).items()
        }


@lru_cache(maxsize=4)
def _statements(as_of: date, dialect: str) -> dict[str, str]:
    parts = book_parts(replace(_resolved(), as_of=as_of))
    return {name: written(part, dialect) for name, part in parts.items()}


@cache
def _resolved() -> Resolved:
    facts, _ = resolving(date.min, Company())
    return facts


def book_parts(facts: Resolved) -> dict[str, ir.Table]:
    """Return the expressions of the book's parts, by name."""
    touches = _touches(facts)
    return {
        ACCOUNTS: _accounts(facts, touches),
        DEALS: _deals(facts),
        TOUCHES: _by_week(touches, facts.as_of),
        DISQUALIFIED: _disqualified(facts.leads),
    }


def _accounts(facts: Resolved, touches: ir.Table) -> ir.Table:
    """Return every account with what its leads, deals and touches add up to."""
    accounts = worked(facts)
    sums = (
        _leads(facts.leads),
        _sums_of_deals(facts.deals, facts.as_of),
        _last_touches(touches, facts.as_of),
    )
    for number, rows in enumerate(sums):
        found = rows.rename(**{f"of_{number}": "account_id"})
        accounts = accounts.left_join(found, accounts.account_id == found[f"of_{number}"])
    return accounts.select(
        *_TOLD,
        "worked_by",
        "last_marketing",
        "last_sales",
        has_owner=accounts.owner.notnull(),
        is_customer=accounts.buys,
        customer_since=ibis.coalesce(accounts.customer_since, accounts.first_won_on),
        **{name: accounts[name].fill_null(0) for name in _NUMBERS},
    )


def _leads(leads: ir.Table) -> ir.Table:
    rows = leads.filter(leads.account_id.notnull())
    return rows.group_by("account_id").aggregate(
        leads=whole_sum(rows.n.sum()),
        mqls=whole_sum(rows.mql_on.notnull().ifelse(rows.n, 0).sum()),
    )


def _disqualified(leads: ir.Table) -> ir.Table:
    """Return the disqualified leads of accounts by reason, as the base cube counts them."""
    out = leads.disqualified_on.notnull() | (leads.state == "disqualified")
    rows = leads.filter(leads.account_id.notnull() & out)
    return rows.group_by(["account_id", "reason"]).aggregate(n=whole_sum(rows.n.sum()))


def _sums_of_deals(deals: ir.Table, as_of: date) -> ir.Table:
    rows = deals.filter(deals.account_id.notnull())
    cents = rows.cents.fill_null(0)
    is_open, won, lost = (rows.outcome == outcome for outcome in ("open", "won", "lost"))
    lately = won & (rows.closed_on > as_of - timedelta(days=_YEAR)) & (rows.closed_on <= as_of)
    return rows.group_by("account_id").aggregate(
        deals_open=_sum(is_open, rows.n),
        open_cents=_sum(is_open, cents),
        deals_won=_sum(won, rows.n),
        won_cents=_sum(won, cents),
        deals_lost=_sum(lost, rows.n),
        won_year_cents=_sum(lately.fill_null(False), cents),
        first_won_on=rows.closed_on.min(where=won & (rows.n > 0)),
    )


def _sum(where: ir.BooleanColumn, values: ir.IntegerColumn) -> ir.IntegerScalar:
    return whole_sum(where.ifelse(values, 0).sum())


def _touches(facts: Resolved) -> ir.Table:
    """Return every dated touch up to the as-of date under its account and each of its teams.

    As in `accounts`: the account it names, else that of its deal, else that of its lead.
    """
    rows = facts.tables["touches"].select("on", "team", "account_id", "lead_id", "opportunity_id")
    rows = rows.filter(rows.on <= facts.as_of)
    own = rows.filter(rows.account_id.notnull()).select("account_id", "on", "team")
    others = rows.filter(rows.account_id.isnull()).drop("account_id")
    leads, deals = (rows.filter(rows.account_id.notnull()) for rows in (facts.leads, facts.deals))
    leads = leads.select(lead_key="lead_id", lead_account="account_id")
    deals = deals.select(deal_key="opportunity_id", deal_account="account_id")
    found = others.left_join(leads, others.lead_id == leads.lead_key)
    found = found.left_join(deals, found.opportunity_id == deals.deal_key)
    found = found.select(
        "on", "team", account_id=ibis.coalesce(found.deal_account, found.lead_account)
    )
    found = found.filter(found.account_id.notnull()).select("account_id", "on", "team")
    named = own.union(found)
    return named.filter(named.team != "joint").union(
        *(
            named.filter(named.team == "joint").mutate(team=ibis.literal(team))
            for team in ("marketing", "sales")
        )
    )


def _last_touches(touches: ir.Table, as_of: date) -> ir.Table:
    recent = touches.on > as_of - timedelta(days=RECENT_DAYS)
    sums = {
        f"{team}_touches": _sum((touches.team == team) & recent, ibis.literal(1))
        for team in ("marketing", "sales")
    }
    lasts = {
        f"last_{team}": touches.on.max(where=touches.team == team)
        for team in ("marketing", "sales")
    }
    return touches.group_by("account_id").aggregate(**sums, **lasts)


def _by_week(touches: ir.Table, as_of: date) -> ir.Table:
    """Return touches by account, days before the as-of date and team, of the last weeks."""
    kept = touches.filter(touches.on > as_of - timedelta(days=7 * WEEKS))
    rows = kept.mutate(days=days_from(kept.on, as_of))
    return rows.group_by(["account_id", "days", "team"]).aggregate(touches=rows.count())


def _deals(facts: Resolved) -> ir.Table:
    rows = facts.deals.filter(facts.deals.account_id.notnull())
    known = facts.tables["accounts"].select(known_id="account_id")
    rows = rows.semi_join(known, rows.account_id == known.known_id)
    return rows.select(
        "account_id",
        "opportunity_id",
        "motion",
        "product",
        "channel",
        "outcome",
        "created_on",
        "closed_on",
        "days",
        "n",
        cents=rows.cents.fill_null(0),
    )
