"""Questions for owners, made from a seed, and their answers by trying everything."""

from __future__ import annotations

from itertools import product

import numpy as np

from planning.model.covering.bands import Bands
from planning.model.covering.question import CoverQuestion, OpenAccount, Owner
from planning.model.covering.rounding import standing
from planning.model.covering.terms import Terms
from planning.model.tables import NONE

REGIONS = ("North", "South", "West", "East", "Isles", "Coast")
SEGMENTS = ("Small", "Middle", "Large", "Public")


def account(
    at: int,
    value: float = 100.0,
    effort: float = 1.0,
    region: str | None = None,
    segment: str | None = None,
    known_to: str | None = None,
) -> OpenAccount:
    """One account of tier A."""
    return OpenAccount(f"A{at}", f"Account {at}", "A", value, effort, region, segment, known_to)


def owner(
    name: str, load: float = 0.0, region: str | None = None, capacity: float | None = None
) -> Owner:
    """One owner for all segments."""
    return Owner(name, name, load, region=region, capacity=capacity)


def drawn(
    seed: int,
    accounts: int,
    owners: int,
    *,
    balance: float = 0.15,
    own_region_only: bool = False,
    capacity: float | None = None,
    most_load: int = 300,
) -> CoverQuestion:
    """Return a question of a size."""
    random = np.random.default_rng(seed)
    regions, segments = REGIONS[: max(owners // 2, 1)], SEGMENTS
    asked = tuple(
        OpenAccount(
            f"A{at}",
            f"Account {at}",
            "A" if random.random() < 0.4 else "B",
            float(np.exp(random.normal(10, 1.2))) * float(random.random() > 0.1),
            float(random.integers(1, 9)),
            regions[random.integers(len(regions))] if random.random() > 0.05 else None,
            segments[random.integers(len(segments))],
            f"P{random.integers(owners)}" if random.random() < 0.3 else None,
        )
        for at in range(accounts)
    )
    people = tuple(
        Owner(
            f"P{at}",
            f"Person {at}",
            float(random.integers(0, most_load + 1)),
            regions[random.integers(len(regions))] if random.random() > 0.1 else None,
            segments[random.integers(len(segments))] if random.random() > 0.3 else None,
            capacity=capacity,
        )
        for at in range(owners)
    )
    return CoverQuestion(asked, people, balance, own_region_only)


def every_way(terms: Terms) -> list[np.ndarray]:
    """Return every way to give accounts to those who may have them and have room, or to nobody."""
    number, people = terms.fit.shape
    ways = []
    for way in product(range(NONE, people), repeat=number):
        owner_of = np.array(way)
        placed = np.flatnonzero(owner_of != NONE)
        taken = np.bincount(owner_of[placed], terms.effort[placed], people)
        if terms.allowed[placed, owner_of[placed]].all() and np.all(
            terms.load + taken <= terms.capacity + 1e-9
        ):
            ways.append(owner_of)
    return ways


def holding(terms: Terms, bands: Bands, ways: list[np.ndarray]) -> list[float]:
    """Return the worth of the ways that are as even as accounts in parts could be."""
    found = []
    for owner_of in ways:
        gained, beyond, left_out = standing(terms, bands, owner_of)
        if beyond <= bands.small and left_out <= bands.left_out + 1e-9:
            found.append(gained)
    return found
