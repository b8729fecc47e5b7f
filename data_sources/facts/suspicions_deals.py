"""What looks wrong about single deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.links import all_links
from data_sources.facts.suspicions_check import Check, Facts, Suspicion, looked_through

DEALS: Final = "opportunities"
_IN_SOURCE: Final = "Correct them in the source and import again."


def deals(facts: Facts) -> Iterator[Suspicion]:
    """Yield what looks wrong about deals, by themselves and beside other tables."""
    if DEALS in facts.present:
        checks = [*_by_themselves(facts.as_of), *_beside(facts)]
        yield from looked_through(facts, DEALS, _prepared(facts), checks)


def links(facts: Facts) -> ir.Table:
    """Return every link between a known lead and a known deal, computed once."""
    return facts.keep("suspected_links", all_links(facts.rows("leads"), facts.rows(DEALS)))


def known(facts: Facts, table: str, column: str, name: str) -> ir.Table:
    """Return the values of a column, each once, under another name."""
    rows = facts.rows(table)
    return rows.filter(rows[column].notnull()).select(**{name: column}).distinct()


def _prepared(facts: Facts) -> ir.Table:
    rows = facts.rows(DEALS)
    for there, key, column in (
        (known(facts, "people", "person_id", "known_owner"), "known_owner", "owner"),
        (known(facts, "accounts", "account_id", "known_account"), "known_account", "account_id"),
        (known(facts, "leads", "lead_id", "known_lead"), "known_lead", "lead_id"),
        (known(facts, "leads", "account_id", "led_account"), "led_account", "account_id"),
    ):
        rows = rows.left_join(there, rows[column] == there[key])
    dated = facts.rows("leads").select("lead_id", lead_on="created_on")
    pairs = links(facts).join(dated, "lead_id")
    led = pairs.group_by(linked_deal="opportunity_id").aggregate(first_lead_on=pairs.lead_on.min())
    return rows.left_join(led, rows.opportunity_id == led.linked_deal)


def _by_themselves(as_of: date) -> tuple[Check, ...]:
    return (
        Check(
            "lost-with-zero",
            "lost with amount 0",
            "Keep in the source what a lost deal was offered at; until then read close ratio "
            "by count.",
            lambda it: ~it.is_won & (it.amount_cents == 0),
            so="an average over all closed deals and a close ratio by value mislead",
            column="amount",
        ),
        Check(
            "won-without-amount",
            "won without an amount or with 0",
            "Enter the amounts in the source and import again.",
            lambda it: (
                it.is_won
                & (it.amount_cents.fill_null(0) == 0)
                & (it.recurring_amount_cents.fill_null(0) == 0)
            ),
            so="they count as won and add nothing to revenue",
            column="amount",
            needs=("amount_cents", "recurring_amount_cents"),
        ),
        Check(
            "open-past-closing",
            f"open with a closing date before {as_of}",
            "Close them in the source or give them a new date.",
            lambda it: it.is_won.isnull() & (it.closed_on < as_of),
            so="the open pipeline may be smaller than it looks",
            column="closed_on",
        ),
        Check(
            "closed-without-date",
            "closed without a closing date",
            "Enter the day they were won or lost in the source and import again.",
            lambda it: it.is_won.notnull() & it.closed_on.isnull(),
            so="they are left out when a period is chosen",
            column="closed_on",
            needs=("closed_on",),
        ),
        Check(
            "closed-before-created",
            "closed before they were created",
            _IN_SOURCE,
            lambda it: it.is_won.notnull() & (it.closed_on < it.created_on),
            so="their cycle counts as 0 days",
            column="closed_on",
        ),
        Check(
            "no-account",
            "without an account",
            "Name the account in the source and import again.",
            lambda it: it.account_id.isnull(),
            so="each win among them counts as one customer",
            column="account_id",
            needs=("account_id",),
        ),
    )


def _beside(facts: Facts) -> Iterator[Check]:
    if "leads" in facts.present:
        yield from _beside_leads()
    if "accounts" in facts.present:
        yield Check(
            "unknown-account",
            "with an account that is not in accounts",
            "Import the accounts too, or map the column that holds their ids.",
            lambda it: it.account_id.notnull() & it.known_account.isnull(),
            so="they take no region or segment from it",
            column="account_id",
            level="info",
        )
    if "people" in facts.present:
        yield owner_unknown()


def owner_unknown() -> Check:
    """Return the rule that an owner is one of the people, for rows with `known_owner`."""
    return Check(
        "unknown-owner",
        "with an owner who is not in people",
        "Import the people too, with the ids that name owners.",
        lambda it: it.owner.notnull() & it.known_owner.isnull(),
        so="they take no region or segment from the owner",
        column="owner",
        level="info",
    )


def _beside_leads() -> Iterator[Check]:
    yield Check(
        "won-before-lead",
        "won before the lead came in",
        "Correct the dates, or the link between lead and deal, in the source.",
        lambda it: it.is_won & (it.closed_on < it.first_lead_on),
        so="the channel of that lead is credited with them",
        column="closed_on",
    )
    yield Check(
        "unknown-lead",
        "from a lead that is not in leads",
        "Import the leads too, or map the column that holds their ids.",
        lambda it: it.lead_id.notnull() & it.known_lead.isnull(),
        so="no channel is credited through it",
        column="lead_id",
    )
    yield Check(
        "unknown-origin",
        "of which nothing tells where they came from",
        "Map the deal's lead, account or channel, or mark deals that sales found itself.",
        _without_origin,
        so="they stand under channel unknown",
        column="lead_id",
    )


def _without_origin(it: ir.Table) -> ir.BooleanValue:
    return ibis.and_(
        it.linked_deal.isnull(),
        it.channel.isnull(),
        it.led_account.isnull(),
        ~it.sales_sourced.fill_null(False),
    )
