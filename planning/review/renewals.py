"""Renewals ahead, as contracts come due: how many begin, and how many are lost."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.actuals.cubes import DEAL_DAYS
from planning.actuals.rows import MOTIONS
from planning.actuals.slices import Slice
from planning.model.assuming.axes import RETAIN
from planning.model.measuring.kernels import DAYS_OF_A_MONTH
from planning.model.problem import Problem
from planning.review.components import Floats, counted, running_month

_ENOUGH: Final = 20
"""Fewer renewals do not tell how long before the due date they begin."""


def of_motions(part: Slice, *, retain: bool) -> Slice:
    """Return the renewals of a part of the company, or all its other deals."""
    kept: tuple[str | None, ...] = (RETAIN,)
    if not retain:
        kept = (None, *(it for it in MOTIONS if it != RETAIN))
    scope = part.scope.model_copy(update={"motion": kept})
    return Slice(part.counts, scope, part.context)


def begun(part: Slice, ahead: int) -> Floats | None:
    """Return renewals that begin in each month from the running one on.

    Formula: contracts due as many days later as renewals took so far to be closed. None
    where contracts have no due date, or too few renewals were closed.
    """
    renewals = of_motions(part, retain=True)
    found = renewals.histogram(DEAL_DAYS, "days", "deals")
    days, cases = found.during(slice(None))
    now = running_month(part)
    first, last = part.span
    if cases.sum() < _ENOUGH or not part.monthly("due_contracts")[1:].any():
        return None
    months = float(days @ cases / cases.sum()) / DAYS_OF_A_MONTH
    due = part.monthly("due_contracts")[1:].astype(np.float64)
    told: Floats = np.interp(
        now + np.arange(ahead) + months, np.arange(first, last), due, right=0.0
    )
    return told


def lost(part: Slice, problem: Problem, rate: float, ahead: int) -> Floats:
    """Return renewals expected to be lost in each month: due ones that are not renewed.

    Args:
        part: The whole company.
        problem: What its plan asks; its first month is the running one.
        rate: Share of contracts renewed.
        ahead: How many months.
    """
    cells, groups = problem.cells, problem.groups
    own = np.array([groups.motion[at] == RETAIN for at in cells.group], dtype=np.bool_)
    won: Floats = cells.open_won[own, :ahead].sum(axis=0)
    if ahead:
        now = running_month(part)
        won[0] -= counted(of_motions(part, retain=True), "won", now, now + 1)[0]
    told: Floats = np.maximum(won, 0.0) * (1 - rate) / max(rate, 1e-9)
    return told
