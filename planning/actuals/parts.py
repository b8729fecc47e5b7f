"""Parts of cubes: the rows one slice keeps, without copying what it does not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import Codes, Counts, Cube, Mask
from planning.actuals.cubes import KEYS, MEASURES

Monthly = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

NO_ROWS: Final[Rows] = np.zeros(0, dtype=np.intp)
_EXACT: Final = 2**53  # whole numbers up to here survive a sum in floats


@dataclass(frozen=True)
class Part:
    """Some rows of a cube; `rows` None stands for all of them."""

    cube: Cube
    rows: Rows | None = None

    def key(self, name: str) -> npt.NDArray[np.integer[Any]]:
        """Return a key column of the kept rows."""
        column = self.cube.keys[name]
        return column if self.rows is None else column[self.rows]

    def measure(self, name: str) -> Monthly:
        """Return a measure of the kept rows; zeros where the cube lacks it."""
        column = self.cube.measures.get(name)
        if column is None:
            size = self.cube.size if self.rows is None else len(self.rows)
            return np.zeros(size, dtype=np.int64)
        return column if self.rows is None else column[self.rows]

    def labelled(self, key: str, wanted: Callable[[str | None], bool]) -> Mask:
        """Return which kept rows have a wanted label under a text key."""
        allowed = np.array([wanted(label) for label in self.cube.labels[key]], np.bool_)
        kept: Mask = allowed[self.key(key)] if len(allowed) else np.zeros(0, np.bool_)
        return kept

    def only(self, mask: Mask) -> Part:
        """Return the kept rows for which the mask holds."""
        rows = np.flatnonzero(mask)
        return Part(self.cube, rows if self.rows is None else self.rows[rows])

    def split(self, key: str) -> dict[str | None, Part]:
        """Return the rows of each label of a text key, labels without rows left out."""
        codes = self.key(key)
        order = np.argsort(codes, kind="stable")
        edges = np.searchsorted(codes[order], np.arange(len(self.cube.labels[key]) + 1))
        rows = order if self.rows is None else self.rows[order]
        return {
            label: Part(self.cube, rows[start:end])
            for label, start, end in zip(self.cube.labels[key], edges[:-1], edges[1:], strict=True)
            if end > start
        }


def add_up(places: npt.NDArray[np.intp], values: Monthly, size: int) -> Monthly:
    """Return the sum of the values at each place; whole numbers stay exact.

    Example:
        >>> add_up(np.array([0, 2, 2]), np.array([5, 1, 2]), 3).tolist()
        [5, 0, 3]
    """
    sums = np.bincount(places, weights=values, minlength=size)
    if values.dtype.kind != "i":
        return sums
    if len(values) and float(np.abs(values).sum(dtype=np.float64)) >= _EXACT:
        exact = np.zeros(size, dtype=np.int64)
        np.add.at(exact, places, values)
        return exact
    return sums.astype(np.int64)


def cube_of(counts: Counts, name: str) -> Cube:
    """Return a cube by name, an empty one where the snapshot has no such rows."""
    cube = counts.cubes.get(name)
    if cube is not None and cube.size:
        return cube
    numbers = {"month", "days", "hours", "cents", "end"}
    no_codes: Codes = np.zeros(0, np.int32)
    return Cube(
        keys={key: np.zeros(0, np.int64) if key in numbers else no_codes for key in KEYS[name]},
        labels={key: () for key in KEYS[name] if key not in numbers},
        measures={measure: np.zeros(0, np.int64) for measure in MEASURES[name]},
    )
