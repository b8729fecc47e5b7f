"""Closed deals with what is known of each, as one question to the engine."""

from __future__ import annotations

from typing import Literal

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.dates import days_from
from data_sources.facts.resolved import Resolved
from planning.actuals.closed_deals import ACCOUNT_DAYS, COLUMNS, MOST
from planning.periods import Period

_TEAMS: tuple[Literal["marketing", "sales"], ...] = ("marketing", "sales")


def closed_deals(facts: Resolved, period: Period) -> ir.Table:
    """Return the deals closed in a period, the latest first, at most MOST and one more.

    Touches are those on or before the day of closing that name the deal; or no deal but
    its lead; or only its account, from ACCOUNT_DAYS before the deal was created.

    Args:
        facts: The resolved facts.
        period: Months of closing.
    """
    deals = facts.deals
    within = (deals.closed_month >= period.start) & (deals.closed_month < period.end)
    deals = deals.filter(within & (deals.outcome != "open") & (deals.n > 0))
    deals = deals.order_by([ibis.desc("closed_on"), "opportunity_id"]).limit(MOST + 1)
    deals = _with_firm(_with_lead(_with_rival(deals, facts), facts), facts)
    touched = _touches(deals, facts)
    for team in _TEAMS:
        own = touched.filter(touched.team.isin([team, "joint"]))
        sums = own.group_by(touched_id="opportunity_id").aggregate(found=own.touches.sum())
        deals = deals.left_join(sums, deals.opportunity_id == sums.touched_id)
        deals = deals.mutate(**{f"{team}_touches": deals.found.fill_null(0).cast("int64")})
        deals = deals.drop("touched_id", "found")
    deals = deals.mutate(amount_known=deals.cents.notnull(), cents=deals.cents.fill_null(0))
    return deals.order_by([ibis.desc("closed_on"), "opportunity_id"]).select(*COLUMNS)


def _with_rival(deals: ir.Table, facts: Resolved) -> ir.Table:
    rows = facts.tables["opportunities"].select(rival_of="opportunity_id", competitor="competitor")
    return deals.left_join(rows, deals.opportunity_id == rows.rival_of).drop("rival_of")


def _with_lead(deals: ir.Table, facts: Resolved) -> ir.Table:
    leads = facts.tables["leads"].select("lead_id", lead_on="created_on")
    chosen = facts.chosen.select(linked_id="opportunity_id", linked_lead="linked_lead")
    found = deals.left_join(chosen, deals.opportunity_id == chosen.linked_id).drop("linked_id")
    found = found.left_join(leads, found.linked_lead == leads.lead_id).drop("lead_id")
    return found.mutate(lead_days=days_from(found.lead_on, found.created_on))


def _with_firm(deals: ir.Table, facts: Resolved) -> ir.Table:
    firms = facts.tables["accounts"].select(
        firm_id="account_id", industry="industry", employees="employees"
    )
    found = deals.left_join(firms, deals.account_id == firms.firm_id).drop("firm_id")
    return found.mutate(employees=found.employees.cast("float64"))


def _touches(deals: ir.Table, facts: Resolved) -> ir.Table:
    """Return touches per deal and team, each touch once for a deal."""
    dated = facts.tables["touches"]
    dated = dated.filter(dated.on.notnull())
    asked = deals.select(
        "opportunity_id", "account_id", "linked_lead", "closed_on",
        began=ibis.coalesce(deals.created_on, deals.closed_on),
    )  # fmt: skip
    names_deal = dated.opportunity_id.notnull()
    names_lead = ~names_deal & dated.lead_id.notnull()
    names_account = ~names_deal & ~names_lead & dated.account_id.notnull()
    parts = []
    for named, theirs, own in (
        (names_deal, "opportunity_id", "opportunity_id"),
        (names_lead, "lead_id", "linked_lead"),
        (names_account, "account_id", "account_id"),
    ):
        # Counted per day first: a busy account has many touches but few days.
        days = dated.filter(named).group_by(what=theirs, team="team", day="on")
        days = days.aggregate(times=lambda rows: rows.count())
        pairs = asked.join(days, asked[own] == days.what)
        pairs = pairs.filter(pairs.day <= pairs.closed_on)
        if theirs == "account_id":
            # What was told the account long before speaks of other deals.
            pairs = pairs.filter(pairs.began.delta(pairs.day, unit="day") <= ACCOUNT_DAYS)
        parts.append(pairs.select("opportunity_id", "team", "times"))
    every = parts[0].union(parts[1]).union(parts[2])
    return every.group_by(["opportunity_id", "team"]).aggregate(touches=every.times.sum())
