"""A sparse matrix and its bounds, gathered entry by entry before they become a programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planning.model.tables import Floats, Ints


@dataclass
class Entries:
    """Rows gathered so far; blocks of entries are arrays that broadcast together."""

    rows: list[Ints] = field(default_factory=list)
    columns: list[Ints] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    count: int = 0

    def new_rows(self, low: Floats | float, high: Floats | float, shape: tuple[int, ...]) -> Ints:
        """Add rows with bounds and return their numbers in a shape."""
        size = int(np.prod(shape))
        numbers = np.arange(self.count, self.count + size, dtype=np.int64).reshape(shape)
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), shape).ravel())
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), shape).ravel())
        self.count += size
        return numbers

    def put(self, rows: Any, columns: Any, values: Any) -> None:  # noqa: ANN401 - arrays
        """Add entries; zeros are left out."""
        rows, columns, values = np.broadcast_arrays(rows, columns, values)
        keep = values.ravel() != 0
        self.rows.append(rows.ravel()[keep])
        self.columns.append(columns.ravel()[keep])
        self.values.append(values.ravel()[keep].astype(np.float64))

    def sorted(self) -> tuple[Ints, Ints, Floats]:
        """Return row starts, columns and values, equal places added up."""
        from scipy.sparse import coo_array  # type: ignore[import-untyped]

        rows, columns = np.concatenate(self.rows), np.concatenate(self.columns)
        values = np.concatenate(self.values)
        shape = (self.count, int(columns.max(initial=0)) + 1)
        matrix = coo_array((values, (rows, columns)), shape=shape).tocsr()
        return matrix.indptr, matrix.indices, matrix.data
