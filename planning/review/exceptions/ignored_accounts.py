"""Ignored accounts: where sales works nobody, although marketing reaches the same accounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from planning.actuals.counts import Counts
from planning.actuals.cubes import ACCOUNTS, BASE
from planning.actuals.parts import cube_of
from planning.review.exceptions.chances import not_by_chance, share_above
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.sentences import Matter, Stake, Words, compose
from planning.review.exceptions.wording import count_told

POINTS: Final = 0.25
"""Called ignored from this many points above the share elsewhere."""

LEAST_ACCOUNTS: Final = 3
LEAST_MONEY: Final = 2_000.0

Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Reach:
    """Accounts of one region and segment.

    Attributes:
        region, segment: The place.
        prospects: Accounts that are no customers and that marketing reaches.
        ignored: Those of them sales has never worked.
        worked: Accounts of any kind sales works.
    """

    region: str
    segment: str | None
    prospects: int
    ignored: int
    worked: int


def ignored_accounts(ground: Ground) -> tuple[Item, ...]:
    """Return places whose accounts sales never works although marketing does.

    Formula: of the accounts marketing reaches that are no customers yet, the share sales
    has never touched and has no deal with; more than elsewhere beyond chance, with all
    regions and segments compared.

    Args:
        ground: The facts.
    """
    places = [one for one in _reaches(ground.counts) if one.prospects >= LEAST_ACCOUNTS]
    if len(places) < 3:
        return ()
    limits = [min(_elsewhere(places, one) + POINTS, 0.99) for one in places]
    chances = [
        share_above(one.ignored, one.prospects, limit)
        for one, limit in zip(places, limits, strict=True)
    ]
    items = []
    for one, chance, holds in zip(places, chances, not_by_chance(chances), strict=True):
        money = one.ignored * _worth(ground, one, places)
        if holds and money >= LEAST_MONEY:
            items.append(_item(ground, one, places, money, chance))
    return tuple(items)


def _reaches(counts: Counts) -> list[Reach]:
    cube = cube_of(counts, ACCOUNTS)
    found: Counter[tuple[str | None, str | None, str]] = Counter()
    names = ("region", "segment", "customer", "worked_by")
    columns = [[cube.labels[name][int(code)] for code in cube.keys[name]] for name in names]
    for region, segment, customer, worked, accounts in zip(
        *columns, cube.measures["accounts"].tolist(), strict=True
    ):
        if customer == "no" and worked in ("both", "marketing"):
            found[region, segment, "prospects"] += accounts
            found[region, segment, "ignored"] += accounts * (worked == "marketing")
        found[region, segment, "worked"] += accounts * (worked in ("both", "sales"))
    places = sorted({(str(at[0]), at[1]) for at in found if at[0]}, key=str)
    return [
        Reach(*at, *(found[(*at, name)] for name in ("prospects", "ignored", "worked")))
        for at in places
    ]


def _elsewhere(places: list[Reach], one: Reach) -> float:
    """Return the share ignored in the other places."""
    others = [it for it in places if it is not one]
    cases = sum(it.prospects for it in others)
    return sum(it.ignored for it in others) / cases if cases else 0.0


def _worth(ground: Ground, one: Reach, places: list[Reach]) -> float:
    """Return what first purchases brought in a year per worked account, elsewhere."""
    cube = cube_of(ground.counts, BASE)
    period = ground.months()
    months = cube.keys["month"]
    kept = (months >= period.start) & (months < period.end)
    if one.segment is not None:
        kept &= cube.where("segment", one.segment)
    amounts = cube.measures["won_new_cents"]
    won = float(amounts[kept & ~cube.where("region", one.region)].sum()) / 100
    worked = sum(
        it.worked for it in places if it.segment == one.segment and it.region != one.region
    )
    return won / worked * 12 / len(period) if worked else 0.0


def _item(ground: Ground, one: Reach, places: list[Reach], money: float, chance: float) -> Item:
    part = Part(region=one.region, segment=one.segment)
    alike = [it for it in places if it.segment == one.segment]
    name = "ignored-accounts" if one.segment else "ignored-accounts-of-region"
    return compose(
        name,
        Words(
            region=one.region,
            segment=one.segment or "",
            count=count_told(one.ignored),
            number=count_told(one.prospects),
        ),
        Matter(part),
        Stake(
            money,
            "Accounts sales never worked, times what first purchases brought in twelve "
            "months per worked account of the segment elsewhere.",
        ),
        ground.owners,
        Picture(
            "bars",
            "Accounts marketing reaches and sales has never worked",
            tuple(it.region for it in alike),
            tuple(it.ignored / it.prospects for it in alike),
            unit="fraction",
            highlighted=(alike.index(one),),
        ),
        Where("plan/accounts.py", {"lens": "As the facts say", "by": "region"}, "Accounts"),
        chance,
    )
