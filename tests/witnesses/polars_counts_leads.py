"""A second opinion on what became of a lead: days until it was won, and of being handed back."""

from __future__ import annotations

from typing import Any

from tests.witnesses.polars_counts_rows import Row, lasted


def won_lag(lead: Row) -> int | None:
    """Days from creation to the first won deal's closing, or None."""
    closed = [deal["closed_on"] for deal in lead["won_deals"] if deal["closed_on"]]
    return lasted(lead["created_on"], min(closed, default=None))


def came_back(lead: Row) -> tuple[tuple[Any, ...], dict[str, int]]:
    """Whether the lead was handed back and why, and how far it came since."""
    day = lead["recycled_on"]
    if day is None:
        won = lead["won_n"]
        came = bool(lead["sql_on"] or lead["linked"] or won)
        keys: tuple[Any, ...] = ("no", None)
    else:
        later = [
            deal for deal in lead["won_deals"] if deal["closed_on"] and deal["closed_on"] > day
        ]
        won = lead["won_n"] if later or not lead["linked"] else 0
        events = [lead["sql_on"], *(deal["created_on"] for deal in lead["deals"])]
        came = won > 0 or any(on > day for on in events if on)
        keys = ("yes", lead["recycle_reason"])
    measures = {
        "leads": lead["n"],
        "came_back": lead["n"] if came else 0,
        "won": won,
        "won_cents": lead["paid"] if won else 0,
    }
    return keys, measures
