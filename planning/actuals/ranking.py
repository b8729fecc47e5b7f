"""Ranking: "is this channel among our top ten?" answered as a probability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals import intervals
from planning.actuals.figures import Figure
from planning.actuals.steadied import RATES
from planning.errors import UsageError
from planning.kpis import KPIS

DRAWS: Final = 4_000
_HALF: Final = 0.5  # Jeffreys' prior for a Poisson rate
_Z: Final = 1.959963984540054
_COSTS: Final = frozenset({"cost_per_lead", "cac"})

Draws = npt.NDArray[np.float64]


def top_probability(
    groups: Mapping[str | None, Mapping[str, Figure]],
    key: str,
    top: int = 10,
    *,
    seed: int = 0,
    draws: int = DRAWS,
) -> dict[str | None, float]:
    """Return for each group how probable it is that it truly is among the best.

    Each group's true value is drawn many times from what its cases allow: rates from a
    beta posterior with the prior all groups share, counts from a gamma posterior, money
    per case as money over such a count, averages and medians from a normal curve through
    their interval. The probability is the share of draws in which it is among the best.

    Args:
        groups: Figures by KPI key of each channel, region, ….
        key: The KPI to rank by; its better direction decides what is best.
        top: How many are the best.
        seed: Fixes the draws, so that the same facts give the same answer.
        draws: How many; 4,000 give a probability within 0.02.

    Returns:
        A probability per group whose KPI is defined, the most probable first.

    Raises:
        UsageError: The KPI has no better direction or nothing in it varies by chance.
    """
    better = KPIS[key].better
    if better == "none":
        raise UsageError(f"“{KPIS[key].name}” has no better direction to rank by.")
    known = {name: it[key] for name, it in groups.items() if it[key].value is not None}
    if not known:
        return {}
    drawn = _draw(key, list(known.values()), draws, np.random.default_rng(seed))
    if better == "down":
        drawn = -drawn
    place = (-drawn).argsort(axis=1).argsort(axis=1)
    share = (place < top).mean(axis=0)
    found = zip(known, share.tolist(), strict=True)
    return dict(sorted(found, key=lambda it: -it[1]))


def _draw(key: str, figures: list[Figure], draws: int, random: np.random.Generator) -> Draws:
    shape = (draws, len(figures))
    if key in RATES:
        won = np.array([float(it.numerator or 0) for it in figures])
        cases = np.array([float(it.denominator or 0) for it in figures])
        prior = intervals.beta_prior(won.astype(int).tolist(), cases.astype(int).tolist())
        above, below = prior or (_HALF, _HALF)
        # Dates that are missing can leave more cases above the line than below it.
        return random.beta(won + above, np.maximum(cases - won, 0) + below, shape)
    if KPIS[key].unit == "count":
        return random.gamma(np.array([float(it.value or 0) for it in figures]) + _HALF, size=shape)
    if key in _COSTS:
        spend = np.array([float(it.numerator or 0) for it in figures])
        cases = np.array([float(it.denominator or 0) for it in figures])
        found: Draws = spend / random.gamma(cases + _HALF, size=shape)
        return found
    if all(it.low is None for it in figures):
        raise UsageError(f"“{KPIS[key].name}” has no interval, so nothing can be said by chance.")
    middle = np.array([it.number for it in figures], dtype=np.float64)
    ends = [(it.low, it.high) for it in figures]
    # A group without an interval has too few cases: it may be anywhere among the others.
    spread = np.array(
        [
            (float(high) - float(low)) / 2 / _Z if low is not None and high is not None else np.nan
            for low, high in ends
        ]
    )
    spread = np.where(np.isnan(spread), np.ptp(middle) + np.nanmax(spread), spread)
    return random.normal(middle, spread, shape)
