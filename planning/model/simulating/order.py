"""The order of work: sales works what brings most value per unit of effort first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planning.model.problem import Problem
from planning.model.simulating.scarcity import closing_weights, effort_with_closing
from planning.model.tables import NONE, Floats

FOLLOW, CLOSE = 0, 1


@dataclass(frozen=True, eq=False)
class Order:
    """Who works what, and what first.

    Attributes:
        pools: For each pool its work, most valuable first, as (stage, cell).
        free: For each stage, cells whose work needs no capacity.
    """

    pools: tuple[tuple[tuple[int, int], ...], ...]
    free: tuple[tuple[int, ...], tuple[int, ...]]

    def pools_of_both(self) -> frozenset[int]:
        """Return the pools that do both stages."""
        return frozenset(
            pool for pool, work in enumerate(self.pools) if len({stage for stage, _ in work}) > 1
        )


def value_per_deal(problem: Problem) -> Floats:
    """Return discounted value of working one ready deal, by cell.

    Formula: closes · value per win · Σ pays[k] · (1 + rate)^(−k/12)
    """
    waits = problem.pays @ problem.discount(problem.steps)
    found: Floats = problem.cells.closes * problem.value_per_win * waits[problem.cells.group]
    return found


def value_per_lead(problem: Problem) -> Floats:
    """Return discounted value of following up one lead, by cell, with time to close it."""
    waits = problem.ready_lag @ problem.discount(len(problem.ready_lag))
    found: Floats = problem.cells.qualifies * waits * value_per_deal(problem)
    return found


@lru_cache(maxsize=8)
def order_of_work(problem: Problem) -> Order:
    """Return the order: most expected discounted value per unit of effort first.

    Following up a lead also takes the effort of closing what comes of it: all of it where
    one pool does both stages, and as far as closing is scarce where two do.
    """
    cells = problem.cells
    pools = (cells.follow_pool, cells.close_pool)
    values = (value_per_lead(problem), value_per_deal(problem))
    both = (pools[0] == pools[1]) & (pools[0] != NONE)
    weights = np.where(both, 1.0, closing_weights(problem, *values))
    effort = (effort_with_closing(problem, weights), cells.close_effort)
    needs = [(pools[0] != NONE) & (cells.follow_effort > 0)]
    needs.append((pools[1] != NONE) & (cells.close_effort > 0))
    work: list[list[tuple[float, int, int]]] = [[] for _ in problem.pools.name]
    for stage in (FOLLOW, CLOSE):
        for cell in np.flatnonzero(needs[stage]):
            worth = values[stage][cell] / effort[stage][cell]
            work[pools[stage][cell]].append((-float(worth), stage, int(cell)))
    free = tuple(tuple(np.flatnonzero(~needs[stage]).tolist()) for stage in (FOLLOW, CLOSE))
    # Of equal worth the later stage comes first: it is the older case.
    ordered = (sorted(each, key=lambda item: (item[0], -item[1], item[2])) for each in work)
    return Order(
        tuple(tuple((stage, cell) for _, stage, cell in each) for each in ordered),
        (free[FOLLOW], free[CLOSE]),
    )
