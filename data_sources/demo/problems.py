"""The problems of the firm: where each stands, and what it changes."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo import baseline
from data_sources.demo.catalogue import CHANNEL_NAMES, CHANNELS, REGIONS
from data_sources.demo.draws import stream
from data_sources.demo.staff import draw_members
from data_sources.demo.truth import FIRST_MONTH, Neglect, Place, Response, Truth
from planning.errors import UsageError

PROBLEMS: Final = (
    "poor-lead-flood",
    "saturated-channel",
    "short-region",
    "no-follow-up",
    "hidden-gem",
    "ignored-accounts",
)
"""A channel that floods sales with poor leads · one where more money brings no more leads ·
a region with too few sales people · a channel and region whose leads nobody follows up ·
a small excellent channel · a region's best accounts that sales never works."""

LEADS: Final = 20_000
"""Expected leads at size 1."""

_FLOOD: Final = ("Paid search", "Paid social", "Content syndication")
_SATURATED: Final = ("Paid search", "Paid social", "Content syndication", "Trade shows")
_GEM: Final = ("Webinars", "E-mail", "Partner")
_UNWORKED: Final = ("Website", "Trade shows", "Webinars", "E-mail")


def read_without(without: frozenset[str]) -> frozenset[str]:
    """Return the problems to leave out; `all` stands for every one.

    Raises:
        UsageError: A name is not a problem.

    Example:
        >>> sorted(read_without(frozenset({"hidden-gem"})))
        ['hidden-gem']
        >>> read_without(frozenset({"all"})) == frozenset(PROBLEMS)
        True
    """
    if "all" in without:
        return frozenset(PROBLEMS)
    for name in sorted(without - set(PROBLEMS)):
        raise UsageError(
            f"“{name}” is not a problem of the demo company.",
            f"Choose from {', '.join(PROBLEMS)}, or all.",
        )
    return without


def draw_places(seed: int) -> dict[str, Place]:
    """Draw where every problem would stand: no channel has two, regions differ."""
    rng = stream(seed, "places")

    def choose(names: tuple[str, ...], taken: set[str]) -> str:
        free = [name for name in names if name not in taken]
        name = free[int(rng.integers(len(free)))]
        taken.add(name)
        return name

    channels: set[str] = set()
    regions: set[str] = set()
    return {
        "poor-lead-flood": Place(channel=choose(_FLOOD, channels)),
        "saturated-channel": Place(channel=choose(_SATURATED, channels)),
        "hidden-gem": Place(channel=choose(_GEM, channels)),
        "short-region": Place(region=choose(REGIONS, regions)),
        "no-follow-up": Place(channel=choose(_UNWORKED, channels), region=choose(REGIONS, regions)),
        "ignored-accounts": Place(region=choose(REGIONS, regions), segment="Enterprise"),
    }


def true_parameters(seed: int, without: frozenset[str] = frozenset(), size: float = 1.0) -> Truth:
    """Return the truth of a seed: the healthy firm with its problems put in.

    Args:
        seed: What everything is drawn from.
        without: Names of `PROBLEMS` left out, or `all`.
        size: Multiplier of leads, deals, accounts, money and capacities.

    Raises:
        UsageError: A name is not a problem, or the size is not above 0.
    """
    if size <= 0:
        raise UsageError("The size of the demo company must be above 0.", "Give 1 or more.")
    left_out = read_without(without)
    places = {name: place for name, place in draw_places(seed).items() if name not in left_out}
    nowhere = Place()
    saturated = places.get("saturated-channel", nowhere).channel
    curves, means, classes = _channels(places)
    paths = baseline.spend_paths(stream(seed, "spend"), saturated)
    spend = {
        name: tuple(float(money) for money in np.round(means[name] * paths[row], 2))
        for row, name in enumerate(CHANNEL_NAMES)
    }
    factor = LEADS / _expected(curves, spend)
    short = places.get("short-region", nowhere).region
    neglected = places.get("no-follow-up", nowhere)
    return Truth(
        seed=seed,
        size=size,
        places=places,
        response={
            name: Response(
                base=curve.base * factor * size,
                ceiling=curve.ceiling * factor * size,
                half=curve.half * size,
            )
            for name, curve in curves.items()
        },
        spend={name: tuple(round(m * size, 2) for m in path) for name, path in spend.items()},
        classes=classes,
        rates={**baseline.RATES, "poor": baseline.POOR, "excellent": baseline.EXCELLENT},
        region_share=_region_share(short),
        neglect_at=(
            (Neglect(channel=neglected.channel, region=neglected.region, share=0.85),)
            if neglected.channel and neglected.region
            else ()
        ),
        cost_per_head={job: cost * size for job, cost in baseline.COST_PER_HEAD.items()},
        members=draw_members(stream(seed, "staff"), REGIONS.index(short) if short else None),
        **{name: value * size for name, value in baseline.SCALED.items()},
        **baseline.CONSTANTS,
    )


def _channels(
    places: dict[str, Place],
) -> tuple[dict[str, Response], dict[str, float], dict[str, str]]:
    """Return each channel's response, mean spend and class with the problems put in."""
    curves, means = dict(baseline.RESPONSE), dict(baseline.SPEND)
    classes = {channel.name: channel.kind for channel in CHANNELS}
    for problem, place in places.items():
        name = place.channel
        if name is None:
            continue
        curve = curves[name]
        if problem == "poor-lead-flood":
            classes[name] = "poor"
            curves[name] = curve.model_copy(update={"ceiling": curve.ceiling * 2.2})
        elif problem == "saturated-channel":
            usual = curve.leads(means[name])
            curves[name] = Response(base=0, ceiling=usual * 1.15, half=means[name] * 0.08)
            means[name] *= 1.8
        elif problem == "hidden-gem":
            classes[name] = "excellent"
            means[name] = 2_000.0
            curves[name] = Response(base=2, ceiling=120, half=10_000)
    return curves, means, classes


def _expected(curves: dict[str, Response], spend: dict[str, tuple[float, ...]]) -> float:
    return sum(
        curves[name].leads(money) * baseline.SEASON[(FIRST_MONTH + month) % 12]
        for name, path in spend.items()
        for month, money in enumerate(path)
    )


def _region_share(short: str | None) -> dict[str, float]:
    """Return how leads divide; a short region also has more of them than its people suit."""
    weights = {
        region: share * (1.25 if region == short else 1.0)
        for region, share in baseline.REGION_SHARE.items()
    }
    total = sum(weights.values())
    return {region: weight / total for region, weight in weights.items()}
