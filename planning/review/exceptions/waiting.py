"""Waiting leads: what nobody follows up on although no region or desk stands out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from planning.review.exceptions.chances import FALSE_SHARE, share_above
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.unfollowed import Desk
from planning.review.exceptions.wording import count_told, share_told
from planning.review.exceptions.worth import per_followed_lead

USUAL: Final = 0.10
"""One lead in ten slips through in an ordinary company; more is worth a word."""

LEAST_CASES: Final = 100
_TOLD: Final = frozenset({"short-region", "no-follow-up"})


def waiting_leads(ground: Ground, found: Iterable[Item] = ()) -> tuple[Item, ...]:
    """Return leads of a year nobody followed up on, as one matter, where they are many.

    Formula: leads never followed up / leads to follow up, of the places no other item
    speaks of; named above one in ten beyond chance.

    Args:
        ground: The facts.
        found: What is named already: its regions and desks are left out.
    """
    if not ground.is_readable:
        return ()
    desk = Desk.of(ground)
    rest = _rest(ground, [item.part for item in found if item.kind in _TOLD])
    never, cases = int(desk.never[rest].sum()), int(desk.cases[rest].sum())
    chance = share_above(never, cases, USUAL)
    if cases < LEAST_CASES or chance > FALSE_SHARE:
        return ()
    by_channel = np.where(rest, desk.never, 0).sum(axis=1)
    money = float((by_channel * per_followed_lead(ground)).sum())
    overdue = int(ground.followed(ground.months())["overdue"].sum())
    part = Part()
    return (
        compose(
            "leads-waiting",
            Words(
                count=count_told(never),
                share=share_told(never / cases),
                number=count_told(overdue),
            ),
            Matter(part, about="Leads nobody followed up on"),
            Stake(
                money,
                "Leads of twelve months that got no follow-up, times what a followed-up lead "
                "of the same channel brought.",
            )
            if money
            else NO_STAKE,
            ground.owners,
            Picture(
                "bars",
                "Leads nobody followed up on, by channel",
                ground.channels,
                tuple(float(it) for it in by_channel),
            ),
            Where("know/leads.py", {"leads-view": "Follow-up"}, "Leads"),
            chance,
        ),
    )


def _rest(ground: Ground, parts: list[Part]) -> np.ndarray:
    """Return the channels and regions no part covers; shape (channels, regions + 1)."""
    rest = np.ones((len(ground.channels), len(ground.regions) + 1), dtype=bool)
    for row, channel in enumerate(ground.channels):
        for column, region in enumerate((*ground.regions, None)):
            here = Part(channel=channel, region=region)
            rest[row, column] = not any(part.covers(here) for part in parts)
    return rest
