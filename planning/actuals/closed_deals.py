"""Closed deals one by one: what was won, what was lost, and what is known of each.

A deal carries what it looked like, never whose it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planning.periods import Period

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = (
    "closed_month",  # month number
    "outcome",  # won | lost
    "n",  # deals the row stands for, 1 or more
    "cents",  # of the whole row, plan currency; 0 where unknown
    "amount_known",  # bool
    "channel",  # credited
    "segment",  # text or None; so are the next six
    "region",
    "motion",
    "product",
    "reason",  # of the loss
    "competitor",
    "industry",  # of its account
    "employees",  # of its account, float, NaN unknown
    "lead_days",  # from its lead's creation to its own, float, NaN without a dated lead
    "marketing_touches",  # on or before the day it closed, whole numbers
    "sales_touches",
)
ACCOUNT_DAYS: Final = 90
"""How long before a deal was created a touch of its account alone counts as one of its."""

MOST: Final = 300_000
"""Largest number of deals read at once, the latest closed first."""


@dataclass(frozen=True)
class ClosedDeals:
    """The deals closed in some months.

    Attributes:
        period: The months.
        frame: One row per deal, columns COLUMNS.
        touches_told: Whether the facts hold any touch, so that none means none.
        complete: Whether every deal of the months is here; else the latest MOST.
    """

    period: Period
    frame: pd.DataFrame
    touches_told: bool
    complete: bool = True

    def during(self, period: Period) -> pd.DataFrame:
        """Return the deals that closed in a part of the months."""
        months = self.frame["closed_month"]
        return self.frame[(months >= period.start) & (months < period.end)]
