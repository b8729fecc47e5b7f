"""Touches of kinds of accounts to owners: how many find room, and how near loads come."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from planning.errors import SolveFailed
from planning.model.covering.terms import Flags, Terms
from planning.model.tables import Floats

_SPARE: Final = 1e-8
_NO_MISS: Final = 1e-7
_FORCED: Final = 1e-7


class Flows:
    """Kinds of accounts × owners as one small programme, in units of the even load.

    Columns: flows, touches left out by kind, beyond the top and below the bottom by owner,
    the largest miss. Rows: kinds, tops, bottoms, room, misses, touches left out.
    """

    def __init__(
        self,
        kinds: Flags,
        touches: Floats,
        terms: Terms,
        low: float | Floats,
        high: float | Floats,
    ) -> None:
        self.unit = float(terms.load.sum() + terms.effort.sum()) / len(terms.owners)
        self.kind, self.owner = np.nonzero(kinds)
        self.kinds, self.owners, self.load = len(kinds), len(terms.owners), terms.load
        self.first_left = len(self.kind)
        self.first_over = self.first_left + self.kinds
        self.largest = self.first_over + 2 * self.owners
        none, zero = np.full(self.owners, np.inf), np.zeros(self.owners)
        room = terms.capacity - terms.load
        self.low = np.concatenate([touches, -none, low - terms.load, -none, -none, [0]])
        self.high = np.concatenate([touches, high - terms.load, none, room, zero, [np.inf]])
        self.first_miss = self.kinds + 3 * self.owners
        self.highs: Any = self._passed(self._matrix())

    def _matrix(self) -> Floats:
        rows = np.zeros((self.first_miss + self.owners + 1, self.largest + 1))
        flows, each, people = (np.arange(it) for it in (self.first_left, self.kinds, self.owners))
        rows[self.kind, flows] = 1.0
        rows[each, self.first_left + each] = 1.0
        for block in range(3):
            rows[self.kinds + block * self.owners + self.owner, flows] = 1.0
        over, under = self.first_over + people, self.first_over + self.owners + people
        rows[self.kinds + people, over] = -1.0
        rows[self.kinds + self.owners + people, under] = 1.0
        misses = self.first_miss + people
        rows[misses, over], rows[misses, under], rows[misses, self.largest] = 1.0, 1.0, -1.0
        rows[-1, self.first_left : self.first_over] = 1.0
        return rows

    def _passed(self, matrix: Floats) -> Any:  # noqa: ANN401 - highspy has no types
        import highspy

        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        highs.silent()
        row, column = np.nonzero(matrix)
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.full(lp.num_col_, np.inf)
        lp.row_lower_, lp.row_upper_ = self.low / self.unit, self.high / self.unit
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        sizes = np.bincount(row, minlength=lp.num_row_)
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)])
        lp.a_matrix_.index_, lp.a_matrix_.value_ = column, matrix[row, column]
        highs.passModel(lp)
        return highs

    def left_out(self) -> float:
        """Return the touches that find no room at best, and hold them from now on."""
        costs = np.zeros(self.largest + 1)
        costs[self.first_left : self.first_over] = 1.0
        columns, _ = self._solved(costs)
        left = max(float((costs * columns).sum()), 0.0)
        self.highs.changeRowBounds(len(self.low) - 1, 0.0, left + _SPARE)
        return left * self.unit

    def largest_miss(self) -> float:
        """Return the least that the largest miss of a band can be, touches a month."""
        columns, _ = self._solved(self._miss_costs())
        return float(columns[self.largest]) * self.unit

    def _miss_costs(self) -> Floats:
        costs = np.zeros(self.largest + 1)
        costs[self.largest] = 1.0
        return costs

    def nearest(self) -> Floats:
        """Return the loads whose misses of the band are least, the largest first."""
        costs = self._miss_costs()
        free = np.ones(self.owners, dtype=np.bool_)
        columns, prices = self._solved(costs)
        while free.any() and columns[self.largest] > _NO_MISS:
            # Who has a price misses the band by this much however touches are given.
            forced = free & (np.abs(prices[self.first_miss :][: self.owners]) > _FORCED)
            forced = forced if forced.any() else free
            for at in np.flatnonzero(forced).tolist():
                self.highs.changeCoeff(self.first_miss + at, self.largest, 0.0)
                most = columns[self.largest] + _SPARE
                self.highs.changeRowBounds(self.first_miss + at, -np.inf, most)
            free &= ~forced
            columns, prices = self._solved(costs)
        given = np.bincount(self.owner, columns[: self.first_left], self.owners)
        loads: Floats = self.load + given * self.unit
        return loads

    def _solved(self, costs: Floats) -> tuple[Floats, Floats]:
        import highspy

        places = np.arange(len(costs), dtype=np.int32)
        self.highs.changeColsCost(len(costs), places, costs)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.highs.clearSolver()
            self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise SolveFailed("How even the loads can be was not found.")
        solution = self.highs.getSolution()
        return np.asarray(solution.col_value), np.asarray(solution.row_dual)
