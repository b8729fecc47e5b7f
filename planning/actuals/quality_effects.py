"""What every gap in the facts changes: from fields to the KPIs that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Silence = Literal["", "always", "in a period", "by"]


@dataclass(frozen=True)
class Effect:
    """What is hidden where nothing holds a value in a set of fields.

    Attributes:
        lacks: The fields that are all empty (`table.field`), or the table without rows.
            The first one's rows are those a partial gap is counted in.
        gap: The gap in words; `{rows}` stands for the rows that lack a value.
        hides: What that hides, in words that end before “on Scorecard”; `{kpis}` stands
            for the KPIs' names. Empty where a whole gap is no different.
        kpis: Keys of the KPIs concerned.
        hides_partly: What it hides where only some rows lack the value; empty where
            nothing can be said of them.
        has: Fields or tables that must hold something for the effect to matter.
        screen: The screen that shows these KPIs.
        silences: When these KPIs tell nothing (undefined or 0) under the whole gap: at
            any time, in a chosen period, or in groups by `by`; empty where they still
            tell something.
        by: The grouping concerned, if one is.
    """

    lacks: tuple[str, ...]
    gap: str
    hides: str
    kpis: tuple[str, ...]
    hides_partly: str = ""
    has: tuple[str, ...] = ()
    screen: str = "Scorecard"
    silences: Silence = ""
    by: str | None = None


_UNREAD: Final = "{kpis} cannot be read"
_LINK: Final = ("leads.opportunity_id", "opportunities.lead_id")
_TOUCH: Final = ("leads.first_touch_on", "leads.first_touch_hours", "touches.lead_id")
_CREDITED: Final = ("won", "revenue", "close_ratio")


def _silent(lacks: tuple[str, ...], gap: str, *kpis: str, has: tuple[str, ...] = ()) -> Effect:
    return Effect(lacks, gap, _UNREAD, kpis, has=has, silences="always")


def _unsplit(lacks: tuple[str, ...], by: str, gap: str, *kpis: str, partly: str = "") -> Effect:
    hides = f"{{kpis}} cannot be read by {by}"
    return Effect(lacks, gap, hides, kpis, hides_partly=partly, silences="by", by=by)


_TABLES: Final = (
    _silent(
        ("leads",), "No leads", "leads", "mql_rate", "lead_to_customer", "cost_per_lead",
        "follow_up_within_sla", "never_followed_up",
    ),
    _silent(
        ("opportunities",), "No deals", "opportunities", "won", "close_ratio", "revenue",
        "average_deal", "sales_cycle_days", "open_pipeline",
    ),
    _silent(
        ("spend",), "No spend", "spend_marketing", "spend_sales", "cost_per_lead", "cac",
        "cost_of_unfollowed_leads",
    ),
    _silent(("quotas",), "No quotas", "quota_attainment"),
)  # fmt: skip

_LEADS: Final = (
    Effect(
        ("leads.created_on",),
        "No creation date in {rows}",
        "{kpis} can be read over all time only",
        ("leads", "lead_to_customer", "cost_per_lead"),
        hides_partly="they are left out of {kpis} when a period is chosen",
        silences="in a period",
    ),
    _silent(("leads.mql_on",), "No MQL date in {rows}", "mqls", "mql_rate", "sal_rate", "sql_rate"),
    _silent(("leads.sal_on",), "No date of acceptance by sales in {rows}", "sals", "sal_rate"),
    _silent(("leads.sql_on",), "No SQL date in {rows}", "sqls", "sql_rate"),
    _silent(
        ("leads.disqualified_on", "leads.status"),
        "No status or date of disqualification in {rows}",
        "disqualified_rate",
    ),
    _silent(("leads.recycled_on",), "No date of recycling in {rows}", "recycled_rate"),
    _silent(
        (*_TOUCH, "leads.status"),
        "No first touch, touch or status in {rows}",
        "follow_up_within_sla",
        "not_followed_up",
        "never_followed_up",
        "time_to_follow_up",
        "cost_of_unfollowed_leads",
    ),
    _silent(
        _TOUCH,
        "No time of a first touch in {rows}",
        "follow_up_within_sla",
        "time_to_follow_up",
        has=("leads.status",),
    ),
    _silent(
        (*_LINK, "leads.status", "leads.won_quantity"),
        "No deal, status or number won in {rows}",
        "lead_to_customer",
    ),
    _unsplit(
        ("leads.channel",), "channel", "No channel in {rows}", "leads", "cost_per_lead",
        partly="they stand under channel unknown in {kpis}",
    ),
    _unsplit(
        ("leads.campaign",), "campaign", "No campaign in {rows}", "leads", "cost_per_lead",
        partly="they stand under no campaign in {kpis}",
    ),
    *(
        _unsplit(
            (f"leads.{by}", f"people.{by}", f"accounts.{by}"), by,
            f"No {by} in {{rows}}, their owners or accounts", "leads", "mql_rate", "cost_per_lead",
        )
        for by in ("region", "segment")
    ),
)  # fmt: skip

_LINKS: Final = (
    Effect(
        _LINK,
        "No link between leads and deals",
        "a deal is credited to a channel by its account only, so {kpis} by channel may mislead",
        _CREDITED,
        has=("leads.account_id", "opportunities.account_id"),
    ),
    *(
        Effect(
            (*_LINK, missing),
            "No link between leads and deals, nor a shared account",
            "no deal is credited to the lead it came from, so {kpis} by channel may mislead",
            _CREDITED,
            has=has,
        )
        for missing, has in (
            ("opportunities.account_id", ("leads", "opportunities")),
            ("leads.account_id", ("leads", "opportunities.account_id")),
        )
    ),
)

_DEALS: Final = (
    Effect(
        ("opportunities.created_on",),
        "No creation date in {rows}",
        "{kpis} cannot be read in a period",
        ("opportunities", "sales_cycle_days"),
        hides_partly="they are left out of {kpis} when a period is chosen",
        silences="in a period",
    ),
    Effect(
        ("opportunities.closed_on",),
        "No closing date in {rows}",
        "{kpis} cannot be read in a period",
        ("won", "revenue", "close_ratio", "sales_cycle_days"),
        silences="in a period",
    ),
    _silent(
        ("opportunities.is_won",), "No outcome in {rows}", "won", "close_ratio", "revenue",
        "average_deal", "sales_cycle_days",
    ),
    _silent(
        ("opportunities.amount", "opportunities.recurring_amount"), "No amount in {rows}",
        "revenue", "average_deal", "close_ratio_by_value", "open_pipeline",
    ),
    Effect(
        ("opportunities.amount",),
        "No amount in {rows}",
        "",
        ("revenue", "average_deal", "open_pipeline"),
        hides_partly="without a recurring amount either they add nothing to {kpis}",
        has=("opportunities.amount",),
    ),
    Effect(
        ("opportunities.account_id",),
        "No account in {rows}",
        "every win counts as one customer in {kpis}",
        ("customers", "cac"),
        hides_partly="each win among them counts as one customer in {kpis}",
    ),
    *(
        _unsplit(
            (f"opportunities.{by}", f"people.{by}", f"accounts.{by}"), by,
            f"No {by} in {{rows}}, their owners or accounts", "won", "close_ratio", "revenue",
        )
        for by in ("region", "segment")
    ),
    *(
        _unsplit((f"opportunities.{by}",), by, f"No {by} in {{rows}}", "won", "revenue")
        for by in ("owner", "product")
    ),
    _silent(("opportunities.motion",), "No motion in {rows}", "renewal_rate"),
    _silent(("opportunities.recurring_amount",), "No recurring amount in {rows}", "renewal_rate"),
    _silent(("opportunities.renewal_due_on",), "No renewal date in {rows}", "renewal_rate"),
    Effect(
        ("opportunities.term_months",),
        "No term in {rows}",
        "what recurs is counted for one year in {kpis}",
        ("revenue", "open_pipeline"),
        has=("opportunities.recurring_amount",),
    ),
    Effect(
        ("accounts.customer_since",),
        "No day of first purchase in {rows}",
        "customers from before the facts begin count as new in {kpis}",
        ("customers", "cac"),
        has=("opportunities.account_id", "opportunities.is_won"),
    ),
)  # fmt: skip

_SPEND: Final = (
    *(
        _unsplit(
            (f"spend.{by}",), by, f"No {by} in {{rows}}", "cost_per_lead", "cac",
            partly=f"their money is left out of {{kpis}} by {by}",
        )
        for by in ("channel", "campaign", "region", "segment")
    ),
    Effect(
        ("spend.motion",),
        "No motion in {rows}",
        "all of the money counts as spent on acquiring in {kpis}",
        ("cac",),
        hides_partly="their money counts as spent on acquiring in {kpis}",
    ),
)  # fmt: skip

EFFECTS: Final[tuple[Effect, ...]] = (*_TABLES, *_LEADS, *_LINKS, *_DEALS, *_SPEND)
"""Every gap that changes a figure, tables first."""
