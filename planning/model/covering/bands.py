"""The band every load should lie in, and how near it can be where it cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planning.model.covering.flows import Flows
from planning.model.covering.terms import Terms
from planning.model.tables import Floats

ROUNDING: Final = 1e-6
"""Share of an even load that is no difference."""


@dataclass(frozen=True, eq=False)
class Bands:
    """Where loads should lie.

    Attributes:
        even: The even share: all touches, planned and to be planned, per owner.
        low, high: The ends of the band that was stated, touches a month.
        lows, highs: M, the same by owner, widened where it cannot hold, else drawn in to
            loads that whole accounts can reach.
        left_out: Touches a month of accounts nobody has room for or may take, at best.
    """

    even: float
    low: float
    high: float
    lows: Floats
    highs: Floats
    left_out: float

    @property
    def small(self) -> float:
        """Touches a month that are no difference."""
        return ROUNDING * self.even

    @property
    def widened(self) -> bool:
        """Whether the band that was stated cannot hold."""
        return bool(np.any(self.lows < self.low) or np.any(self.highs > self.high))


def bands_of(terms: Terms, balance: float) -> Bands:
    """Return the band, widened by owner as little as it must be, were accounts divisible.

    As little: no more touches are left out than must be; then the largest miss of the band
    is as small as can be, then the next largest, so that owners share what must be missed.
    Only touches matter for that: accounts that the same owners may take stand together.

    Args:
        terms: The numbers.
        balance: How far a load may lie from the even share, as a fraction of it.

    Raises:
        SolveFailed: No conclusion was found.
    """
    even = float(terms.load.sum() + terms.effort.sum()) / len(terms.owners)
    low, high = (1 - balance) * even, (1 + balance) * even
    kinds, kind = np.unique(terms.allowed, axis=0, return_inverse=True)
    touches: Floats = np.zeros(len(kinds))
    np.add.at(touches, kind.ravel(), terms.effort)
    flows = Flows(kinds, touches, terms, low, high)
    left_out, loads = flows.left_out(), flows.nearest()
    small = ROUNDING * even
    lows = np.where(loads < low - small, loads, low)
    highs = np.where(loads > high + small, loads, high)
    bands = Bands(even, low, high, lows, highs, left_out if left_out > small else 0.0)
    met = _reached_by_whole(terms, bands)
    flows = Flows(kinds, touches, terms, met.lows, met.highs)
    holds = flows.left_out() <= left_out + small and flows.largest_miss() <= small
    return met if holds else bands


def _reached_by_whole(terms: Terms, bands: Bands) -> Bands:
    """Return bands that end where loads of whole accounts can lie; what was widened stays.

    Whole accounts reach no other loads, so nothing is lost, and parts of accounts no longer
    promise what whole ones cannot keep.
    """
    whole = np.round(terms.effort).astype(np.int64)
    if np.abs(terms.effort - whole).max() > ROUNDING or whole.min() < 1:
        return bands
    step = float(np.gcd.reduce(whole))
    least = terms.load + np.ceil((bands.lows - terms.load) / step - ROUNDING) * step
    most = terms.load + np.floor((bands.highs - terms.load) / step + ROUNDING) * step
    lows = np.where(bands.lows < bands.low, bands.lows, least)
    highs = np.where(bands.highs > bands.high, bands.highs, most)
    if np.any(lows > highs):
        return bands
    return replace(bands, lows=lows, highs=highs)
