"""What months of spend and leads tell about a channel's curve: an exact posterior on a grid.

Leads of a month vary around season · (base + ceiling · e / (half + e)) as counts do, and a
little more (negative binomial). Every curve of a fixed grid of shapes is held against all
months; the level, for which counts tell most, is looked at around its best value for each
shape. The prior is that of `curve_prior`, so few months move it little.

Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., sections 3.7 and 10.1
(grid approximation); Hilbe (2011), Negative Binomial Regression, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.responding.curve_prior import BASES, CurvePrior
from planning.model.response import Curve

Floats = npt.NDArray[np.float64]

LOG_HALVES: Final[Floats] = np.linspace(np.log(0.015), np.log(15.0), 31)
_HALF_STEP: Final = float(LOG_HALVES[1] - LOG_HALVES[0])
_LEVELS: Final[Floats] = np.linspace(-3.5, 3.5, 13)
_LEVEL_STEP: Final = float(_LEVELS[1] - _LEVELS[0])
_SPREADS: Final = (0.02, 0.06, 0.12, 0.2, 0.35)
"""How far months differ beyond chance, as a share: looked at, small ones likelier."""

_USUAL_SPREAD: Final = 0.15
_PROBES: Final = np.array([0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0])
_OF_PROBES: Final = np.array([0.3, 1.0, 1.0, 1.0, 2.0, 1.0, 0.5])


def effective(spend: Floats, carry: float) -> Floats:
    """Return effective money e[t] = spend[t] + carry · e[t−1].

    Before the first month spend is taken to have been as it was on average.

    Example:
        >>> effective(np.array([10.0, 0.0]), 0.5).tolist()
        [15.0, 7.5]
    """
    before = float(spend.mean()) / (1 - carry) if len(spend) else 0.0
    found = np.empty(len(spend))
    for month, money in enumerate(spend):
        before = money + carry * before
        found[month] = before
    return found


def shape(share: Floats | float, half: Floats | float, money: Floats) -> Floats:
    """Return leads over leads at the reference money.

    Formula: share + (1 − share) · (1 + half) · money / (half + money), money and half in
    units of the reference.

    Example:
        >>> shape(0.2, 1.0, np.array([0.0, 1.0, 3.0])).round(3).tolist()
        [0.2, 1.0, 1.4]
    """
    told: Floats = share + (1 - share) * (1 + half) * money / (half + money)
    return told


@dataclass(frozen=True)
class Belief:
    """Weighted curves of one channel; arrays of one length.

    Attributes:
        reference: Effective money a month that shapes are relative to.
        level: Leads a month at the reference.
        share: Share of these without money.
        half: Money for half of the ceiling, in units of the reference.
        weight: Adds to 1.
        level_step: Width of a grid cell in the logarithm of its level.
    """

    reference: float
    level: Floats
    share: Floats
    half: Floats
    weight: Floats
    level_step: Floats

    def leads(self, money: float) -> Floats:
        """Return what each curve brings for effective money a month."""
        return self.level * shape(self.share, self.half, np.array(money / self.reference))

    def mean(self, money: float) -> float:
        """Return expected leads a month of an average season."""
        return float(self.weight @ self.leads(money))

    def interval(self, money: float, *, within: float = 0.9) -> tuple[float, float]:
        """Return the middle interval of leads a month of an average season."""
        low, high = quantiles(
            self.leads(money), self.weight, np.array([(1 - within) / 2, (1 + within) / 2])
        )
        return float(low), float(high)

    def draw(self, draws: int, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """Draw base, ceiling and half of curves, spread evenly within their grid cells."""
        at = random.choice(len(self.weight), size=draws, p=self.weight)
        level = self.level[at] * np.exp(self.level_step[at] * random.uniform(-0.5, 0.5, draws))
        half = self.half[at] * np.exp(_HALF_STEP * random.uniform(-0.5, 0.5, draws))
        share = self.share[at]
        return level * share, level * (1 - share) * (1 + half), half * self.reference

    @cached_property
    def bend_spread(self) -> float:
        """Standard deviation of leads at half the reference over leads at the reference.

        It tells how well the bend is known, whatever the level.
        """
        shapes = shape(self.share, self.half, np.array(0.5))
        mean = self.weight @ shapes
        return float(np.sqrt(self.weight @ (shapes - mean) ** 2))

    @cached_property
    def point(self) -> Curve:
        """The one curve closest to the expected leads around the reference."""
        expected = np.array([self.mean(float(it) * self.reference) for it in _PROBES])
        shares, halves = (it.ravel()[:, None] for it in np.meshgrid(BASES, np.exp(LOG_HALVES)))
        shapes = shape(shares, halves, _PROBES[None])
        level = (shapes * expected * _OF_PROBES).sum(1) / (shapes**2 * _OF_PROBES).sum(1)
        best = int(((level[:, None] * shapes - expected) ** 2 @ _OF_PROBES).argmin())
        share, half = float(shares[best, 0]), float(halves[best, 0])
        return Curve(
            base=float(level[best]) * share,
            ceiling=float(level[best]) * (1 - share) * (1 + half),
            half=half * self.reference,
        )


def quantiles(values: Floats, weights: Floats, probabilities: Floats) -> Floats:
    """Return weighted quantiles, interpolated between neighbouring values.

    Example:
        >>> quantiles(np.array([3.0, 1.0, 2.0]), np.ones(3) / 3, np.array([0.5])).tolist()
        [2.0]
    """
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    found: Floats = np.interp(probabilities, reached - weights[order] / 2, values[order])
    return found


def before_months(prior: CurvePrior, carry: float = 0.0) -> Belief:
    """Return what the prior believes by itself."""
    logs = np.log(prior.level) + _LEVELS * prior.level_sd
    step = np.full(1, _LEVEL_STEP * prior.level_sd)
    told = prior.log_density(logs[None, None, :], BASES[:, None, None], LOG_HALVES[None, :, None])
    return _belief(prior.spend / (1 - carry), np.exp(logs)[None, None, :], told, step)


def after_months(
    prior: CurvePrior, spend: Floats, leads: Floats, season: Floats, carry: float = 0.0
) -> Belief:
    """Return what is believed about a channel once its months are read.

    Args:
        prior: What is believed before.
        spend: Money of each month, plan-currency units.
        leads: Leads of each month, whole numbers.
        season: Factor on leads of each month, above 0.
        carry: Share of the effect left over a month later.
    """
    if not len(leads):
        return before_months(prior, carry)
    reference = prior.spend / (1 - carry)
    money = effective(spend, carry) / reference
    shapes = shape(BASES[:, None, None], np.exp(LOG_HALVES)[None, :, None], money) * season
    exposure = shapes.sum(-1)
    # One lead more than none keeps the level of a channel without leads above 0.
    best = (leads.sum() + 0.5) / np.maximum(exposure, 1e-12)
    likely, width = _likelihood(shapes, leads, best)
    logs = np.log(best)[..., None] + _LEVELS * width[..., None]
    told = likely + prior.log_density(logs, BASES[:, None, None], LOG_HALVES[None, :, None])
    told = told + np.log(width)[..., None]
    return _belief(reference, np.exp(logs), told, _LEVEL_STEP * width[..., None])


def _likelihood(shapes: Floats, leads: Floats, best: Floats) -> tuple[Floats, Floats]:
    """Return log likelihood by share, half and level; and the width of the level's grid.

    How far months differ beyond chance is not known, so each of a few spreads speaks as
    loudly as the months make it likely.
    """
    from scipy.special import gammaln  # type: ignore[import-untyped]

    mean_leads = max(float(leads.mean()), 0.5)
    usual = min(_spread_seen(shapes, leads, best), 0.5)
    each = 1 / (mean_leads * len(leads)) + usual**2 / len(leads)
    width = np.full(best.shape, np.sqrt(each))
    levels = best[..., None] * np.exp(_LEVELS * width[..., None])
    told = []
    for spread in _SPREADS:
        size = 1 / spread**2
        constant = float((gammaln(leads + size) - gammaln(size)).sum()) + len(
            leads
        ) * size * np.log(size)
        means = levels[..., None] * shapes[:, :, None, :]
        of_it = np.log(np.maximum(means, 1e-12)) @ leads - np.log(means + size) @ (leads + size)
        told.append(of_it + constant - 0.5 * (spread / _USUAL_SPREAD) ** 2)
    return np.logaddexp.reduce(told), width


def _spread_seen(shapes: Floats, leads: Floats, best: Floats) -> float:
    """Return how far months differ beyond chance from the best-fitting shape."""
    means = best[..., None] * shapes
    apart = ((leads - means) ** 2 - means).sum(-1) / np.maximum((means**2).sum(-1), 1e-9)
    return float(np.sqrt(max(apart.min(), 0.0004)))


def _belief(reference: float, levels: Floats, told: Floats, step: Floats) -> Belief:
    weight = np.exp(told - told.max())
    weight /= weight.sum()
    grid = weight.shape
    kept = weight > weight.max() * 1e-9
    shares = np.broadcast_to(BASES[:, None, None], grid)
    halves = np.broadcast_to(np.exp(LOG_HALVES)[None, :, None], grid)
    chosen = weight[kept]
    return Belief(
        reference=reference,
        level=np.broadcast_to(levels, grid)[kept],
        share=shares[kept],
        half=halves[kept],
        weight=chosen / chosen.sum(),
        level_step=np.broadcast_to(step, grid)[kept],
    )
