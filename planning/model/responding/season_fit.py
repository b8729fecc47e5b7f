"""The season all channels share: factors by calendar month, pulled towards no season.

Channels' months are compared with what their curves expect; what all of them have more or
less of in the same calendar month is season. A month seen once is believed less than one
seen three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MONTHS_OF_A_YEAR: Final = 12
_USUAL: Final = 0.15
"""Standard deviation of seasons between months of a year, before any is seen."""

_COMMON: Final = 0.04
"""How far a month of all channels differs from its season by itself."""


@dataclass(frozen=True)
class Season:
    """Factors by calendar month, January first; their mean is 1.

    Attributes:
        factor: Shape (12,).
        spread: Standard deviation of each factor's logarithm.
    """

    factor: Floats
    spread: Floats

    def of(self, months: Ints) -> Floats:
        """Return the factor of each month number."""
        found: Floats = self.factor[months % MONTHS_OF_A_YEAR]
        return found

    def draw(self, draws: int, random: np.random.Generator) -> Floats:
        """Draw seasons, shape (12, draws), each with mean 1."""
        noise = random.standard_normal((MONTHS_OF_A_YEAR, draws)) * self.spread[:, None]
        drawn = self.factor[:, None] * np.exp(noise)
        told: Floats = drawn / drawn.mean(axis=0)
        return told


def no_season() -> Season:
    """Return a year in which all months are alike, as far as anybody knows."""
    return Season(np.ones(MONTHS_OF_A_YEAR), np.full(MONTHS_OF_A_YEAR, _USUAL))


def season_of(months: Ints, leads: Sequence[Floats], expected: Sequence[Floats]) -> Season:
    """Return the season that channels' months share.

    Formula: by calendar month, log(Σ leads / Σ expected) shrunk by
    usual² / (usual² + error²), where error² = 1/Σ expected · (leads' own spread) +
    common² / years seen; then scaled to mean 1.

    Args:
        months: Month numbers.
        leads: By channel, leads of each month.
        expected: By channel, what its curve expects without season.

    Example:
        >>> year = np.arange(24)
        >>> one = season_of(year, [np.full(24, 100.0)], [np.full(24, 100.0)])
        >>> one.factor.round(6).tolist() == [1.0] * 12
        True
    """
    if not len(months) or not leads:
        return no_season()
    seen = np.sum(leads, axis=0)
    usual = np.sum(expected, axis=0)
    if usual.sum() <= 0:
        return no_season()
    calendar = months % MONTHS_OF_A_YEAR
    had = np.bincount(calendar, seen, MONTHS_OF_A_YEAR)
    due = np.bincount(calendar, usual, MONTHS_OF_A_YEAR)
    years = np.bincount(calendar, minlength=MONTHS_OF_A_YEAR)
    told = (years > 0) & (due > 0)
    error = np.where(told, 2 / np.maximum(due, 1e-9) + _COMMON**2 / np.maximum(years, 1), np.inf)
    trust = _USUAL**2 / (_USUAL**2 + error)
    apart = np.where(told, np.log((had + 0.5) / (np.maximum(due, 1e-9) + 0.5)), 0.0)
    middle = float(apart[told].mean())
    factor = np.exp(trust * np.where(told, apart - middle, 0.0))
    return Season(factor / factor.mean(), np.sqrt(_USUAL**2 * (1 - trust)))
