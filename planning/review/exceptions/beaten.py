"""Channels that did better than planned."""

from __future__ import annotations

from typing import Final

from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import money_told
from planning.review.shortfall.decompose import Decomposition

LEAST: Final = 0.05
"""A channel beat the plan from this part of the planned revenue on."""

MOST: Final = 3


def channel_items(revenue: Decomposition | None, owners: Owners, currency: str) -> tuple[Item, ...]:
    """Return channels that brought clearly more revenue than planned.

    Args:
        revenue: The difference of revenue to the plan, taken apart by channel; None where
            the plan does not carry that.
        owners: Who answers for parts of the company.
        currency: The plan currency.
    """
    if revenue is None or len(revenue.parts) < 2:
        return ()
    named = [part for part in revenue.parts if part]
    effects = {part: float(revenue.effect_of(part)) for part in named}
    least = LEAST * float(revenue.before)
    ahead = sorted(
        (it for it in effects if effects[it] >= max(least, 1)), key=lambda it: -effects[it]
    )
    ranked = tuple(sorted(effects, key=lambda it: -effects[it]))
    return tuple(
        compose(
            "channel-ahead",
            Words(channel=channel, money=money_told(effects[channel], currency)),
            Matter(Part(channel=channel)),
            Stake(effects[channel], "Won amount of the months so far, less what was planned."),
            owners,
            Picture(
                "bars",
                "Revenue beside the plan, by channel",
                ranked,
                tuple(effects[it] for it in ranked),
                unit="money",
                highlighted=(ranked.index(channel),),
            ),
            Where("know/scorecard.py", Part(channel=channel).query, f"{channel} on Scorecard"),
        )
        for channel in ahead[:MOST]
    )
