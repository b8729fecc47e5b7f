"""Months of the demo company drawn straight from its truth, without importing anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_sources.demo.problems import true_parameters
from data_sources.demo.truth import FIRST_MONTH, Truth
from planning.model.responding.calibrate_response import STEADY, Fit, History, fit

Floats = npt.NDArray[np.float64]

FACTORS = (0.5, 1.0, 1.5)


@dataclass(frozen=True)
class Company:
    """One demo company's truth and its channels' months."""

    truth: Truth
    histories: tuple[History, ...]


def company(seed: int) -> Company:
    """Draw leads around the true response and season, as the demo does."""
    truth = true_parameters(seed)
    random = np.random.default_rng([seed, 99])
    return Company(
        truth,
        tuple(
            History(
                name,
                FIRST_MONTH,
                np.array(truth.spend[name]),
                random.poisson(truth.expected_leads(name)).astype(np.float64),
            )
            for name in truth.response
        ),
    )


@dataclass(frozen=True)
class Told:
    """What was said about one channel at one multiple of today's spend."""

    channel: str
    factor: float
    varied: bool
    covered: bool
    width: float
    width_before: float
    bend: float
    bend_before: float


def told_about(seeds: range) -> list[Told]:
    """Fit every company and hold its intervals against the truth."""
    found = []
    for seed in seeds:
        one = company(seed)
        fitted = fit(one.histories)
        for history in one.histories:
            belief = fitted.beliefs[history.channel]
            before = fitted.before[history.channel]
            today = float(history.spend[-12:].mean())
            for factor in FACTORS:
                true = one.truth.response[history.channel].leads(today * factor)
                low, high = belief.interval(today * factor)
                low_before, high_before = before.interval(today * factor)
                found.append(
                    Told(
                        channel=history.channel,
                        factor=factor,
                        varied=history.spread >= STEADY,
                        covered=low <= true <= high,
                        width=high - low,
                        width_before=high_before - low_before,
                        bend=belief.bend_spread,
                        bend_before=before.bend_spread,
                    )
                )
    return found


@dataclass(frozen=True)
class Missed:
    """Mean error of six held-out months over their mean, by three ways to tell them."""

    fitted: float
    prior: float
    last_year: float


def missed(seeds: range, held_out: int = 6) -> list[Missed]:
    """Forecast the last months of every channel from the months before them."""
    found = []
    for seed in seeds:
        one = company(seed)
        end = one.histories[0].first + len(one.histories[0].leads) - held_out
        known = tuple(it.until(end) for it in one.histories)
        fitted = fit(known)
        for history, past in zip(one.histories, known, strict=True):
            found.append(_missed(history, past, fitted, held_out))
    return found


def _missed(history: History, past: History, fitted: Fit, held_out: int) -> Missed:
    came, spend = history.leads[-held_out:], history.spend[-held_out:]
    months = history.months[-held_out:]
    before = fitted.before[history.channel]
    ways = (
        fitted.forecast(history.channel, spend, months, past.spend),
        np.array([before.mean(float(money)) for money in spend]),
        history.leads[-held_out - 12 : -12],
    )
    size = float(came.mean())
    return Missed(*(float(np.abs(way - came).mean()) / size for way in ways))
