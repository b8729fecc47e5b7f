"""What moved: pairs of KPIs that went the wrong way together, and landings since a week ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from planning.kpis import KPIS
from planning.review.counter_pairs import CounterPair
from planning.review.exceptions.item import Item, Picture, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.steps import SEVERAL, STEP_OF
from planning.review.exceptions.wording import figure_told, moved_told
from planning.review.landing import Landing

LEAST_MOVED: Final = 0.03
"""A landing is news from three in a hundred on."""


def pair_items(pairs: Iterable[CounterPair], owners: Owners) -> tuple[Item, ...]:
    """Return likely pairs in which a KPI gained while its counter-KPI lost.

    Args:
        pairs: Pairs of the company.
        owners: Who answers for parts of the company.
    """
    return tuple(_pair(one, owners) for one in pairs if one.is_likely)


def _pair(one: CounterPair, owners: Owners) -> Item:
    way, other = one.directions
    unit = one.lost.now.unit
    return compose(
        f"counter-pair {STEP_OF[one.counter]}",
        Words(
            kpi=KPIS[one.kpi].name,
            counter=KPIS[one.counter].spoken,
            way=way,
            other_way=other,
            value=moved_told(one.gained),
            against=moved_told(one.lost),
        ),
        Matter(about=f"{KPIS[one.kpi].name} and {KPIS[one.counter].spoken}", more=one.kpi),
        owners=owners,
        picture=Picture(
            "pair",
            f"{KPIS[one.counter].name}, before and now",
            ("before", "now"),
            (one.lost.before.number, one.lost.now.number),
            unit=unit,
            highlighted=(1,),
        ),
        where=Where("know/scorecard.py", {}, "Scorecard"),
        chance=1 - one.probability,
    )


def landing_items(
    now: Mapping[str, Landing],
    before: Mapping[str, Landing],
    currency: str,
    owners: Owners,
) -> tuple[Item, ...]:
    """Return landings that moved since a week before, for better or worse.

    Args:
        now: Where KPIs land by today's facts, by key.
        before: Where they landed by the facts of a week before.
        currency: The plan currency.
        owners: Who answers for parts of the company.
    """
    found = []
    for key, landing in now.items():
        earlier = before.get(key)
        if earlier is None or landing.middle is None or not earlier.middle:
            continue
        if landing.period != earlier.period or KPIS[key].better == "none":
            continue
        moved = (landing.middle - earlier.middle) / abs(earlier.middle)
        if abs(moved) >= LEAST_MOVED:
            better = (moved > 0) == (KPIS[key].better == "up")
            found.append(_landing(landing, earlier, currency, owners, better=better))
    return tuple(found)


def _landing(
    landing: Landing, earlier: Landing, currency: str, owners: Owners, *, better: bool
) -> Item:
    kpi, middle, was = KPIS[landing.key], landing.middle or 0.0, earlier.middle or 0.0
    stake = NO_STAKE
    if landing.key == "revenue":
        stake = Stake(abs(middle - was), "Where the year lands now, beside a week before.")
    return compose(
        f"landing-{'better' if better else 'worse'} {STEP_OF[landing.key]}",
        Words(
            kpi=kpi.name,
            verb="are" if landing.key in SEVERAL else "is",
            value=figure_told(middle, kpi.unit, currency),
            against=figure_told(was, kpi.unit, currency),
        ),
        Matter(about=f"{kpi.name}, where the year lands", more=landing.key),
        stake,
        owners,
        Picture(
            "pair",
            f"{kpi.name}: where the year lands",
            ("a week ago", "now"),
            (was, middle),
            unit=kpi.unit,
            highlighted=(1,),
        ),
        Where("meet/this_week.py", {}, "This week"),
    )
