"""Leads as they are counted: motion, outcome and place, each lead once."""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.cells import whole_sum
from data_sources.facts.dates import days_from, month_number, one_if
from planning.actuals.rows import STATUSES
from planning.teams import UNKNOWN_CHANNEL


def won_through_deals(links: ir.Table, deals: ir.Table) -> ir.Table:
    """Return, for each linked lead, what its deals made of it.

    Columns: `linked_id` (the lead), `deals_linked`, `deals_won` (quantities; missing
    without a won deal), `first_won_on`, `last_won_on`, `last_deal_on` (created).
    """
    known = deals.select(
        "opportunity_id", "outcome", "closed_on", deal_n="n", deal_created_on="created_on"
    )
    pairs = links.join(known, "opportunity_id")
    won = pairs.outcome == "won"
    return pairs.group_by(linked_id="lead_id").aggregate(
        deals_linked=pairs.count().cast("int64"),
        deals_won=whole_sum(pairs.deal_n.sum(where=won)),
        first_won_on=pairs.closed_on.min(where=won),
        last_won_on=pairs.closed_on.max(where=won),
        last_deal_on=pairs.deal_created_on.max(),
    )


def main_deals(links: ir.Table, deals: ir.Table) -> ir.Table:
    """Return, for each linked lead, the deal it became.

    The deal the lead names; else the first created of the deals that name the lead, the
    smallest id among equals, undated ones last. Columns: `main_id` (the lead), `motion`,
    `deal_on`.
    """
    known = deals.select("opportunity_id", deal_motion="motion", deal_on="created_on")
    pairs = links.join(known, "opportunity_id")
    order = [
        pairs.by_lead.desc(),
        one_if(pairs.deal_on.isnull()),
        pairs.deal_on,
        pairs.opportunity_id,
    ]
    pairs = pairs.mutate(place=ibis.row_number().over(group_by=pairs.lead_id, order_by=order))
    return pairs.filter(pairs.place == 0).select(
        main_id="lead_id", motion="deal_motion", deal_on="deal_on"
    )


def money_of_leads(chosen: ir.Table, deals: ir.Table) -> ir.Table:
    """Return the amount of the won deals that came from each lead, each deal once.

    Columns: `paid_id` (the lead), `deals_won_cents`.
    """
    won = deals.filter(deals.outcome == "won").select("opportunity_id", "cents")
    pairs = chosen.join(won, "opportunity_id")
    return pairs.group_by(paid_id="linked_lead").aggregate(
        deals_won_cents=whole_sum(pairs.cents.sum().fill_null(0))
    )


def outcome_of_leads(leads: ir.Table, through: ir.Table, money: ir.Table) -> ir.Table:
    """Return the leads with how many of them were won, and for how much.

    Columns added: `n`, `state` (status, a missing one is new), `deals_linked`,
    `first_won_on`, `last_won_on`, `last_deal_on`, `won_n` (at most `n`), `won_cents`,
    `unlinked_won`.
    """
    joined = leads.left_join(through, leads.lead_id == through.linked_id)
    joined = joined.left_join(money, joined.lead_id == money.paid_id)
    unlinked = joined.deals_linked.isnull()
    n = joined.quantity.fill_null(1)
    state = joined.status.fill_null("new")
    bought = unlinked.ifelse(joined.won_quantity, ibis.null("int64"))
    said = (joined.status == "won").fill_null(False).ifelse(n, 0)
    won = ibis.coalesce(joined.deals_won, bought, said)
    paid = unlinked.ifelse(joined.won_amount_cents, joined.deals_won_cents)
    return joined.mutate(
        n=n,
        state=state.isin(STATUSES).ifelse(state, "working"),
        won_n=(won > n).ifelse(n, won),
        won_cents=paid.fill_null(0),
        unlinked_won=bought.fill_null(0),
        deals_linked=joined.deals_linked.fill_null(0),
    ).drop("linked_id", "paid_id", "deals_won_cents")


def counted_leads(outcomes: ir.Table, main: ir.Table) -> ir.Table:
    """Return the leads as cubes group them: months, dimensions, reason and lags.

    Args:
        outcomes: The leads with place, outcome and follow-up.
        main: What `main_deals` returns.
    """
    rows = outcomes.left_join(main, outcomes.lead_id == main.main_id)
    return rows.mutate(
        channel=rows.channel.fill_null(UNKNOWN_CHANNEL),
        reason=ibis.coalesce(rows.disqualify_reason, rows.recycle_reason),
        product=ibis.null("string"),
        created_month=month_number(rows.created_on),
        mql_month=month_number(rows.mql_on),
        sal_month=month_number(rows.sal_on),
        sql_month=month_number(rows.sql_on),
        created_mql=days_from(rows.created_on, rows.mql_on),
        mql_sal=days_from(rows.mql_on, rows.sal_on),
        sal_sql=days_from(rows.sal_on, rows.sql_on),
        sql_deal=days_from(rows.sql_on, rows.deal_on),
        lead_won=days_from(rows.created_on, rows.first_won_on),
    )
