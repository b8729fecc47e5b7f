"""Which channel and campaign each deal is credited to: exactly one, so channels re-add."""

from __future__ import annotations

from collections.abc import Mapping

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from planning.teams import SALES_SOURCED, UNKNOWN_CHANNEL


def credited(deals: ir.Table, leads: ir.Table, links: ir.Table, window_days: int) -> ir.Table:
    """Return the channel and campaign each deal is credited to.

    The linked lead's; else those of the account's latest lead within the window before
    the deal's creation; else the deal's own channel; else `sales-sourced` if sales
    created it; else `unknown`. A lead without channel explains nothing: the next rule
    is asked.

    Args:
        deals: `opportunity_id`, `account_id`, `created_on`, `channel`, `sales_sourced`.
        leads: The stored leads.
        links: `linked_lead` by `opportunity_id`.
        window_days: How far back a lead explains its account's deal, both days included.

    Returns:
        `opportunity_id`, `credit_channel`, `credit_campaign`, `credit_rule`.
    """
    told = leads.filter(leads.channel.notnull())
    linked = links.join(told, links.linked_lead == told.lead_id).select(
        deal_a="opportunity_id", linked_channel="channel", linked_campaign="campaign"
    )
    asked = deals.anti_join(linked, deals.opportunity_id == linked.deal_a)
    latest = _latest_of_account(asked, told, window_days)
    joined = deals.select("opportunity_id", "channel", "sales_sourced")
    joined = joined.left_join(linked, joined.opportunity_id == linked.deal_a)
    joined = joined.left_join(latest, joined.opportunity_id == latest.deal_b)
    rules = {
        "link": joined.linked_channel,
        "account": joined.latest_channel,
        "own": joined.channel,
        "sales": joined.sales_sourced.fill_null(False).ifelse(SALES_SOURCED, ibis.null("string")),
    }
    return joined.select(
        "opportunity_id",
        credit_channel=ibis.coalesce(*rules.values(), UNKNOWN_CHANNEL),
        credit_campaign=ibis.cases(
            (joined.linked_channel.notnull(), joined.linked_campaign),
            else_=joined.latest_campaign,
        ),
        credit_rule=ibis.cases(
            *((channel.notnull(), rule) for rule, channel in rules.items()), else_="none"
        ),
    )


def _latest_of_account(deals: ir.Table, leads: ir.Table, window_days: int) -> ir.Table:
    by_account = leads.filter(leads.account_id.notnull()).select(
        "lead_id",
        lead_account="account_id",
        lead_on="created_on",
        lead_channel="channel",
        lead_campaign="campaign",
    )
    pairs = deals.select("opportunity_id", "account_id", deal_on="created_on")
    pairs = pairs.join(by_account, pairs.account_id == by_account.lead_account)
    pairs = pairs.filter(pairs.deal_on.delta(pairs.lead_on, unit="day").between(0, window_days))
    place = ibis.row_number().over(
        group_by=pairs.opportunity_id, order_by=[pairs.lead_on.desc(), pairs.lead_id]
    )
    ranked = pairs.mutate(place=place)
    return ranked.filter(ranked.place == 0).select(
        deal_b="opportunity_id", latest_channel="lead_channel", latest_campaign="lead_campaign"
    )


def placed(rows: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    """Return rows with region and segment filled from their owner, then their account.

    Args:
        rows: With `owner`, `account_id`, `region` and `segment`.
        tables: The fact tables.
    """
    people, accounts = tables["people"], tables["accounts"]
    owners = people.select(owner_key="person_id", owner_region="region", owner_segment="segment")
    homes = accounts.select(home_key="account_id", home_region="region", home_segment="segment")
    joined = rows.left_join(owners, rows.owner == owners.owner_key)
    joined = joined.left_join(homes, joined.account_id == homes.home_key)
    filled = joined.mutate(
        region=ibis.coalesce(joined.region, joined.owner_region, joined.home_region),
        segment=ibis.coalesce(joined.segment, joined.owner_segment, joined.home_segment),
    )
    return filled.drop(
        "owner_key", "owner_region", "owner_segment", "home_key", "home_region", "home_segment"
    )
