"""An optimum as lines of a plan, in whole cents that add up.

A channel's money goes to its lines in proportion to their current months, but no line falls
below what is committed of it. Hires get a people line of their own, and hires of the current
plan that are dropped come off the people lines. All else stands, so that a plan that changes
nothing gives its own lines back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from planning.agreed.scenarios import MONTHS
from planning.model.advising.answer_people import PeopleMoney, people_money, taken_off
from planning.model.advising.plan_lines import PER_UNIT, Cents
from planning.model.advising.question import Question
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.heads import heads
from planning.model.tables import NONE
from planning.money import split
from planning.periods import month_key

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class AllocatedLine:
    """What a line gets in a month; money in plan-currency units, exact to the cent.

    Attributes:
        team, line: Whose it is and what it is called.
        month: `YYYY-MM`.
        amount: As the answer gives it.
        current: As the current plan does.
        row: Id of the plan's row; None of a line the plan has not.
        of: The channel or pool whose money it is; None of a line that stands.
    """

    team: str
    line: str
    month: str
    amount: Decimal
    current: Decimal
    row: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Heads:
    """People of an area and job in a month.

    Attributes:
        area, job: Who.
        month: `YYYY-MM`.
        hires: Decided in the month.
        paid, productive: Heads.
        current_hires, current_paid: Of the current plan.
    """

    area: str
    job: str
    month: str
    hires: float
    paid: float
    productive: float
    current_hires: float
    current_paid: float


@dataclass(frozen=True)
class _Key:
    """Which line: whose it is, what it is called, its row and the channel or pool it pays."""

    team: str
    line: str
    row: str | None = None
    of: str | None = None


@dataclass
class _Sheet:
    """Lines being filled: which they are, and cents by line and month of the fiscal year."""

    keys: list[_Key]
    current: Cents
    amount: Cents

    def line(self, team: str, name: str, of: str) -> int:
        """Return a new line's position."""
        self.keys.append(_Key(team, name, None, of))
        empty = np.zeros((1, self.current.shape[1]), dtype=np.int64)
        self.current, self.amount = (
            np.concatenate([cents, empty]) for cents in (self.current, self.amount)
        )
        return len(self.keys) - 1


def lines_of(question: Question, plan: Plan, total: float | None = None) -> list[AllocatedLine]:
    """Return every amount of the fiscal year as a plan gives it, blank months left out.

    Args:
        question: What was asked.
        plan: Its answer.
        total: The most all lines may come to, plan-currency units.
    """
    problem, lines = question.problem, question.lines
    closed = problem.before.months
    sheet = _Sheet(_keys(question), lines.plan.copy(), lines.plan.copy())
    people = people_money(question, plan)
    spend = _within(question, plan, people, total)
    for channel, name in enumerate(problem.channels.name):
        own = np.flatnonzero(lines.channel == channel)
        if not len(own) and spend[channel].any():
            own = np.array([sheet.line(problem.channels.team[channel], f"{name}, new", name)])
        _fill(sheet, question, own, closed, spend[channel])
    for pool, money in enumerate(people):
        own = np.flatnonzero(lines.pool == pool)
        sure = lines.committed[own, closed:]
        sheet.amount[own, closed:] -= taken_off(money.less, lines.plan[own], sure, closed)
        if money.more.any():
            told = problem.pools
            name = f"people, {told.job[pool]}, {told.area[pool]}, new"
            new = sheet.line(told.team[pool], name, told.name[pool])
            sheet.amount[new, closed:] = money.more
    months = [month_key(problem.first_month - closed + at) for at in range(MONTHS)]
    return _told(sheet, months)


def _keys(question: Question) -> list[_Key]:
    lines, problem = question.lines, question.problem
    channels, pools = (*problem.channels.name, None), (*problem.pools.name, None)
    return [
        _Key(line.team, name, row.id, channels[channel] or pools[pool])
        for line, name, row, channel, pool in zip(
            lines.lines, lines.names, lines.rows, lines.channel, lines.pool, strict=True
        )
    ]


def _fill(sheet: _Sheet, question: Question, own: Whole, closed: int, cents: Whole) -> None:
    committed = question.lines.committed
    for at, whole in enumerate(cents if len(own) else ()):
        month = closed + at
        current = sheet.current[own, month]
        sure = [int(committed[it, month]) if it < len(committed) else 0 for it in own]
        sheet.amount[own, month] = shared_out(int(whole), current.tolist(), sure)


def shared_out(cents: int, current: Sequence[int], committed: Sequence[int]) -> list[int]:
    """Share an amount among lines: first what is committed, the rest as it is now.

    Args:
        cents: What to share.
        current: What each line has now.
        committed: What of it is promised.

    Example:
        >>> shared_out(600, [300, 100], [0, 0]), shared_out(120, [100, 100], [100, 0])
        ([450, 150], [100, 20])
        >>> shared_out(50, [0, 0], [0, 0])
        [50, 0]
    """
    sure = [min(pair) for pair in zip(current, committed, strict=True)]
    if cents < sum(sure):
        return _split(cents, sure)
    free = [now - held for now, held in zip(current, sure, strict=True)]
    first = [1] + [0] * (len(current) - 1)
    weights = next(each for each in (free, list(current), first) if any(each))
    return [a + b for a, b in zip(sure, _split(cents - sum(sure), weights), strict=True)]


def _split(cents: int, weights: Sequence[int]) -> list[int]:
    parts = split(Decimal(cents), [Decimal(it) for it in weights], Decimal(1))
    return [int(part) for part in parts]


def _within(
    question: Question, plan: Plan, people: Sequence[PeopleMoney], total: float | None
) -> Whole:
    """Return channels' cents, rounded down, and taken from the largest until all fit."""
    spend = _floored(plan.spend)
    if total is None:
        return spend
    problem, lines = question.problem, question.lines
    closed = problem.before.months
    stands = int(lines.plan[lines.stands].sum()) + int(lines.plan[~lines.stands, :closed].sum())
    paid = int(lines.plan[lines.pool != NONE, closed:].sum())
    over = stands + int(spend.sum()) + paid + sum(it.change for it in people)
    over -= int(np.floor(total * PER_UNIT + 0.5))
    # The solver keeps limits to a millionth: what is over is cents.
    for at in np.argsort(-spend, axis=None):
        if over <= 0:
            break
        place = np.unravel_index(at, spend.shape)
        taken = min(over, int(spend[place]), PER_UNIT)
        spend[place] -= taken
        over -= taken
    return spend


def _floored(money: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Whole:
    # A hair under a whole cent is that cent.
    found: Whole = np.floor(np.maximum(money, 0.0) * PER_UNIT + 1e-3).astype(np.int64)
    return found


def _told(sheet: _Sheet, months: Sequence[str]) -> list[AllocatedLine]:
    return [
        AllocatedLine(
            team=key.team,
            line=key.line,
            month=month,
            amount=Decimal(int(amount)).scaleb(-2),
            current=Decimal(int(current)).scaleb(-2),
            row=key.row,
            of=key.of,
        )
        for key, amounts, currents in zip(sheet.keys, sheet.amount, sheet.current, strict=True)
        for month, amount, current in zip(months, amounts, currents, strict=True)
        if amount or current
    ]


def lines_of_problem(problem: Problem, plan: Plan) -> list[AllocatedLine]:
    """Return a problem's own lines where no plan stands behind it; open months only."""
    now, _ = heads(problem, current_plan(problem).hires)
    then, _ = heads(problem, plan.hires)
    cost, opened = problem.pools.cost_per_head[:, None], problem.open_months
    tables = (
        (problem.channels, plan.spend, problem.channels.current),
        (problem.pools, then[:, :opened] * cost, now[:, :opened] * cost),
        (problem.fixed, problem.fixed.amount[:, :opened], problem.fixed.amount[:, :opened]),
    )
    keys: list[_Key] = []
    amounts, currents = [], []
    for table, amount, current in tables:
        keys += map(_Key, table.team, table.name)
        amounts.append(_floored(amount))
        currents.append(np.rint(current * PER_UNIT).astype(np.int64))
    months = [month_key(problem.first_month + at) for at in range(opened)]
    return _told(_Sheet(keys, np.concatenate(currents), np.concatenate(amounts)), months)


def heads_of(problem: Problem, plan: Plan) -> list[Heads]:
    """Return the people of each pool by open month, as a plan decides."""
    current = current_plan(problem)
    now, _ = heads(problem, current.hires)
    paid, able = heads(problem, plan.hires)
    pools = problem.pools
    return [
        Heads(
            area=pools.area[pool],
            job=pools.job[pool],
            month=month_key(problem.first_month + month),
            hires=round(float(plan.hires[pool, month]), 6),
            paid=round(float(paid[pool, month]), 6),
            productive=round(float(able[pool, month]), 6),
            current_hires=round(float(current.hires[pool, month]), 6),
            current_paid=round(float(now[pool, month]), 6),
        )
        for pool in range(len(pools.name))
        for month in range(problem.open_months)
    ]
