"""Saturated channels: more money brought no more leads."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import Final

import numpy as np

from planning.periods import Period, month_name
from planning.review.exceptions.chances import Floats, middle
from planning.review.exceptions.following_money import Following, following
from planning.review.exceptions.ground import LEAST_MONTHS, YEAR, Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import money_told

MONTHS: Final = 2 * YEAR
SURE: Final = 0.4
"""From this probability on a channel is worth a trial with less money, which costs little."""

USUALLY: Final = 0.05
UNTESTED: Final = 0.30
"""How often a channel is saturated, before its figures are read: rarely where its money
was moved up and down and leads could be seen to follow; more often where it never moved,
since nobody has looked."""

STEADY: Final = 0.18
"""Below this spread of its logarithm money is called steady: a good sixth up or down."""

TESTED: Final = 0.35
"""Where the error of the elasticity is larger, money hardly moved and its months say nothing:
a dear channel may just be dear."""

FLAT: Final = (0.05, 0.05)
"""Elasticity of a saturated channel: mean and spread."""

DEARER: Final = log(1.8)
"""How much more a lead costs in a saturated channel, as a logarithm, …"""

COST_SPREAD: Final = 0.5
"""… and how far costs per lead of ordinary channels lie apart."""

MOVED: Final = 1 / 3
"""Part of the money that a trial would move."""

LEAST_LEADS: Final = 60
LEAST_MONEY: Final = 2_000.0


@dataclass(frozen=True)
class _Channels:
    """Channels with money and leads, over up to two years."""

    names: tuple[str, ...]
    period: Period
    leads: Floats
    money: Floats

    @property
    def cost(self) -> Floats:
        """Programme money per lead."""
        return np.asarray(self.money.sum(axis=1) / self.leads.sum(axis=1))

    @property
    def spread(self) -> Floats:
        """Standard deviation of the logarithm of monthly money."""
        floor = self.money.mean(axis=1, keepdims=True) / 10
        return np.asarray(np.log(np.maximum(self.money, floor)).std(axis=1))


def saturated_channels(ground: Ground) -> tuple[Item, ...]:
    """Return channels whose leads no longer follow their money.

    Formula: P(saturated) from how leads followed money month by month, from the cost of a
    lead beside the other channels, and from how often a channel is saturated at all
    (Bayes' rule). The last of these is what keeps many comparisons honest. A channel whose
    leads cost less than the others' is passed over.

    Args:
        ground: The facts.
    """
    told = _told(ground)
    if told is None:
        return ()
    follows = following(told.leads, told.money)
    year = ground.programme(ground.months())
    items = []
    for at, name in enumerate(told.names):
        probability = _probability(told, follows, at)
        money = float(year[ground.channels.index(name)]) * MOVED
        dear = told.cost[at] > _elsewhere(told, at)
        tested = follows.errors[at] <= TESTED
        if probability >= SURE and dear and tested and money >= LEAST_MONEY:
            items.append(_item(ground, told, at, money, 1 - probability))
    return tuple(items)


def _told(ground: Ground) -> _Channels | None:
    period = Period(start=max(ground.first, ground.end - MONTHS), end=ground.end)
    leads, money = ground.leads_by_month(period), ground.programme_by_month(period)
    kept = (money.sum(axis=1) > 0) & (leads.sum(axis=1) >= LEAST_LEADS)
    if kept.sum() < 3 or len(period) < LEAST_MONTHS:
        return None
    names = tuple(name for name, keep in zip(ground.channels, kept, strict=True) if keep)
    return _Channels(names, period, leads[kept], money[kept])


def _probability(told: _Channels, follows: Following, at: int) -> float:
    seen, error = float(follows.seen[at]), float(follows.errors[at])
    cost = log(float(told.cost[at]) / _elsewhere(told, at))
    flat = _density(seen, FLAT[0], sqrt(FLAT[1] ** 2 + error**2))
    flat *= _density(cost, DEARER, COST_SPREAD)
    width = sqrt(float(follows.width[at]) ** 2 + error**2)
    ordinary = _density(seen, float(follows.before[at]), width)
    ordinary *= _density(cost, 0.0, COST_SPREAD)
    before = UNTESTED if told.spread[at] < STEADY else USUALLY
    if ordinary <= 0:
        return 1.0 if flat > 0 else 0.0
    odds = before / (1 - before) * flat / ordinary
    return odds / (1 + odds)


def _density(value: float, mean: float, spread: float) -> float:
    return exp(-0.5 * ((value - mean) / spread) ** 2) / (spread * sqrt(2 * pi))


def _elsewhere(told: _Channels, at: int) -> float:
    """Return the cost per lead of the middle one of the other channels."""
    return middle(np.delete(told.cost, at).tolist()) or 1.0


def _item(ground: Ground, told: _Channels, at: int, money: float, chance: float) -> Item:
    name, currency = told.names[at], ground.currency
    part = Part(channel=name)
    months = tuple(month_name(month) for month in told.period.months())
    average = float(told.cost[at])
    expected = tuple(float(it) / average for it in told.money[at])
    return compose(
        "saturated-channel",
        Words(
            channel=name,
            value=money_told(average, currency),
            against=money_told(_elsewhere(told, at), currency),
        ),
        Matter(part),
        Stake(money, "A third of the channel's programme money of twelve months."),
        ground.owners,
        Picture(
            "line",
            "Leads a month, beside what the month's money buys at the average cost of a lead",
            months,
            tuple(float(it) for it in told.leads[at]),
            expected,
            "at average cost",
        ),
        Where("know/scorecard.py", part.query, f"{name} on Scorecard"),
        chance,
    )
