"""The response curves inside a linear programme: chords, and the points they pass through.

A curve is one channel in one month (or in all look-ahead months at once, where money and
so saturation are the same). Its saturation is bounded by chords: Σ λ·e = effective money,
Σ λ·saturation(e) = saturation, Σ λ ≤ 1, the point (0, 0) being implied.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from planning.model.problem import Problem
from planning.model.response import saturation
from planning.model.simulating.spending import effective_money
from planning.model.tables import Floats, Ints

FIRST_POINTS: Final = (0.3, 0.6, 1.0, 1.5, 2.5, 6.0)
"""Where first chords meet, as multiples of the usual effective money."""

_USUAL_SHARE_OF_HALF: Final = 0.25
"""A channel without current money starts around this share of its half."""


@dataclass(frozen=True, eq=False)
class Curves:
    """All curves of a problem.

    Attributes:
        channel: Channel of each curve, shape (J).
        month: Its first month, shape (J).
        of: Curve of each channel and month, shape (C, T).
        tied: Whether all look-ahead months of a channel are one curve, shape (C).
    """

    problem: Problem
    channel: Ints
    month: Ints
    of: Ints
    tied: tuple[bool, ...]

    @cached_property
    def half(self) -> Floats:
        """Half of each curve's channel, (J)."""
        found: Floats = self.problem.channels.half[self.channel]
        return found

    @cached_property
    def usual(self) -> Floats:
        """Effective money around which first chords are laid, (J)."""
        money = effective_money(self.problem, self.problem.channels.current)
        usual = money[self.channel, self.month]
        found: Floats = np.maximum(usual, self.half * _USUAL_SHARE_OF_HALF)
        return found

    def first_points(self, multiples: tuple[float, ...] = FIRST_POINTS) -> tuple[Ints, Floats]:
        """Return the points of the first chords: curve and effective money of each."""
        points = np.outer(self.usual, multiples)
        return np.repeat(np.arange(len(self.usual)), len(multiples)), points.ravel()

    def saturation(self, curve: Ints, money: Floats) -> Floats:
        """Return the share of the ceiling reached at points of curves."""
        return saturation(money, self.half[curve])


def curves_of(problem: Problem) -> Curves:
    """Return the curves of a problem: a month each, look-ahead months together if alike."""
    channels, opened, months = len(problem.channels.name), problem.open_months, problem.months
    channel: list[int] = []
    month: list[int] = []
    of = np.zeros((channels, months), dtype=np.int64)
    tied = tuple(bool(carry == 0) for carry in problem.channels.carry)
    for at in range(channels):
        own = min(opened + 1, months) if tied[at] else months
        first = len(channel)
        channel += [at] * own
        month += list(range(own))
        of[at] = first + np.minimum(np.arange(months), own - 1)
    numbers = np.array(channel, dtype=np.int64), np.array(month, dtype=np.int64)
    return Curves(problem, *numbers, of, tied)
