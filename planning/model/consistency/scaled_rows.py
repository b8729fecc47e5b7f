"""Rows and columns as HiGHS takes them: each in units of its own size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from planning.model.consistency.layout import Terms
from planning.model.consistency.scaling import scales
from planning.model.tables import Floats


@dataclass(frozen=True, eq=False)
class ScaledRows:
    """Rows with the factors under which their entries come near 1.

    Attributes:
        rows: The sums.
        of_row: Factor of each row.
        of_column: Factor of each column; a column's value in its own units is what HiGHS
            finds times it.
    """

    rows: Sequence[Terms]
    of_row: Floats
    of_column: Floats

    @classmethod
    def of(cls, rows: Sequence[Terms], unit: int, aside: npt.NDArray[np.bool_]) -> ScaledRows:
        """Find the factors.

        Args:
            rows: The sums.
            unit: The unit's column; it is the last.
            aside: Rows that do not count in finding them.
        """
        of_row, columns, values = _entries(rows)
        told = (values != 0) & ~aside[of_row]
        shape = (len(rows), unit + 1)
        factors, of_column = scales(of_row[told], columns[told], values[told], shape, unit)
        largest = np.zeros(len(rows))
        np.maximum.at(largest, of_row, np.abs(values) * of_column[columns])
        factors = np.where(aside & (largest > 0), 1.0 / np.maximum(largest, 1e-300), factors)
        return cls(rows, factors, of_column)

    def programme(self, low: Floats, high: Floats) -> Any:  # noqa: ANN401 - highspy has no types
        """Return the rows between bounds, columns from 0 up, nothing sought yet."""
        import highspy

        of_row, columns, values = _entries(self.rows)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.of_column), len(self.rows)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.full(lp.num_col_, np.inf)
        lp.row_lower_, lp.row_upper_ = low, high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = np.searchsorted(of_row, np.arange(len(self.rows) + 1))
        lp.a_matrix_.start_, lp.a_matrix_.index_ = starts.astype(np.int32), columns
        lp.a_matrix_.value_ = values * self.of_row[of_row] * self.of_column[columns]
        lp.sense_ = highspy.ObjSense.kMaximize
        return lp


def _entries(
    rows: Sequence[Terms],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Return row, column and value of every entry, row by row."""
    sizes = [len(row.columns) for row in rows]
    return (
        np.repeat(np.arange(len(rows), dtype=np.int32), sizes),
        np.fromiter(chain.from_iterable(row.columns for row in rows), np.int32),
        np.fromiter(chain.from_iterable(row.weights for row in rows), np.float64),
    )
