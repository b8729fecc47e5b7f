"""Leads, deals and spend as every cube reads them: resolved once, then only grouped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.credit import credited, placed
from data_sources.facts.dates import days_from, month_number
from data_sources.facts.deals import purchases, valued_deals, with_months
from data_sources.facts.engine import Engine, stored_tables, written
from data_sources.facts.fingerprint import settings_of_counts
from data_sources.facts.followup import first_touches, followed_up, sources
from data_sources.facts.leads import (
    counted_leads,
    main_deals,
    money_of_leads,
    outcome_of_leads,
    won_through_deals,
)
from data_sources.facts.links import all_links, lead_of_each_deal
from data_sources.facts.money import in_plan_cents
from planning.actuals.counts import DIMENSIONS
from planning.actuals.cubes import SIDE_CUBES
from planning.company import Company

LEADS: Final = "counted_leads"
DEALS: Final = "counted_deals"
SPEND: Final = "counted_spend"
CHOSEN: Final = "chosen_links"


@dataclass(frozen=True)
class Resolved:
    """The facts ready to be grouped, as expressions.

    Attributes:
        tables: The stored fact tables.
        leads: One row per lead with months, dimensions, outcome, follow-up and lags.
        deals: One row per deal with months, dimensions, outcome, money and purchase.
        spend: One row per spend row with `spend_month` and `cents`.
        chosen: The one lead of each linked deal (`links.lead_of_each_deal`).
        as_of: The date open deals and untouched leads are aged at.
    """

    tables: Mapping[str, ir.Table]
    leads: ir.Table
    deals: ir.Table
    spend: ir.Table
    chosen: ir.Table
    as_of: date


@dataclass
class Steps:
    """Tables to compute in order, each from stored tables and those before it.

    Attributes:
        expressions: What each table holds, by name.
    """

    expressions: dict[str, ir.Table] = field(default_factory=dict)

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """Plan a table to be computed once, and return what names it."""
        self.expressions[name] = table
        return ibis.table(table.schema(), name=name)


def resolve(engine: Engine, as_of: date, company: Company) -> Resolved:
    """Resolve the facts an engine holds.

    Args:
        engine: The stored tables.
        as_of: The date treated as today.
        company: Plan currency, rates, fiscal year and credit window.

    Returns:
        Tables of the engine, ready to be asked.
    """
    compute(engine, as_of, company)
    return Resolved(
        tables=engine.tables,
        leads=engine.table(LEADS),
        deals=engine.table(DEALS),
        spend=engine.table(SPEND),
        chosen=engine.table(CHOSEN),
        as_of=as_of,
    )


def compute(engine: Engine, as_of: date, company: Company) -> None:
    """Compute the resolved facts in an engine, for statements that name them."""
    for name, statement in _steps(as_of, settings_of_counts(company), engine.dialect).items():
        engine.keep(name, statement)


@lru_cache(maxsize=4)
def _steps(as_of: date, settings: str, dialect: str) -> dict[str, str]:
    _, steps = resolving(as_of, Company.model_validate_json(settings))
    return {name: written(table, dialect) for name, table in steps.expressions.items()}


def resolving(as_of: date, company: Company) -> tuple[Resolved, Steps]:
    """Return how links, credit, place, money and follow-up of all facts are resolved.

    Args:
        as_of: The date treated as today.
        company: Plan currency, rates and credit window.

    Returns:
        The resolved facts by name, and the steps that compute them.
    """
    steps = Steps()
    tables = stored_tables()
    valued = steps.keep("valued_deals", valued_deals(tables, company))
    links = steps.keep("links", all_links(tables["leads"], valued))
    chosen = steps.keep(CHOSEN, lead_of_each_deal(tables["leads"], valued))
    outcomes = outcome_of_leads(
        placed(tables["leads"], tables),
        won_through_deals(links, valued),
        money_of_leads(chosen, valued),
    )
    touched = steps.keep("touched_leads", first_touches(tables["touches"]))
    told = steps.keep("told_sources", sources(tables["leads"], touched))
    followed = followed_up(outcomes, touched, told, as_of)
    leads = counted_leads(followed, main_deals(links, valued))
    resolved = Resolved(
        tables=tables,
        leads=steps.keep(LEADS, leads.select(*LEAD_COLUMNS)),
        deals=steps.keep(DEALS, _deals(valued, tables, chosen, as_of, company)),
        spend=steps.keep(SPEND, _spend(tables["spend"], company)),
        chosen=chosen,
        as_of=as_of,
    )
    return resolved, steps


def _deals(
    valued: ir.Table,
    tables: Mapping[str, ir.Table],
    chosen: ir.Table,
    as_of: date,
    company: Company,
) -> ir.Table:
    credit = credited(valued, tables["leads"], chosen, company.credit_window_days)
    credit = credit.rename(credited_id="opportunity_id")
    bought = purchases(valued, tables["accounts"]).rename(bought_id="opportunity_id")
    deals = placed(valued, tables)
    deals = deals.join(credit, deals.opportunity_id == credit.credited_id)
    deals = deals.left_join(bought, deals.opportunity_id == bought.bought_id)
    ends = ibis.cases((deals.outcome == "open", as_of), else_=deals.closed_on)
    deals = with_months(deals).mutate(
        channel=deals.credit_channel,
        campaign=deals.credit_campaign,
        asset=ibis.null("string"),
        reason=deals.loss_reason,
        days=days_from(deals.created_on, ends),
        recurs=deals.yearly_cents.fill_null(0),
        customers=deals.customers.fill_null(0),
    )
    return deals.select(*DEAL_COLUMNS)


def _spend(spend: ir.Table, company: Company) -> ir.Table:
    cents = in_plan_cents(spend.amount_cents, spend.currency, spend.month, company)
    return spend.mutate(
        spend_month=month_number(spend.month),
        cents=cents.fill_null(0),
        unrated=spend.amount_cents.notnull() & cents.isnull(),
        **{side: ibis.null("string") for side in SIDE_CUBES if side != "campaign"},
    )


LEAD_COLUMNS = (
    "lead_id",
    "account_id",
    "n",
    *DIMENSIONS,
    *SIDE_CUBES,
    "state",
    "created_on",
    "created_month",
    "mql_on",
    "mql_month",
    "sal_on",
    "sal_month",
    "sql_on",
    "sql_month",
    "disqualified_on",
    "recycled_on",
    "recycle_reason",
    "deals_linked",
    "last_deal_on",
    "last_won_on",
    "won_n",
    "won_cents",
    "unlinked_won",
    "considered",
    "basis",
    "follow_state",
    "hours",
    "created_mql",
    "mql_sal",
    "sal_sql",
    "sql_deal",
    "lead_won",
)
DEAL_COLUMNS = (
    "opportunity_id",
    "account_id",
    "n",
    *DIMENSIONS,
    *SIDE_CUBES,
    "outcome",
    "created_on",
    "created_month",
    "closed_on",
    "closed_month",
    "renewal_due_on",
    "due_month",
    "cents",
    "recurring_cents",
    "one_off_cents",
    "recurs",
    "unrated",
    "customers",
    "purchase",
    "days",
    "credit_rule",
)
