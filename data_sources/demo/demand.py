"""Leads as they arrive: how many, when, from where and what for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.demo.campaigns import Campaign, live_weights
from data_sources.demo.catalogue import ACQUIRE, ASSETS, CHANNEL_NAMES, CROSS_SELL, UP_SELL
from data_sources.demo.draws import AS_OF_DAY, MONTH_STARTS, Floats, Ints, pick, pick_by_row
from data_sources.demo.truth import MONTHS, Truth
from planning.actuals.rows import MOTIONS

_WEEKEND = 0.3
"""Leads on a weekend day, for one on a working day."""


@dataclass(frozen=True)
class Arrivals:
    """Leads in order of creation; each array has one element per lead.

    Positions: channel in `CHANNELS`, region in `REGIONS`, segment in `SEGMENTS`, motion
    in `MOTIONS`, campaign in the company's campaigns, asset in `ASSETS` or -1.
    """

    created: Ints
    month: Ints
    channel: Ints
    region: Ints
    segment: Ints
    campaign: Ints
    motion: Ints
    asset: Ints

    def __len__(self) -> int:
        return len(self.created)


def draw_arrivals(
    rng: np.random.Generator, truth: Truth, campaigns: tuple[Campaign, ...]
) -> Arrivals:
    """Draw all leads: Poisson around each channel's response in every month."""
    expected = np.array([truth.expected_leads(name) for name in CHANNEL_NAMES])
    counts = rng.poisson(expected).ravel()
    cell = np.repeat(np.arange(counts.size), counts)
    created = _days_in_month(rng, cell % MONTHS)
    order = np.argsort(created, kind="stable")
    cell, created = cell[order], created[order]
    channel, month = cell // MONTHS, cell % MONTHS
    weights = live_weights(campaigns).reshape(-1, len(campaigns))
    campaign = pick_by_row(rng, weights, cell)
    n = len(created)
    return Arrivals(
        created=created,
        month=month,
        channel=channel,
        region=pick(rng, list(truth.region_share.values()), n),
        segment=pick(rng, list(truth.segment_share.values()), n),
        campaign=campaign,
        motion=_motions(rng, truth, np.array([c.motion for c in campaigns])[campaign]),
        asset=np.where(rng.random(n) < 0.7, _assets(rng, channel), -1),
    )


def _days_in_month(rng: np.random.Generator, month: Ints) -> Ints:
    """Draw a day in each lead's month, fewer at weekends."""
    first = MONTH_STARTS[0]
    calendar = np.arange(first, AS_OF_DAY + 1)
    weights: Floats = np.where((calendar + 3) % 7 >= 5, _WEEKEND, 1.0)
    days = np.zeros((MONTHS, 31))
    for at in range(MONTHS):
        start, end = MONTH_STARTS[at] - first, MONTH_STARTS[at + 1] - first
        days[at, : end - start] = weights[start:end]
    return MONTH_STARTS[month] + pick_by_row(rng, days, month)


def _motions(rng: np.random.Generator, truth: Truth, aimed_at: Ints) -> Ints:
    """Draw what each lead asks for: mostly what its campaign aimed at."""
    share = np.array([truth.expand_share.get(name, 0.0) for name in MOTIONS])[aimed_at]
    n = len(aimed_at)
    either = np.where(rng.random(n) < 0.55, CROSS_SELL, UP_SELL)
    more = np.where(aimed_at == ACQUIRE, either, aimed_at)
    motion: Ints = np.where(rng.random(n) < share, more, ACQUIRE)
    return motion


def _assets(rng: np.random.Generator, channel: Ints) -> Ints:
    """Draw the content answered to; each channel favours some of it."""
    affinity = 0.3 + rng.random((len(CHANNEL_NAMES), len(ASSETS))) ** 3 * 4
    return pick_by_row(rng, affinity, channel)
