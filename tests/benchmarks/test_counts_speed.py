"""How long all cubes take beside the same cubes written by hand in SQL, printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_counts_speed.py`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_sources.facts.counting import build_counts
from planning.actuals.cubes import KEYS, MEASURES
from tests.benchmarks.large import million_leads, stored_facts
from tests.benchmarks.pairs import compared
from tests.benchmarks.plain_counts import count_by_hand

pytestmark = pytest.mark.benchmark


def in_order(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a cube's cells in the order of their keys, a missing text first."""
    keys = list(KEYS[name])
    texts = [key for key in keys if not pd.api.types.is_integer_dtype(frame[key])]
    plain = frame.assign(**{key: frame[key].astype(object).fillna("") for key in texts})
    ordered = plain.sort_values(keys, ignore_index=True)[[*keys, *MEASURES[name]]]
    return ordered.astype(dict.fromkeys(MEASURES[name], "float64"))


def test_all_cubes_are_counted(tmp_path: Path) -> None:
    company = million_leads()
    paths = stored_facts(company, tmp_path / "facts")
    found, expected = compared(
        "all cubes of 1 million leads : the same cubes in SQL by hand",
        lambda _: build_counts(paths, company.as_of, company.company, "benchmark"),
        lambda _: count_by_hand(paths, company.as_of, company.company),
        lambda: None,
    )
    assert not [finding for finding in found.findings if finding.code == "folded"]
    assert set(found.frames) == set(expected) == set(KEYS)
    for name, frame in found.frames.items():
        by_hand = in_order(name, expected[name].to_pandas())
        pd.testing.assert_frame_equal(in_order(name, frame), by_hand, rtol=1e-15)
