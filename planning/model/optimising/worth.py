"""What the next unit of money or head would bring, and what it costs, at the optimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.model.optimising.measures import Measures
from planning.model.optimising.optimise import Optimum, goal_of
from planning.model.optimising.solver import Solver
from planning.model.simulating.spending import effective_money
from planning.model.tables import Floats


@dataclass(frozen=True, eq=False)
class Worth:
    """Prices at the optimum, in the objective's money per unit.

    Attributes:
        spend_brings: Of one more unit of money by channel and open month, (C, O).
        spend_costs: What that unit costs, itself and what the limits ask beside, (C, O).
        hire_brings, hire_costs: Of one more hire by pool and open month, (P, O).
        head: Of one more productive head by pool and month, (P, T).
    """

    spend_brings: Floats
    spend_costs: Floats
    hire_brings: Floats
    hire_costs: Floats
    head: Floats


def worth_of(optimum: Optimum) -> Worth:
    """Return what more money and heads would bring at the optimum."""
    solver = optimum.solver
    programme, columns = solver.programme, solver.programme.columns
    goal = goal_of(Measures(programme), optimum.objective)
    costs = -goal.weights + _from_limits(solver)
    per_head = programme.problem.pools.per_head[:, None]
    return Worth(
        spend_brings=_money_brings(optimum),
        spend_costs=costs[columns.spend],
        hire_brings=-_from_rows(solver)[columns.hires] * programme.unit,
        hire_costs=costs[columns.hires] * programme.unit,
        head=solver.prices[programme.capacity_rows] * per_head * programme.unit,
    )


def _money_brings(optimum: Optimum) -> Floats:
    """Return what one more unit of money brings along the true curves, (C, O).

    The price of saturation times the curve's slope; with carry-over also of later months,
    and of the look-ahead months that spend as the last plan months do.
    """
    problem, solver = optimum.problem, optimum.solver
    curves, opened = solver.programme.curves, problem.open_months
    money = effective_money(problem, optimum.plan.spend)[curves.channel, curves.month]
    slope = curves.half / (curves.half + money) ** 2 * solver.programme.unit
    prices = _saturation_brings(solver) * slope
    found = np.zeros((len(problem.channels.name), opened))
    last = min(problem.tail_months, opened)
    for channel, carry in enumerate(problem.channels.carry):
        own = prices[curves.channel == channel]
        for month in range(len(own) - 2, -1, -1):
            own[month] += carry * own[month + 1]
        found[channel] = own[:opened]
        found[channel, -last:] += own[opened:].sum() / last
    return found


def _saturation_brings(solver: Solver) -> Floats:
    """Return what the whole of each curve's ceiling would bring at today's prices, (J).

    It is read from the leads' side: where a channel gets nothing, the price of its
    saturation may lie anywhere between what it brings and what it costs.
    """
    programme = solver.programme
    columns = programme.columns.saturation
    others = _from_rows(solver)[columns] - solver.prices[programme.point_rows]
    found: Floats = solver.goal.weights[columns] - others - _from_limits(solver)[columns]
    return found


def _from_rows(solver: Solver) -> Floats:
    """Return Σ price · entry of each column over flows and capacities."""
    programme = solver.programme
    starts, columns, values = programme.entries.sorted()
    prices = np.repeat(solver.prices[: programme.entries.count], np.diff(starts))
    found: Floats = np.bincount(columns, prices * values, programme.columns.count).astype(float)
    return found


def _from_limits(solver: Solver) -> Floats:
    found = np.zeros(solver.programme.columns.count)
    for at, row in enumerate(solver.limits):
        price = solver.prices[solver.first_limit + at]
        if price:
            found += price * row.expression.weights
    return found
