"""The book of accounts recomputed from fact files in plain Python, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

Row = dict[str, Any]


def rows(paths: Mapping[str, Path], table: str) -> list[Row]:
    """Return the rows of a fact table; none where it has no file."""
    return pq.read_table(paths[table]).to_pylist() if table in paths else []


def state_of(deal: Row) -> str:
    """Return what became of a deal."""
    return {True: "won", False: "lost", None: "open"}[deal["is_won"]]


def touches_of(paths: Mapping[str, Path], as_of: date) -> list[tuple[str, date, str]]:
    """Return account, day and team of every dated touch up to a day; joint ones twice."""
    leads = {row["lead_id"]: row["account_id"] for row in rows(paths, "leads")}
    deals = {row["opportunity_id"]: row["account_id"] for row in rows(paths, "opportunities")}
    found = []
    for row in rows(paths, "touches"):
        account = row["account_id"] or deals.get(row["opportunity_id"]) or leads.get(row["lead_id"])
        if account and row["on"] and row["on"] <= as_of:
            teams = ("marketing", "sales") if row["team"] == "joint" else (row["team"],)
            found += [(account, row["on"], team) for team in teams]
    return found


def sums(paths: Mapping[str, Path], as_of: date) -> dict[str, Row]:
    """Return by account what its leads, deals and touches add up to, in plan currency alone."""
    found: dict[str, Row] = {
        row["account_id"]: defaultdict(int, dict.fromkeys(("last_marketing", "last_sales")))
        for row in rows(paths, "accounts")
    }
    for lead in rows(paths, "leads"):
        if (one := found.get(lead["account_id"])) is not None:
            n = 1 if lead["quantity"] is None else lead["quantity"]
            one["leads"] += n
            one["mqls"] += n if lead["mql_on"] else 0
    for deal in rows(paths, "opportunities"):
        if (one := found.get(deal["account_id"])) is not None:
            _add_deal(one, deal, as_of)
    for account, on, team in touches_of(paths, as_of):
        if (one := found.get(account)) is not None:
            one[f"{team}_touches"] += on > as_of - timedelta(days=90)
            one[f"last_{team}"] = max(on, one[f"last_{team}"] or on)
    return found


def _add_deal(one: Row, deal: Row, as_of: date) -> None:
    state, cents = state_of(deal), deal["amount_cents"] or 0
    n = 1 if deal["quantity"] is None else deal["quantity"]
    one[f"deals_{state}"] += n
    one[f"{state}_cents"] += cents
    closed = deal["closed_on"]
    if state == "won" and closed:
        one["won_year_cents"] += cents * (as_of - timedelta(days=365) < closed <= as_of)
        if n:
            one["first"] = min(closed, one["first"] or closed)


def weeks(paths: Mapping[str, Path], as_of: date) -> Counter[tuple[str, int, str]]:
    """Return touches by account, week before the as-of date and team, of 104 weeks."""
    known = {row["account_id"] for row in rows(paths, "accounts")}
    return Counter(
        (account, (as_of - on).days // 7, team)
        for account, on, team in touches_of(paths, as_of)
        if account in known and (as_of - on).days < 7 * 104
    )
