"""What planners know of a channel: what its money buys, its calendar, the rate they count on."""

from __future__ import annotations

from typing import Final

from data_sources.demo.baseline import RATES
from data_sources.demo.catalogue import Channel
from data_sources.demo.planning_year import YEAR
from data_sources.demo.truth import FIRST_MONTH

UNITS: Final = {
    "Website": ("articles and pages", 450.0),
    "Paid search": ("clicks", 3.2),
    "Paid social": ("clicks", 2.4),
    "Content syndication": ("delivered contacts", 48.0),
    "Webinars": ("sessions", 850.0),
    "Trade shows": ("stand days", 1_150.0),
    "E-mail": ("thousand messages", 35.0),
    "Partner": ("shared events", 240.0),
    "Outbound": ("hundred contacts", 95.0),
}
"""What money in a channel buys, and for how much each."""

_SHOWS: Final = (3, 4, 5, 9, 10, 11)


def calendar(channel: Channel, month: int) -> float:
    """Return a month's money as a share of the channel's mean month."""
    if channel.name != "Trade shows":
        return 1.0
    return 1.5 if (FIRST_MONTH + month) % YEAR + 1 in _SHOWS else 0.5


def foreseen_rate(channel: Channel, motion: str) -> float:
    """Return the share of a channel's leads that planners count on becoming MQLs."""
    rates = RATES[channel.kind]
    return rates.get(motion, rates["acquire"]).mql
