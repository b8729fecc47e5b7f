"""Columns of the right types, whole tables of them, and their Parquet files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_sources.demo.draws import NEVER, Bools, Floats, Ints
from planning.actuals.rows import Kind
from planning.actuals.tables import TABLES

Column = pd.api.extensions.ExtensionArray
Columns = dict[str, Column]

TEXT_TYPE: Final = "string[pyarrow]"
DAY_TYPE: Final = "date32[pyarrow]"

_TYPES: Final[dict[Kind, str]] = {
    "text": TEXT_TYPE,
    "choice": TEXT_TYPE,
    "attributes": TEXT_TYPE,
    "day": DAY_TYPE,
    "month": DAY_TYPE,
    "count": "Int64",
    "money": "Int64",
    "number": "Float64",
    "flag": "boolean",
}
"""The pandas type of each kind of field; in Parquet VARCHAR, DATE, BIGINT, DOUBLE, BOOLEAN."""


def words(values: Sequence[str | None]) -> Column:
    """Return texts; None is missing."""
    return pd.array(list(values), dtype=TEXT_TYPE)


def numbered(prefix: str, n: int) -> Column:
    """Return n ids with a prefix, from 1.

    Example:
        >>> list(numbered("L-", 2))
        ['L-000001', 'L-000002']
    """
    return pd.array([f"{prefix}{number:06d}" for number in range(1, n + 1)], dtype=TEXT_TYPE)


def labels(names: Sequence[str | None] | Column, codes: Ints) -> Column:
    """Return the name at each position; -1 is missing."""
    known = names if isinstance(names, Column) else words(names)
    taken: Column = known.take(codes, allow_fill=True)
    return taken


def days(values: Ints, known: Bools | None = None) -> Column:
    """Return dates from day numbers; `NEVER` and what is not known are missing."""
    present = values < NEVER
    if known is not None:
        present &= known
    stamps = np.where(present, values, 0).astype("datetime64[D]").astype("datetime64[s]")
    stamps[~present] = np.datetime64("NaT")
    return pd.Series(stamps).astype(DAY_TYPE).array


def whole(values: Ints, known: Bools | None = None) -> Column:
    """Return whole numbers (counts, cents)."""
    missing = np.zeros(len(values), dtype=np.bool_) if known is None else ~known
    return pd.arrays.IntegerArray(values.astype(np.int64), missing)


def numbers(values: Floats, known: Bools | None = None) -> Column:
    """Return numbers with decimals."""
    missing = np.zeros(len(values), dtype=np.bool_) if known is None else ~known
    return pd.arrays.FloatingArray(values.astype(np.float64), missing)


def flags(values: Bools, known: Bools | None = None) -> Column:
    """Return yes and no."""
    missing = np.zeros(len(values), dtype=np.bool_) if known is None else ~known
    return pd.arrays.BooleanArray(values.astype(np.bool_), missing)


def table(name: str, columns: Columns) -> pd.DataFrame:
    """Return a fact table with every column of its contract, in order.

    Args:
        name: The fact table.
        columns: Some of its columns, all of one length; the others are left empty.

    Raises:
        KeyError: A column is not one of the table's.
    """
    fields = TABLES[name].fields
    unknown = set(columns) - {spec.column for spec in fields}
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    n = len(next(iter(columns.values())))
    empty: npt.NDArray[Any] = np.full(n, None, dtype=object)
    filled = {
        spec.column: columns.get(spec.column, pd.Series(empty, dtype=_TYPES[spec.kind]))
        for spec in fields
    }
    return pd.DataFrame(filled)


def write(frames: Mapping[str, pd.DataFrame], folder: Path) -> dict[str, Path]:
    """Write each table as Parquet with the types of stored facts.

    Args:
        frames: Tables by name, as `generate` returns them.
        folder: Where `<table>.parquet` goes; made if it is not there.

    Returns:
        The file of each table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        frame.to_parquet(path, engine="pyarrow", index=False)
        written[name] = path
    return written
