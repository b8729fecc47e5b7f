"""From the engine's parts to one frame of cells per cube."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from planning.actuals.cubes import KEYS, MEASURES, SQUARE_MEASURES

Numbers = npt.NDArray[np.int64]

WHOLE_KEYS: Final = frozenset({"month", "days", "hours", "cents", "end"})
"""Keys that hold the number itself; all other keys are text."""

LARGEST: Final = 2**62


def frame_of(name: str, parts: Sequence[pa.Table]) -> pd.DataFrame:
    """Put the parts of a cube together.

    Args:
        name: The cube.
        parts: Tables with all the cube's keys and some of its measures; each combination
            of keys is in one row per measure at most.

    Returns:
        One row per combination of keys, ordered by them, missing text first; a measure
        without a part is 0. Text keys are categorical, None where missing.
    """
    keys = KEYS[name]
    codes, labels = _codes(parts, keys)
    rows, cells, size = _rows(codes, [len(part) for part in parts])
    columns: dict[str, Any] = {}
    for key in keys:
        column = codes[key][rows]
        columns[key] = column if key in WHOLE_KEYS else _texts(column, labels[key])
    for measure in MEASURES[name]:
        total = np.zeros(size, np.float64 if measure in SQUARE_MEASURES else np.int64)
        for part, where in zip(parts, cells, strict=True):
            if measure in part.column_names:
                total[where] = part[measure].to_numpy()
        columns[measure] = total
    # A copy would move every measure of a large cube once more for nothing.
    return pd.DataFrame(columns, copy=False)


def _codes(
    parts: Sequence[pa.Table], keys: Sequence[str]
) -> tuple[dict[str, Numbers], dict[str, list[str]]]:
    """Return each key of all parts' rows as whole numbers, texts by rank, missing -1."""
    codes: dict[str, Numbers] = {}
    labels: dict[str, list[str]] = {}
    for key in keys:
        chunks = [chunk for part in parts for chunk in part[key].chunks]
        column = pa.chunked_array(chunks, type=parts[0][key].type)
        if key in WHOLE_KEYS:
            codes[key] = column.to_numpy().astype(np.int64)
            continue
        packed = column.dictionary_encode().unify_dictionaries().combine_chunks()
        found = packed.dictionary.to_pylist() if len(packed) else []
        labels[key] = sorted(found)
        rank = {label: place for place, label in enumerate(labels[key])}
        ranks = np.array([rank[label] for label in found] + [-1], np.int64)
        codes[key] = ranks[packed.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return codes, labels


def _rows(
    codes: Mapping[str, Numbers], lengths: Sequence[int]
) -> tuple[Numbers, list[Numbers], int]:
    """Return a row of each combination of keys, and for every part the cell of its rows."""
    place, reach = np.zeros(sum(lengths), np.int64), 1
    for values in codes.values():
        column = values
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        if reach * span > LARGEST:
            # Numbered densely again, so that no product outgrows 64 bits.
            found, place = np.unique(place, return_inverse=True)
            dense, column = np.unique(column, return_inverse=True)
            low, span, reach = 0, len(dense), len(found)
        place, reach = place * span + (column - low), reach * span
    _, first, cell = np.unique(place, return_index=True, return_inverse=True)
    return first, np.split(cell, np.cumsum(lengths)[:-1]), len(first)


def cells_of(frame: pd.DataFrame, keys: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return, for some keys, a row of each combination in order and the cell of each row."""
    codes = {
        key: (frame[key] if key in WHOLE_KEYS else frame[key].cat.codes).to_numpy().astype(np.int64)
        for key in keys
    }
    first, cells, _ = _rows(codes, [len(frame)])
    return first, cells[0]


def _texts(column: Numbers, labels: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(column, categories=pd.Index(labels, dtype=object))
