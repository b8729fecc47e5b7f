"""Solving again from an optimum: other limits, the same flows, a fraction of the time.

The start is a copy of where an optimum stood: its chords and its basis. Solving from it
leaves it as it was, so the answer depends on the start and the limits alone, whoever asks
and in whatever order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planning.errors import Infeasible, SolveFailed
from planning.model.limits import Limit
from planning.model.optimising.chords import TOLERANCE
from planning.model.optimising.easing import MET, eased
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.start import Start


def optimise_from(start: Start, limits: Sequence[Limit], tolerance: float = TOLERANCE) -> Optimum:
    """Return the plan of most contribution under other limits.

    Args:
        start: Where to begin.
        limits: The limits that hold now; see `Start.solver`. The start's own may stay first.
        tolerance: Largest distance to the concave optimum, as a share of the value.

    Raises:
        Infeasible: The limits collide; `weighing.collisions` names which and what would do.
        SolveFailed: The solver came to no conclusion.
    """
    question = eased(start, limits, start.problem.limits)
    if question.least() > MET:
        raise Infeasible(tuple(limit.words for limit in limits))
    question.hold()
    found = question.maximise(question.measures.contribution(), tolerance, sparing=True)
    if found.state != "optimal":
        raise SolveFailed("The best plan under these limits was not found.")
    programme, solver = start.programme, question.solver
    return Optimum(
        problem=start.problem.under(*limits),
        objective="contribution",
        plan=programme.plan(np.asarray(solver.values)),
        programme_value=solver.value * programme.unit,
        bound=(solver.value + found.gap) * programme.unit,
        rounds=found.rounds,
        solver=solver,
    )
