"""Following money: how strongly a channel's leads rise and fall with its programme money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.review.exceptions.chances import Floats

BELIEVED: Final = (0.45, 0.25)
"""Mean and spread of elasticities believed where a company's own channels tell too little.

A tenth more money bringing 4 to 5 % more leads is what response curves with an ordinary
bend give at their middle."""

LEAST_SPREAD, MOST_SPREAD = 0.12, 0.4
TELLING: Final = 0.15
"""An elasticity counts for what is believed of others where its error is below this."""

_ROUNDS: Final = 25
_FLOOR: Final = 0.1
_LEAST_OTHERS: Final = 3


@dataclass(frozen=True)
class Following:
    """Elasticities of channels: relative change in leads per relative change in money.

    Attributes:
        seen: As the months show them.
        errors: Standard errors of these.
        before, width: Mean and spread of what the company's other channels let expect.
    """

    seen: Floats
    errors: Floats
    before: Floats
    width: Floats


def following(leads: Floats, money: Floats) -> Following:
    """Return how leads follow money in each channel.

    Formula: log expected leads of channel c in month t = level(c) + month(t) +
    elasticity(c) · log money(c, t), a Poisson regression whose errors grow with the
    scatter beyond Poisson. What happens to all channels in a month (season, holidays) is
    the month's own. A month without money counts as a tenth of the channel's mean.

    Args:
        leads: Leads created, shape (channels, months).
        money: Programme money in the same shape; some in every channel.

    Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 6; for what is
    believed beforehand Efron and Morris (1975).
    """
    channels = len(leads)
    design = _design(money)
    expected = leads.ravel() + 0.5
    ridge = np.eye(design.shape[1]) * 1e-9
    for _ in range(_ROUNDS):
        answer = np.log(expected) + (leads.ravel() - expected) / expected
        weighed = design.T * expected
        information = weighed @ design + ridge
        found = np.linalg.solve(information, weighed @ answer)
        expected = np.exp(np.clip(design @ found, -20, 20))
    scatter = ((leads.ravel() - expected) ** 2 / expected).sum()
    scatter /= max(leads.size - design.shape[1], 1)
    variances = np.diag(np.linalg.inv(information))[-channels:] * max(float(scatter), 1.0)
    errors: Floats = np.sqrt(variances).astype(np.float64)
    seen: Floats = found[-channels:].astype(np.float64)
    expected_of = [_expected(seen, errors, at) for at in range(channels)]
    before, width = np.array(expected_of).T
    return Following(seen, errors, before, width)


def _design(money: Floats) -> Floats:
    channels, months = money.shape
    floor = money.mean(axis=1, keepdims=True) * _FLOOR
    logs = np.log(np.maximum(money, np.maximum(floor, 1e-9)))
    logs -= logs.mean(axis=1, keepdims=True)
    levels = np.repeat(np.eye(channels), months, axis=0)
    season = np.tile(np.eye(months)[:, 1:], (channels, 1))
    return np.hstack([levels, season, levels * logs.ravel()[:, None]])


def _expected(seen: Floats, errors: Floats, at: int) -> tuple[float, float]:
    """Return what other channels let expect of one: mean and spread."""
    others = (errors < TELLING) & (np.arange(len(seen)) != at)
    if others.sum() < _LEAST_OTHERS:
        return BELIEVED
    told, by_chance = seen[others], errors[others]
    between = float(told.var(ddof=1) - (by_chance**2).mean())
    spread = max(between, 0.0) ** 0.5
    return float(np.median(told)), min(max(spread, LEAST_SPREAD), MOST_SPREAD)
