"""What a target speaks of: every linear KPI as a sum of quantities over another sum.

A quantity is additive: it adds up over channels, segments, regions and months. Heads are
the one that stands instead of flowing: over a period their average counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planning.kpis import KPIS, Kpi, Unit
from planning.teams import Team

STOCKS: Final = frozenset({"heads"})
"""Quantities of which a period has the average, not the sum."""

UNTIED: Final = frozenset({"open_pipeline", "renewal_rate", "quota_attainment"})
"""KPIs of the registry whose quantities nothing ties to those of other KPIs."""

CORE: Final = (
    "leads",
    "leads_marketing",
    "mqls",
    "sals",
    "sqls",
    "opportunities",
    "decided",
    "won",
    "customers",
    "revenue",
    "spend_marketing",
    "programme",
    "spend_sales",
    "acquiring",
)
"""The steps from money to revenue; every part of the company has all of them."""

SPEND_TEAMS: Final[dict[str, Team]] = {"spend_marketing": "marketing", "spend_sales": "sales"}
"""What a team spent is its own whatever the channel."""


@dataclass(frozen=True)
class Measure:
    """A KPI as the consistency check sees it.

    Attributes:
        key: The KPI's key, or one of `MORE`.
        above: Quantities added up above the line.
        below: Quantities added up below it; empty for plain sums.
    """

    key: str
    above: tuple[str, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """How a measure outside the registry is told.

    Attributes:
        name: As people call it.
        unit: What its value is measured in.
        team: The team that answers for it.
        denominator: What stands below the line.
    """

    name: str
    unit: Unit
    team: Team
    denominator: str = ""


_SUMS: Final = (
    "leads",
    "mqls",
    "sals",
    "sqls",
    "opportunities",
    "won",
    "customers",
    "revenue",
    "spend_marketing",
    "spend_sales",
    "open_pipeline",
    "not_followed_up",
    "never_followed_up",
)

IN_FILES: Final[dict[str, About]] = {
    "opportunities_per_head": About(
        "Opportunities per head", "count", "sales", "closing heads, on average"
    ),
    "cost_per_head": About("Cost per head", "money", "sales", "closing heads, on average"),
}
"""What a file of targets may name beside the registry's KPIs."""

MORE: Final[dict[str, About]] = {
    **IN_FILES,
    "heads": About("Closing heads", "count", "sales"),
    "programme": About("Marketing's programme money", "money", "marketing"),
    "acquiring": About("Spend on new customers", "money", "joint"),
    "quota": About("Revenue quota", "money", "sales"),
    "customers_per_win": About("Customers per won deal", "fraction", "sales", "deals won"),
    "won_leads_per_win": About("Won leads per won deal", "fraction", "joint", "deals won"),
    "marketing_share": About(
        "Marketing's share of leads", "fraction", "marketing", "leads created"
    ),
}
"""Measures beside the registry's: those of files, and those that only assumptions speak of."""

MEASURES: Final[dict[str, Measure]] = {
    it.key: it
    for it in (
        *(Measure(key, (key,)) for key in (*_SUMS, "heads", "programme", "acquiring", "quota")),
        Measure("mql_rate", ("mqls",), ("leads",)),
        Measure("sal_rate", ("sals",), ("mqls",)),
        Measure("sql_rate", ("sqls",), ("mqls",)),
        Measure("disqualified_rate", ("disqualified",), ("leads",)),
        Measure("recycled_rate", ("recycled",), ("leads",)),
        Measure("lead_to_customer", ("leads_won",), ("leads",)),
        Measure("cost_per_lead", ("programme",), ("leads_marketing",)),
        Measure("close_ratio", ("won",), ("decided",)),
        Measure("close_ratio_by_value", ("revenue",), ("decided_amount",)),
        Measure("average_deal", ("revenue",), ("won",)),
        Measure("cac", ("acquiring",), ("customers",)),
        Measure("renewal_rate", ("renewed",), ("due",)),
        Measure("quota_attainment", ("revenue",), ("quota",)),
        Measure("follow_up_within_sla", ("within_sla",), ("follow_ups",)),
        Measure("opportunities_per_head", ("opportunities",), ("heads",)),
        Measure("cost_per_head", ("spend_sales",), ("heads",)),
        Measure("customers_per_win", ("customers",), ("won",)),
        Measure("won_leads_per_win", ("leads_won",), ("won",)),
        Measure("marketing_share", ("leads_marketing",), ("leads",)),
    )
}
"""Every measure that is a sum or a ratio of two sums, by key."""


def about(key: str) -> About | Kpi:
    """Return how a measure is told: the registry's KPI, else what stands in `MORE`.

    Example:
        >>> about("cac").name, about("cost_per_head").name
        ('CAC', 'Cost per head')
    """
    return KPIS[key] if key in KPIS else MORE[key]


def team_of(key: str) -> Team:
    """Return the team that answers for a measure.

    Example:
        >>> team_of("mql_rate"), team_of("opportunities_per_head")
        ('marketing', 'sales')
    """
    return KPIS[key].owner if key in KPIS else MORE[key].team


def is_linear(key: str) -> bool:
    """Whether a target on a KPI is linear in additive quantities.

    Example:
        >>> is_linear("close_ratio"), is_linear("sales_cycle_days")
        (True, False)
    """
    return key in MEASURES


IDENTITIES: Final[dict[str, tuple[dict[str, float], str]]] = {
    "mqls_are_leads": ({"leads": 1, "mqls": -1}, "every MQL is a lead"),
    "sqls_are_mqls": ({"mqls": 1, "sqls": -1}, "every SQL is an MQL"),
    "sals_are_mqls": ({"mqls": 1, "sals": -1}, "every SAL is an MQL"),
    "sqls_are_sals": ({"sals": 1, "sqls": -1}, "every SQL is a SAL"),
    "won_are_decided": ({"decided": 1, "won": -1}, "every won deal is a decided one"),
    "revenue_is_decided": (
        {"decided_amount": 1, "revenue": -1},
        "won amounts are part of decided amounts",
    ),
    "programme_is_spend": (
        {"spend_marketing": 1, "programme": -1},
        "programme money is part of marketing spend",
    ),
    "acquiring_is_spend": (
        {"spend_marketing": 1, "spend_sales": 1, "acquiring": -1},
        "money for new customers is part of both teams' spend",
    ),
    "marketings_are_leads": (
        {"leads": 1, "leads_marketing": -1},
        "leads of marketing's channels are part of all leads",
    ),
    "disqualified_are_leads": (
        {"leads": 1, "disqualified": -1},
        "every disqualified lead is a lead",
    ),
    "recycled_are_leads": ({"leads": 1, "recycled": -1}, "every recycled lead is a lead"),
    "won_leads_are_leads": ({"leads": 1, "leads_won": -1}, "every won lead is a lead"),
    "follow_ups_are_leads": (
        {"leads": 1, "follow_ups": -1},
        "only leads are followed up",
    ),
    "timely_are_follow_ups": (
        {"follow_ups": 1, "within_sla": -1},
        "follow-ups in time are part of all follow-ups",
    ),
    "untouched_are_leads": (
        {"leads": 1, "not_followed_up": -1},
        "leads not followed up are leads",
    ),
    "never_are_untouched": (
        {"not_followed_up": 1, "never_followed_up": -1},
        "leads never followed up are among those not followed up",
    ),
}
"""What holds by the meaning of the words: a sum of quantities that is at least 0."""

CLOSED_COMPANY: Final[dict[str, tuple[dict[str, float], str]]] = {
    "sqls_are_deals": (
        {"sqls": 1, "opportunities": -1},
        "every SQL becomes an opportunity",
    ),
    "deals_are_decided": (
        {"opportunities": 1, "decided": -1},
        "every opportunity closes",
    ),
    "wins_are_customers": ({"won": 1, "customers": -1}, "each win is a customer"),
    "wins_are_won_leads": ({"won": 1, "leads_won": -1}, "each win is a lead that was won"),
    "leads_are_marketings": (
        {"leads": 1, "leads_marketing": -1},
        "every lead costs programme money",
    ),
    "all_spend_acquires": (
        {"spend_marketing": 1, "spend_sales": 1, "acquiring": -1},
        "all spend of both teams wins new customers",
    ),
}
"""What is taken to hold where there are no facts: sums that are exactly 0."""
