"""Until when money and hires still help this fiscal year, and what is still free to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.limits import Committed, Envelope
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.worth import worth_of
from planning.model.problem import Plan, Problem
from planning.model.simulating.heads import paid_by_hire, productive_by_hire
from planning.model.simulating.simulate import simulate
from planning.model.simulating.spending import effective_money
from planning.model.tables import NONE, Floats, Ints
from planning.periods import month_name, parse_month

EARNS_ITS_COST: Final = 1.0


@dataclass(frozen=True)
class LastUseful:
    """Until when a channel's money or a pool's hires pay within the fiscal year.

    Attributes:
        line: Channel or pool.
        month: Last open month, from 0, in which one more unit brings at least its cost
            within the year; None if it does in no month.
        last_effect: Last open month in which it brings anything within the year, or None.
        sentence: In words.
    """

    line: str
    month: int | None
    last_effect: int | None
    sentence: str


@dataclass(frozen=True, eq=False)
class Uncommitted:
    """Money of a plan that nothing binds yet.

    Attributes:
        by_channel: Above what is committed, by channel and open month, (C, O).
        total: All of it, plan-currency units.
        unplanned: What the envelope leaves beside the plan; None without an envelope.
    """

    by_channel: Floats
    total: float
    unplanned: float | None


def within_year(problem: Problem) -> Floats:
    """Return the share of a group's won money in the year, by month of spending, (R, O).

    The lags of asking, of getting ready and of being paid follow each other, work waiting
    for nobody.
    """
    found = np.zeros((len(problem.groups.name), problem.open_months))
    for group, pays in enumerate(problem.pays):
        whole = np.convolve(np.convolve(problem.lead_lag, problem.ready_lag), pays)
        found[group] = _until_the_end(whole, problem.open_months)
    return found


def money_worth_within_year(problem: Problem, plan: Plan) -> Floats:
    """Return value one more unit of money brings within the year, (C, O).

    Formula: slope of the response · Σ over cells of share · asks · qualifies · closes ·
    value per win · share of wins within the year; effect carried over to later months
    counts there. Sales are taken to have time for the lead.
    """
    channels, cells, opened = problem.channels, problem.cells, problem.open_months
    each = cells.share * cells.asks * cells.qualifies * cells.closes * problem.value_per_win
    falls = within_year(problem)[cells.group]
    lead = np.zeros((len(channels.name), opened))
    reached = cells.channel != NONE
    np.add.at(lead, cells.channel[reached], (each[:, None] * falls)[reached])
    money = effective_money(problem, plan.spend)[:, :opened]
    half = channels.half[:, None]
    slope = channels.ceiling[:, None] * half / (half + money) ** 2
    found: Floats = channels.season[:, :opened] * slope * lead
    for month in range(opened - 2, -1, -1):
        found[:, month] += channels.carry * found[:, month + 1]
    return found


def last_useful_money(problem: Problem, plan: Plan) -> tuple[LastUseful, ...]:
    """Return for each channel until when one more unit of money pays within the year."""
    worth = money_worth_within_year(problem, plan)
    return tuple(
        _told(problem, name, np.flatnonzero(row >= EARNS_ITS_COST), np.flatnonzero(row > 0))
        for name, row in zip(problem.channels.name, worth, strict=True)
    )


def last_useful_hires(optimum: Optimum) -> tuple[LastUseful, ...]:
    """Return for each pool until when deciding a hire pays within the year.

    What a productive head brings is the optimum's price of its capacity, as far as the wins
    of its work fall in the year.
    """
    problem = optimum.problem
    opened = problem.open_months
    brings = worth_of(optimum).head[:, :opened] * _pool_share(optimum)
    works, paid = (
        each[:, :, :opened] for each in (productive_by_hire(problem), paid_by_hire(problem))
    )
    gains = np.einsum("pst,pt->ps", works, brings)
    costs = paid.sum(axis=2) * problem.pools.cost_per_head[:, None]
    found = []
    for at, name in enumerate(problem.pools.name):
        pays = np.flatnonzero((gains[at] >= costs[at]) & (gains[at] > 0))
        found.append(_told(problem, name, pays, np.flatnonzero(works[at].sum(axis=1) > 0)))
    return tuple(found)


def uncommitted(problem: Problem, plan: Plan) -> Uncommitted:
    """Return what of a plan's money is not committed, and what the envelope leaves."""
    committed = np.zeros_like(plan.spend)
    for limit in problem.limits:
        if isinstance(limit, Committed):
            at = problem.channels.name.index(limit.channel)
            month = parse_month(limit.month) - problem.first_month
            committed[at, month] = max(committed[at, month], limit.amount)
    free = np.maximum(plan.spend - committed, 0.0)
    totals = [limit.total for limit in problem.limits if isinstance(limit, Envelope)]
    spent = float(simulate(problem, plan).year("money")[0])
    left = min(totals) - spent if totals else None
    return Uncommitted(by_channel=free, total=float(free.sum()), unplanned=left)


def _pool_share(optimum: Optimum) -> Floats:
    """Return the share of what a pool's work wins that falls in the year, (P, O)."""
    problem, cells = optimum.problem, optimum.problem.cells
    opened, kernels = problem.open_months, problem.pays
    closing = np.array([_until_the_end(pays, opened) for pays in kernels])
    following = np.array(
        [_until_the_end(np.convolve(problem.ready_lag, pays), opened) for pays in kernels]
    )
    found = np.zeros((len(problem.pools.name), opened))
    for pool in range(len(found)):
        shares = [
            *closing[cells.group[cells.close_pool == pool]],
            *following[cells.group[(cells.follow_pool == pool) & (cells.close_pool != pool)]],
        ]
        found[pool] = np.mean(shares, axis=0) if shares else 0.0
    return found


def _until_the_end(kernel: Floats, months: int) -> Floats:
    """Return the part of a kernel that falls before the end, by the month it starts in."""
    reached = np.cumsum(kernel)
    left = months - 1 - np.arange(months)
    found: Floats = reached[np.minimum(left, len(reached) - 1)]
    return found


def _told(problem: Problem, name: str, pays: Ints, helps: Ints) -> LastUseful:
    month, effect = _last(pays), _last(helps)
    if month is None:
        said = f"{name}: one more would not earn its cost within this fiscal year."
    else:
        when = month_name(problem.first_month + month)
        said = f"{name}: one more earns its cost within this fiscal year until {when}."
    return LastUseful(name, month, effect, said)


def _last(months: Ints | Sequence[int]) -> int | None:
    return int(months[-1]) if len(months) else None
