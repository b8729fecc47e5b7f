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


FEEDS: Final = SEVERAL | {
    *("mql_rate", "sal_rate", "sql_rate", "lead_to_customer"),
    *("close_ratio", "close_ratio_by_value", "average_deal"),
}
"""KPIs on the way from lead to revenue: with one of them lower by a share, and all else as it
is, revenue is lower by that share."""


def pair_items(
    pairs: Iterable[CounterPair], owners: Owners, revenue: float | None = None
) -> tuple[Item, ...]:
    """Return likely pairs in which a KPI gained while its counter-KPI lost.

    Args:
        pairs: Pairs of the company.
        owners: Who answers for parts of the company.
        revenue: Won amount of the pairs' months; None where it is not known.
    """
    return tuple(_pair(one, owners, revenue) for one in pairs if one.is_likely)


def taken_back(pair: CounterPair) -> float | None:
    """Return the share of revenue that the losing KPI of a pair may have taken back.

    Formula: the smaller of both changes, each a share of its figure before. So a loss counts
    as long as it eats what was gained; what goes beyond is missing to the targets.

    Args:
        pair: Its counter-KPI must feed revenue, and both need a figure before.

    Returns:
        A fraction from 0 to 1; None where the pair does not tell.
    """
    if pair.counter not in FEEDS:
        return None
    shares = []
    for moved in (pair.gained, pair.lost):
        before, now = moved.before.number, moved.now.number
        if not before or now is None:
            return None
        shares.append(abs(now - before) / abs(before))
    return min(*shares, 1.0)


def _behind(pair: CounterPair, revenue: float | None) -> Stake:
    share = taken_back(pair)
    if share is None or not revenue or revenue < 0:
        return NO_STAKE
    return Stake(
        revenue * share,
        "At most: won amount of the same months, times the smaller of both changes, which is "
        "how much of the gain may have been taken back.",
    )


def _pair(one: CounterPair, owners: Owners, revenue: float | None) -> Item:
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
        _behind(one, revenue),
        owners,
        Picture(
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
