"""Holding the engine's cubes to the second opinion, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from data_sources.facts.counting import build_counts
from planning.actuals.cubes import KEYS, MEASURES, SQUARE_MEASURES
from planning.company import Company
from tests.witnesses.polars_counts import Cells, recount


def cells_of_frame(name: str, frame: pd.DataFrame) -> Cells:
    """Return a counted cube as sums by keys, every key once; cells of 0 are left out."""
    assert list(frame.columns) == [*KEYS[name], *MEASURES[name]]
    cells: Cells = {}
    width = len(KEYS[name])
    for row in frame.astype(object).itertuples(index=False, name=None):
        keys = tuple(None if pd.isna(key) else key for key in row[:width])
        assert keys not in cells, f"{name} has {keys} twice"
        cells[keys] = {
            measure: value
            for measure, value in zip(MEASURES[name], row[width:], strict=True)
            if value
        }
    return {keys: values for keys, values in cells.items() if values}


def assert_agreement(paths: Mapping[str, Path], as_of: date, company: Company) -> None:
    """Count the facts twice and compare every cell of every cube."""
    counted = build_counts(paths, as_of, company, "agreement").frames
    expected = recount(paths, as_of, company)
    assert set(counted) == set(expected) == set(KEYS)
    for name, frame in counted.items():
        _assert_equal(name, cells_of_frame(name, frame), expected[name])


def _assert_equal(name: str, found: Cells, expected: Cells) -> None:
    for keys in found.keys() | expected.keys():
        ours, theirs = found.get(keys, {}), expected.get(keys, {})
        for measure in ours.keys() | theirs.keys():
            mine, other = ours.get(measure, 0), theirs.get(measure, 0)
            where = f"{name} {dict(zip(KEYS[name], keys, strict=True))} {measure}"
            if measure in SQUARE_MEASURES:
                # Added exactly, then kept as a float: right to its last digits.
                assert math.isclose(mine, other, rel_tol=1e-15), f"{where}: {mine} != {other}"
            else:
                assert mine == other, f"{where}: {mine} != {other}"
