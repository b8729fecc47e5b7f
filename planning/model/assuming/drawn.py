"""Draws of all assumptions, correlated as their causes are.

Response is drawn from the posterior of each channel's curve. Every other assumption is
drawn around its value: shares as logit-normal, other numbers as log-normal, their mean the
value, so that a figure's range lies around the figure itself. What belongs
to one class leans the same way in all its areas. A market factor moves all channels' leads
at once, and the close ratios half as much: a year that is poor for one is poor for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.assuming.cells import OF_CELLS, Laid, Layout, filled
from planning.model.assumption_kinds import SHARE
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, Assumptions, row
from planning.model.responding.curve_fit import Belief

Floats = npt.NDArray[np.float64]

TOGETHER: Final = 0.7
"""Correlation of the errors of one class and motion between areas."""

MARKET_ON_CLOSING: Final = 0.5
"""A market factor's part that also moves close ratios."""

_Z90: Final = 1.645
_RESPONSE: Final = frozenset({"base", "ceiling", "half"})
_LEAST: Final = 1e-9
_WIDEST: Final = 3.0
"""In logits; wider, a share would be none or all."""

_STEPS: Final = 6
_POINTS, _PARTS = np.polynomial.hermite_e.hermegauss(41)
_NODES: Final[Floats] = _POINTS
_WEIGHTS: Final[Floats] = _PARTS / _PARTS.sum()
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
    wide = assumptions.find("market").number
    market = wide * random.normal("market")
    common = Shared(MARKET_ON_CLOSING * wide, random.normal("market"))
    curves = _curves(layout, beliefs or {}, random)

    def number(entry: Assumption | None) -> Floats:
        if entry is None:
            return np.zeros(n)
        if entry.kind in _RESPONSE and entry.channel in curves:
            drawn = curves[entry.channel][entry.kind]
        else:
            drawn = spread(entry, random.of(entry), common if entry.kind == "closes" else None)
        if entry.kind in ("base", "ceiling"):
            return np.asarray(drawn * np.exp(market - market.var() / 2), dtype=np.float64)
        return drawn

    return filled(layout, number, _seasons(assumptions, random))


@dataclass(frozen=True, eq=False)
class Shared:
    """What moves the odds of many shares at once.

    Attributes:
        width: Standard deviation in logits.
        normal: Standard normal draws.
    """

    width: float
    normal: Floats


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


def spread(entry: Assumption, normal: Floats, shared: Shared | None = None) -> Floats:
    """Return draws of an assumption: their mean is its value, as wide as its 90% interval.

    Formula: sd = width of the interval / (2 · 1.645). Shares are logit-normal with
    sd / (value · (1 − value)) in logits, others log-normal with σ² = ln(1 + (sd / value)²).
    Without interval, and for a share of none or all, the value.

    Args:
        entry: One number.
        normal: Standard normal draws.
        shared: What moves a share's odds beside.

    Example:
        >>> told = Assumption(kind="cost_per_head", value=100.0, low=60.0, high=140.0,
        ...     source="measured", team="sales")
        >>> spread(told, np.array([-1.645, 0.0, 1.645])).round(1).tolist()
        [65.5, 97.2, 144.1]
    """
    value, kind = entry.number, KINDS[entry.kind]
    told = entry.low is not None and entry.high is not None
    sd = (row(entry.high)[0] - row(entry.low)[0]) / (2 * _Z90) if told else 0.0
    if value <= 0:
        return np.full(len(normal), value)
    if kind.unit == SHARE and kind.high <= 1.0:
        return np.minimum(_share(value, sd, normal, shared), kind.high)
    width = np.sqrt(np.log1p((sd / value) ** 2))
    found: Floats = value * np.exp(width * normal - width**2 / 2)
    return np.clip(found, kind.low, kind.high)


def _share(value: float, sd: float, normal: Floats, shared: Shared | None) -> Floats:
    """Draw a share around its mean in logits."""
    if value >= 1.0:
        # Only a share that is one throughout has this mean.
        return np.ones(len(normal))
    width = min(sd / (value * (1 - value)), _WIDEST)
    beside = shared.width if shared else 0.0
    moved = width * normal + (beside * shared.normal if shared else 0.0)
    centre = _centre(value, float(np.hypot(width, beside)))
    found: Floats = 1 / (1 + np.exp(-centre - moved))
    return found


def _centre(mean: float, width: float) -> float:
    """Return the median, in logits, of the logit-normal of this mean.

    Example:
        >>> round(_centre(0.2, 0.0), 4), round(_centre(0.2, 1.0), 4)
        (-1.3863, -1.6497)
    """
    centre = float(np.log(mean / (1 - mean)))
    if not width:
        return centre
    for _ in range(_STEPS):
        shares = 1 / (1 + np.exp(-centre - width * _NODES))
        slope = float(_WEIGHTS @ (shares * (1 - shares)))
        # The mean's own logit makes steps that hold near none and all.
        found = float(_WEIGHTS @ shares)
        step = np.log(mean / (1 - mean)) - np.log(found / (1 - found))
        centre += float(step) * found * (1 - found) / slope
    return centre


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
    drawn = factor[:, None] * np.exp(width[:, None] * noise - width[:, None] ** 2 / 2)
    told: Floats = np.asarray(drawn / drawn.mean(axis=0), dtype=np.float64)
    return told
