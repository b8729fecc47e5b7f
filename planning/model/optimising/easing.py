"""Easing: limits that may be broken at a price, so that any question can be solved from a start.

First the least is found by which the eased limits are broken together. If that is nothing they
are held, and what is sought is maximised from there. The primal method goes on from a solution
to the next all the way; the dual one may wander for minutes where limits collide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planning.errors import SolveFailed
from planning.model.limits import Limit
from planning.model.optimising.chords import Refined, refine
from planning.model.optimising.limit_rows import Row, rows_of
from planning.model.optimising.measures import Linear, Measures
from planning.model.optimising.solver import Solver
from planning.model.tables import Floats, Ints

if TYPE_CHECKING:
    from planning.model.optimising.start import Start

MET: Final = 1e-7
"""Violation that counts as none, as a share of a limit's own size."""

_DECIDED: Final = 0.3
"""The distance to the least violation, as a share of it, at which it is known not to be nothing."""

_CLOSE: Final = 1e-8
_EXACT: Final = 1e-9
_PRICED: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Eased:
    """A question standing where a start stood, with some limits that may be broken.

    Attributes:
        solver: Its programme.
        measures: What plans are judged by in it.
        rows: Which of the solver's limits each slack belongs to, (S).
        columns: Column of each slack, (S).
        sizes: What a slack of 1 breaks its row by, signed, (S).
        stands: Whether it begins at a solution; else it is solved from nothing.
    """

    solver: Solver
    measures: Measures
    rows: Ints
    columns: Ints
    sizes: Floats
    stands: bool

    def least(self, tolerance: float = _DECIDED) -> float:
        """Return the least sum of violations, each as a share of its limit's size.

        Args:
            tolerance: How far it may lie above the least, as a share of it.

        Raises:
            SolveFailed: The solver came to no conclusion.
        """
        if not len(self.columns):
            return 0.0
        self._price(np.full(len(self.columns), -1.0))
        self.solver.maximise(Linear(self.measures.nothing()))
        scale = _CLOSE / tolerance
        found = refine(self.solver, tolerance, scale, moved=not self.stands)
        if found.state != "optimal":
            raise SolveFailed(f"How far limits collide was not found: {found.state}.")
        return max(-self.solver.value, 0.0)

    def hold(self) -> None:
        """Hold all limits, once they can be."""
        self._bound(0.0)

    def free(self) -> None:
        """Let the eased limits be broken again."""
        self._bound(np.inf)

    def leave_out(self, limits: Sequence[Limit]) -> None:
        """Take some limits away."""
        for at in self._places(limits):
            row = self.solver.limits[at]
            number = self.solver.first_limit + at
            self.solver.bound_row(number, row.expression, -np.inf, np.inf)

    def put_back(self, limits: Sequence[Limit]) -> None:
        """Bring limits back that were taken away."""
        for at in self._places(limits):
            row = self.solver.limits[at]
            self.solver.bound_row(self.solver.first_limit + at, row.expression, row.low, row.high)

    def maximise(self, goal: Linear, tolerance: float, *, sparing: bool = False) -> Refined:
        """Maximise under the limits as they stand, going on from the last solution."""
        self.solver.maximise(goal)
        return refine(self.solver, tolerance, sparing=sparing)

    def nearest(self, limits: Sequence[Limit], tolerance: float = MET) -> float:
        """Return the least by which some eased limits are broken while the others hold.

        Args:
            limits: The eased limits that may give way.
            tolerance: Largest distance to that least, as a share of it.

        Returns:
            The sum over their rows, in the rows' own unit.
        """
        own = np.isin(self.rows, self._places(limits))
        self._bound(np.where(own, np.inf, 0.0))
        self._price(np.where(own, -np.abs(self.sizes), -1.0))
        self.solver.maximise(Linear(self.measures.nothing()))
        refine(self.solver, tolerance)
        return max(-self.solver.value, 0.0)

    def blamed(self) -> frozenset[int]:
        """Return the ids of the limits that the least violation is owed to."""
        solver = self.solver
        prices = np.abs(solver.prices[solver.first_limit :][: len(solver.limits)])
        return frozenset(id(solver.limits[at].limit) for at in np.flatnonzero(prices > _PRICED))

    def broken(self, limits: Sequence[Limit]) -> float:
        """Return by how much some limits are broken in the last solution, in their rows' unit."""
        own = np.isin(self.rows, self._places(limits))
        slack = self.solver.values[self.columns]
        return float((slack * self.sizes)[own].sum())

    def _places(self, limits: Sequence[Limit]) -> list[int]:
        wanted = {id(limit) for limit in limits}
        return [at for at, row in enumerate(self.solver.limits) if id(row.limit) in wanted]

    def _price(self, costs: Floats) -> None:
        columns = self.columns.astype(np.int32)
        self.solver.highs.changeColsCost(len(columns), columns, costs)

    def _bound(self, high: Floats | float) -> None:
        columns, zero = self.columns.astype(np.int32), np.zeros(len(self.columns))
        highs = np.broadcast_to(np.asarray(high, dtype=np.float64), zero.shape).copy()
        self.solver.highs.changeColsBounds(len(columns), columns, zero, highs)


def eased(start: Start, limits: Sequence[Limit], firm: Collection[Limit]) -> Eased:
    """Return a question under other limits, those that are not firm eased.

    Args:
        start: Where to begin.
        limits: The limits that hold now; see `Start.solver`.
        firm: Limits that stand: the start's own solution holds them.

    Raises:
        UsageError: A limit names a channel, pool or month the problem does not have.
    """
    measures = Measures(start.programme)
    rows = [row for limit in limits for row in rows_of(limit, measures)]
    solver = Solver(start.programme, measures.contribution(), rows)
    stands = len(start.rows) <= int(solver.highs.getNumRow())
    basis = _Basis(start, len(rows)) if stands else None
    solver.option(dual_feasibility_tolerance=_EXACT, primal_feasibility_tolerance=_EXACT)
    first, places, sizes = solver.first_point, [], []
    for at, row in enumerate(rows):
        if row.limit not in firm:
            (sign, bound) = (1.0, row.low) if np.isfinite(row.low) else (-1.0, row.high)
            size = sign * max(abs(bound - row.expression.constant), 1.0)
            solver.add_slack(solver.first_limit + at, size)
            places.append(at)
            sizes.append(size)
            if basis is not None:
                basis.ease(at, row, sign)
    solver.add_points(start.curves, start.money)
    if basis is not None:
        basis.stand(solver)
    columns = np.arange(first, first + len(places), dtype=np.int64)
    numbers = np.array(places, dtype=np.int64)
    return Eased(solver, measures, numbers, columns, np.array(sizes), stands)


class _Basis:
    """A start's basis with slacks in it, so placed that the start's solution stays one."""

    def __init__(self, start: Start, count: int) -> None:
        import highspy

        self.kinds = highspy.HighsBasisStatus
        self.start, self.slacks = start, list[Any]()
        self.first = start.programme.entries.count
        free = self.first + count - len(start.rows)
        self.rows = [*start.rows, *[self.kinds.kBasic] * free]

    def ease(self, at: int, row: Row, sign: float) -> None:
        """Place the slack of a row: in the basis instead of a row that is broken."""
        place = self.first + at
        bound = row.low if sign > 0 else row.high
        breaks = sign * (bound - row.expression.at(self.start.values)) > 0
        if breaks and self.rows[place] == self.kinds.kBasic:
            self.rows[place] = self.kinds.kLower if sign > 0 else self.kinds.kUpper
            self.slacks.append(self.kinds.kBasic)
        else:
            self.slacks.append(self.kinds.kLower)

    def stand(self, solver: Solver) -> None:
        """Set the basis of a solver that has all slacks and the start's points."""
        import highspy

        columns = self.start.columns
        points = len(columns) - len(self.start.curves)
        basis = highspy.HighsBasis()
        basis.valid = True
        basis.col_status = [*columns[:points], *self.slacks, *columns[points:]]
        basis.row_status = self.rows
        solver.highs.setBasis(basis)
