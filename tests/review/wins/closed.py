"""Closed deals for tests: drawn at random, or a few by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from planning.actuals.closed_deals import COLUMNS, ClosedDeals
from planning.periods import Period

YEAR: Final = Period.parse("2025-07", "2026-07")
_DEAL: Final[dict[str, Any]] = {
    "closed_month": YEAR.end - 1, "outcome": "won", "n": 1, "cents": 100_000,
    "amount_known": True, "channel": "Web", "segment": "Small", "region": "North",
    "motion": "acquire", "product": "Core", "reason": None, "competitor": None,
    "industry": "Food", "employees": 20.0, "lead_days": 12.0, "marketing_touches": 2,
    "sales_touches": 3,
}  # fmt: skip


def deals(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Closed deals, each a plain one but for what is said."""
    return pd.DataFrame([{**_DEAL, **row} for row in rows], columns=list(COLUMNS))


def drawn(seed: int, size: int = 800) -> pd.DataFrame:
    """Deals whose outcome has nothing to do with anything else."""
    rng = np.random.default_rng(seed)

    def one_of(*labels: str) -> list[str]:
        return [labels[at] for at in rng.integers(len(labels), size=size)]

    return pd.DataFrame(
        {
            "closed_month": rng.integers(YEAR.start, YEAR.end, size),
            "outcome": np.where(rng.random(size) < 0.35, "won", "lost"),
            "n": 1,
            "cents": rng.integers(10_000, 9_000_000, size),
            "amount_known": True,
            "channel": one_of("Web", "Fairs", "Webinars", "E-mail", "Partner", "Outbound"),
            "segment": one_of("Small", "Mid", "Large"),
            "region": one_of("North", "South", "East", "West"),
            "motion": one_of("acquire", "cross-sell", "up-sell"),
            "product": one_of("Core", "Shield", "Insight"),
            "reason": None,
            "competitor": None,
            "industry": one_of("Food", "Energy", "Health", "Software", "Logistics"),
            "employees": rng.integers(5, 3000, size).astype(float),
            "lead_days": rng.integers(0, 150, size).astype(float),
            "marketing_touches": rng.poisson(1.5, size),
            "sales_touches": rng.poisson(4, size),
        }
    )[list(COLUMNS)]


def read(frame: pd.DataFrame, *, touches_told: bool = True) -> ClosedDeals:
    """The deals as a reading gives them."""
    return ClosedDeals(YEAR, frame, touches_told)
