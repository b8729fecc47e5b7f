"""Where an optimum stood: a copy of its chords and its basis, to solve from again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planning.model.limits import Limit
from planning.model.optimising.limit_rows import Row, rows_of
from planning.model.optimising.measures import Measures
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.programme import Programme
from planning.model.optimising.solver import Solver
from planning.model.problem import Problem
from planning.model.tables import Floats, Ints


@dataclass(frozen=True, eq=False)
class Start:
    """Where an optimum stood.

    Attributes:
        problem: Its question.
        programme: Its columns and rows, which no question changes.
        curves, money: The points its chords pass through.
        columns, rows: Status of each column and row in its basis.
        values: Its solution, columns before the points of curves.
    """

    problem: Problem
    programme: Programme
    curves: Ints
    money: Floats
    columns: tuple[Any, ...]
    rows: tuple[Any, ...]
    values: Floats

    @classmethod
    def of(cls, optimum: Optimum) -> Start:
        """Copy where an optimum stands, before its solver is asked for anything else."""
        solver = optimum.solver
        columns, rows = _without_slacks(solver)
        return cls(
            problem=optimum.problem,
            programme=solver.programme,
            curves=solver.points_curve.copy(),
            money=solver.points_money.copy(),
            columns=columns,
            rows=rows,
            values=np.asarray(solver.values)[: solver.programme.columns.count].copy(),
        )

    def solver(self, limits: Sequence[Limit]) -> Solver:
        """Return a solver of the question under other limits, standing where the start stood.

        Args:
            limits: Instead of the problem's; those it keeps should come first, in its order.

        Raises:
            UsageError: A limit names a channel, pool or month the problem does not have.
        """
        measures = Measures(self.programme)
        rows = [row for limit in limits for row in rows_of(limit, measures)]
        return self.with_rows(rows)

    def with_rows(self, rows: Sequence[Row]) -> Solver:
        """Return the same for limits as rows."""
        import highspy

        found = Solver(self.programme, Measures(self.programme).contribution(), rows)
        found.add_points(self.curves, self.money)
        basis, count = highspy.HighsBasis(), int(found.highs.getNumRow())
        free = [highspy.HighsBasisStatus.kBasic] * max(count - len(self.rows), 0)
        basis.valid = True
        basis.col_status = list(self.columns)
        basis.row_status = [*self.rows, *free]
        if len(self.rows) <= count:
            found.highs.setBasis(basis)
        return found


def _without_slacks(solver: Solver) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the basis of columns and rows as if nothing had been eased.

    A slack in the basis, at nothing, hands its place to its row.
    """
    import highspy

    basis, basic = solver.highs.getBasis(), highspy.HighsBasisStatus.kBasic
    columns, rows = list(basis.col_status), list(basis.row_status)
    first = solver.first_point - len(solver.slack_rows)
    for status, row in zip(columns[first : solver.first_point], solver.slack_rows, strict=True):
        if status == basic:
            rows[row] = basic
    return (*columns[:first], *columns[solver.first_point :]), tuple(rows)
