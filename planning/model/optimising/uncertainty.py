"""Uncertainty: a plan's figures under many draws of what is not known exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from planning.errors import Infeasible, SolveFailed
from planning.model.fields import statements
from planning.model.optimising.optimise import Objective, optimise, value_of
from planning.model.problem import Plan, Problem
from planning.model.simulating.draws import DRAWABLE, Draws
from planning.model.simulating.order import order_of_work
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import TABLES, Floats

DRAWS: Final = 1000
ROBUST_DRAWS: Final = 32
LOW, MIDDLE, HIGH = 10, 50, 90
"""The percentiles a range is told by."""

_YEARLY: Final = ("leads", "followed", "decayed", "deals", "won", "customers", "revenue", "money")
_EDGE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Spread:
    """How uncertain a parameter is.

    Attributes:
        sigma: Relative standard deviation, of the parameter's shape or one for all.
        common: Share of the variance that all its elements have together, in [0, 1]: cells
            judged by the same people are wrong alike.
        like: A parameter drawn before that it moves with.
        correlation: How closely, in [−1, 1].
    """

    sigma: Floats | float
    common: float = 0.5
    like: str | None = None
    correlation: float = 0.0


@dataclass(frozen=True)
class Range:
    """10th, 50th and 90th percentile of a figure; None where it is not defined."""

    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, eq=False)
class Robustness:
    """What would be best in each of some draws, beside the adopted plan.

    Attributes:
        draws: Which draws were optimised, (n).
        best: Value of the best plan in each, (n).
        adopted: Value of the adopted plan in the same, (n).
        spend: Best money by channel over the open months in each, (n, C).
        hires: Best hires by pool in each, (n, P).
        failed: Draws whose limits cannot be held, or that were not solved.
    """

    draws: tuple[int, ...]
    best: Floats
    adopted: Floats
    spend: Floats
    hires: Floats
    failed: tuple[int, ...] = field(default=())

    @property
    def regret(self) -> Floats:
        """What the adopted plan stays behind the best of each draw, (n)."""
        found: Floats = self.best - self.adopted
        return found


def draw(
    problem: Problem, spreads: Mapping[str, Spread], count: int = DRAWS, seed: int = 1
) -> Draws:
    """Draw parameters around those of the problem.

    Fractions are drawn logit-normal, so that they stay fractions; all others log-normal,
    with the problem's value as the mean.

    Args:
        problem: The centre.
        spreads: By parameter, in the order they are drawn.
        count: How many draws.
        seed: What they are drawn from.
    """
    rng = np.random.default_rng(seed)
    normal: dict[str, Floats] = {}
    values: dict[str, Floats] = {}
    for name, spread in spreads.items():
        table, _, column = name.rpartition(".")
        centre = np.asarray(getattr(getattr(problem, table) if table else problem, column))
        own = rng.standard_normal((*centre.shape, count))
        shared = rng.standard_normal(count)
        drawn = np.sqrt(spread.common) * shared + np.sqrt(1 - spread.common) * own
        if spread.like is not None:
            close = spread.correlation
            drawn = close * normal[spread.like] + np.sqrt(1 - close**2) * drawn
        normal[name] = drawn
        sigma = np.broadcast_to(np.asarray(spread.sigma), centre.shape)
        values[name] = _around(centre, sigma, drawn, is_fraction=name in _FRACTIONS)
    return Draws(values)


def ranges(outcome: Outcome) -> dict[str, Range]:
    """Return the figures of the fiscal year, and contribution, as ranges over the draws."""
    found = {name: range_of(outcome.year(name)) for name in _YEARLY}
    found["cac"] = range_of(outcome.cac)
    found["contribution"] = range_of(outcome.contribution)
    found["contribution_year"] = range_of(outcome.contribution_year)
    return found


def range_of(drawn: Floats) -> Range:
    """Return the percentiles of what is defined; nothing where most is not.

    Example:
        >>> range_of(np.array([1.0, 2.0, 3.0]))
        Range(p10=1.2, p50=2.0, p90=2.8)
    """
    known = drawn[~np.isnan(drawn)]
    if len(known) * 2 <= len(drawn):
        return Range(None, None, None)
    low, middle, high = (round(float(each), 6) for each in np.percentile(known, (10, 50, 90)))
    return Range(low, middle, high)


def robustness(
    problem: Problem,
    plan: Plan,
    draws: Draws,
    *,
    objective: Objective = "contribution",
    count: int = ROBUST_DRAWS,
    progress: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Optimise again in some of the draws, to see how good and how stable a plan is.

    Args:
        problem: The question.
        plan: The adopted plan.
        draws: What may be true.
        objective: What is sought.
        count: How many of the draws, the first ones.
        progress: Called after each with how many are done and how many there are.
    """
    order = order_of_work(problem)
    taken, failed, best, adopted, spend, hires = [], [], [], [], [], []
    whole = min(count, draws.count)
    for at in range(whole):
        true = draws.problem(problem, at)
        try:
            found = optimise(true, objective)
        except (Infeasible, SolveFailed):
            failed.append(at)
        else:
            taken.append(at)
            best.append(value_of(simulate(true, found.plan, order=order), objective))
            adopted.append(value_of(simulate(true, plan, order=order), objective))
            spend.append(found.plan.spend.sum(axis=1))
            hires.append(found.plan.hires.sum(axis=1))
        if progress is not None:
            progress(at + 1, whole)
    return Robustness(
        draws=tuple(taken),
        best=np.array(best),
        adopted=np.array(adopted),
        spend=np.array(spend).reshape(len(taken), -1),
        hires=np.array(hires).reshape(len(taken), -1),
        failed=tuple(failed),
    )


_FRACTIONS: Final = frozenset(
    f"{name}.{column}"
    for name, table in TABLES.items()
    for column, said in statements(table)
    if said.high == 1 and f"{name}.{column}" in DRAWABLE
) | {"margin"}


def _around(centre: Floats, sigma: Floats, drawn: Floats, *, is_fraction: bool) -> Floats:
    if is_fraction:
        middle = np.clip(centre, _EDGE, 1 - _EDGE)
        # The slope of the logistic curve makes sigma relative to the fraction itself.
        width = sigma / (1 - middle)
        moved = np.log(middle / (1 - middle))[..., None] + width[..., None] * drawn
        inside = 1 / (1 + np.exp(-moved))
        fixed = (centre <= 0) | (centre >= 1)
        return np.where(fixed[..., None], centre[..., None], inside)
    width = np.sqrt(np.log1p(sigma**2))[..., None]
    found: Floats = centre[..., None] * np.exp(width * drawn - width**2 / 2)
    return found
