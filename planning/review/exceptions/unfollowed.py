"""Unfollowed leads: regions too short of people, and single desks nobody sits at.

A region that is short leaves leads of every channel behind; a desk that is missing leaves
behind those of one channel in one region. Both are told apart by looking at a region's
middle channel, and at each channel beside its other regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.review.exceptions.chances import Floats, middle, not_by_chance, share_above
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import share_told
from planning.review.exceptions.worth import ESTIMATED_BY_REGION, per_followed_lead

WORSE: Final = 2.0
"""Called unusual from twice the usual share on …"""

POINTS: Final = 0.10
"""… and this many points above it."""

SLOWER: Final = 1.25
"""A region is short where beyond chance more than this many times as many wait, …"""

CLEARLY: Final = 1.4
"""… as far as is seen this many times as many, …"""

HEAVIER: Final = 1.75
"""… and each person has this many times as many leads to follow up on."""

LEAST_CASES: Final = 20
LEAST_REGIONS: Final = 3
LEAST_CHANNELS: Final = 3
_VIEW: Final = {"leads-view": "Follow-up"}
LEAST_MONEY: Final = 2_000.0
"""Plan-currency units a year below which a meeting has better things to do."""


@dataclass(frozen=True)
class Desk:
    """Leads to follow up of twelve months.

    Attributes:
        cases: That had to be followed up on, shape (channels, regions).
        never: Of these, nobody ever did.
        late: Of these, somebody did after the agreed time.
    """

    cases: Floats
    never: Floats
    late: Floats

    @classmethod
    def of(cls, ground: Ground) -> Desk:
        """Count the desks of a company."""
        # A lead becomes “never” only after the agreed days: the last month is not told yet.
        found = ground.followed(ground.months(1))
        never, late = found["never"], found["late"] + found["overdue"]
        return cls(never + late + found["within"] + found["untimed"], never, late)

    @property
    def shares(self) -> Floats:
        """Share never followed up, 0 without cases."""
        return np.asarray(self.never / np.maximum(self.cases, 1))


def short_regions(ground: Ground, desk: Desk | None = None) -> tuple[Item, ...]:
    """Return regions whose people cannot follow up on what arrives, whatever the channel.

    Formula: of a region's leads the share followed up late or never, its worst channel
    left out, against the middle one of the other regions; beyond chance, with all regions
    compared. Where the facts tell who works where, each person there must also have many
    more leads to follow up on than elsewhere: slow alone is not short.

    Args:
        ground: The facts.
        desk: Its desks, where they are counted already.
    """
    desk = desk or Desk.of(ground)
    slow = [_slow(desk, at) for at in range(len(ground.regions))]
    if sum(cases > 0 for _, cases in slow) < LEAST_REGIONS:
        return ()
    usual = [_elsewhere([_share(*one) for one in slow], at) for at in range(len(slow))]
    limits = [min(SLOWER * one, 0.99) for one in usual]
    chances = [share_above(*one, limit) for one, limit in zip(slow, limits, strict=True)]
    load = _load(ground, desk)
    items = []
    for at, holds in enumerate(not_by_chance(chances)):
        heavy = load is None or load[at] >= HEAVIER * _elsewhere(load.tolist(), at)
        money = _missed(ground, desk, at)
        clear = _share(*slow[at]) >= CLEARLY * usual[at]
        if holds and heavy and clear and money >= LEAST_MONEY:
            shares = tuple(_share(*one) for one in slow)
            items.append(_short(ground, at, shares, usual[at], money, chances[at]))
    return tuple(items)


def _slow(desk: Desk, region: int) -> tuple[int, int]:
    """Return leads of a region followed up late or never, and all; the worst channel left out."""
    cases = desk.cases[:, region]
    slow = desk.never[:, region] + desk.late[:, region]
    told = cases >= LEAST_CASES
    if told.sum() < LEAST_CHANNELS:
        return 0, 0
    kept = np.flatnonzero(told)
    kept = np.delete(kept, np.argmax(desk.shares[kept, region]))
    return int(slow[kept].sum()), int(cases[kept].sum())


def _share(hits: int, cases: int) -> float:
    return hits / cases if cases else 0.0


def _elsewhere(values: list[float], at: int) -> float:
    """Return the middle one of the other values."""
    return middle([value for place, value in enumerate(values) if place != at]) or 0.0


def _load(ground: Ground, desk: Desk) -> Floats | None:
    """Return leads to follow up on per person and region; None where nobody's region is told."""
    period = ground.months(1)
    heads = ground.heads("development", period)
    if not (heads > 0).all():
        heads = ground.heads("closing", period)
    if not (heads > 0).all():
        return None
    return np.asarray(desk.cases[:, : len(ground.regions)].sum(axis=0) / heads)


def _missed(ground: Ground, desk: Desk, at: int) -> float:
    """Return what leads never followed up in a region would have brought, above the usual."""
    named = slice(len(ground.regions))
    never, cases = (it[:, named].sum(axis=0) for it in (desk.never, desk.cases))
    usual = _elsewhere((never / np.maximum(cases, 1)).tolist(), at)
    excess = np.maximum(desk.never[:, at] - usual * desk.cases[:, at], 0)
    return float((excess * per_followed_lead(ground, at)).sum())


def _short(
    ground: Ground,
    at: int,
    shares: tuple[float, ...],
    usual: float,
    money: float,
    chance: float,
) -> Item:
    region = ground.regions[at]
    part = Part(region=region)
    return compose(
        "short-region",
        Words(region=region, share=share_told(shares[at]), usual=share_told(usual)),
        Matter(part),
        Stake(money, ESTIMATED_BY_REGION),
        ground.owners,
        Picture(
            "bars",
            "Leads followed up on late or never",
            ground.regions,
            shares,
            unit="fraction",
            highlighted=(at,),
        ),
        Where("know/leads.py", {**part.query, **_VIEW}, f"{region} on Leads"),
        chance,
    )


def unfollowed_leads(ground: Ground, desk: Desk | None = None) -> tuple[Item, ...]:
    """Return channels whose leads nobody follows up on in one region.

    Where no lead has a region, channels are held against one another.

    Formula: the share never followed up against what channel and region lead to expect:
    the larger of the channel's middle region and the region's middle channel. In a region
    that is short of people the queue explains what waits.

    Args:
        ground: The facts.
        desk: Its desks, where they are counted already.
    """
    desk = desk or Desk.of(ground)
    short = {item.part.region for item in short_regions(ground, desk)}
    told = desk.cases >= LEAST_CASES
    if ground.regions:
        told[:, -1] = False
    places = [
        (channel, region)
        for channel, region in zip(*np.nonzero(told), strict=True)
        if _label(ground, region) not in short
    ]
    usual = [_usual(desk, told, *place) for place in places]
    chances = [
        share_above(int(desk.never[place]), int(desk.cases[place]), _limit(one))
        for place, one in zip(places, usual, strict=True)
    ]
    items = []
    for place, one, chance, holds in zip(
        places, usual, chances, not_by_chance(chances), strict=True
    ):
        worth = per_followed_lead(ground, int(place[1]))[place[0]]
        money = float((desk.never[place] - one * desk.cases[place]) * worth)
        if holds and money >= LEAST_MONEY:
            items.append(_desk(ground, desk, place, one, money, chance))
    return tuple(items)


def _label(ground: Ground, region: int) -> str | None:
    """Return a region's name; None for what has none."""
    return ground.regions[region] if region < len(ground.regions) else None


def _limit(usual: float) -> float:
    return min(max(WORSE * usual, usual + POINTS), 0.99)


def _usual(desk: Desk, told: np.ndarray, channel: int, region: int) -> float:
    """Return the share that a desk's channel and region lead to expect."""
    beside = told[channel].copy()
    beside[region] = False
    above = told[:, region].copy()
    above[channel] = False
    of_channel = middle(desk.shares[channel][beside].tolist()) or 0.0
    of_region = middle(desk.shares[above, region].tolist()) or 0.0
    return max(of_channel, of_region)


def _desk(
    ground: Ground,
    desk: Desk,
    place: tuple[int, int],
    usual: float,
    money: float,
    chance: float,
) -> Item:
    channel, region = ground.channels[place[0]], _label(ground, place[1])
    part = Part(channel=channel, region=region)
    share = float(desk.shares[place])
    matter = f"{channel} in {region}" if region else channel
    by_region = (f"Leads from {channel} nobody followed up on", ground.regions)
    by_channel = ("Leads nobody followed up on", ground.channels)
    of_place = desk.shares[place[0], :-1] if region else desk.shares[:, -1]
    return compose(
        "no-follow-up" if region else "no-follow-up-of-channel",
        Words(
            channel=channel, region=region or "", share=share_told(share), usual=share_told(usual)
        ),
        Matter(part),
        Stake(money, ESTIMATED_BY_REGION),
        ground.owners,
        Picture(
            "bars",
            *(by_region if region else by_channel),
            tuple(of_place.tolist()),
            unit="fraction",
            highlighted=(int(place[1] if region else place[0]),),
        ),
        Where("know/leads.py", {**part.query, **_VIEW}, f"{matter} on Leads"),
        chance,
    )
