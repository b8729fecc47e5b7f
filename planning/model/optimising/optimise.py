"""The best plan: one optimum over marketing money and sales capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np

from planning.errors import Infeasible, Unbounded, UsageError
from planning.model.limits import Envelope, LeastCustomers, LeastLeads, LeastRevenue, Limit
from planning.model.optimising.chords import TOLERANCE, Refined, refine
from planning.model.optimising.curves import FIRST_POINTS
from planning.model.optimising.limit_rows import Row, rows_of
from planning.model.optimising.measures import Linear, Measures
from planning.model.optimising.programme import Programme
from planning.model.optimising.solver import Solver
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate

Objective = Literal["contribution", "revenue", "least-spend"]

MODEL_VERSION: Final = 5
"""Rises whenever the model's numbers change; stored with each plan."""

_PATIENCE: Final = 4.0
"""Seconds after which limits are suspected to collide: where they do, the simplex method may
wander without end. Whether they do is then found out, so the answer never hangs on the clock."""

_HELD: Final = 1e-7
"""How much of the optimum a second solve may give up, as a share of the value."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best plan of a problem.

    Money is in plan-currency units.

    Attributes:
        problem: The question with its limits.
        objective: What was sought.
        plan: What to decide.
        programme_value: The linear programme's value of it.
        bound: No plan is worth more (for least spend: costs less), chords allowed for.
        rounds: How often was solved.
        solver: Where it ended, to be asked for prices.
    """

    problem: Problem
    objective: Objective
    plan: Plan
    programme_value: float
    bound: float
    rounds: int
    solver: Solver

    @cached_property
    def outcome(self) -> Outcome:
        """What the plan brings, by the simulation."""
        return simulate(self.problem, self.plan)

    @cached_property
    def current(self) -> Outcome:
        """What the current plan brings, by the simulation."""
        return simulate(self.problem, current_plan(self.problem))

    @property
    def value(self) -> float:
        """The plan's value by the simulation, as every plan's is."""
        return value_of(self.outcome, self.objective)

    @property
    def gap(self) -> float:
        """How far the simulation stays behind the programme, as a share of its value."""
        size = max(abs(self.programme_value), 1e-9)
        return (self.programme_value - self.value) / size


def value_of(outcome: Outcome, objective: Objective) -> float:
    """Return a simulated plan's value under an objective, the first draw's."""
    if objective == "contribution":
        return float(outcome.contribution[0])
    return float(outcome.year("revenue" if objective == "revenue" else "money")[0])


def optimise(problem: Problem, objective: Objective = "contribution") -> Optimum:
    """Return the best plan within the problem's limits.

    Args:
        problem: The question.
        objective: Most contribution: discounted value of deals less all money, over all
            months; most revenue: bookings of the fiscal year; least spend: money of the
            fiscal year that holds a least revenue, customers or leads. Of equally good
            plans the one of most contribution is taken.

    Raises:
        Infeasible: The limits collide; names the smallest set that does.
        Unbounded: Nothing limits the money.
        SolveFailed: The solver came to no conclusion.
        UsageError: Least spend was asked for without anything to reach.
    """
    if objective == "least-spend" and not _reaches(problem.limits):
        raise UsageError("Least spend has nothing to reach.", "Name a least revenue.")
    programme = Programme(problem)
    measures = Measures(programme)
    goal = goal_of(measures, objective)
    rows = [row for limit in problem.limits for row in rows_of(limit, measures)]
    solver = started(programme, goal, rows)
    found = solved(solver)
    value, gap = solver.value, found.gap
    if objective != "contribution":
        if objective == "revenue":
            _refuse_endless(solver, measures, problem.limits)
        _take_most_contribution(solver, measures, goal, value)
    sign = -1.0 if objective == "least-spend" else 1.0
    return Optimum(
        problem=problem,
        objective=objective,
        plan=programme.plan(solver.values),
        programme_value=sign * value * programme.unit,
        bound=sign * (value + gap) * programme.unit,
        rounds=found.rounds,
        solver=solver,
    )


def goal_of(measures: Measures, objective: Objective) -> Linear:
    """Return what is maximised."""
    if objective == "contribution":
        return measures.contribution()
    return measures.revenue() if objective == "revenue" else measures.spend() * -1.0


def started(
    programme: Programme,
    goal: Linear,
    rows: Sequence[Row],
    multiples: tuple[float, ...] = FIRST_POINTS,
) -> Solver:
    """Return a solver with first chords."""
    solver = Solver(programme, goal, rows)
    solver.add_points(*programme.curves.first_points(multiples))
    return solver


def solved(solver: Solver, tolerance: float = TOLERANCE) -> Refined:
    """Solve with chords refined; tell infeasible and unbounded apart.

    Raises:
        Infeasible: The limits collide.
        Unbounded: Nothing limits the money.
    """
    solver.stop_after(_PATIENCE)
    found = refine(solver, tolerance)
    solver.stop_after(np.inf)
    if found.state in ("infeasible", "unsettled"):
        from planning.model.optimising.collide import points_or_collision

        # Coarse chords bring too few leads; finer ones may hold what they could not.
        solver.add_points(*points_or_collision(solver.programme, solver.limits))
        found = refine(solver, tolerance)
        if found.state == "infeasible":
            raise Infeasible(tuple(row.limit.words for row in solver.limits))
    if found.state == "unbounded":
        raise Unbounded
    return found


def _reaches(limits: Sequence[Limit]) -> bool:
    return any(isinstance(limit, LeastRevenue | LeastCustomers | LeastLeads) for limit in limits)


def _refuse_endless(solver: Solver, measures: Measures, limits: Sequence[Limit]) -> None:
    """Refuse most revenue where money has no limit: more would always bring a little more."""
    if any(isinstance(limit, Envelope) for limit in limits):
        return
    other = started(solver.programme, measures.spend(), solver.limits)
    other.add_points(solver.points_curve, solver.points_money)
    if other.solve() == "unbounded":
        raise Unbounded


def _take_most_contribution(solver: Solver, measures: Measures, goal: Linear, value: float) -> None:
    """Solve again among the equally good plans for the one of most contribution."""
    prices = solver.prices
    row = solver.add_row(goal, value - _HELD * max(abs(value), 1.0), np.inf)
    solver.maximise(measures.contribution())
    refine(solver)
    solver.bound_row(row, goal, -np.inf, np.inf)
    solver.maximise(goal)
    # Prices are those of the objective itself.
    solver.prices, solver.value = prices, value
