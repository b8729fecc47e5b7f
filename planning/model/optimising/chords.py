"""Chords refined around the solution until chord and curve agree.

After each solve the prices of money and leads tell, for each curve, the point of the curve
that would improve the solution most; it is added and the programme solved again from where
it stood. What all those points together could still add bounds the distance to the true
concave optimum, because no point of a curve is worth more than its best one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.errors import SolveFailed
from planning.model.optimising.solver import Solver, State
from planning.model.response import money_at_slope
from planning.model.tables import Floats

TOLERANCE: Final = 1e-6
"""Largest distance to the concave optimum, as a share of the value."""

_ROUNDS: Final = 25
_DUAL, _PRIMAL = 1, 4
_EXACT: Final = 1e-9
_FALLS: Final = 0.9
"""A gap that falls by less than this and is small is the solver's own inexactness."""

_AROUND: Final = (0.9, 0.97, 1.0, 1.03, 1.1)
"""Where chords meet around a curve's money, as multiples of it."""

_LEAST_PRICE: Final = 1e-12
_FARTHEST: Final = 1e4
"""Points stay within so many halves: beyond, a curve is flat."""


@dataclass(frozen=True)
class Refined:
    """Where refining ended.

    Attributes:
        state: Of the last solve.
        rounds: How often was solved.
        gap: What the concave optimum may lie above the value, in the objective's unit.
    """

    state: State
    rounds: int
    gap: float = 0.0


def refine(
    solver: Solver,
    tolerance: float = TOLERANCE,
    scale: float = 0.0,
    *,
    moved: bool = False,
    sparing: bool = False,
) -> Refined:
    """Solve, refining chords until they agree with the curves.

    Args:
        solver: A programme with first points; it keeps the points that are added.
        tolerance: Largest gap as a share of the value, or of `scale` if that is larger.
        scale: A size the value is measured against, in the objective's unit.
        moved: Whether bounds were moved since the last solution.
        sparing: Whether few points are added, for many solves one after the other.

    Raises:
        SolveFailed: The solver came to no conclusion, or the chords did not close in.
    """
    # Moved bounds leave the last prices good, so the dual method goes on from them; new
    # columns leave the last solution feasible, so the primal method goes on from it.
    solver.option(simplex_strategy=_DUAL if moved else _PRIMAL)
    if tolerance < TOLERANCE:
        solver.option(dual_feasibility_tolerance=_EXACT, primal_feasibility_tolerance=_EXACT)
    last = np.inf
    for number in range(1, _ROUNDS + 1):
        state = solver.solve()
        solver.option(simplex_strategy=_PRIMAL)
        if state != "optimal":
            return Refined(state, number)
        best, gains = most_worth(solver)
        gap = float(gains.sum())
        size = max(abs(solver.value), scale)
        stands = gap > _FALLS * last and gap <= TOLERANCE * max(size, abs(solver.goal.constant))
        if gap <= tolerance * size or stands:
            return Refined(state, number, gap)
        last = gap
        _add_points(solver, best, gains, least=gap / len(gains) / 4 if sparing else 0.0)
    raise SolveFailed("The response curves could not be followed closely enough.")


def _add_points(solver: Solver, best: Floats, gains: Floats, least: float) -> None:
    """Add the best point of each curve that gains; if not sparing also around its money."""
    curve = np.flatnonzero(gains > least)
    if least:
        solver.add_points(curve, best[curve])
        return
    now = effective_money_of(solver)
    points = [best[curve], (best + now)[curve] / 2, *(now[curve] * each for each in _AROUND)]
    solver.add_points(np.tile(curve, len(points)), np.concatenate(points))


def effective_money_of(solver: Solver) -> Floats:
    """Return the effective money of each curve in the last solution, (J)."""
    count = len(solver.programme.curves.channel)
    weights = solver.values[solver.first_point :][: len(solver.points_money)]
    on_chords = np.bincount(solver.points_curve, weights * solver.points_money, count)
    found: Floats = on_chords + solver.programme.unit * solver.values[solver.ray_columns]
    return found


def most_worth(solver: Solver) -> tuple[Floats, Floats]:
    """Return each curve's point that would add most, and what it could add, both (J).

    With the prices of effective money m < 0, of saturation s and of the curve's share c, a
    point adds s · saturation(e) + m · e − c, which is largest where saturation'(e) = −m / s.
    """
    programme = solver.programme
    half = programme.curves.half
    money = solver.prices[programme.money_rows] / programme.unit
    reached = solver.prices[programme.point_rows]
    share = solver.prices[programme.share_rows]
    worth = reached > _LEAST_PRICE
    slope = np.where(worth, -money / np.maximum(reached, _LEAST_PRICE), 1.0)
    best = money_at_slope(np.maximum(slope, 1 / (half * _FARTHEST**2)), half)
    adds = reached * best / (half + best) + money * best - share
    return best, np.where(worth, np.maximum(adds, 0.0), 0.0)
