"""More people of one job: where the next of them brings most, starting in a month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from planning.model.problem import Problem
from planning.model.tables import Floats, Ints
from planning.review.levers.ground import Ground
from planning.review.levers.pulls import Key

_STEPS: Final = 24
"""At most so many times somebody is placed; of many people several at once."""


@dataclass(frozen=True, eq=False)
class People:
    """More heads of some pools, whole people, each learning first.

    Attributes:
        ground: What they work on.
        key: What they are called.
        pools: Positions of the pools that may hire.
    """

    ground: Ground
    key: Key
    pools: Ints

    step: int = 1

    @cached_property
    def most(self) -> float:
        """As many again as are there, at least one."""
        there = self.ground.problem.pools.standing_paid[self.pools, 0].sum()
        return float(max(np.ceil(there), 1.0))

    @cached_property
    def first(self) -> int:
        """The first open month in which somebody hired now can start."""
        return int(min(self.ground.problem.pools.delay[self.pools], default=0))

    def split(self, amount: float) -> Floats:
        """Return where so many people are placed, by pool, (P)."""
        found = np.zeros(len(self.ground.problem.pools.name))
        for pool, count in self._placed:
            taken = min(count, amount - found.sum())
            found[pool] += max(taken, 0.0)
        return found

    @cached_property
    def _placed(self) -> list[tuple[int, float]]:
        """Place all of them, each where one more brings most, in order.

        What a pool's next people bring changes only when somebody joins that pool.
        """
        start = min(self.first, self.ground.opened - 1)
        each = max(1.0, np.ceil(self.most / _STEPS))
        placed = np.zeros(len(self.ground.problem.pools.name))
        has, found, gains = 0.0, list[tuple[int, float]](), dict[int, float]()
        while placed.sum() < self.most:
            count = min(each, self.most - placed.sum())
            for pool in self.pools.tolist():
                if pool not in gains:
                    tried = placed.copy()
                    tried[pool] += count
                    gains[pool] = self._gain(tried, start) - has
            best = max(gains, key=lambda pool: gains[pool])
            has += gains.pop(best)
            placed[best] += count
            found.append((best, float(count)))
        return found

    def gain(self, amount: float, month: int) -> float:
        """Return what so many people who start in a month add to the year."""
        return self._gain(self.split(amount), month)

    def _gain(self, heads: Floats, start: int) -> float:
        return self.ground.gain(self._with(heads, self._works(start)))

    def _with(self, heads: Floats, works: Floats) -> Problem:
        problem, pools = self.ground.problem, self.ground.problem.pools
        able = pools.standing_productive + heads[:, None] * works
        return replace(problem, pools=replace(pools, standing_productive=able))

    def _works(self, start: int) -> Floats:
        """Return productive heads of one who starts in a month, below 0 before today, (P, T)."""
        problem, pools = self.ground.problem, self.ground.problem.pools
        tenure = np.arange(problem.months) - start
        ramp = np.concatenate([pools.ramp, np.ones((len(pools.ramp), 1))], axis=1)
        step = np.clip(tenure, 0, ramp.shape[1] - 1)
        stays = (1 - pools.attrition)[:, None] ** np.maximum(tenure, 0)
        return np.where(tenure >= 0, ramp[:, step] * stays, 0.0)

    def earlier(self, months: int) -> float:
        """Return what the most would add, had they started so many months before today.

        From today on they know their work. A past month's work is told by what one more
        month of it would bring today, as far as its wins had more time to come.
        """
        ground, heads = self.ground, self.split(self.most)
        if months <= 0:
            return 0.0
        known = self._gain(heads, -months) - self._today
        a_month = self._a_month
        arrived = self._arrived()
        now = arrived[min(ground.opened, len(arrived)) - 1]
        if now <= 0:
            return known
        past = 0.0
        for back in range(1, months + 1):
            able = float(heads @ self._works(back - months)[:, 0]) / heads.sum()
            until = arrived[min(ground.opened - 1 + back, len(arrived) - 1)]
            too_soon = back - ground.problem.before.months - 1
            before = arrived[min(too_soon, len(arrived) - 1)] if too_soon >= 0 else 0.0
            past += able * a_month * (until - before) / now
        return known + past

    @cached_property
    def _today(self) -> float:
        return self.gain(self.most, 0)

    @cached_property
    def _a_month(self) -> float:
        """What one month of the most, all knowing their work, adds now."""
        once = np.zeros_like(self._works(0))
        once[:, 0] = 1.0
        return self.ground.gain(self._with(self.split(self.most), once))

    def _arrived(self) -> Floats:
        """Return the share of what is worked that has come by months since, adding up."""
        problem, cells = self.ground.problem, self.ground.problem.cells
        kernels = problem.pays if self.ground.kpi == "revenue" else problem.cycle
        closes = np.isin(cells.close_pool, self.pools)
        if not closes.any():
            kernels = np.array([np.convolve(problem.ready_lag, it) for it in kernels])
            closes = np.isin(cells.follow_pool, self.pools)
        shares = kernels[cells.group[closes]].mean(axis=0) if closes.any() else np.ones(1)
        return np.asarray(np.cumsum(shares), dtype=np.float64)
