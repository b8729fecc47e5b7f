"""Steps: which step of the way from lead to revenue a KPI measures, and what moves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planning.review.exceptions.item import Step
from planning.review.shortfall.drivers import Driver
from planning.teams import Team

STEP_OF: Final[Mapping[str, Step]] = {
    "leads": "leads",
    "mqls": "leads",
    "mql_rate": "MQL rate",
    "spend_marketing": "spend",
    "cost_per_lead": "spend",
    "sals": "acceptance",
    "sqls": "acceptance",
    "sal_rate": "acceptance",
    "sql_rate": "acceptance",
    "opportunities": "opportunities",
    "won": "close ratio",
    "close_ratio": "close ratio",
    "close_ratio_by_value": "close ratio",
    "average_deal": "deal size",
    "sales_cycle_days": "cycle",
    "open_pipeline": "opportunities",
    "pipeline_velocity": "cycle",
    "renewal_rate": "revenue",
    "quota_attainment": "revenue",
    "spend_sales": "spend",
    "follow_up_within_sla": "follow-up",
    "not_followed_up": "follow-up",
    "never_followed_up": "follow-up",
    "time_to_follow_up": "follow-up",
    "customers": "close ratio",
    "revenue": "revenue",
    "cac": "spend",
    "disqualified_rate": "acceptance",
    "recycled_rate": "acceptance",
    "lead_to_customer": "close ratio",
    "cost_of_unfollowed_leads": "follow-up",
}
"""The step of each KPI of the registry."""

SEVERAL: Final = frozenset({"leads", "mqls", "sals", "sqls", "opportunities", "won", "customers"})
"""KPIs whose names stand for several: they are ahead, not is."""

STEP_OF_DRIVER: Final[Mapping[Driver, Step]] = {
    "volume": "leads",
    "mix": "leads",
    "conversion": "opportunities",
    "close_ratio": "close ratio",
    "deal_size": "deal size",
    "spend": "spend",
}
"""The step behind each driver of a decomposition."""

MEASURED: Final = tuple(dict.fromkeys((*STEP_OF.values(), *STEP_OF_DRIVER.values())))
"""The steps KPIs and drivers measure."""

LEVERS: Final[Mapping[Step, str]] = {
    "leads": "put money where leads still follow it",
    "MQL rate": "narrow whom the channels reach",
    "follow-up": "route leads to a desk that calls",
    "acceptance": "agree on which leads sales takes",
    "opportunities": "work the qualified leads that wait",
    "close ratio": "work deals like those won",
    "deal size": "offer the larger package first",
    "cycle": "settle the next step of the oldest deals",
    "revenue": "work the deals that can still close",
    "spend": "move money to where it brings more",
    "capacity": "move or hire people",
    "account coverage": "share out accounts nobody works",
    "targets": "ease one of them or take the compromise",
    "promises": "finish it, or promise a new day",
}
"""What moves each step; begins with a verb."""

WHOSE: Final[Mapping[Step, tuple[Team, ...]]] = {
    "leads": ("marketing",),
    "MQL rate": ("marketing",),
    "follow-up": ("sales",),
    "opportunities": ("sales",),
    "close ratio": ("sales",),
    "deal size": ("sales",),
    "cycle": ("sales",),
}
"""Whom a step concerns; both teams where it is not here."""

SPOKEN: Final[Mapping[Step, str]] = {
    "leads": "leads",
    "MQL rate": "the MQL rate",
    "follow-up": "follow-up",
    "acceptance": "acceptance by sales",
    "opportunities": "opportunities",
    "close ratio": "the close ratio",
    "deal size": "deal size",
    "cycle": "the sales cycle",
    "revenue": "revenue",
    "spend": "spend",
    "capacity": "capacity",
    "account coverage": "account coverage",
    "targets": "targets",
    "promises": "promises",
}
"""What a step is called within a sentence."""
