"""Money that names a campaign, and money that names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import SPEND
from planning.periods import Period


@dataclass(frozen=True)
class Spent:
    """Money by campaign.

    Attributes:
        by_campaign: Cents of the months by campaign, every team and category.
        ever: Campaigns that any money of any month names.
        channels: The channel of most of each campaign's money.
        unnamed_cents: Marketing programme money of the months that names no campaign.
    """

    by_campaign: Mapping[str, int]
    ever: frozenset[str]
    channels: Mapping[str, str]
    unnamed_cents: int


def spent(counts: Counts, period: Period | None) -> Spent:
    """Return the money of some months by campaign.

    Args:
        counts: The counts.
        period: The months; None takes all.
    """
    cube = counts.cubes[SPEND]
    kept = cube.mask(Scope(period=period))
    sums = cube.by("campaign", "cents", kept)
    marketing = kept & cube.where("team", "marketing") & cube.where("category", "programme")
    unnamed = cube.total("cents", marketing & cube.where("campaign", None))
    return Spent(
        by_campaign={label: cents for label, cents in sums.items() if label is not None},
        ever=frozenset(label for label in cube.by("campaign", "cents") if label is not None),
        channels=_channels(counts),
        unnamed_cents=unnamed,
    )


def _channels(counts: Counts) -> dict[str, str]:
    cube = counts.cubes[SPEND]
    campaigns, channels = cube.labels["campaign"], cube.labels["channel"]
    sums = np.zeros((len(campaigns), len(channels)), dtype=np.int64)
    np.add.at(sums, (cube.keys["campaign"], cube.keys["channel"]), cube.measures["cents"])
    most = sums.argmax(axis=1) if len(channels) else np.zeros(len(campaigns), dtype=np.intp)
    found = {}
    for campaign, at in zip(campaigns, most, strict=True):
        channel = channels[int(at)] if len(channels) else None
        if campaign is not None and channel is not None:
            found[campaign] = channel
    return found
