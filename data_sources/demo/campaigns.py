"""Campaigns: about forty, each with a channel, a motion, a budget line and live months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_sources.demo.catalogue import ACQUIRE, CHANNELS, CROSS_SELL, THEMES, UP_SELL
from data_sources.demo.draws import Floats, day_number
from data_sources.demo.frames import days, words
from data_sources.demo.truth import FIRST_MONTH, MONTHS
from planning.actuals.rows import MOTIONS
from planning.periods import month_name

_MOTIONS: Final = {
    "WEB": (ACQUIRE, ACQUIRE, ACQUIRE, ACQUIRE, UP_SELL),
    "SEA": (ACQUIRE,) * 5,
    "SOC": (ACQUIRE,) * 5,
    "SYN": (ACQUIRE,) * 4,
    "WBN": (ACQUIRE, ACQUIRE, ACQUIRE, CROSS_SELL, ACQUIRE),
    "EVT": (ACQUIRE, ACQUIRE, ACQUIRE, CROSS_SELL),
    "EML": (ACQUIRE, CROSS_SELL, UP_SELL, ACQUIRE, CROSS_SELL),
    "PAR": (ACQUIRE, ACQUIRE, CROSS_SELL),
    "OUT": (ACQUIRE, ACQUIRE, ACQUIRE, UP_SELL),
}
"""The motion of every campaign by channel code; the first always runs."""


@dataclass(frozen=True)
class Campaign:
    """One campaign.

    Attributes:
        channel: Position in `CHANNELS`.
        motion: Position in `MOTIONS`.
        start, end: First month, and the one after the last; from 0.
        weight: Its part of the channel's money and leads while it is live.
    """

    name: str
    line_code: str
    channel: int
    motion: int
    start: int
    end: int
    weight: float


def draw_campaigns(rng: np.random.Generator) -> tuple[Campaign, ...]:
    """Draw when each campaign runs and how much of its channel it takes."""
    campaigns = []
    for position, channel in enumerate(CHANNELS):
        letter = {"marketing": "M", "sales": "S", "joint": "J"}[channel.team]
        for number, motion in enumerate(_MOTIONS[channel.code]):
            start = int(rng.integers(0, 18)) if number else 0
            end = min(MONTHS, start + int(rng.integers(4, 12))) if number else MONTHS
            theme = THEMES[(number + position) % 5] if motion == ACQUIRE else THEMES[4 + motion]
            when = month_name(FIRST_MONTH + start) if number else "always on"
            campaigns.append(
                Campaign(
                    name=f"{channel.name}: {theme}, {when}",
                    line_code=f"{letter}-{channel.code}-{number + 1:02d}",
                    channel=position,
                    motion=motion,
                    start=start,
                    end=end,
                    weight=float(rng.uniform(0.6, 1.4)),
                )
            )
    return tuple(campaigns)


def live_weights(campaigns: tuple[Campaign, ...]) -> Floats:
    """Return the weight of each campaign by channel and month, 0 where it is not live.

    Returns:
        Shape (channels, months, campaigns).
    """
    weights = np.zeros((len(CHANNELS), MONTHS, len(campaigns)))
    for position, campaign in enumerate(campaigns):
        weights[campaign.channel, campaign.start : campaign.end, position] = campaign.weight
    return weights


def campaign_frame(campaigns: tuple[Campaign, ...]) -> pd.DataFrame:
    """Return campaigns as people list them: name, line, channel, motion, first and last day."""
    return pd.DataFrame(
        {
            "campaign": words([c.name for c in campaigns]),
            "line_code": words([c.line_code for c in campaigns]),
            "channel": words([CHANNELS[c.channel].name for c in campaigns]),
            "motion": words([MOTIONS[c.motion] for c in campaigns]),
            "start_on": days(np.array([day_number(c.start) for c in campaigns])),
            "end_on": days(np.array([day_number(c.end) - 1 for c in campaigns])),
        }
    )
