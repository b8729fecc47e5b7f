"""What more and less money brings when everything is split anew: of the whole, and of a team.

Both sides are solved from the best plan with what it spends moved by a step, so they bracket
what the money is worth there: a step more never brings more than a step less costs. A team's
step is money of its own: its lines come to exactly so much more or less, and so do all lines
at most; within that every line, head and month is chosen anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.errors import Infeasible
from planning.model.limits import Envelope, Limit, TeamMaximum, TeamMinimum
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.warm import optimise_from
from planning.model.problem import Problem
from planning.model.weighing.limits_by_month import bottleneck
from planning.model.weighing.next_money import STEP, Effect, effect
from planning.model.weighing.study import Study
from planning.teams import TEAMS, Team

AMOUNT: Final = 100_000.0
"""Plan-currency units of the fiscal year."""

_LEFT: Final = 1.0
"""Money of an envelope below which it is used up."""

_NOTHING: Final = 0.5

_WHOM: Final[dict[Team, str]] = {
    "marketing": "marketing",
    "sales": "sales",
    "joint": "what both share",
}


@dataclass(frozen=True)
class Shift:
    """What a line gets more than in the best plan over the open months.

    Attributes:
        team, line: Whose channel or pool it is, and its name.
        change: Plan-currency units; negative where it gives up.
    """

    team: str
    line: str
    change: float


@dataclass(frozen=True)
class Moved:
    """The best plan with more or less money.

    Attributes:
        amount: How much more than the best plan spends; negative for less.
        brings: What it brings more than the best plan, the money itself taken off; negative
            where it costs. None where no plan is possible.
        shifts: Lines that get other money, the largest first.
        sentence: In words.
    """

    amount: float
    brings: Effect | None
    shifts: tuple[Shift, ...]
    sentence: str


def next_total(study: Study, amount: float = AMOUNT) -> tuple[Moved, Moved]:
    """Return what so much more and so much less money in total would do.

    More is more than the envelope, less is less than the best plan spends.

    Args:
        study: A plan weighed.
        amount: Plan-currency units of the fiscal year, above 0.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    spent = _spent(study)
    own = [it.total for it in study.question.problem.limits if isinstance(it, Envelope)]
    left = min(own, default=np.inf) - spent
    less = _less(study, spent, amount)
    if left <= _LEFT:
        return _solved(study, amount, (), f"{amount:,.0f} more"), less
    unspent = f" {left:,.0f} already stays unspent." if np.isfinite(left) else ""
    said = f"{amount:,.0f} more would change nothing.{unspent} {bottleneck(study.optimum)}"
    return Moved(amount, Effect(0.0, 0.0, 0.0, 0.0, 0.0), (), said), less


def next_of_teams(study: Study, step: float = STEP) -> dict[Team, tuple[Moved, Moved]]:
    """Return what a step more and a step less money of each team would do.

    Teams without a channel or pool that can move are left out.

    Args:
        study: A plan weighed.
        step: Plan-currency units of the fiscal year, above 0.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    problem = study.question.problem
    found: dict[Team, tuple[Moved, Moved]] = {}
    for team in TEAMS:
        if team not in (*problem.channels.team, *problem.pools.team):
            continue
        before = problem.before.money.get(team, 0.0)
        opened = study.optimum.outcome.money[team][: problem.open_months]
        stands = float(opened.sum()) + before
        found[team] = (
            _of_team(study, team, stands, step, "more"),
            _of_team(study, team, stands, -step, "less"),
        )
    return found


def _less(study: Study, spent: float, amount: float) -> Moved:
    """Return the best plan with so much less, or without any money where there is no more."""
    if spent <= _LEFT:
        return Moved(0.0, None, (), "The plan has no money that could be taken out.")
    if spent < amount:
        return _solved(study, -spent, (), f"All {spent:,.0f} less")
    return _solved(study, -amount, (), f"{amount:,.0f} less")


def _of_team(study: Study, team: Team, stands: float, change: float, side: str) -> Moved:
    what = f"{abs(change):,.0f} {side} for {_WHOM[team]}"
    if change < 0 and stands <= _LEFT:
        return Moved(0.0, None, (), f"{what}: no money is there that could be taken out.")
    if stands + change < 0:
        change, what = -stands, f"All {stands:,.0f} less for {_WHOM[team]}"
    money = stands + change
    exactly = (TeamMinimum(team=team, amount=money), TeamMaximum(team=team, amount=money))
    return _solved(study, change, exactly, what)


def _solved(study: Study, change: float, more: Sequence[Limit], what: str) -> Moved:
    """Return the best plan that spends so much more or less, under further limits."""
    problem, total = study.question.problem, max(_spent(study) + change, 0.0)
    try:
        found = optimise_from(study.start, (*_with_total(problem, total), *more))
    except Infeasible:
        return Moved(change, None, (), _cannot(what, change))
    brings = effect(study.optimum.outcome, found.outcome)
    shifts = shifts_of(study.optimum, found)
    return Moved(change, brings, shifts, _said(what, change, brings, shifts))


def _with_total(problem: Problem, total: float) -> tuple[Limit, ...]:
    """Return a problem's limits with another total in place of its own."""
    limits = [Envelope(total=total) if isinstance(it, Envelope) else it for it in problem.limits]
    lacks = not any(isinstance(it, Envelope) for it in problem.limits)
    return (*limits, *([Envelope(total=total)] if lacks else []))


def shifts_of(one: Optimum, other: Optimum) -> tuple[Shift, ...]:
    """Return what lines get more in another plan over the open months, the largest first."""
    problem, opened = one.problem, one.problem.open_months
    paid = (other.outcome.paid - one.outcome.paid)[:, :opened].sum(axis=1)
    tables = (
        (problem.channels, (other.plan.spend - one.plan.spend).sum(axis=1)),
        (problem.pools, paid * problem.pools.cost_per_head),
    )
    found = [
        Shift(team, name, float(change))
        for table, changes in tables
        for team, name, change in zip(table.team, table.name, changes, strict=True)
        if abs(change) > _NOTHING
    ]
    return tuple(sorted(found, key=lambda it: -abs(it.change)))


def _spent(study: Study) -> float:
    return float(study.optimum.outcome.year("money")[0])


def _cannot(what: str, change: float) -> str:
    if change < 0:
        return f"{what} cannot be taken out: the rest is spent, promised or paid to people."
    return f"{what} cannot be placed within the plan's limits."


def _said(what: str, change: float, brings: Effect, shifts: Sequence[Shift]) -> str:
    """Say what a step does, and which line it goes to or is taken from first."""
    gain, revenue = brings.contribution, brings.revenue
    does = f"{'brings' if gain >= 0 else 'costs'} {abs(gain):,.0f} of contribution"
    sold = f"{abs(revenue):,.0f} {'more' if revenue >= 0 else 'less'} revenue this year"
    said = f"{what}: it {does}, with {sold}."
    own = [it for it in shifts if it.change * change > 0]
    if not own:
        return said
    way = "Most goes to" if change > 0 else "First it is taken from"
    return f"{said} {way} {own[0].line}: {abs(own[0].change):,.0f}."
