"""The programme's own work at the optimum: as much as it can, the money and hires standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.optimising.measures import Measures
from planning.model.optimising.optimise import Optimum, goal_of
from planning.model.tables import Floats

_HELD: Final = 1e-7


@dataclass(frozen=True, eq=False)
class Work:
    """What the programme works, by cell and month.

    Attributes:
        followed: Leads followed up, (K, T); 0 without leads.
        closed: Deals worked, (K, T).
    """

    followed: Floats
    closed: Floats


def fullest_work(optimum: Optimum) -> Work:
    """Return the most work that goes with the optimum.

    Where effort is worth nothing the first solve may leave it idle although somebody has
    time; a second solve at the optimum works as much as there is capacity for.

    Args:
        optimum: A solved problem; its solver ends where it stood.
    """
    solver, programme = optimum.solver, optimum.solver.programme
    values, prices, value = solver.values, solver.prices, solver.value
    measures = Measures(programme)
    goal = goal_of(measures, optimum.objective)
    least = value - _HELD * max(abs(value), 1.0)
    row = solver.add_row(goal, least, np.inf)
    solver.maximise(measures.effort())
    state = solver.solve()
    found = solver.values if state == "optimal" else values
    solver.bound_row(row, goal, -np.inf, np.inf)
    solver.maximise(goal)
    solver.values, solver.prices, solver.value = values, prices, value
    columns = programme.columns
    followed = np.where(columns.worked >= 0, found[columns.worked], 0.0)
    return Work(followed=followed, closed=found[columns.closed])
