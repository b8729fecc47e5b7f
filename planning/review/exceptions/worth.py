"""Worth: what a lead somebody followed up on, or an account somebody worked, brought."""

from __future__ import annotations

import numpy as np

from planning.periods import Period
from planning.review.exceptions.chances import Floats
from planning.review.exceptions.ground import BUYS, Ground
from planning.review.exceptions.quality import touched

ESTIMATED_BY_REGION = (
    "Leads of twelve months that got no follow-up, times what a followed-up lead of the same "
    "channel brought elsewhere."
)


def per_followed_lead(ground: Ground, but: int | None = None) -> Floats:
    """Return won amount per lead followed up on, by channel; the company's where few tell.

    Formula: won amount of a cohort's leads / leads of it followed up on. Leads had half a
    year to become customers.

    Args:
        ground: The facts.
        but: A region to leave out, since what is wrong there must not set the measure.

    Returns:
        Plan-currency units per lead, shape (channels,).
    """
    period = ground.months(BUYS)
    keep = np.ones(len(ground.regions) + 1, dtype=bool)
    if but is not None and len(ground.regions) > 1:
        keep[but] = False
    amount = ground.leads("leads_won_cents", period)[:, keep].sum(axis=1) / 100
    cases = touched(ground, period)[:, keep].sum(axis=1)
    everywhere = amount.sum() / cases.sum() if cases.sum() else 0.0
    # A channel of few leads is pulled towards the company: one large deal is no rate.
    return np.asarray((amount + everywhere * _WEIGHT) / (cases + _WEIGHT))


def per_lead(ground: Ground, period: Period | None = None) -> Floats:
    """Return won amount per lead of any kind, by channel.

    Args:
        ground: The facts.
        period: Months of creation; None takes leads that had half a year to become customers.
    """
    months = period or ground.months(BUYS)
    amount = ground.leads("leads_won_cents", months).sum(axis=1) / 100
    cases = ground.leads("leads", months).sum(axis=1)
    everywhere = amount.sum() / cases.sum() if cases.sum() else 0.0
    return np.asarray((amount + everywhere * _WEIGHT) / (cases + _WEIGHT))


_WEIGHT = 30.0
"""As many cases as the company's own rate weighs beside a channel's."""
