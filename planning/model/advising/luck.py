"""The luck of single deals: how likely a plan reaches a target, beyond what is assumed.

Draws tell how many deals are won on average and what they bring; how many are won in the
end, and how large they are, still is chance.
"""

from __future__ import annotations

import numpy as np

from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.model.simulating.outcome import Outcome


def unevenness(counts: Counts) -> float:
    """Return how uneven won deals are: mean of their squares over the square of their mean.

    Formula: n · Σ amount² / (Σ amount)² over all won deals; 1 where all are alike, and where
    none is known.

    Args:
        counts: Of one snapshot.
    """
    base = counts.cubes[BASE].measures
    deals, cents, squares = (
        float(np.asarray(base[name], dtype=np.float64).sum())
        for name in ("won", "won_cents", "won_cents_squared")
    )
    return max(deals * squares / cents**2, 1.0) if cents > 0 else 1.0


def chance_of(outcome: Outcome, target: float | None, uneven: float = 1.0) -> float | None:
    """Return the chance that the revenue of the fiscal year reaches a target.

    Formula: mean over the draws of Φ((revenue − target) / sd), where sd is that of a sum of
    so many independent deals (compound Poisson): size · √(wins · unevenness), size and wins
    of the open months. What closed months brought is certain.

    Args:
        outcome: What a plan brings, in each draw.
        target: Plan-currency units; None where there is none, which has no chance.
        uneven: As `unevenness` gives.
    """
    from scipy.special import ndtr  # type: ignore[import-untyped]

    if target is None:
        return None
    opened = outcome.problem.open_months
    revenue = np.asarray(outcome.year("revenue"), dtype=np.float64)
    wins = np.asarray(outcome.won[:opened].sum(axis=0), dtype=np.float64)
    coming = np.maximum(revenue - outcome.problem.before.revenue, 0.0)
    sd = coming * np.sqrt(uneven / np.maximum(wins, 1e-9))
    sure = (revenue >= target).astype(np.float64)
    apart = np.divide(revenue - target, sd, out=np.zeros_like(sd), where=sd > 0)
    return float(np.mean(np.where(sd > 0, ndtr(apart), sure)))
