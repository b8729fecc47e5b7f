"""Account coverage: which accounts the teams work, and which of them buy."""

from __future__ import annotations

from typing import Literal

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import cells
from data_sources.facts.resolved import Resolved


def account_coverage(facts: Resolved) -> ir.Table:
    """Return accounts by place, industry, custom and who works them.

    Marketing works an account that has a lead or that marketing touched; sales one that
    has a deal or that sales touched; a joint touch counts for both. A touch of a lead or
    deal is one of its account. A customer is an account marked so, with a day of first
    purchase, or with a won deal.
    """
    accounts = worked(facts)
    accounts = accounts.mutate(
        customer=_yes(accounts.buys), with_open_deal=_yes(accounts.has_open_deal)
    )
    keys = ("segment", "region", "industry", "customer", "worked_by", "with_open_deal")
    return cells(
        accounts,
        {key: key for key in keys},
        {"accounts": None, "contacts": accounts.contacts_known},
    )


def worked(facts: Resolved) -> ir.Table:
    """Return the accounts with who works them, as `account_coverage` says.

    Columns added: `buys` (a customer), `has_open_deal`, `worked_by`.
    """
    accounts = facts.tables["accounts"]
    touched = _touched(facts)
    deals = facts.deals.filter(facts.deals.n > 0)
    marks = {
        "marketing": _named(facts.leads).union(_by(touched, "marketing")),
        "sales": _named(deals).union(_by(touched, "sales")),
        "buys": _named(deals.filter(deals.outcome == "won")),
        "open": _named(deals.filter(deals.outcome == "open")),
    }
    for mark, named in marks.items():
        known = named.distinct().select(**{f"{mark}_id": "account_id"})
        accounts = accounts.left_join(known, accounts.account_id == known[f"{mark}_id"])
    marketing, sales = accounts.marketing_id.notnull(), accounts.sales_id.notnull()
    return accounts.mutate(
        buys=accounts.is_customer.fill_null(False)
        | accounts.customer_since.notnull()
        | accounts.buys_id.notnull(),
        worked_by=ibis.cases(
            (marketing & sales, "both"),
            (marketing, "marketing"),
            (sales, "sales"),
            else_="neither",
        ),
        has_open_deal=accounts.open_id.notnull(),
    ).drop(*(f"{mark}_id" for mark in marks))


def _touched(facts: Resolved) -> ir.Table:
    """Return the teams that touched each account, whatever the touch names.

    Most touches name their account; only the others have to look for it, and only among
    leads and deals that have one.
    """
    touches = facts.tables["touches"].select("team", "account_id", "lead_id", "opportunity_id")
    own = touches.filter(touches.account_id.notnull()).select("team", "account_id")
    others = touches.filter(touches.account_id.isnull())
    others = others.filter(others.lead_id.notnull() | others.opportunity_id.notnull())
    others = others.select("team", "lead_id", "opportunity_id").distinct()
    leads, deals = (rows.filter(rows.account_id.notnull()) for rows in (facts.leads, facts.deals))
    leads = leads.select(lead_key="lead_id", lead_account="account_id")
    deals = deals.select(deal_key="opportunity_id", deal_account="account_id")
    rows = others.left_join(leads, others.lead_id == leads.lead_key)
    rows = rows.left_join(deals, rows.opportunity_id == deals.deal_key)
    found = rows.select("team", account_id=ibis.coalesce(rows.deal_account, rows.lead_account))
    return own.union(found).distinct()


def _by(touched: ir.Table, team: Literal["marketing", "sales"]) -> ir.Table:
    return _named(touched.filter(touched.team.isin([team, "joint"])))


def _named(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.account_id.notnull()).select("account_id")


def _yes(condition: ir.BooleanColumn) -> ir.StringColumn:
    return condition.ifelse("yes", "no")
