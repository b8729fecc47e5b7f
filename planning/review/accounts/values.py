"""What an account is worth in a year, from what accounts like it brought."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.actuals.book import AccountBook

Floats = npt.NDArray[np.float64]

STRENGTH: Final = 10.0
"""Accounts of everybody that a group's own are mixed with, so that two lucky ones are no rule."""


def value_cents(book: AccountBook) -> Floats:
    """Return what each account may bring in a year, in cents of the plan currency.

    Formula: Σ won in the last year by accounts alike / their number, both mixed with
    `STRENGTH` accounts of the company's own average of customers or prospects; alike are
    accounts of the same segment and region that both buy or both do not yet. To that the
    account's own open amount is added, times the company's share of closed deals' money
    that was won.

    Args:
        book: The accounts.

    Returns:
        One number per account, 0 or more; 0 everywhere in a company that never won.

    Example:
        >>> from datetime import date
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"segment": ["A", "A"], "region": ["X", "X"],
        ...     "is_customer": [True, True], "won_year_cents": [300, 100], "open_cents": [0, 0]})
        >>> deals = pd.DataFrame({"outcome": ["won"], "cents": [400]})
        >>> value_cents(AccountBook("s", date(2026, 1, 1), frame, deals, deals))
        array([200., 200.])
    """
    accounts = book.accounts
    alike = [accounts["segment"].fillna(""), accounts["region"].fillna(""), accounts["is_customer"]]
    won = accounts["won_year_cents"].astype(float)
    usual = won.groupby(accounts["is_customer"]).transform("mean")
    by_group = won.groupby(alike)
    total, number = by_group.transform("sum"), by_group.transform("count")
    expected = (total + STRENGTH * usual) / (number + STRENGTH)
    found: Floats = (expected + accounts["open_cents"] * _won_share(book.deals)).to_numpy()
    return found


def _won_share(deals: pd.DataFrame) -> float:
    """Return the share of closed deals' money that was won; 0 before any was closed."""
    by_outcome = deals.groupby("outcome")["cents"].sum()
    won, lost = float(by_outcome.get("won", 0)), float(by_outcome.get("lost", 0))
    return won / (won + lost) if won + lost else 0.0
