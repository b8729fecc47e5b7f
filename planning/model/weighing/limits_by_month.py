"""What limits the best plan in each area and month: follow-up, closing, money or demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planning.model.limits import Envelope, TeamMaximum
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.shadows import Bottleneck, bottlenecks
from planning.model.optimising.worth import worth_of
from planning.model.problem import Problem
from planning.model.tables import NONE
from planning.periods import month_name

Limits = Literal["follow-up", "closing", "money", "demand"]

_NOTHING: Final = 1e-9
_CENT: Final = 1e-3
"""Contribution per unit of money below which money does not limit."""


@dataclass(frozen=True)
class Held:
    """What holds an area back in a month.

    Attributes:
        area: Region or segment.
        month: Month number.
        limit: What it is.
        worth: What one more productive head, or 1,000 more, would bring that month.
        pool: Whose capacity; empty for money and demand.
    """

    area: str
    month: int
    limit: Limits
    worth: float
    pool: str = ""


def limits_by_month(optimum: Optimum) -> tuple[Held, ...]:
    """Return what limits each area in each open month, areas in the problem's order.

    Where both kinds of work are short, the one of which a head brings more is named. Money
    limits where no work is short and more of it would bring more than it costs; demand is
    what is left: more money would bring less than it costs.
    """
    problem = optimum.problem
    head = worth_of(optimum).head[:, : problem.open_months]
    least = _NOTHING * abs(optimum.programme_value) + 1.0
    money = _worth_of_money(optimum)
    found = []
    for area in dict.fromkeys(problem.pools.area):
        own = [at for at, name in enumerate(problem.pools.area) if name == area]
        for month in range(problem.open_months):
            dearest = max(own, key=lambda at: head[at, month])
            worth, when = float(head[dearest, month]), problem.first_month + month
            if worth > least:
                pool = problem.pools.name[dearest]
                found.append(Held(area, when, _work(problem, dearest), worth, pool))
            elif money > _CENT:
                found.append(Held(area, when, "money", money * 1000))
            else:
                found.append(Held(area, when, "demand", 0.0))
    return tuple(found)


def bottleneck(optimum: Optimum) -> str:
    """Say where the bottleneck of the best plan is, in one or two sentences."""
    found: tuple[Bottleneck, ...] = bottlenecks(optimum)
    problem = optimum.problem
    if found:
        first = found[0]
        when = month_name(problem.first_month + first.months[0])
        more = f" Next: {_people(problem, found[1].pool)}." if len(found) > 1 else ""
        name = _people(problem, first.pool)
        return (
            f"{name[:1].upper()}{name[1:]} from {when}: one more productive head brings "
            f"{first.worth:,.0f} a month.{more}"
        )
    if _worth_of_money(optimum) > _CENT:
        return (
            f"Money: 1,000 more brings {1000 * _worth_of_money(optimum):,.0f} more than it costs, "
            "and sales has time."
        )
    return "Demand: sales has time, and more money would bring less than it costs."


def _people(problem: Problem, pool: str) -> str:
    """Return a pool as a sentence names it, as `closing in Iberia`."""
    at = problem.pools.name.index(pool)
    return f"{problem.pools.job[at]} in {problem.pools.area[at]}"


def _work(problem: Problem, pool: int) -> Limits:
    """Return which work a pool's people do; a pool that does both is said to close."""
    cells = problem.cells
    closes = ((cells.close_pool == pool) & (cells.close_pool != NONE)).any()
    return "closing" if closes else "follow-up"


def _worth_of_money(optimum: Optimum) -> float:
    """Return what a unit of the envelope, or of a team's most, is worth beyond its cost."""
    solver = optimum.solver
    worths = [
        abs(float(solver.prices[solver.first_limit + at])) * row.per * solver.programme.unit
        for at, row in enumerate(solver.limits)
        if isinstance(row.limit, Envelope | TeamMaximum)
    ]
    return float(np.max(worths, initial=0.0))
