"""How a monthly figure may go on: its level, its season and its noise, told as draws.

The logarithm of the months is read as a level that wanders, a season that repeats every
twelve months and noise. How strong each of the three is, few months cannot tell, so every
combination of a small grid is fitted and each speaks as loudly as the months make it
likely. With one year of history the range is therefore wide and the season half believed.

Sources: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, chapters
2, 4 and 5 (prediction, periodic kernel, marginal likelihood); Hoeting, Madigan, Raftery
and Volinsky (1999), Bayesian Model Averaging: A Tutorial.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_WANDERING: Final = (0.01, 0.03, 0.06, 0.1)
"""Standard deviation of the level's monthly step, as a share of the level."""

_SEASONS: Final = (0.0, 0.08, 0.16, 0.3)
"""Standard deviation of the season around the level."""

_NOISES: Final = (0.0, 0.04, 0.08, 0.15, 0.3)
"""Standard deviation of a month around both, beyond what counting whole cases brings."""

_SMOOTHNESS: Final = 0.7
_MONTHS_OF_A_YEAR: Final = 12
_LEAST_OF_A_COUNT: Final = 0.5
_LEAST_SHARE_OF_MONEY: Final = 0.02
_STEADY: Final = 1e-4


def outlook(
    months: Floats, ahead: int, draws: int, random: np.random.Generator, *, whole: bool
) -> Floats:
    """Draw how a monthly figure may go on.

    Args:
        months: The months so far in their order, without gaps, 0 or more each.
        ahead: How many months to draw.
        draws: How many times.
        random: Draws everything.
        whole: Whether the figure counts cases, whose number varies by itself (Poisson);
            False for money.

    Returns:
        Array of draws × ahead. A figure that never was above 0 stays 0.

    Example:
        >>> random = np.random.default_rng(1)
        >>> drawn = outlook(np.full(24, 100.0), 3, 2000, random, whole=False)
        >>> drawn.shape, bool(abs(np.median(drawn[:, 0]) - 100) < 2)
        ((2000, 3), True)
    """
    if ahead == 0 or draws == 0 or not len(months) or months.max() <= 0:
        return np.zeros((draws, ahead))
    usual = float(months[-_MONTHS_OF_A_YEAR:].mean()) or float(months.mean())
    least = _LEAST_OF_A_COUNT if whole else usual * _LEAST_SHARE_OF_MONEY
    logs = np.log(np.maximum(months, least))
    counting = 1 / max(usual, 1.0) if whole else 0.0
    fits = [_fit(logs, ahead, *setting, counting) for setting in _settings()]
    weights = np.exp(np.array([fit[0] for fit in fits]) - max(fit[0] for fit in fits))
    chosen = random.choice(len(fits), size=draws, p=weights / weights.sum())
    drawn = np.empty((draws, ahead))
    for index in np.unique(chosen):
        of_it = chosen == index
        _, middle, spread = fits[index]
        normal = random.standard_normal((int(of_it.sum()), ahead))
        drawn[of_it] = middle + normal @ np.linalg.cholesky(spread).T
    return np.exp(drawn)


@lru_cache(maxsize=1)
def _settings() -> tuple[tuple[float, float, float], ...]:
    return tuple(product(_WANDERING, _SEASONS, _NOISES))


def _fit(
    logs: Floats, ahead: int, wandering: float, season: float, noise: float, counting: float
) -> tuple[float, Floats, Floats]:
    """Return how likely the months are under one setting, and the months ahead given them.

    Returns:
        Logarithm of the marginal likelihood up to a constant, mean and covariance of the
        logarithms ahead.
    """
    seen = len(logs)
    moving, repeating = _kernels(seen + ahead)
    kernel = 1.0 + wandering**2 * moving + season**2 * repeating
    apart = noise**2 + counting + _STEADY
    factor = np.linalg.cholesky(kernel[:seen, :seen] + apart * np.eye(seen))
    centre = float(logs.mean())
    told = np.linalg.solve(factor, logs - centre)
    reach = np.linalg.solve(factor, kernel[:seen, seen:])
    likely = -0.5 * float(told @ told) - float(np.log(np.diag(factor)).sum())
    spread = kernel[seen:, seen:] - reach.T @ reach + apart * np.eye(ahead)
    return likely, centre + reach.T @ told, spread


@lru_cache(maxsize=16)
def _kernels(months: int) -> tuple[Floats, Floats]:
    """Return how alike two months are made by a wandering level and by a season."""
    at = np.arange(months)
    apart = np.abs(at[:, None] - at[None, :])
    moving = np.minimum(at[:, None], at[None, :]) + 1.0
    half_turns = np.sin(np.pi * apart / _MONTHS_OF_A_YEAR)
    return moving, np.exp(-2 * (half_turns / _SMOOTHNESS) ** 2)
