"""Books of accounts from a few rows; what a test does not state follows from deals and touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from planning.actuals.book import (
    ACCOUNT_COLUMNS,
    DEAL_COLUMNS,
    RECENT_DAYS,
    TOUCH_COLUMNS,
    AccountBook,
)

Row = Mapping[str, Any]

AS_OF: Final = date(2026, 3, 1)
_TEXTS: Final = (
    "account_id",
    "name",
    "domain",
    "industry",
    "region",
    "country",
    "segment",
    "owner",
    "products_owned",
    "attributes",
    "parent_id",
    "worked_by",
)
_NUMBERS: Final = ("employees", "annual_revenue", "contacts_known")
_DAYS: Final = ("customer_since", "last_marketing", "last_sales")
_FLAGS: Final = ("has_owner", "is_customer")


def book(
    accounts: Sequence[Row],
    deals: Sequence[Row] = (),
    touches: Sequence[Row] = (),
    *,
    as_of: date = AS_OF,
) -> AccountBook:
    """Return a valid book.

    Args:
        accounts: `account_id` and whatever else matters, columns of ACCOUNT_COLUMNS.
        deals: `account` (its id), `outcome`, `cents` and whatever else matters; dates as
            `date`. A deal without `closed_on` that is not open closes on the as-of date.
        touches: `account` (its id), `team`, `week` (0 is the last), `touches` (1).
        as_of: Today for the facts.
    """
    ids = sorted(str(row["account_id"]) for row in accounts)
    place = {name: at for at, name in enumerate(ids)}
    ordered = sorted(accounts, key=lambda row: str(row["account_id"]))
    deal_rows = [_deal(at, row, place, as_of) for at, row in enumerate(deals)]
    touch_rows = [_touch(row, place) for row in touches]
    rows = [
        _account(
            row,
            [it for it in deal_rows if it["account"] == at],
            [it for it in touch_rows if it["account"] == at],
            as_of,
        )
        for at, row in enumerate(ordered)
    ]
    return AccountBook("S1", as_of, _accounts(rows), _deals(deal_rows), _touches(touch_rows))


def _deal(at: int, row: Row, place: Mapping[str, int], as_of: date) -> dict[str, Any]:
    found = {"opportunity_id": f"D{at:04}", "n": 1, "cents": 0, "outcome": "won", "days": np.nan}
    found |= {"motion": None, "product": None, "channel": "unknown"}
    found |= {"created_on": None, "closed_on": None if row.get("outcome") == "open" else as_of}
    return {**found, **row, "account": place[str(row["account"])]}


def _touch(row: Row, place: Mapping[str, int]) -> dict[str, Any]:
    return {"touches": 1, "week": 0, **row, "account": place[str(row["account"])]}


def _account(row: Row, deals: Sequence[Row], touches: Sequence[Row], as_of: date) -> dict[str, Any]:
    by = {
        outcome: [it for it in deals if it["outcome"] == outcome]
        for outcome in ("open", "won", "lost")
    }
    year_ago = as_of - timedelta(days=365)
    last_year = [it for it in by["won"] if it["closed_on"] and it["closed_on"] > year_ago]
    told: dict[str, Any] = {
        **dict.fromkeys(ACCOUNT_COLUMNS),
        "name": row["account_id"],
        "has_owner": row.get("owner") is not None,
        "is_customer": bool(by["won"]),
        "customer_since": min(
            (it["closed_on"] for it in by["won"] if it["closed_on"]), default=None
        ),
        "leads": 0,
        "mqls": 0,
        "won_year_cents": sum(it["cents"] for it in last_year),
    }
    for outcome, found in by.items():
        told[f"deals_{outcome}"] = sum(it["n"] for it in found)
        if outcome != "lost":
            told[f"{outcome}_cents"] = sum(it["cents"] for it in found)
    for team in ("marketing", "sales"):
        own = [it for it in touches if it["team"] == team]
        recent = [it["touches"] for it in own if it["week"] * 7 < RECENT_DAYS]
        told[f"{team}_touches"] = sum(recent)
        last = min((it["week"] for it in own), default=None)
        told[f"last_{team}"] = None if last is None else as_of - timedelta(weeks=last)
    told |= dict(row)
    if told["worked_by"] is None:
        told["worked_by"] = _worked_by(told, deals)
    return told


def _worked_by(row: Row, deals: Sequence[Row]) -> str:
    marketing = bool(row["leads"]) or row["last_marketing"] is not None
    sales = bool(deals) or row["last_sales"] is not None
    if marketing and sales:
        return "both"
    return "marketing" if marketing else "sales" if sales else "neither"


def _accounts(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(ACCOUNT_COLUMNS))
    for name in ACCOUNT_COLUMNS:
        if name in _TEXTS:
            frame[name] = _text(frame[name])
        elif name in _NUMBERS:
            frame[name] = frame[name].astype(np.float64)
        elif name in _DAYS:
            frame[name] = pd.to_datetime(frame[name])
        elif name in _FLAGS:
            frame[name] = frame[name].astype(np.bool_)
        else:
            frame[name] = frame[name].astype(np.int64)
    return frame


def _deals(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(DEAL_COLUMNS))
    for name in ("account", "cents", "n"):
        frame[name] = frame[name].astype(np.int64)
    for name in ("created_on", "closed_on"):
        frame[name] = pd.to_datetime(frame[name])
    for name in ("opportunity_id", "motion", "product", "channel", "outcome"):
        frame[name] = _text(frame[name])
    frame["days"] = frame["days"].astype(np.float64)
    return frame


def _touches(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(TOUCH_COLUMNS))
    for name in ("account", "week", "touches"):
        frame[name] = frame[name].astype(np.int64)
    frame["team"] = _text(frame["team"])
    return frame


def _text(column: pd.Series[Any]) -> pd.Series[Any]:
    return pd.Series([None if pd.isna(it) else it for it in column], dtype=object)
