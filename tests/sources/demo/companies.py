"""Demo companies for the tests, each drawn once, and their tables as plain columns."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_sources.demo import DemoCompany, generate

FIRST_DAY = pd.Timestamp("2024-07-01")
AS_OF = pd.Timestamp("2026-06-30")


@lru_cache(maxsize=24)
def company(seed: int = 7, *without: str, size: float = 1.0) -> DemoCompany:
    """The demo company of a seed, without some problems."""
    return generate(seed, frozenset(without), size=size)


def facts(demo: DemoCompany, table: str) -> pd.DataFrame:
    """A table with dates as timestamps and no position lost: missing stays missing."""
    frame = demo.frames[table].copy()
    for name in frame.columns:
        if str(frame[name].dtype).startswith("date32"):
            frame[name] = frame[name].astype("timestamp[s][pyarrow]").astype("datetime64[s]")
    return frame


def closed_deals(demo: DemoCompany) -> pd.DataFrame:
    """Deals closed within the 24 months, with `won` as 0 or 1."""
    deals = facts(demo, "opportunities")
    deals = deals[deals["closed_on"] >= FIRST_DAY]
    return deals.assign(won=deals["is_won"].astype(int))


def months_from_start(days: pd.Series) -> npt.NDArray[np.int64]:
    """The month of each day, 0 for July 2024."""
    months = (days.dt.year - FIRST_DAY.year) * 12 + days.dt.month - FIRST_DAY.month
    found: npt.NDArray[np.int64] = months.to_numpy(dtype=np.int64)
    return found


def share(condition: pd.Series) -> float:
    """The share of true rows, missing counted as false."""
    return float(condition.fillna(False).astype(bool).mean())
