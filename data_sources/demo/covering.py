"""Account coverage of the fictitious firm: whom sales and marketing plan to work this year.

Sales names an owner for every enterprise and mid-market account it works, and for the small
ones that keep people who use its gauges; marketing a programme for every enterprise account
and for the other customers among these. What sales never
works in the facts, nobody plans to work either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from pydantic import JsonValue

from data_sources.demo.catalogue import REGIONS
from data_sources.demo.draws import Floats, stream
from data_sources.demo.own_attributes import MAINTENANCE
from data_sources.demo.planning_year import Row, Year
from planning.agreed.accounts.coverage import SIDES, Side

_PROGRAMMES: Final = ("Webinars", "Trade shows", "E-mail", "Partner")
_SELDOM: Final = 0.08
"""Share of halves that begin or end within the year."""

_TOUCHES: Final = {"Enterprise": 4, "Mid-market": 2, "Small": 1}


def coverage(year: Year, side: Side) -> Iterator[Row]:
    """Return one team's halves for a year, in the order of the accounts.

    Args:
        year: The year.
        side: Whose.
    """
    rng = stream(year.company.seed, "coverage").spawn(len(SIDES))[SIDES.index(side)]
    accounts = year.company.frames["accounts"]
    small = accounts["segment"] == "Small"
    keeps_people = accounts["attributes"].str.contains(f'"{MAINTENANCE}": "yes"', regex=False)
    kept = accounts[~small | keeps_people.fillna(False)]
    records: list[dict[str, Any]] = kept.to_dict("records")  # type: ignore[assignment]
    for account in records:
        draw = rng.random(3)
        who = _owner(account) if side == "sales" else _programme(account, draw)
        if who is None:
            continue
        cells: dict[str, JsonValue] = {
            "team": side,
            "account": str(account["account_id"]),
            "motion": _motion(account, draw[1]),
            "owner" if side == "sales" else "programme": who,
            "touches": _TOUCHES[str(account["segment"])],
        }
        if draw[2] < _SELDOM:
            cells |= _dates(year, draw[2] / _SELDOM)
        yield Row(f"coverage {side} {account['account_id']}", "coverage", side, cells)


def _owner(account: dict[str, Any]) -> str | None:
    owner = account["owner"]
    return None if pd.isna(owner) else str(owner)


def _programme(account: dict[str, Any], draw: Floats) -> str | None:
    if account["segment"] != "Enterprise" and not account["is_customer"]:
        return None
    if account["segment"] != "Enterprise":
        return "E-mail"
    # Each region has a programme it believes in, and others.
    favourite = REGIONS.index(str(account["region"])) % len(_PROGRAMMES)
    at = favourite if draw[0] < 0.6 else int(draw[0] * 100) % len(_PROGRAMMES)
    return _PROGRAMMES[at]


def _motion(account: dict[str, Any], draw: float) -> str:
    if not account["is_customer"]:
        return "acquire"
    return str(np.array(["retain", "cross-sell", "up-sell"])[int(draw * 3)])


def _dates(year: Year, draw: float) -> dict[str, JsonValue]:
    """Return when a half begins or ends, in the months to come."""
    month = year.scenario.months[7 + int(draw * 4)]
    return {"start": f"{month}-01"} if draw < 0.5 else {"end": f"{month}-28"}
