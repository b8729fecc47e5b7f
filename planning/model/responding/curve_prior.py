"""What is believed about a channel's response before its months are read.

A belief is a few voices with equal say: each leader's three answers, or the default
curve. Each voice names leads at today's spend, the share of them that needs no money, and
the money for half of the ceiling, and how sure it is of each. Voices that disagree make a
wide belief: their densities are averaged, so none is argued away.

Source: Stone (1961), The Opinion Pool (linear pool of densities).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SURE_OF_LEVEL: Final = 0.25
"""Standard deviation of the logarithm of leads at today's spend in a leader's answer."""

SURE_OF_BASE: Final = 0.1
"""Standard deviation of a leader's share of leads without money."""

SURE_OF_HALF: Final = 0.6
"""Standard deviation of the logarithm of a leader's half over today's spend."""

_DEFAULT_LEVEL: Final = 0.5
_DEFAULT_HALF: Final = 1.1
_NO_BASE: Final = 0.4
_MOST_BASE: Final = 0.95


@dataclass(frozen=True)
class Voice:
    """One opinion about a channel's curve.

    Attributes:
        level: Leads a month at the reference spend in an average month.
        level_sd: Standard deviation of its logarithm.
        base: Share of these leads that needs no money, 0 to 1; None: any share may be.
        base_sd: Standard deviation of that share.
        half: Money for half of the ceiling over the reference spend.
        half_sd: Standard deviation of its logarithm.
    """

    level: float
    level_sd: float
    base: float | None
    base_sd: float
    half: float
    half_sd: float


def default_voice(level: float) -> Voice:
    """Return the voice of nobody: any base, half of the ceiling at about today's spend.

    Args:
        level: Leads a month seen so far.
    """
    return Voice(
        level=max(level, 0.1),
        level_sd=_DEFAULT_LEVEL,
        base=None,
        base_sd=0.0,
        half=1.0,
        half_sd=_DEFAULT_HALF,
    )


@dataclass(frozen=True)
class CurvePrior:
    """What several voices together believe about a channel.

    Attributes:
        spend: The reference spend a month the voices speak of, above 0.
        voices: At least one.
    """

    spend: float
    voices: tuple[Voice, ...]

    def log_density(self, log_level: Floats, base: Floats, log_half: Floats) -> Floats:
        """Return the logarithm of the averaged densities, up to a constant.

        The share without money is read on the grid of `base`: exactly 0 has a weight of
        its own, since most channels need money.
        """
        each = [
            _normal(log_level, log(voice.level), voice.level_sd)
            + _base_density(voice, base)
            + _normal(log_half, log(voice.half), voice.half_sd)
            for voice in self.voices
        ]
        told: Floats = np.logaddexp.reduce(np.broadcast_arrays(*each)) - log(len(each))
        return told

    @property
    def level(self) -> float:
        """The voices' leads at the reference spend, their geometric mean."""
        return float(np.exp(np.mean([log(voice.level) for voice in self.voices])))

    @property
    def level_sd(self) -> float:
        """Standard deviation of its logarithm over all voices together."""
        logs = [log(voice.level) for voice in self.voices]
        own = np.mean([voice.level_sd**2 for voice in self.voices])
        return float(np.sqrt(own + np.var(logs)))


def _normal(x: Floats, mean: float, sd: float) -> Floats:
    told: Floats = -0.5 * ((x - mean) / sd) ** 2 - log(sd)
    return told


def _base_density(voice: Voice, base: Floats) -> Floats:
    """Return the log density of a share without money; 0 is a case of its own."""
    if voice.base is None:
        told: Floats = np.where(base <= 0, log(_NO_BASE), log((1 - _NO_BASE) / _MOST_BASE))
        return np.where(base > 0, told + log(BASE_STEP), told)
    steps = BASES[:, None]
    weights: Any = np.exp(-0.5 * ((steps - voice.base) / voice.base_sd) ** 2)
    near: Floats = -0.5 * ((base - voice.base) / voice.base_sd) ** 2 - log(float(weights.sum()))
    return near


BASES: Final[Floats] = np.linspace(0.0, _MOST_BASE, 20)
"""Shares of leads without money that are looked at."""

BASE_STEP: Final = float(BASES[1] - BASES[0])
