"""Deals as they are counted: outcome, money in plan currency, first purchases."""

from __future__ import annotations

from collections.abc import Mapping

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.dates import month_number, one_if
from data_sources.facts.money import in_plan_cents, whole
from planning.company import Company

LONGEST_TERM = 1200
"""Months in a hundred years: a longer term is a slip of the pen and counts as this."""


def valued_deals(tables: Mapping[str, ir.Table], company: Company) -> ir.Table:
    """Return the deals with their outcome and money in plan currency.

    Columns added: `n` (how many deals), `outcome` (won | lost | open, from `is_won`),
    `cents` (missing if neither amount nor recurring amount is known), `yearly_cents`,
    `recurring_cents` (over the term, at most the amount), `one_off_cents`,
    `unrated` (an amount whose currency has no rate).
    """
    deals = tables["opportunities"]
    amount = in_plan_cents(deals.amount_cents, deals.currency, deals.created_on, company)
    yearly = in_plan_cents(deals.recurring_amount_cents, deals.currency, deals.created_on, company)
    valued = deals.mutate(
        n=deals.quantity.fill_null(1),
        outcome=ibis.cases((deals.is_won, "won"), (~deals.is_won, "lost"), else_="open"),
        stated=amount,
        yearly_cents=yearly,
        unrated=(deals.amount_cents.notnull() & amount.isnull())
        | (deals.recurring_amount_cents.notnull() & yearly.isnull()),
    )
    months = ibis.least(valued.term_months.fill_null(12), LONGEST_TERM)
    over_term = whole(valued.yearly_cents * months, 12)
    valued = valued.mutate(over_term=over_term)
    valued = valued.mutate(
        cents=valued.stated.fill_null(valued.over_term),
        recurring_cents=(valued.over_term > valued.stated)
        .fill_null(False)
        .ifelse(valued.stated, valued.over_term)
        .fill_null(0),
    )
    return valued.mutate(one_off_cents=valued.cents.fill_null(0) - valued.recurring_cents)


def purchases(deals: ir.Table, accounts: ir.Table) -> ir.Table:
    """Return the won deals with what they were to their account.

    Columns: `opportunity_id`, `customers` (1 if this deal made its account a customer),
    `purchase` (new | expansion | renewal).

    An account becomes a customer by its first won deal: the earliest to close, then to
    be created, then by id; undated deals come last and a row of quantity 0 stands for no
    deal. An account that was a customer before that deal was created made no first
    purchase in the facts.
    """
    won = deals.filter(deals.outcome == "won")
    named = won.filter(won.account_id.notnull() & (won.n > 0))
    order = [
        one_if(named.closed_on.isnull()),
        named.closed_on,
        one_if(named.created_on.isnull()),
        named.created_on,
        named.opportunity_id,
    ]
    place = ibis.row_number().over(group_by=named.account_id, order_by=order)
    first = named.select("opportunity_id", place=place)
    first = first.filter(first.place == 0).select(first_id="opportunity_id")
    since = accounts.select(known_id="account_id", since="customer_since")
    won = won.left_join(first, won.opportunity_id == first.first_id)
    won = won.left_join(since, won.account_id == since.known_id)
    began = ibis.coalesce(won.created_on, won.closed_on)
    bought_before = (won.since < began).fill_null(False)
    won = won.mutate(customers=one_if(won.first_id.notnull() & ~bought_before))
    fresh = (won.customers == 1) | won.account_id.isnull()
    return won.select(
        "opportunity_id",
        "customers",
        purchase=ibis.cases(
            (won.motion == "retain", "renewal"),
            (won.motion.isin(["cross-sell", "up-sell"]), "expansion"),
            ((won.motion == "acquire") | fresh, "new"),
            else_="expansion",
        ),
    )


def with_months(deals: ir.Table) -> ir.Table:
    """Return the deals with the months of creation, closing and renewal."""
    return deals.mutate(
        created_month=month_number(deals.created_on),
        closed_month=month_number(deals.closed_on),
        due_month=month_number(deals.renewal_due_on),
    )
