"""Mending loads after rounding: single accounts change hands, or two owners swap."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.model.covering.bands import Bands
from planning.model.covering.terms import Terms
from planning.model.tables import NONE, Floats, Ints

_STEPS: Final = 200


def mended(terms: Terms, bands: Bands, owner_of: Ints, price: float) -> Ints:
    """Let accounts change hands as long as loads come nearer their bands.

    Each step takes the change, among all moves to or from the owner furthest from its band
    and all swaps with them, that gains most after the price of touches beyond the bands.

    Args:
        terms: The numbers.
        bands: Where loads should lie.
        owner_of: N, position of the owner, NONE where nobody.
        price: What a touch beyond a band costs, plan currency.
    """
    owner_of = owner_of.copy()
    for _ in range(_STEPS):
        placed = owner_of != NONE
        loads = terms.load + np.bincount(owner_of[placed], terms.effort[placed], len(terms.owners))
        misses = _miss(loads, bands.lows, bands.highs)
        worst = int(misses.argmax())
        if misses[worst] <= bands.small:
            break
        changes = _Changes(terms, bands, owner_of, loads, price)
        best = max(
            (changes.given_away(worst), changes.taken(worst), changes.swapped(worst)),
            key=lambda it: it[0],
        )
        if best[0] <= price * bands.small:
            break
        for account, owner in best[1]:
            owner_of[account] = owner
    return owner_of


def _miss(loads: Floats, lows: Floats, highs: Floats) -> Floats:
    missed: Floats = np.maximum(np.maximum(loads - highs, lows - loads), 0.0)
    return missed


Change = tuple[float, tuple[tuple[int, int], ...]]
"""What a change gains, and the new owners."""

_NOTHING: Final[Change] = (-np.inf, ())


class _Changes:
    """The best changes of one step; gains are plan currency."""

    def __init__(
        self, terms: Terms, bands: Bands, owner_of: Ints, loads: Floats, price: float
    ) -> None:
        self.terms, self.bands, self.owner_of = terms, bands, owner_of
        self.loads, self.price = loads, price
        self.gains = np.where(terms.allowed, terms.gains, -np.inf)

    def _now(self, accounts: Ints) -> Floats:
        owners = self.owner_of[accounts]
        kept = self.terms.gains[accounts, np.maximum(owners, 0)]
        now: Floats = np.where(owners == NONE, 0.0, kept)
        return now

    def _cost(self, owner: Ints | int, more: Floats) -> Floats:
        """What it costs that an owner's load grows by some touches; endless without room."""
        load, room = self.loads[owner], self.terms.capacity[owner] + self.bands.small
        low, high = self.bands.lows[owner], self.bands.highs[owner]
        apart = _miss(load + more, low, high) - _miss(load, low, high)
        cost: Floats = np.where((more > 0) & (load + more > room), np.inf, self.price * apart)
        return cost

    def given_away(self, owner: int) -> Change:
        """Return the best move of an account away from an owner."""
        own = np.flatnonzero(self.owner_of == owner)
        if not len(own) or len(self.loads) < 2:
            return _NOTHING
        effort = self.terms.effort[own]
        others = np.arange(len(self.loads))
        gain = self.gains[own] - self._now(own)[:, None] - self._cost(owner, -effort)[:, None]
        gain = gain - self._cost(others[None, :], effort[:, None])
        gain[:, owner] = -np.inf
        at, to = np.unravel_index(gain.argmax(), gain.shape)
        return float(gain[at, to]), ((int(own[at]), int(to)),)

    def taken(self, owner: int) -> Change:
        """Return the best move of an account to an owner."""
        others = np.flatnonzero(self.owner_of != owner)
        if not len(others):
            return _NOTHING
        effort, owners = self.terms.effort[others], self.owner_of[others]
        lost = np.where(owners == NONE, 0.0, self._cost(owners, -effort))
        gain = self.gains[others, owner] - self._now(others) - lost - self._cost(owner, effort)
        at = int(gain.argmax())
        return float(gain[at]), ((int(others[at]), owner),)

    def swapped(self, owner: int) -> Change:
        """Return the best swap of an account of an owner with one of another."""
        own = np.flatnonzero(self.owner_of == owner)
        others = np.flatnonzero((self.owner_of != owner) & (self.owner_of != NONE))
        if not len(own) or not len(others):
            return _NOTHING
        owners = self.owner_of[others]
        more = self.terms.effort[others][None, :] - self.terms.effort[own][:, None]
        gain = self.gains[own][:, owners] - self._now(own)[:, None]
        gain = gain + (self.gains[others, owner] - self._now(others))[None, :]
        gain = gain - self._cost(owner, more) - self._cost(owners[None, :], -more)
        at, to = np.unravel_index(gain.argmax(), gain.shape)
        return float(gain[at, to]), ((int(own[at]), int(owners[to])), (int(others[to]), owner))
