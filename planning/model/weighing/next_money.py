"""What the next money buys in each channel and team, and what the same money less costs.

A step moves one line and leaves all others as they are: money of a channel over its open
months in proportion to what it has there, or hires of a pool decided as soon as possible.
Both sides are told, since they differ where a limit or a full queue lies between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planning.model.limits import Committed, CommittedHires
from planning.model.problem import Plan, Problem
from planning.model.simulating.heads import paid_by_hire
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import Floats
from planning.periods import parse_month
from planning.teams import TEAMS, Team

STEP: Final = 10_000.0
"""Plan-currency units of the fiscal year."""

_ENOUGH: Final = 0.999


@dataclass(frozen=True)
class Effect:
    """What a step brings more than the plan without it; negative where it brings less.

    Attributes:
        contribution: All of it, look-ahead included, plan-currency units.
        year: The fiscal year's part.
        revenue: Of the fiscal year, plan-currency units.
        leads, customers: Of the fiscal year.
    """

    contribution: float
    year: float
    revenue: float
    leads: float
    customers: float


@dataclass(frozen=True)
class Step:
    """The next money of a line.

    Attributes:
        line: Channel or pool.
        team: Whose money it is.
        kind: Money of a channel, or hires.
        more: What `STEP` more brings; None where nothing more is possible this year.
        less: What `STEP` less brings; None where so much is not free.
        why: Why a side is missing; empty where none is.
    """

    line: str
    team: Team
    kind: Literal["money", "hires"]
    more: Effect | None
    less: Effect | None
    why: str = ""


def next_money(problem: Problem, plan: Plan, step: float = STEP) -> tuple[Step, ...]:
    """Return what the next money buys in every channel and pool of a plan.

    Args:
        problem: The question.
        plan: Where one stands.
        step: How much more and less, plan-currency units of the fiscal year.
    """
    base = simulate(problem, plan)
    return (*_channels(problem, plan, base, step), *_pools(problem, plan, base, step))


def best_step(steps: Sequence[Step], team: Team | None = None) -> Step | None:
    """Return the line whose next money brings most, of a team or of all."""
    own = [it for it in steps if it.more is not None and team in (None, it.team)]
    return max(own, key=lambda it: it.more.contribution if it.more else 0.0, default=None)


def first_cut(steps: Sequence[Step], team: Team | None = None) -> Step | None:
    """Return the line whose money is missed least, of a team or of all."""
    own = [it for it in steps if it.less is not None and team in (None, it.team)]
    return max(own, key=lambda it: it.less.contribution if it.less else 0.0, default=None)


def by_team(steps: Sequence[Step]) -> dict[Team, tuple[Step | None, Step | None]]:
    """Return each team's best next step and first cut."""
    return {team: (best_step(steps, team), first_cut(steps, team)) for team in TEAMS}


def _channels(problem: Problem, plan: Plan, base: Outcome, step: float) -> Iterator[Step]:
    sure = _committed(problem)
    for at, name in enumerate(problem.channels.name):
        spend, free = plan.spend[at], np.maximum(plan.spend[at] - sure[at], 0.0)
        if not problem.channels.ceiling[at]:
            why = "Nothing tells what its money brings."
            yield Step(name, problem.channels.team[at], "money", None, None, why)  # type: ignore[arg-type]
            continue
        more = _with_money(problem, plan, base, at, _spread(spend, step))
        less = None
        if free.sum() >= step * _ENOUGH:
            less = _with_money(problem, plan, base, at, -_spread(free, min(step, free.sum())))
        why = "" if less else f"Only {free.sum():,.0f} of it is not promised yet."
        yield Step(name, problem.channels.team[at], "money", more, less, why)  # type: ignore[arg-type]


def _pools(problem: Problem, plan: Plan, base: Outcome, step: float) -> Iterator[Step]:
    opened, pools = problem.open_months, problem.pools
    paid = paid_by_hire(problem)[:, :, :opened].sum(axis=2) * pools.cost_per_head[:, None]
    sure = _committed_hires(problem)
    for at, name in enumerate(pools.name):
        team: Team = pools.team[at]  # type: ignore[assignment]  # pools are of teams
        costs = paid[at]
        if costs[0] <= 0 or not pools.most_hires[at].any():
            yield Step(name, team, "hires", None, None, "Nobody can start within this year.")
            continue
        hires = np.zeros(opened)
        hires[0] = step / costs[0]
        more = _with_hires(problem, plan, base, at, hires)
        free = np.maximum(plan.hires[at] - sure[at], 0.0)
        money = float(free @ costs)
        less, why = None, "No hire is planned that could be left out."
        if money >= step * _ENOUGH:
            less, why = _with_hires(problem, plan, base, at, -free * min(step / money, 1.0)), ""
        yield Step(name, team, "hires", more, less, why)


def _spread(weights: Floats, amount: float) -> Floats:
    """Spread an amount in proportion; evenly where there is nothing to go by."""
    whole = float(weights.sum())
    found: Floats = weights / whole * amount if whole > 0 else np.full(
        len(weights), amount / len(weights)
    )  # fmt: skip
    return found


def _with_money(problem: Problem, plan: Plan, base: Outcome, at: int, change: Floats) -> Effect:
    spend = plan.spend.copy()
    spend[at] = np.maximum(spend[at] + change, 0.0)
    return effect(base, simulate(problem, Plan(spend, plan.hires)))


def _with_hires(problem: Problem, plan: Plan, base: Outcome, at: int, change: Floats) -> Effect:
    hires = plan.hires.copy()
    hires[at] = np.maximum(hires[at] + change, 0.0)
    return effect(base, simulate(problem, Plan(plan.spend, hires)))


def effect(before: Outcome, after: Outcome) -> Effect:
    """Return what one outcome brings more than another, in the first draw."""
    return Effect(
        contribution=float(after.contribution[0] - before.contribution[0]),
        year=float(after.contribution_year[0] - before.contribution_year[0]),
        revenue=float(after.year("revenue")[0] - before.year("revenue")[0]),
        leads=float(after.year("leads")[0] - before.year("leads")[0]),
        customers=float(after.year("customers")[0] - before.year("customers")[0]),
    )


def _committed(problem: Problem) -> Floats:
    """Return promised money by channel and open month, (C, O)."""
    found = np.zeros_like(problem.channels.current)
    for limit in problem.limits:
        if isinstance(limit, Committed):
            at = problem.channels.name.index(limit.channel)
            month = parse_month(limit.month) - problem.first_month
            found[at, month] = max(found[at, month], limit.amount)
    return found


def _committed_hires(problem: Problem) -> Floats:
    """Return promised hires by pool and open month, (P, O)."""
    found = np.zeros_like(problem.pools.current_hires)
    for limit in problem.limits:
        if isinstance(limit, CommittedHires):
            at = problem.pools.name.index(limit.pool)
            month = parse_month(limit.month) - problem.first_month
            found[at, month] = max(found[at, month], limit.heads)
    return found
