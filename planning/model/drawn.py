"""Draws of all assumptions, correlated as their causes are.

Response is drawn from the posterior of each channel's curve. Every other assumption is
drawn from its interval: shares as logit-normal, other numbers as log-normal. What belongs
to one class leans the same way in all its areas. A market factor moves all channels' leads
at once, and the close ratios half as much: a year that is poor for one is poor for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.assumption_kinds import SHARE
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, Assumptions, row
from planning.model.cells import OF_CELLS, Laid, Layout, filled
from planning.model.curve_fit import Belief

Floats = npt.NDArray[np.float64]

TOGETHER: Final = 0.7
"""Correlation of the errors of one class and motion between areas."""

MARKET_ON_CLOSING: Final = 0.5
"""A market factor's part that also moves close ratios."""

_Z90: Final = 1.645
_RESPONSE: Final = frozenset({"base", "ceiling", "half"})
_LEAST: Final = 1e-9
_OF_PROBLEM: Final = tuple(kind for kind in OF_CELLS if kind not in ("share", "asks", "reached"))


def draws(
    assumptions: Assumptions,
    n: int,
    seed: int,
    beliefs: Mapping[str, Belief] | None = None,
) -> Laid:
    """Draw all assumptions.

    Args:
        assumptions: What is drawn.
        n: How many times.
        seed: Draws everything; the same seed gives the same draws.
        beliefs: Posterior curves by channel; a channel without one, and one whose curve
            was changed since, is drawn from its intervals.

    Returns:
        Arrays as of `lay_out`, with draws as their last axis.
    """
    layout = Layout.of(assumptions)
    random = _Random(n, seed)
    market = assumptions.find("market").number * random.normal("market")
    curves = _curves(layout, beliefs or {}, random)

    def number(entry: Assumption | None) -> Floats:
        if entry is None:
            return np.zeros(n)
        if entry.kind in _RESPONSE and entry.channel in curves:
            drawn = curves[entry.channel][entry.kind]
        else:
            drawn = spread(entry, random.of(entry))
        if entry.kind in ("base", "ceiling"):
            return np.asarray(drawn * np.exp(market - market.var() / 2), dtype=np.float64)
        if entry.kind == "closes":
            return _moved(drawn, MARKET_ON_CLOSING * market)
        return drawn

    return filled(layout, number, _seasons(assumptions, random))


class _Random:
    """Standard normal draws by name, the same for the same name, whatever else is drawn."""

    def __init__(self, n: int, seed: int) -> None:
        self.n = n
        self.seed = seed
        self._kept: dict[str, Floats] = {}

    def generator(self, name: str) -> np.random.Generator:
        """Return a generator of its own for a name."""
        return np.random.default_rng([self.seed, *name.encode("utf-8")])

    def normal(self, name: str) -> Floats:
        """Return one draw per repetition."""
        if name not in self._kept:
            self._kept[name] = self.generator(name).standard_normal(self.n)
        return self._kept[name]

    def of(self, entry: Assumption) -> Floats:
        """Return the deviation of an assumption: partly that of its class and motion."""
        common = self.normal(f"{entry.kind}/{entry.channel}/{entry.motion}/{entry.job}")
        if entry.area is None:
            return common
        own = self.normal(entry.key)
        told: Floats = np.sqrt(TOGETHER) * common + np.sqrt(1 - TOGETHER) * own
        return told


def of_problem(laid: Laid, first_month: int, months: int) -> dict[str, Floats]:
    """Return drawn parameters by their name in the problem, for `draws.Draws`.

    Args:
        laid: Drawn assumptions; the problem's cells, pools and channels must stand in the
            order of its layout.
        first_month: Month number of the problem's first month.
        months: How many months it has.
    """
    calendar = (first_month + np.arange(months)) % 12
    channels = len(laid.layout.assumptions.channels)
    season = np.broadcast_to(laid.season[calendar], (channels, months, laid.season.shape[-1]))
    found = {"channels.season": season, "cells.asks": laid.asks}
    found |= {f"channels.{kind}": laid.channels[kind] for kind in ("base", "ceiling", "half")}
    found |= {f"pools.{kind}": laid.pools[kind] for kind in ("per_head", "cost_per_head")}
    found |= {f"cells.{kind}": laid.cells[kind] for kind in _OF_PROBLEM}
    found |= {kind: laid.company[kind] for kind in ("margin", "value_months")}
    return found


def spread(entry: Assumption, normal: Floats) -> Floats:
    """Return draws of an assumption from its 90% interval.

    Formula: for shares logit(value) + z · width of the logits' interval / (2 · 1.645), for
    others the same with logarithms; the two sides may differ. Without interval the value.

    Args:
        entry: One number.
        normal: Standard normal draws.

    Example:
        >>> told = Assumption(kind="closes", value=0.2, low=0.1, high=0.4, source="measured",
        ...     team="sales")
        >>> spread(told, np.array([-1.645, 0.0, 1.645])).round(3).tolist()
        [0.1, 0.2, 0.4]
    """
    value = entry.number
    if entry.low is None or entry.high is None or value <= 0:
        return np.full(len(normal), value)
    low, high = row(entry.low)[0], row(entry.high)[0]
    kind = KINDS[entry.kind]
    if kind.unit == SHARE and kind.high <= 1.0:
        return _within(value, low, high, kind.high, normal)
    down = np.log(value / max(low, value * 0.01, _LEAST)) / _Z90
    up = np.log(max(high, value) / value) / _Z90
    told: Floats = value * np.exp(np.where(normal < 0, down, up) * normal)
    return np.clip(told, kind.low, kind.high)


def _within(value: float, low: float, high: float, most: float, normal: Floats) -> Floats:
    """Draw a share so that both ends of its interval are met in logits."""
    ends = np.clip(np.array([low, value, high]), 1e-6, 1 - 1e-6)
    logits = np.log(ends / (1 - ends))
    if value >= 1.0:
        # A share of one can only be less.
        return np.minimum(1.0, 1 - (1 - low) * np.abs(normal) / _Z90).clip(0.0, 1.0)
    down, up = (logits[1] - logits[0]) / _Z90, (logits[2] - logits[1]) / _Z90
    drawn = logits[1] + np.where(normal < 0, down, up) * normal
    told: Floats = 1 / (1 + np.exp(-drawn))
    return np.minimum(told, most)


def _moved(shares: Floats, by: Floats) -> Floats:
    """Return shares whose odds are moved by a factor's logarithm."""
    inside = np.clip(shares, 1e-9, 1 - 1e-9)
    told: Floats = 1 / (1 + (1 - inside) / inside * np.exp(-by))
    return told


def _curves(
    layout: Layout, beliefs: Mapping[str, Belief], random: _Random
) -> dict[str, dict[str, Floats]]:
    """Draw curves of channels whose stated curve is still that of their posterior."""
    found = {}
    for channel in layout.assumptions.channels:
        belief = beliefs.get(channel.name)
        if belief is None:
            continue
        stated = layout.assumptions.find("half", channel=channel.name)
        if abs(stated.number - belief.point.half) > 1e-6 * belief.point.half:
            continue
        drawn = belief.draw(random.n, random.generator(f"curve/{channel.name}"))
        found[channel.name] = dict(zip(("base", "ceiling", "half"), drawn, strict=True))
    return found


def _seasons(assumptions: Assumptions, random: _Random) -> Floats:
    """Draw the season's factors, each year with mean 1."""
    season = assumptions.find("season")
    factor = np.array(row(season.value))
    low = np.array(row(season.low) or row(season.value))
    width = np.log(factor / np.maximum(low, _LEAST)) / _Z90
    noise = random.generator("season").standard_normal((len(factor), random.n))
    drawn = factor[:, None] * np.exp(width[:, None] * noise)
    told: Floats = np.asarray(drawn / drawn.mean(axis=0), dtype=np.float64)
    return told
