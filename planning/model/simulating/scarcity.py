"""How much the effort of closing counts when leads are ordered for follow-up.

Where only follow-up is short, a lead's own effort counts. Where closing is short too, a lead
whose deals take long to close is worth less of the day. By how much is read from a still
month: demand at the current plan's money, standing capacities, work in order. The weight
with the most value is taken, 0 if none does better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.problem import Problem
from planning.model.simulating.spending import effective_money
from planning.model.tables import NONE, Floats

WEIGHTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Tried weights, in units of follow-up capacity / closing capacity."""

DEMANDS: Final = (0.7, 1.0, 1.4, 2.0)
"""Demand tried, as multiples of the current plan's: a better plan asks for other work."""

_BETTER: Final = 1e-4
"""Share of value by which a weight must do better than a smaller one."""


@dataclass(frozen=True, eq=False)
class StillMonth:
    """A month of mean demand and capacity.

    Attributes:
        asked: Leads asking, (K).
        ready: Deals ready without them, (K).
        capacity: Effort by pool, (P).
    """

    asked: Floats
    ready: Floats
    capacity: Floats


def closing_weights(problem: Problem, value_per_lead: Floats, value_per_deal: Floats) -> Floats:
    """Return the weight of closing effort in ordering the leads of each cell, (K).

    Args:
        problem: The question.
        value_per_lead: Discounted value of following up one lead, (K).
        value_per_deal: Discounted value of working one deal, (K).
    """
    cells = problem.cells
    month = still_month(problem)
    found = np.zeros(len(cells.group))
    for pool in np.unique(cells.follow_pool[cells.follow_pool != NONE]):
        own = cells.follow_pool == pool
        own &= (cells.close_pool != NONE) & (cells.close_pool != pool)
        closing = month.capacity[np.unique(cells.close_pool[own])].sum()
        if not own.any() or closing <= 0:
            continue
        best, kept = 0.0, found
        for weight in WEIGHTS:
            tried = np.where(own, weight * month.capacity[pool] / closing, found)
            index = value_per_lead / effort_with_closing(problem, tried)
            value = sum(_value(problem, month, index, value_per_deal, demand) for demand in DEMANDS)
            if weight == 0 or value > best + _BETTER * abs(best):
                best, kept = value, tried
        found = kept
    return found


def effort_with_closing(problem: Problem, weights: Floats) -> Floats:
    """Return effort of a lead and, weighted, of closing what comes of it, (K)."""
    cells = problem.cells
    effort = cells.follow_effort + weights * cells.qualifies * cells.close_effort
    found: Floats = np.where(effort > 0, effort, 1.0)
    return found


def still_month(problem: Problem) -> StillMonth:
    """Return mean demand and standing capacity at the current plan."""
    channels, cells, pools = problem.channels, problem.cells, problem.pools
    money = effective_money(problem, channels.current)
    reached = money / (channels.half[:, None] + money)
    brought = channels.base[:, None] + channels.ceiling[:, None] * reached
    leads = (channels.season * brought).mean(axis=1)
    reaches = np.where(cells.channel == NONE, 0.0, cells.share * cells.asks)
    leads = np.append(leads, 0.0)
    found = (
        cells.found_per_head
        * np.append(pools.standing_productive.mean(axis=1), 0.0)[cells.close_pool]
    )
    return StillMonth(
        asked=reaches * leads[cells.channel] + cells.arriving_leads.mean(axis=1),
        ready=cells.arriving_deals.mean(axis=1) + found,
        capacity=pools.per_head * pools.standing_productive.mean(axis=1),
    )


def _value(
    problem: Problem, month: StillMonth, index: Floats, value_per_deal: Floats, demand: float
) -> float:
    cells = problem.cells
    order = np.argsort(-index, kind="stable")
    asked = month.asked * demand
    followed = _filled(order, cells.follow_pool, cells.follow_effort, asked, month.capacity)
    ready = month.ready + followed * cells.qualifies
    worth = value_per_deal / np.where(cells.close_effort > 0, cells.close_effort, 1.0)
    order = np.argsort(-worth, kind="stable")
    closed = _filled(order, cells.close_pool, cells.close_effort, ready, month.capacity)
    return float(closed @ value_per_deal)


def _filled(
    order: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    pool: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    effort: Floats,
    asked: Floats,
    capacity: Floats,
) -> Floats:
    """Return what is worked of each cell, in order, within the capacity of its pool."""
    worked = asked.copy()
    for number, size in enumerate(capacity):
        own = order[(pool[order] == number) & (effort[order] > 0)]
        needs = asked[own] * effort[own]
        before = np.cumsum(needs) - needs
        worked[own] = np.clip(size - before, 0.0, needs) / effort[own]
    return worked
