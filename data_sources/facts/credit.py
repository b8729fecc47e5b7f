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
    asked = deals.filter(deals.account_id.notnull() & deals.created_on.notnull()).select(
        "opportunity_id", deal_account="account_id", deal_on="created_on"
    )
    days = _first_of_each_day(leads.semi_join(asked, leads.account_id == asked.deal_account))
    pairs = asked.join(days, asked.deal_account == days.lead_account)
    pairs = pairs.filter(pairs.deal_on.delta(pairs.lead_on, unit="day").between(0, window_days))
    latest = pairs.group_by(["opportunity_id", "deal_account"]).aggregate(on=pairs.lead_on.max())
    found = latest.join(
        days, [latest.deal_account == days.lead_account, latest.on == days.lead_on]
    ).select("opportunity_id", "first_id")
    named = leads.select("lead_id", latest_channel="channel", latest_campaign="campaign")
    return found.join(named, found.first_id == named.lead_id).select(
        "latest_channel", "latest_campaign", deal_b="opportunity_id"
    )


def _first_of_each_day(leads: ir.Table) -> ir.Table:
    """Return the lead with the smallest id of each account and day.

    A busy account has thousands of leads but few days, and every deal asks all of them.
    """
    dated = leads.filter(leads.created_on.notnull())
    return dated.group_by(lead_account="account_id", lead_on="created_on").aggregate(
        first_id=dated.lead_id.min()
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
