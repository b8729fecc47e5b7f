"""What a plan is judged by, as linear expressions in a programme's columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planning.model.optimising.programme import Programme
from planning.model.tables import Floats


@dataclass(frozen=True, eq=False)
class Linear:
    """A constant plus a weight for each column before the points.

    Attributes:
        weights: Shape (columns).
        constant: Same unit.
    """

    weights: Floats
    constant: float = 0.0

    def __add__(self, other: Linear) -> Linear:
        return Linear(self.weights + other.weights, self.constant + other.constant)

    def __mul__(self, factor: float) -> Linear:
        return Linear(self.weights * factor, self.constant * factor)

    def __sub__(self, other: Linear) -> Linear:
        return self + other * -1.0

    def at(self, values: Floats) -> float:
        """Return the expression at a solution."""
        return float(self.weights @ values[: len(self.weights)] + self.constant)


class Measures:
    """Expressions of one programme; money in its `unit`, others themselves."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.problem = programme.problem

    def nothing(self) -> Floats:
        """Return a weight of 0 for each column."""
        return np.zeros(self.programme.columns.count)

    def money(
        self, worth: Floats, count: Callable[[str, float], float] = lambda _team, _share: 1.0
    ) -> Linear:
        """Return money of lines, each month weighted.

        Args:
            worth: Weight of each month, shape (T).
            count: How much of a line counts, by its team and acquiring share.
        """
        problem, programme = self.problem, self.programme
        weights, constant = self.nothing(), 0.0
        opened, unit = problem.open_months, programme.unit
        channels, pools, fixed = problem.channels, problem.pools, problem.fixed
        tail = programme.tail()
        for at, spend in enumerate(programme.columns.spend):
            factor = count(channels.team[at], channels.acquire_share[at])
            weights[spend] += factor * worth[:opened]
            weights[tail[at]] += factor * worth[opened:].sum() / tail.shape[1]
        for at, hires in enumerate(programme.columns.hires):
            cost = count(pools.team[at], pools.acquire_share[at]) * pools.cost_per_head[at] / unit
            weights[hires] += cost * (programme.paid[at] @ worth)
            constant += cost * float(pools.standing_paid[at] @ worth)
        for at, amount in enumerate(fixed.amount):
            factor = count(fixed.team[at], fixed.acquire_share[at])
            constant += factor * float(amount @ worth) / unit
        return Linear(weights, constant)

    def wins(self, each: Floats, worth: Floats, opened: Floats, comes: Floats) -> Linear:
        """Return what wins bring, each month weighted.

        Args:
            each: What a win of each cell brings, shape (K).
            worth: Weight of the month in which it comes, months T and after.
            opened: What deals worked before bring by month, shape (T).
            comes: Share that comes by months after work, shape (R, S).
        """
        problem, cells = self.problem, self.problem.cells
        weights, months = self.nothing(), problem.months
        spread = np.zeros((len(comes), months))
        for step in range(comes.shape[1]):
            spread += comes[:, step : step + 1] * worth[step : step + months]
        closed = self.programme.columns.closed
        weights[closed] = (cells.closes * each)[:, None] * spread[cells.group]
        return Linear(weights, float(opened @ worth[:months]))

    def months_and_after(self, last: int | None = None) -> Floats:
        """Return weight 1 for months before `last` (all of T if None), 0 after, T + cycle."""
        found = np.zeros(self.problem.months + self.problem.steps)
        found[: self.problem.months if last is None else last] = 1.0
        return found

    def year(self) -> Floats:
        """Return weight 1 for open plan months, 0 after, shape (T)."""
        return self.months_and_after(self.problem.open_months)[: self.problem.months]

    def contribution(self, last: int | None = None) -> Linear:
        """Discounted value of wins less discounted money.

        Args:
            last: Of months before this one; None for all months and after.
        """
        problem, unit = self.problem, self.programme.unit
        every = problem.discount(problem.months + problem.steps)
        counted = every if problem.counts_after else every * self.months_and_after()
        if last is not None:
            every = counted = every * self.months_and_after(last)
        cells = problem.cells
        opened = (problem.margin * cells.open_gross - cells.open_charges).sum(0) / unit
        value = self.wins(problem.value_per_win / unit, counted, opened, problem.pays)
        worth = every[: problem.months]
        told = Linear(self.nothing(), float(problem.told_money @ worth) / unit)
        return value + told - self.money(worth)

    def revenue(self) -> Linear:
        """Bookings of the fiscal year, closed months included."""
        cells, unit = self.problem.cells, self.programme.unit
        worth = self.months_and_after(self.problem.open_months)
        opened = cells.open_revenue.sum(0) / unit
        found = self.wins(cells.revenue_per_win / unit, worth, opened, self.problem.pays)
        return found + Linear(self.nothing(), self.problem.before.revenue / unit)

    def customers(self) -> Linear:
        """New customers of the fiscal year."""
        cells = self.problem.cells
        worth = self.months_and_after(self.problem.open_months)
        opened = cells.open_customers.sum(0)
        found = self.wins(cells.customers_per_win, worth, opened, self.problem.cycle)
        return found + Linear(self.nothing(), self.problem.before.customers)

    def spend(self, team: str | None = None, month: int | None = None) -> Linear:
        """Money of the fiscal year, or of a month of it; of a team or of all."""
        worth = self.year()
        if month is not None:
            worth = np.zeros_like(worth)
            worth[month] = 1.0
        found = self.money(worth, lambda whose, _share: float(team is None or whose == team))
        if month is not None:
            return found
        before = self.problem.before.money
        closed = sum(before.values()) if team is None else before.get(team, 0.0)
        return found + Linear(self.nothing(), closed / self.programme.unit)

    def acquisition(self) -> Linear:
        """Money of the fiscal year that wins new customers."""
        found = self.money(self.year(), lambda _team, share: share)
        return found + Linear(self.nothing(), self.problem.before.acquisition / self.programme.unit)

    def leads(self, channel: str | None = None) -> Linear:
        """Leads of the fiscal year, of a channel or of all."""
        problem, curves = self.problem, self.programme.curves
        weights, constant, channels = self.nothing(), 0.0, problem.channels
        for at, name in enumerate(channels.name):
            if channel in (None, name):
                season = channels.season[at, : problem.open_months]
                columns = self.programme.columns.saturation[curves.of[at, : len(season)]]
                np.add.at(weights, columns, season * channels.ceiling[at])
                constant += float(season.sum() * channels.base[at])
                constant += problem.before.leads.get(name, 0.0)
        return Linear(weights, constant)

    def effort(self) -> Linear:
        """Effort worked in all pools and months, each pool's own unit made equal by capacity."""
        problem, columns = self.problem, self.programme.columns
        cells, weights = problem.cells, self.nothing()
        # The last entry is for work without a pool, whose position is -1.
        scale = np.append(1 / np.maximum(problem.pools.per_head, 1e-12), 1.0)
        for pool, effort, worked in (
            (cells.follow_pool, cells.follow_effort, columns.worked),
            (cells.close_pool, cells.close_effort, columns.closed),
        ):
            does = worked[:, 0] >= 0
            weighs = scale[pool] * effort
            weights[worked[does]] += weighs[does][:, None]
        return Linear(weights)
