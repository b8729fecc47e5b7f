"""Poor leads: a channel that floods sales with leads which hardly ever qualify."""

from __future__ import annotations

from typing import Final

from planning.review.exceptions.chances import middle, not_by_chance, share_below
from planning.review.exceptions.ground import RIPENS, Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.quality import Quality, qualities
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import share_told

POOR: Final = 0.65
"""Called poor below two thirds of what the middle channel reaches, beyond chance."""

LARGE: Final = 0.08
"""Called a flood from this share of all leads followed up on."""

LEAST_CASES: Final = 30
LEAST_MONEY: Final = 1_000.0
"""Plan-currency units a year below which a meeting has better things to do."""


def poor_leads(ground: Ground) -> tuple[Item, ...]:
    """Return channels with many leads whose quality is clearly below the other channels'.

    Formula: of the leads sales followed up on, the share it accepted (qualified, where
    acceptance is not kept); poor if below two thirds of the middle channel's share beyond
    chance, with all channels compared.

    Args:
        ground: The facts.
    """
    period = ground.months(RIPENS)
    found = qualities(ground, period)
    told = [one for one in found if one.cases >= LEAST_CASES]
    usual = middle([one.share for one in told])
    if len(told) < 3 or not usual:
        return ()
    chances = [share_below(one.passed, one.cases, POOR * usual) for one in told]
    everybody = sum(one.cases for one in found)
    spend = dict(zip(ground.channels, ground.programme(ground.months()).tolist(), strict=True))
    items = []
    for one, chance, holds in zip(told, chances, not_by_chance(chances), strict=True):
        money = spend[one.channel] * (1 - one.share / usual)
        if holds and one.cases >= LARGE * everybody and money >= LEAST_MONEY:
            items.append(_item(ground, one, told, usual, money, chance))
    return tuple(items)


def _item(
    ground: Ground, one: Quality, all_of: list[Quality], usual: float, money: float, chance: float
) -> Item:
    part = Part(channel=one.channel)
    ranked = sorted(all_of, key=lambda it: -it.share)
    return compose(
        "poor-leads",
        Words(channel=one.channel, share=share_told(one.share), usual=share_told(usual)),
        Matter(part),
        Stake(
            money,
            "Programme money of twelve months, less the part that the leads are worth beside "
            "those of the middle channel.",
        ),
        ground.owners,
        Picture(
            "bars",
            "Leads accepted, of those followed up on",
            tuple(it.channel for it in ranked),
            tuple(it.share for it in ranked),
            unit="fraction",
            highlighted=(ranked.index(one),),
        ),
        Where("know/leads.py", part.query, f"{one.channel} on Leads"),
        chance,
    )
