"""Scaling: columns and rows in units of their own size, so that 10⁹ may stand beside 10⁻⁴."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from planning.model.tables import Floats, Ints

_NEAR: Final = 1e-3
"""Logarithms nearer to the best ones than this make no difference."""


def scales(
    rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int], fixed: int
) -> tuple[Floats, Floats]:
    """Return factors under which the entries of a matrix come near 1.

    Formula: the least sum of squares of log(r · |value| · c) over all entries, r the row's
    factor and c the column's (Curtis and Reid, 1972, On the Automatic Scaling of Matrices
    for Gaussian Elimination). Column factors are powers of two, which change no digit; in
    the end no entry of a row exceeds 1.

    Args:
        rows: Row of each entry.
        columns: Column of each entry.
        values: The entries, none of them 0.
        shape: Rows and columns of the matrix.
        fixed: A column whose factor stays 1: the unit, in which bounds are written.

    Returns:
        Row factors and column factors.

    Example:
        >>> at = np.array([0, 0])
        >>> r, c = scales(at, np.array([0, 1]), np.array([1.0, 1e9]), (1, 2), fixed=1)
        >>> (r * np.array([1.0, 1e9]) * c).round(1).tolist()
        [1.0, 0.9]
    """
    sizes = np.log2(np.abs(values))
    in_row = np.maximum(np.bincount(rows, minlength=shape[0]), 1)

    def off_mean(entries: Floats) -> Floats:
        """Return by column how far its entries lie from the means of their rows, added up."""
        mean = np.bincount(rows, entries, shape[0]) / in_row
        found: Floats = np.bincount(columns, entries - mean[rows], shape[1]).astype(np.float64)
        found[fixed] = 0.0
        return found

    of_column = np.round(_solved(lambda it: off_mean(it[columns]), -off_mean(sizes)))
    largest = np.full(shape[0], -np.inf)
    np.maximum.at(largest, rows, sizes + of_column[columns])
    return np.exp2(-np.where(np.isfinite(largest), largest, 0.0)), np.exp2(of_column)


def _solved(times: Callable[[Floats], Floats], wanted: Floats) -> Floats:
    """Return what a positive semidefinite matrix turns into what is wanted, by conjugate
    gradients.
    """  # noqa: D205 - one sentence
    found = np.zeros_like(wanted)
    left = wanted.copy()
    towards, size = left.copy(), float(left @ left)
    for _ in range(len(wanted)):
        if size <= _NEAR**2:
            break
        ahead = times(towards)
        step = size / float(towards @ ahead)
        found += step * towards
        left -= step * ahead
        before, size = size, float(left @ left)
        towards = left + size / before * towards
    return found
