"""Dates among a lead's columns, and whether they lie after its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_READABLE: Final = 0.95
_MOSTLY: Final = 0.9
_OFTEN: Final = 0.3
_FEWEST: Final = 20
_WRITTEN: Final = (
    (r"^\s*(\d{4}-\d{1,2}-\d{1,2})(?!\d)", ("%Y-%m-%d",)),
    (r"^\s*(\d{4}/\d{1,2}/\d{1,2})(?!\d)", ("%Y/%m/%d",)),
    (r"^\s*(\d{1,2}\.\d{1,2}\.\d{4})(?!\d)", ("%d.%m.%Y",)),
    (r"^\s*(\d{1,2}/\d{1,2}/\d{4})(?!\d)", ("%d/%m/%Y", "%m/%d/%Y")),
)
"""How dates are written. Of several ways to read a column the only one that fits is taken."""

Verdict = Literal["known afterwards", "looks like it"]


def days_of(column: pd.Series) -> pd.Series | None:
    """Return a column of dates as days, or None where it holds something else."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None) if column.dt.tz is not None else column
    if pd.api.types.is_numeric_dtype(column):
        return None
    texts = column.dropna().astype("str")
    for pattern, formats in _WRITTEN:
        if texts.empty or texts.str.match(pattern).mean() < _READABLE:
            continue
        told = texts.str.extract(pattern, expand=False)
        ways = [pd.to_datetime(told, errors="coerce", format=one) for one in formats]
        ways = [one for one in ways if one.notna().mean() >= _READABLE]
        return ways[0].reindex(column.index) if len(ways) == 1 else None
    return None


def day_after(
    days: pd.Series, created: pd.Series | None, decided: pd.Series | None
) -> tuple[Verdict, str] | None:
    """Return a verdict with its reason where dates lie on or after the outcome.

    A lead's own day counts as before: only days after it came in are looked at.

    Args:
        days: The column's dates.
        created: Day each lead came in, where known.
        decided: Day its outcome was known, where known.
    """
    import pandas as pd

    if decided is None:
        return None
    end = pd.to_datetime(decided).to_numpy()
    at = pd.to_datetime(days).to_numpy()
    usable = ~np.isnat(at) & ~np.isnat(end)
    if created is not None:
        begun = pd.to_datetime(created).to_numpy()
        usable &= ~((end <= begun) & (at <= begun))
    cases = int(usable.sum())
    if cases < _FEWEST:
        return None
    late = int((usable & (at >= end)).sum())
    if late < _OFTEN * cases:
        return None
    verdict: Verdict = "known afterwards" if late >= _MOSTLY * cases else "looks like it"
    return verdict, f"Its date lies on or after the outcome for {late:,} of {cases:,} leads."
