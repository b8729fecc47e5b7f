"""How deals end: won or lost after so many days, with open ones counted as far as they came.

Source: Aalen and Johansen (1978), An Empirical Transition Matrix for Nonhomogeneous
Markov Chains Based on Censored Observations (two ways to end, cumulative incidence).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Endings:
    """How deals end, by age in days.

    Attributes:
        running: Share still open just before each age; the last stands for all later ages.
        won: Share won before each age.
        lost: Share lost before each age.
    """

    running: Floats
    won: Floats
    lost: Floats

    @classmethod
    def of(cls, won: Floats, lost: Floats, still_open: Floats) -> Endings:
        """Estimate from how many deals were won, lost, or are open at each age.

        Example:
            >>> one = Endings.of(np.array([0, 2.0]), np.array([1.0, 0]), np.array([1.0, 0]))
            >>> one.running.round(2).tolist(), one.won.round(2).tolist()
            ([1.0, 0.75, 0.0], [0.0, 0.0, 0.75])
        """
        reached = (won + lost + still_open)[::-1].cumsum()[::-1]
        at_risk = np.maximum(reached, 1.0)
        winning, losing = won / at_risk, lost / at_risk
        running = np.concatenate(([1.0], np.cumprod(1.0 - winning - losing)))
        return cls(
            running=running,
            won=np.concatenate(([0.0], np.cumsum(running[:-1] * winning))),
            lost=np.concatenate(([0.0], np.cumsum(running[:-1] * losing))),
        )

    def between(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return the shares of all deals won and lost from one age to another."""
        last = len(self.running) - 1
        low = np.clip(start, 0, last).astype(np.intp)
        high = np.clip(end, 0, last).astype(np.intp)
        return self.won[high] - self.won[low], self.lost[high] - self.lost[low]
