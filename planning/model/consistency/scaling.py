"""Scaling: columns and rows in units of their own size, so that 10⁹ may stand beside 10⁻⁴."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.model.tables import Floats, Ints

_SWEEPS: Final = 12


def scales(
    rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int], fixed: int
) -> tuple[Floats, Floats]:
    """Return factors under which the entries of a matrix come near 1.

    Formula: row factor r, column factor c with r · |value| · c as near to 1 as can be in
    logarithms, by turns (Curtis and Reid, 1972, On the Automatic Scaling of Matrices for
    Gaussian Elimination). In the end no entry of a row exceeds 1.

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
    sizes = np.log(np.abs(values))
    of_row, of_column = np.zeros(shape[0]), np.zeros(shape[1])
    in_row = np.maximum(np.bincount(rows, minlength=shape[0]), 1)
    in_column = np.maximum(np.bincount(columns, minlength=shape[1]), 1)
    for _ in range(_SWEEPS):
        of_row = -np.bincount(rows, sizes + of_column[columns], shape[0]) / in_row
        of_column = -np.bincount(columns, sizes + of_row[rows], shape[1]) / in_column
        of_column[fixed] = 0.0
    # Powers of two change no digit of a value.
    of_column = np.round(of_column / np.log(2)) * np.log(2)
    largest = np.full(shape[0], -np.inf)
    np.maximum.at(largest, rows, sizes + of_column[columns])
    of_row = -np.where(np.isfinite(largest), largest, 0.0)
    return np.exp(of_row), np.exp2(np.round(of_column / np.log(2)))
