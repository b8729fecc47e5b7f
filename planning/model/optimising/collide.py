"""Limits that collide: the smallest set of them that no plan can hold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

import numpy as np

from planning.errors import Infeasible
from planning.model.limits import Envelope, Limit
from planning.model.optimising.chords import refine
from planning.model.optimising.limit_rows import Row
from planning.model.optimising.measures import Linear, Measures
from planning.model.optimising.programme import Programme
from planning.model.optimising.solver import Solver
from planning.model.tables import Floats, Ints

_MET: Final = 1e-7
"""Violation that counts as none, as a share of a limit's own size."""

_CLOSE: Final = 1e-8


def points_or_collision(programme: Programme, rows: Sequence[Row]) -> tuple[Ints, Floats]:
    """Return points of curves with which all limits hold.

    Raises:
        Infeasible: There are none; names a set of limits that collide, of which any one
            taken away lets the others hold.
    """
    violation, solver = _least_violation(programme, rows)
    if violation <= _MET:
        return solver.points_curve, solver.points_money
    prices = np.abs(solver.prices[solver.first_limit :][: len(rows)])
    blamed = {
        id(row.limit): row.limit for row, price in zip(rows, prices, strict=True) if price > 0
    }
    needed = _irreducible(programme, rows, blamed)
    least = None
    if any(isinstance(limit, Envelope) for limit in needed):
        least = _least_total(programme, rows)
    raise Infeasible(tuple(limit.words for limit in needed), least)


def _least_total(programme: Programme, rows: Sequence[Row]) -> float | None:
    """Return the least money of the year with which all other limits hold, in whole units.

    None where they do not hold either.
    """
    others = [row for row in rows if not isinstance(row.limit, Envelope)]
    solver = Solver(programme, Measures(programme).spend() * -1.0, others)
    solver.add_points(*programme.curves.first_points())
    if refine(solver, _CLOSE).state != "optimal":
        return None
    return float(ceil(-solver.value * programme.unit - _MET))


def _irreducible(
    programme: Programme, rows: Sequence[Row], blamed: dict[int, Limit]
) -> list[Limit]:
    """Return the blamed limits that are needed for the collision: leave one out by turns."""
    kept = dict(blamed)
    for key in list(blamed):
        without = [row for row in rows if id(row.limit) in kept and id(row.limit) != key]
        if _least_violation(programme, without)[0] > _MET:
            del kept[key]
    return list(kept.values())


def _least_violation(programme: Programme, rows: Sequence[Row]) -> tuple[float, Solver]:
    """Return the least sum of violations, each as a share of its limit's size."""
    nothing = Linear(np.zeros(programme.columns.count))
    solver = Solver(programme, nothing, rows)
    for at, row in enumerate(rows):
        size = _size(row)
        for sign, bound in ((1.0, row.low), (-1.0, row.high)):
            if np.isfinite(bound):
                solver.add_slack(solver.first_limit + at, sign * size)
    solver.add_points(*programme.curves.first_points())
    refine(solver, _CLOSE, scale=1.0)
    return -solver.value, solver


def _size(row: Row) -> float:
    bounds = [abs(each - row.expression.constant) for each in (row.low, row.high)]
    return max([each for each in bounds if np.isfinite(each)] + [1.0])
