"""What the joint model says a line's money brings where it is proposed, and elsewhere.

The same money in the same months is put into one channel after the other, on top of the
current plan; a line that stands in the plan already is taken out of it first. The months
after the plan stay as they were: money proposed for December is spent in December alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.heads import heads
from planning.model.simulating.order import order_of_work
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.simulating.spending import spend_of_all_months
from planning.model.tables import Floats
from planning.periods import Period
from planning.teams import Team


@dataclass(frozen=True)
class Brought:
    """What the money brings in one channel, deals that are won after the year included.

    Attributes:
        channel: Where.
        team: Whose channel it is.
        leads, customers: More than without the money.
        revenue, contribution: Plan-currency units more; contribution has its cost off.
    """

    channel: str
    team: Team
    leads: float
    customers: float
    revenue: float
    contribution: float


@dataclass(frozen=True)
class Elsewhere:
    """The same money in every channel the model knows.

    Attributes:
        amount: Plan-currency units.
        months: When it is spent.
        here: Where it is proposed; None where the model does not know the channel.
        others: Every other channel, most customers first.
        silent: Channels of which nothing tells what money brings.
        why: Why `here` is missing; empty where it is not.
    """

    amount: float
    months: Period
    here: Brought | None
    others: tuple[Brought, ...]
    silent: tuple[str, ...]
    why: str

    @property
    def best(self) -> Brought | None:
        """The other channel in which it brings most customers."""
        return self.others[0] if self.others else None


def elsewhere(
    problem: Problem,
    amount: float,
    months: Period,
    channel: str | None,
    *,
    standing: Mapping[int, float] | None = None,
) -> Elsewhere:
    """Return what an amount brings in one channel and in every other.

    Args:
        problem: The question of the plan.
        amount: Plan-currency units.
        months: When it would be spent, evenly; months that are over are left out.
        channel: Where it is proposed, as the facts spell it.
        standing: Money of the line by month number, where the plan holds it already.
    """
    whole, plan = extended(problem)
    start = max(months.start, problem.first_month)
    end = min(max(months.end, start + 1), problem.first_month + problem.open_months)
    start = min(start, end - 1)
    spread = np.zeros(whole.open_months)
    spread[start - problem.first_month : end - problem.first_month] = amount / (end - start)
    names = problem.channels.name
    if standing and channel in names:
        plan, spread = _without(plan, names.index(channel), standing, problem)
        amount = float(spread.sum())
    # Sales works in the order it would under the plan, whatever is tried here.
    order = order_of_work(problem)
    base = simulate(whole, plan, order=order)
    found, silent = {}, []
    for at, name in enumerate(names):
        if not problem.channels.ceiling[at]:
            silent.append(name)
            continue
        spend = plan.spend.copy()
        spend[at] += spread
        after = simulate(whole, Plan(spend, plan.hires), order=order)
        found[name] = _brought(name, problem.channels.team[at], base, after)  # type: ignore[arg-type]
    here = found.pop(channel, None) if channel else None
    others = sorted(found.values(), key=lambda it: (-it.customers, it.channel))
    why = "" if here else _why(channel, silent)
    return Elsewhere(amount, Period(start=start, end=end), here, tuple(others), tuple(silent), why)


def extended(problem: Problem) -> tuple[Problem, Plan]:
    """Return the question with its look-ahead as open months, and the plan that equals it.

    In it money of a late month does not set what all months of the look-ahead spend; people
    are those the current plan has in every month.
    """
    plan = current_plan(problem)
    spend = spend_of_all_months(problem, plan.spend)
    paid, productive = heads(problem, plan.hires)
    none = np.zeros((len(problem.pools.name), problem.months))
    whole = replace(
        problem,
        open_months=problem.months,
        ahead_months=0,
        limits=(),
        channels=replace(problem.channels, current=spend),
        pools=replace(
            problem.pools,
            standing_paid=paid,
            standing_productive=productive,
            current_hires=none,
            most_hires=none,
        ),
    )
    return whole, Plan(spend, none)


def _without(
    plan: Plan, at: int, standing: Mapping[int, float], problem: Problem
) -> tuple[Plan, Floats]:
    """Return the plan without a line's open money, and that money by month."""
    own = np.zeros(plan.spend.shape[1])
    for month, money in standing.items():
        if 0 <= month - problem.first_month < problem.open_months:
            own[month - problem.first_month] = money
    own = np.minimum(own, plan.spend[at])
    spend = plan.spend.copy()
    spend[at] -= own
    return Plan(spend, plan.hires), own


def _brought(name: str, team: Team, before: Outcome, after: Outcome) -> Brought:
    def more(figure: str) -> float:
        return float((getattr(after, figure) - getattr(before, figure)).sum())

    return Brought(
        channel=name,
        team=team,
        leads=more("leads"),
        customers=more("customers"),
        revenue=more("revenue"),
        contribution=float(after.contribution[0] - before.contribution[0]),
    )


def _why(channel: str | None, silent: list[str]) -> str:
    if channel is None:
        return "The model knows channels only, and this names none the facts know."
    if channel in silent:
        return f"Nothing tells what money brings in {channel}."
    return f"The model does not know {channel}."
