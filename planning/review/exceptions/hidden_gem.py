"""Hidden gems: a small channel whose leads come much further than all others'."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.review.exceptions.chances import above_normal, middle, not_by_chance
from planning.review.exceptions.ground import BUYS, RIPENS, Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.quality import touched
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import share_told
from planning.review.exceptions.worth import per_lead

BETTER: Final = 1.3
"""Beyond chance a gem's leads qualify more than this many times as often as usual, …"""

CLEARLY: Final = 1.6
"""… and at least this many times as often as far as is seen."""

SMALL: Final = 0.4
"""Small below this part of the middle channel's leads and programme money: a good channel
of ordinary size is no secret."""

LEAST_CASES: Final = 30
LEAST_MONEY: Final = 2_000.0
KEEPS: Final = 0.5
"""Twice the money is thought to bring half as many leads again: channels tire."""


def hidden_gems(ground: Ground) -> tuple[Item, ...]:
    """Return small channels whose leads qualify much more often than the other channels'.

    Formula: MQL rate × share of the MQLs followed up on that qualified, so that a desk
    which lets leads lie makes no channel look poor. Beyond chance, with all compared.

    Args:
        ground: The facts.
    """
    period = ground.months(RIPENS)
    leads = ground.leads("leads", period).sum(axis=1)
    rates, errors = _rates(ground, leads)
    told = (leads >= LEAST_CASES) & (rates > 0)
    usual = middle(rates[told].tolist())
    if told.sum() < 3 or not usual:
        return ()
    deviations = (np.log(np.maximum(rates, 1e-9) / usual) - np.log(BETTER)) / errors
    chances = [above_normal(float(it)) for it in deviations[told]]
    holds = np.zeros(len(leads), dtype=bool)
    holds[told] = not_by_chance(chances)
    money = _money(ground)
    spend = ground.programme(ground.months())
    clear = holds & (rates >= CLEARLY * usual) & _buys(ground, told)
    ordinary = np.median(leads[told]), np.median(spend[spend > 0]) if spend.any() else 0.0
    small = (leads < SMALL * ordinary[0]) & (spend < SMALL * ordinary[1])
    places = np.flatnonzero(clear & small & (spend > 0) & (money >= LEAST_MONEY)).tolist()
    return tuple(
        _item(ground, at, rates, usual, float(money[at]), above_normal(float(deviations[at])))
        for at in places
    )


def _buys(ground: Ground, told: np.ndarray) -> np.ndarray:
    """Return which channels' leads become customers at least as often as the middle one's."""
    period = ground.months(BUYS)
    won, leads = (ground.leads(name, period).sum(axis=1) for name in ("leads_won", "leads"))
    share = won / np.maximum(leads, 1)
    return np.asarray(share >= (middle(share[told].tolist()) or 0.0))


def _rates(ground: Ground, leads: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of each channel's leads that qualify, with the error of its log."""
    period = ground.months(RIPENS)
    known = touched(ground, period).sum(axis=1)
    mqls = ground.leads("mqls", period).sum(axis=1)
    sqls = ground.leads("sqls", period).sum(axis=1)
    if not mqls.sum() or not known.sum():
        passed = sqls if sqls.sum() else ground.leads("leads_won", period).sum(axis=1)
        rates = passed / np.maximum(leads, 1)
        return rates, np.sqrt(1 / np.maximum(passed, 0.5))
    first, second = mqls / np.maximum(leads, 1), np.minimum(sqls / np.maximum(known, 1), 1.0)
    # Errors of the logs of two shares one after the other add as squares.
    errors = (1 - first) / np.maximum(mqls, 0.5) + (1 - second) / np.maximum(sqls, 0.5)
    return first * second, np.sqrt(np.maximum(errors, 1e-6))


def _money(ground: Ground) -> np.ndarray:
    """Return what as much money again would bring in a year, less that money."""
    year = ground.months()
    more = KEEPS * ground.leads("leads", year).sum(axis=1) * 12 / len(year)
    return np.asarray(more * per_lead(ground) - ground.programme(year) * 12 / len(year))


def _item(
    ground: Ground, at: int, rates: np.ndarray, usual: float, money: float, chance: float
) -> Item:
    channel = ground.channels[at]
    part = Part(channel=channel)
    order = np.argsort(-rates, kind="stable").tolist()
    return compose(
        "hidden-gem",
        Words(channel=channel, share=share_told(float(rates[at])), usual=share_told(usual)),
        Matter(part),
        Stake(
            money,
            "Won amount of half as many leads again in a year, less as much programme money again.",
        ),
        ground.owners,
        Picture(
            "bars",
            "Leads that qualify, by channel",
            tuple(ground.channels[it] for it in order),
            tuple(float(rates[it]) for it in order),
            unit="fraction",
            highlighted=(order.index(at),),
        ),
        Where("know/leads.py", part.query, f"{channel} on Leads"),
        chance,
    )
