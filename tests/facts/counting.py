"""Counting a few facts in a test and reading one number back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from planning.actuals.counts import Counts
from planning.company import Company
from planning.periods import month_of
from tests.builders import counts_of

Count = Callable[..., Counts]
MAY: Final = month_of(date(2025, 5, 1))


@pytest.fixture
def count(tmp_path: Path) -> Count:
    """Count the tables given; `as_of` and `company` may be given too."""

    def counted(
        *, as_of: date = date(2025, 12, 31), company: Company | None = None, **tables: Rows
    ) -> Counts:
        return counts_of(tmp_path, as_of=as_of, company=company, **tables)

    return counted


Rows = Iterable[Mapping[str, Any]]


def total(counts: Counts, cube: str, measure: str, **keys: str | int | None) -> int:
    """Return the sum of a measure over the cells with these keys."""
    found = counts.cubes[cube]
    kept = np.ones(found.size, dtype=np.bool_)
    for key, wanted in keys.items():
        kept &= found.keys[key] == wanted if key not in found.labels else found.where(key, wanted)  # type: ignore[arg-type] # numbers only where keys are numbers
    return found.total(measure, kept)


def rows_of(counts: Counts, cube: str, measure: str, *keys: str) -> dict[tuple[Any, ...], int]:
    """Return the sums of a measure by several keys, sums of 0 left out."""
    found = counts.cubes[cube]
    sums: dict[tuple[Any, ...], int] = {}
    for row in range(found.size):
        at = tuple(
            found.labels[key][found.keys[key][row]]
            if key in found.labels
            else int(found.keys[key][row])
            for key in keys
        )
        sums[at] = sums.get(at, 0) + int(found.measures[measure][row])
    return {at: value for at, value in sums.items() if value}
