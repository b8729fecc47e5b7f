"""Whole hires: the best plan whose hires are whole people."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from planning.errors import SolveFailed
from planning.model.optimise import Optimum, solved

SECONDS: Final = 20.0
"""After this the best plan found so far is taken."""

GAP: Final = 5e-4
"""Share of the value at which the search for better whole hires ends."""


def with_whole_hires(optimum: Optimum, seconds: float = SECONDS) -> Optimum:
    """Return the best plan with whole hires, money fitted to them.

    The integer programme is solved on the chords of the optimum; then its hires stand and
    the chords are refined around the money that goes with them.

    Args:
        optimum: A solved problem; its solver is used up.
        seconds: Longest search.

    Raises:
        SolveFailed: No plan with whole hires was found in time.
    """
    import highspy

    solver, programme = optimum.solver, optimum.solver.programme
    hires = programme.columns.hires.ravel().astype(np.int32)
    kinds = np.full(len(hires), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    high = np.floor(programme.high[hires] + 1e-9)
    solver.highs.changeColsBounds(len(hires), hires, np.zeros(len(hires)), high)
    solver.highs.changeColsIntegrality(len(hires), hires, kinds)
    solver.option(time_limit=seconds + solver.highs.getRunTime(), mip_rel_gap=GAP)
    solver.highs.run()
    info = solver.highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise SolveFailed("No plan with whole hires was found in time.")
    whole = np.rint(np.asarray(solver.highs.getSolution().col_value)[hires])
    kinds[:] = int(highspy.HighsVarType.kContinuous)
    solver.highs.changeColsIntegrality(len(hires), hires, kinds)
    solver.highs.changeColsBounds(len(hires), hires, whole, whole)
    solver.option(time_limit=np.inf)
    found = solved(solver)
    sign = -1.0 if optimum.objective == "least-spend" else 1.0
    return replace(
        optimum,
        plan=programme.plan(solver.values),
        programme_value=sign * solver.value * programme.unit,
        rounds=optimum.rounds + found.rounds,
    )
