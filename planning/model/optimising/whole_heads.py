"""Whole hires: the best plan whose hires are whole people."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from planning.errors import Infeasible, SolveFailed
from planning.model.optimising.chords import Refined
from planning.model.optimising.optimise import Optimum, solved
from planning.model.optimising.solver import Solver
from planning.model.tables import Floats

SECONDS: Final = 8.0
"""After this the best plan found so far is taken."""

GAP: Final = 5e-4
"""Share of the value at which the search for better whole hires ends."""

_CLOSE: Final = 1e-6
"""A hire so near a whole one is one."""


def with_whole_hires(optimum: Optimum, seconds: float = SECONDS) -> Optimum:
    """Return the best plan with whole hires, money fitted to them.

    The integer programme is solved on the chords of the optimum; then its hires stand and
    the chords are refined around the money that goes with them. If it finds nothing in
    time, the optimum's hires are rounded instead.

    Args:
        optimum: A solved problem; its solver is used up.
        seconds: Longest search.

    Raises:
        SolveFailed: No plan with whole hires was found.
    """
    solver, programme = optimum.solver, optimum.solver.programme
    relaxed = optimum.plan.hires.ravel()
    tried = [np.rint(relaxed), np.floor(relaxed + _CLOSE)]
    searched = _searched(solver, seconds)
    found = _first_possible(solver, tried if searched is None else [searched, *tried])
    sign = -1.0 if optimum.objective == "least-spend" else 1.0
    return replace(
        optimum,
        plan=programme.plan(solver.values),
        programme_value=sign * solver.value * programme.unit,
        rounds=optimum.rounds + found.rounds,
    )


def _searched(solver: Solver, seconds: float) -> Floats | None:
    """Return the best whole hires found in time; None if there are none."""
    import highspy

    hires, whole = _columns(solver), highspy.HighsVarType.kInteger
    kinds = np.full(len(hires), int(whole), dtype=np.uint8)
    high = np.floor(solver.programme.high[hires] + 1e-9)
    solver.highs.changeColsBounds(len(hires), hires, np.zeros(len(hires)), high)
    solver.highs.changeColsIntegrality(len(hires), hires, kinds)
    solver.option(time_limit=seconds + solver.highs.getRunTime(), mip_rel_gap=GAP)
    solver.highs.run()
    status = solver.highs.getInfo().primal_solution_status
    values = np.asarray(solver.highs.getSolution().col_value)
    kinds[:] = int(highspy.HighsVarType.kContinuous)
    solver.highs.changeColsIntegrality(len(hires), hires, kinds)
    solver.option(time_limit=np.inf)
    if status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    found: Floats = np.rint(values[hires])
    return found


def _first_possible(solver: Solver, tried: list[Floats]) -> Refined:
    """Solve with the first hires that the limits allow."""
    hires = _columns(solver)
    for whole in tried:
        solver.highs.changeColsBounds(len(hires), hires, whole, whole)
        try:
            return solved(solver)
        except Infeasible:
            continue
    raise SolveFailed("No plan with whole hires was found.")


def _columns(solver: Solver) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return solver.programme.columns.hires.ravel().astype(np.int32)
