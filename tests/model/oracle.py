"""The joint model written a second time, as a convex programme of the true curves."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from planning.model.limits import Envelope
from planning.model.problem import Plan, Problem
from planning.model.tables import Floats

# Its type hints leave out most of its functions.
cp: Any = import_module("cvxpy")

MONEY = 1e4
"""Money inside the programme is in units of this."""


@dataclass(frozen=True, eq=False)
class Convex:
    """What the convex solver found.

    Attributes:
        value: Contribution, plan-currency units.
        plan: Its decisions.
    """

    value: float
    plan: Plan


def convex_optimum(problem: Problem) -> Convex:
    """Return the most contribution under the problem's envelope, by Clarabel."""
    spend = cp.Variable((len(problem.channels.name), problem.open_months), nonneg=True)
    hires = cp.Variable((len(problem.pools.name), problem.open_months), nonneg=True)
    rules: list[Any] = [hires <= problem.pools.most_hires]
    money = all_months(problem, spend)
    leads = leads_of(problem, money, rules)
    paid, productive = heads_of(problem, hires)
    closed = worked_through(problem, leads, productive, rules)
    value = value_of_wins(problem, closed)
    cost = cp.sum(money, axis=0) + problem.pools.cost_per_head @ paid / MONEY
    cost = cost + problem.fixed.amount.sum(axis=0) / MONEY
    for limit in problem.limits:
        assert isinstance(limit, Envelope)
        rules.append(cp.sum(cost[: problem.open_months]) <= limit.total / MONEY)
    told = problem.fixed.told @ problem.fixed.amount / MONEY
    goal = value - problem.discount(problem.months) @ (cost - told)
    question = cp.Problem(cp.Maximize(goal), rules)
    question.solve(
        solver=cp.CLARABEL, tol_gap_rel=1e-9, tol_gap_abs=1e-9, tol_feas=1e-9, max_iter=400
    )
    assert question.status == cp.OPTIMAL
    plan = Plan(np.maximum(spend.value, 0) * MONEY, np.maximum(hires.value, 0))
    return Convex(float(question.value) * MONEY, plan)


def all_months(problem: Problem, spend: Any) -> Any:  # noqa: ANN401
    """Spend of plan and look-ahead months."""
    if not problem.ahead_months:
        return spend
    tail = cp.sum(spend[:, -problem.tail_months :], axis=1) / problem.tail_months
    return cp.hstack([spend, *[cp.reshape(tail, (tail.size, 1), order="C")] * problem.ahead_months])


def leads_of(problem: Problem, money: Any, rules: list[Any]) -> Any:  # noqa: ANN401
    """Leads by channel and month: season · (base + ceiling · (1 − half / (half + e)))."""
    channels, months = problem.channels, problem.months
    effective = []
    before: Any = channels.effective_before / MONEY
    for month in range(months):
        before = money[:, month] + cp.multiply(channels.carry, before)
        effective.append(before)
    ratio = cp.vstack(effective).T / (channels.half / MONEY)[:, None]
    reached = cp.Variable((len(channels.name), months), nonneg=True)
    rules.append(reached <= 1 - cp.inv_pos(1 + ratio))
    shown = channels.base[:, None] + cp.multiply(channels.ceiling[:, None], reached)
    return cp.multiply(channels.season, shown)


def heads_of(problem: Problem, hires: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Paid and productive heads by pool and month."""
    pools, months, opened = problem.pools, problem.months, problem.open_months
    shape = (len(pools.name), opened, months)
    paid, works = np.zeros(shape), np.zeros(shape)
    for pool in range(shape[0]):
        for decided in range(opened):
            start = decided + int(pools.delay[pool])
            here = 1.0
            for month in range(start, months):
                stays = month >= opened and problem.backfill_after
                if month > start and not stays:
                    here *= 1 - pools.attrition[pool]
                ramp = pools.ramp[pool]
                tenure = month - start
                paid[pool, decided, month] = here
                works[pool, decided, month] = here * (ramp[tenure] if tenure < len(ramp) else 1)
    rows = range(shape[0])
    return (
        pools.standing_paid + cp.vstack([hires[pool] @ paid[pool] for pool in rows]),
        pools.standing_productive + cp.vstack([hires[pool] @ works[pool] for pool in rows]),
    )


def worked_through(problem: Problem, leads: Any, productive: Any, rules: list[Any]) -> Any:  # noqa: ANN401
    """Deals worked by cell and month, of cells that all have a channel and both pools."""
    cells, pools = problem.cells, problem.pools
    reach = (cells.share * cells.asks)[:, None]
    asked = cp.multiply(reach, lagged(leads, problem.lead_lag)[cells.channel])
    asked = asked + cells.arriving_leads
    followed = queue(asked, cells.waiting_leads, cells.kept_leads, rules)
    ready = cp.multiply(cells.qualifies[:, None], lagged(followed, problem.ready_lag))
    ready = ready + cells.arriving_deals
    closed = queue(ready, cells.waiting_deals, cells.kept_deals, rules)
    for pool in range(len(pools.name)):
        used: Any = 0
        for which, effort, worked in (
            (cells.follow_pool == pool, cells.follow_effort, followed),
            (cells.close_pool == pool, cells.close_effort, closed),
        ):
            if which.any():
                used = used + effort[which] @ worked[which]
        rules.append(used <= pools.per_head[pool] * productive[pool])
    return closed


def lagged(flow: Any, kernel: Floats) -> Any:  # noqa: ANN401
    """What comes in each month, by the kernel."""
    months = flow.shape[1]
    moves = sum(share * np.eye(months, k=step) for step, share in enumerate(kernel))
    return flow @ moves


def queue(arrives: Any, waiting: Floats, kept: Floats, rules: list[Any]) -> Any:  # noqa: ANN401
    """What is worked of what arrives and waits: queue = kept · (queue + arrives − worked)."""
    worked = cp.Variable(arrives.shape, nonneg=True)
    left = cp.Variable(arrives.shape, nonneg=True)
    before = cp.hstack([waiting[:, None], cp.multiply(kept[:, None], left[:, :-1])])
    rules.append(left == before + arrives - worked)
    return worked


def value_of_wins(problem: Problem, closed: Any) -> Any:  # noqa: ANN401
    """Discounted value of wins, also of those after the last month, with those open before."""
    cells, groups, months = problem.cells, problem.groups, problem.months
    pays = np.where(groups.pays.any(axis=1, keepdims=True), groups.pays, groups.cycle)
    steps = pays.shape[1]
    worth = problem.discount(months + steps)
    spread = np.array(
        [
            [sum(pays[group, k] * worth[t + k] for k in range(steps)) for t in range(months)]
            for group in cells.group
        ]
    )
    each = cells.closes * problem.value_per_win / MONEY
    opened = (problem.margin * cells.open_gross - cells.open_charges).sum(axis=0) / MONEY
    return cp.sum(cp.multiply(each[:, None] * spread, closed)) + opened @ worth[:months]
