"""Spend of the ad platforms, from data loaders and from their own reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from data_sources.imports.presets.preset import Preset

_MILLIONTH: Final = Decimal("0.000001")
_CAMPAIGN: Final = ("campaign_name", "Campaign", "campaign_id")
_ONE_PERIOD: Final = "A row counts in the month it starts: break reports down by day or month."


def _spent_on(channel: str) -> dict[str, str]:
    return {"channel": channel, "team": "marketing", "category": "programme"}


GOOGLE: Final = Preset(
    name="google-ads",
    product="Google Ads",
    what="cost per campaign and day",
    table="spend",
    telling=(
        ("date", "cost_micros"),
        ("segments.date", "metrics.cost_micros"),
        ("Day", "Campaign", "Currency code", "Cost"),
        ("Month", "Campaign", "Currency code", "Cost"),
    ),
    columns={
        "month": ("segments.date", "date", "Day", "segments.month", "Month", "Week"),
        "campaign": ("campaign.name", *_CAMPAIGN, "campaign.id", "id", "base_campaign"),
        "amount": ("metrics.cost_micros", "cost_micros", "Cost"),
        "currency": ("Currency code", "customer.currency_code"),
    },
    constants=_spent_on("Google Ads"),
    scale={"metrics.cost_micros": _MILLIONTH, "cost_micros": _MILLIONTH},
    leave_out={
        "Campaign": ("Total: Account", "Total: Campaigns", "Total: Filtered campaigns"),
        "Day": ("Total: Account", "Total: Campaigns", "Total: Filtered campaigns"),
        "Campaign state": ("Total: Account", "Total: Campaigns", "Total: Filtered campaigns"),
        "Campaign status": ("Total: Account", "Total: Campaigns", "Total: Filtered campaigns"),
    },
    ignored=("device", "keyword", "ad_network_type"),
    notes=("Cost in millionths is read as units of money, each row rounded to cents.",),
)

LINKEDIN: Final = Preset(
    name="linkedin-ads",
    product="LinkedIn Ads",
    what="cost per campaign and day",
    table="spend",
    telling=(
        ("day", "cost_in_local_currency"),
        ("Start Date (in UTC)", "Total Spent"),
        ("Start Date (in UTC)", "Campaign Name", "Currency"),
    ),
    columns={
        "month": ("day", "Start Date (in UTC)"),
        "campaign": _CAMPAIGN,
        "amount": ("cost_in_local_currency", "Total Spent"),
        "currency": ("Currency", "currency_code"),
    },
    constants=_spent_on("LinkedIn Ads"),
    ignored=("cost_in_usd", "Campaign Group Name"),
    notes=(_ONE_PERIOD,),
)

MICROSOFT: Final = Preset(
    name="microsoft-ads",
    product="Microsoft Ads",
    what="cost per campaign and day",
    table="spend",
    telling=(
        ("date", "campaign_id", "currency_code", "spend", "device_os"),
        ("date", "campaign_id", "currency_code", "spend", "network"),
        ("TimePeriod", "CampaignName", "Spend"),
        ("Gregorian date", "Spend"),
    ),
    columns={
        "month": ("Gregorian date", "TimePeriod", "date", "Day", "Month"),
        "campaign": _CAMPAIGN,
        "amount": ("Spend",),
        "currency": ("CurrencyCode",),
    },
    constants=_spent_on("Microsoft Ads"),
    ignored=("network", "device_type", "budget_name"),
    notes=("Several rows of one date and campaign are added: each is a part of the spend.",),
)

META: Final = Preset(
    name="meta-ads",
    product="Meta Ads",
    what="cost per ad and day",
    table="spend",
    telling=(
        ("date", "ad_id", "spend", "inline_link_clicks"),
        ("date", "ad_id", "account_id", "spend"),
        ("Reporting starts", "Amount spent*"),
        ("Day", "Amount spent*", "Campaign name"),
    ),
    columns={
        "month": ("Day", "Month", "Reporting starts", "date_start", "date"),
        "campaign": _CAMPAIGN,
        "amount": ("Amount spent*", "spend"),
        "currency": ("Currency", "account_currency"),
    },
    constants=_spent_on("Meta Ads"),
    ignored=("Reporting ends",),
    notes=(_ONE_PERIOD,),
)

ADS: Final = (GOOGLE, LINKEDIN, MICROSOFT, META)
