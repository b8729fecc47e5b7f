"""Roughly right prices of an owner's load, by which the programme begins."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.model.tables import Floats

_STEPS: Final = 150
_SLOWER: Final = 0.3


def first_prices(gains: Floats, effort: Floats, low: Floats, high: Floats) -> Floats:
    """Return what one touch of each owner is worth, by subgradient steps.

    Every account goes to who offers most after the price; who is asked for too much
    becomes dearer, who is asked for too little cheaper. The best prices seen are those
    with the lowest bound on what can be gained.

    Args:
        gains: N × M, minus infinity where an owner may not have an account.
        effort: N, touches a month.
        low: M, least touches of each owner, touches a month.
        high: M, most touches of each owner, touches a month.
    """
    some = np.isfinite(gains).any(axis=1)
    gains, effort = gains[some], effort[some]
    prices = np.zeros(gains.shape[1])
    if not len(gains):
        return prices
    scale = max(float(effort.sum()) / len(prices), 1e-12)
    step = 0.5 * float(np.median(gains.max(axis=1) / effort))
    best, least = prices, np.inf
    every = np.arange(len(gains))
    for at in range(_STEPS):
        left = gains - effort[:, None] * prices
        chosen = left.argmax(axis=1)
        bound = left[every, chosen].sum() + np.where(prices > 0, prices * high, prices * low).sum()
        if bound < least:
            best, least = prices, float(bound)
        taken = np.bincount(chosen, effort, len(prices))
        beyond = np.where(taken > high, taken - high, np.where(taken < low, taken - low, 0.0))
        prices = prices + step / (1 + _SLOWER * at) * beyond / scale
    return best
