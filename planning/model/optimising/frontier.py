"""The efficient frontier: the best value for each total, and for each split of a total.

Points are solved from the richest to the poorest, each from where the one before stood. The
best value is concave in the money, so what lies between two solved points is bounded from
below by the line between them and from above by the slopes at them. Where the line bends
little every second point is known closely enough that way; its plan is the mix of the two
plans beside it, which holds every limit that both of them hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.errors import Infeasible
from planning.model.limits import Envelope
from planning.model.optimising.chords import refine
from planning.model.optimising.limit_rows import rows_of
from planning.model.optimising.measures import Linear, Measures
from planning.model.optimising.optimise import started
from planning.model.optimising.programme import Programme
from planning.model.optimising.solver import Solver
from planning.model.problem import Plan, Problem

POINTS: Final = 20
WITHIN: Final = 1e-3
"""How closely the value of a point is known, as a share of the largest value."""

_CHORDS: Final = 4e-4
_EDGE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Point:
    """One point of a frontier.

    Attributes:
        money: Plan-currency units of the fiscal year: all lines, or marketing's.
        value: Contribution of the best plan, plan-currency units.
        slope: Contribution per further unit of money there.
        plan: The plan.
        solved: Whether it was solved, or mixed from its neighbours.
    """

    money: float
    value: float
    slope: float
    plan: Plan
    solved: bool = True


def frontier_of_total(
    problem: Problem, low: float, high: float, points: int = POINTS
) -> tuple[Point, ...]:
    """Return the most contribution for totals from low to high.

    Args:
        problem: The question; its own envelope is left aside.
        low: Least total of the fiscal year, plan-currency units.
        high: Largest total.
        points: How many totals, evenly spaced.

    Raises:
        Infeasible: The limits do not hold with the largest total.
    """
    line = _Line(_without_envelope(problem), lambda measures: measures.spend())
    return line.points(max(low, line.least()), high, points)


def least_total(problem: Problem) -> float:
    """Return the least that all lines of the fiscal year can come to, plan-currency units.

    Args:
        problem: The question; its own envelope is left aside.

    Raises:
        Infeasible: The limits do not hold with any money.
    """
    return _Line(_without_envelope(problem), lambda measures: measures.spend()).least()


def frontier_of_split(problem: Problem, points: int = POINTS) -> tuple[Point, ...]:
    """Return the most contribution for marketing's money from the least to the most possible.

    Args:
        problem: The question; its envelope is the total that is split.
        points: How many splits, evenly spaced.

    Raises:
        Infeasible: The limits collide.
    """
    line = _Line(problem, lambda measures: measures.spend("marketing"), exactly=True)
    most = line.most()
    return line.points(line.least(), most, points)


def _without_envelope(problem: Problem) -> Problem:
    return problem.under(*(each for each in problem.limits if not isinstance(each, Envelope)))


class _Line:
    """One programme whose money is moved along a line."""

    def __init__(
        self, problem: Problem, money: Callable[[Measures], Linear], *, exactly: bool = False
    ) -> None:
        self.programme = Programme(problem)
        self.measures = Measures(self.programme)
        self.goal = self.measures.contribution()
        self.money, self.exactly = money(self.measures), exactly
        rows = [row for limit in problem.limits for row in rows_of(limit, self.measures)]
        self.words = tuple(limit.words for limit in problem.limits)
        self.solver: Solver = started(self.programme, self.goal, rows)
        self.row = self.solver.add_row(self.money, -np.inf, np.inf)
        self.unit = self.programme.unit

    def least(self) -> float:
        """Return the least money that holds the limits."""
        return -self._extreme(self.money * -1.0)

    def most(self) -> float:
        """Return the most money that holds them."""
        return self._extreme(self.money)

    def _extreme(self, goal: Linear) -> float:
        self.solver.maximise(goal)
        self.solver.bound_row(self.row, self.money, -np.inf, np.inf)
        if self.solver.solve() != "optimal":
            raise Infeasible(self.words)
        value = self.solver.value * self.unit
        self.solver.maximise(self.goal)
        return float(value)

    def points(self, low: float, high: float, count: int) -> tuple[Point, ...]:
        """Return points from low to high, solving those that are not bounded closely."""
        inside = _EDGE * (high - low)
        places = np.linspace(low + inside, high - inside, count)
        solved: Solved = {}
        at, step = count - 1, 1
        while at >= 0:
            solved[at] = self._solve(places[at])
            size = max(abs(each.value) for each in solved.values())
            bends = _bend(solved, at) > WITHIN / 2 * size
            if bends and step == 2:
                solved[at + 1] = self._solve(places[at + 1])
            step = 1 if bends or at < 2 else 2
            at -= step
        return tuple(_at(places, solved, at) for at in range(count))

    def _solve(self, money: float) -> Point:
        amount = money / self.unit
        low = amount if self.exactly else -np.inf
        self.solver.bound_row(self.row, self.money, low, amount)
        if refine(self.solver, _CHORDS, moved=True, sparing=True).state != "optimal":
            raise Infeasible((*self.words, f"money of {money:,.0f}"))
        solver = self.solver
        slope = float(solver.prices[self.row])
        plan = self.programme.plan(solver.values)
        return Point(float(money), solver.value * self.unit, slope, plan)


Solved = dict[int, Point]
Places = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def _beside(solved: Solved, at: int) -> tuple[Point, Point]:
    below = max(each for each in solved if each <= at)
    above = min(each for each in solved if each >= at)
    return solved[below], solved[above]


def _bend(solved: Solved, at: int) -> float:
    """Return how far the value may lie above the line, halfway to a richer point.

    After two short steps this tells whether a long one may be tried.
    """
    richer = at + 2
    if richer not in solved:
        return np.inf
    before, after = solved[at], solved[richer]
    half = (after.money - before.money) / 2
    upper = min(before.value + before.slope * half, after.value - after.slope * half)
    return float(upper - (before.value + after.value) / 2)


def _mixed(before: Point, after: Point, money: float) -> Point:
    width = after.money - before.money
    part = (money - before.money) / width if width else 0.0

    def mix(low: float, high: float) -> float:
        return (1 - part) * low + part * high

    plan = Plan(
        spend=(1 - part) * before.plan.spend + part * after.plan.spend,
        hires=(1 - part) * before.plan.hires + part * after.plan.hires,
    )
    value, slope = mix(before.value, after.value), mix(before.slope, after.slope)
    return Point(float(money), value, slope, plan, solved=False)


def _at(places: Places, solved: Solved, at: int) -> Point:
    if at in solved:
        return solved[at]
    return _mixed(*_beside(solved, at), float(places[at]))
