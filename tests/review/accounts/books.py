"""Small books of accounts: state only what matters, the rest is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from planning.actuals.book import (
    ACCOUNT_COLUMNS,
    DEAL_COLUMNS,
    DISQUALIFIED_COLUMNS,
    TOUCH_COLUMNS,
    AccountBook,
)

Given = Iterable[Mapping[str, Any]]

_FLOATS = ("employees", "annual_revenue", "contacts_known")
_FLAGS = ("has_owner", "is_customer")
_DAYS = ("customer_since", "last_marketing", "last_sales")
_WHOLE = (
    "leads",
    "mqls",
    "deals_open",
    "open_cents",
    "deals_won",
    "won_cents",
    "deals_lost",
    "won_year_cents",
    "marketing_touches",
    "sales_touches",
)


def book_of(accounts: Given, deals: Given = (), disqualified: Given = ()) -> AccountBook:
    """Return a book of accounts, deals and disqualified leads.

    Args:
        accounts: Columns by name; the id counts up.
        deals: `account` and `outcome` are needed; one deal of 100 cents in 10 days else.
        disqualified: `account` (position), `reason` and `n`.
    """
    listed = [{"account_id": f"A{n:05d}", **row} for n, row in enumerate(accounts)]
    frame = pd.DataFrame({name: _column(name, listed) for name in ACCOUNT_COLUMNS})
    usual = {"motion": "acquire", "days": 10.0, "cents": 100, "n": 1}
    told = [{**usual, "opportunity_id": f"D{n}", **row} for n, row in enumerate(deals)]
    return AccountBook(
        snapshot_id="s",
        as_of=date(2025, 6, 30),
        accounts=frame,
        deals=pd.DataFrame(told, columns=list(DEAL_COLUMNS)).astype(
            {"account": "int64", "cents": "int64", "n": "int64", "days": "float64"}
        ),
        touches=pd.DataFrame([], columns=list(TOUCH_COLUMNS)),
        disqualified=pd.DataFrame(list(disqualified), columns=list(DISQUALIFIED_COLUMNS)).astype(
            {"account": "int64", "n": "int64"}
        ),
    )


def _column(name: str, rows: list[dict[str, Any]]) -> pd.Series:
    values = [row.get(name) for row in rows]
    if name in _FLOATS:
        return pd.Series(values, dtype="float64")
    if name in _WHOLE:
        return pd.Series([value or 0 for value in values], dtype="int64")
    if name in _FLAGS:
        return pd.Series([bool(value) for value in values], dtype="bool")
    if name in _DAYS:
        return pd.Series(values, dtype="datetime64[s]")
    return pd.Series(values, dtype=object)
