"""What an account is worth in a year, from what accounts like it brought."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.actuals.book import AccountBook

Floats = npt.NDArray[np.float64]

STRENGTH: Final = 10.0
"""Accounts of everybody that a group's own are mixed with, so that two lucky ones are no rule."""

_YEAR: Final = timedelta(days=365)


def value_cents(book: AccountBook) -> Floats:
    """Return what each account may bring in a year, in cents of the plan currency.

    Formula: of accounts that bought before the last year, Σ won in it / their number; of
    those that had not bought before it, the same: Σ won from the new customers among them /
    their number, so that most of them bring nothing and a few bring much. Both within
    segment and region, mixed with `STRENGTH` accounts of the company's own average. An
    account's own open deals are added, times the share of closed deals' money that was won.

    Args:
        book: The accounts.

    Returns:
        One number per account, 0 or more; 0 everywhere in a company that never won.

    Example:
        >>> from datetime import date
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"segment": ["A"] * 3, "region": ["X"] * 3,
        ...     "is_customer": [True, True, False], "won_year_cents": [300, 100, 0],
        ...     "customer_since": pd.to_datetime(["2020-01-01", "2025-06-01", None]),
        ...     "open_cents": [0, 0, 0]})
        >>> deals = pd.DataFrame({"outcome": ["won"], "cents": [400]})
        >>> value_cents(AccountBook("s", date(2026, 1, 1), frame, deals, deals))
        array([300., 300.,  50.])
    """
    accounts = book.accounts
    if accounts.empty:
        return np.zeros(0)
    since = accounts["customer_since"]
    late = since > np.datetime64(book.as_of - _YEAR)
    bought_before = accounts["is_customer"] & ~late.fillna(False)
    won = accounts["won_year_cents"].astype(float)
    expected = _alike(accounts, bought_before, won)
    # Who became a customer within the year buys from now on as customers do.
    as_customer = _alike_value(accounts, bought_before, won)
    value = expected.where(~accounts["is_customer"], as_customer)
    found: Floats = (value + accounts["open_cents"] * _won_share(book.deals)).to_numpy(dtype=float)
    return found


def _alike(accounts: pd.DataFrame, bought: pd.Series[bool], won: pd.Series[float]) -> pd.Series:
    """Return the mean won in a year by accounts of the same group, steadied."""
    keys = [accounts["segment"].fillna(""), accounts["region"].fillna(""), bought]
    usual = won.groupby(bought).transform("mean")
    by_group = won.groupby(keys)
    total, number = by_group.transform("sum"), by_group.transform("count")
    return (total + STRENGTH * usual) / (number + STRENGTH)


def _alike_value(
    accounts: pd.DataFrame, bought: pd.Series[bool], won: pd.Series[float]
) -> pd.Series:
    """Return for every account what one of its segment and region that bought before brings."""
    keys = accounts["segment"].fillna("") + "\n" + accounts["region"].fillna("")
    usual = float(won[bought].mean()) if bought.any() else 0.0
    total = won.where(bought, 0.0).groupby(keys).transform("sum")
    number = bought.astype(float).groupby(keys).transform("sum")
    return (total + STRENGTH * usual) / (number + STRENGTH)


def _won_share(deals: pd.DataFrame) -> float:
    """Return the share of closed deals' money that was won; 0 before any was closed."""
    by_outcome = deals.groupby("outcome")["cents"].sum()
    won, lost = float(by_outcome.get("won", 0)), float(by_outcome.get("lost", 0))
    return won / (won + lost) if won + lost else 0.0
