"""Owners' load: accounts, planned touches, open money and value, by sales owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half

COLUMNS: Final = ("owner", "name", "accounts", "touches", "unplanned", "open_cents", "value_cents")


@dataclass(frozen=True, slots=True)
class Spread:
    """How loads lie, without a name: for those who may not see whose they are.

    Attributes:
        owners: How many.
        least, middle, most: Touches a month; the median in the middle.
        even: All touches per owner.
    """

    owners: int
    least: float
    middle: float
    most: float
    even: float


def owner_loads(
    book: AccountBook,
    halves: Sequence[Half],
    when: date,
    names: Mapping[str, str],
    values: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """Return the load of each sales owner on a day, as planned.

    An account counts once for an owner, however many motions; its touches add. Accounts
    shared by two owners count for both.

    Args:
        book: The accounts, for money; halves of accounts that are not in it count without.
        halves: Of both teams; those of sales with an owner count.
        when: The day.
        names: What people call each owner by person id; owners without accounts stand too.
        values: What each account may bring in cents, in the order of the book; None takes
            open deals and the last year's.

    Returns:
        COLUMNS, the heaviest first: accounts, touches a month, accounts without planned
        touches, cents of open deals, cents of value.
    """
    own = [it for it in halves if it.team == "sales" and it.owner and it.holds_on(when)]
    place = {name: at for at, name in enumerate(book.accounts["account_id"].tolist())}
    told = pd.DataFrame(
        {
            "owner": [str(it.owner) for it in own],
            "account": [it.account for it in own],
            "touches": [it.touches or 0 for it in own],
        }
    )
    pairs = told.groupby(["owner", "account"], sort=False)["touches"].sum().reset_index()
    at = np.array([place.get(it, -1) for it in pairs["account"]], dtype=np.int64)
    known = at >= 0
    money = book.accounts["open_cents"].to_numpy()
    worth = (
        (book.accounts["open_cents"] + book.accounts["won_year_cents"]).to_numpy()
        if values is None
        else values.to_numpy()
    )
    pairs["accounts"], pairs["unplanned"] = 1, (pairs["touches"] == 0).astype(np.int64)
    for name, amount in (("open_cents", money), ("value_cents", worth)):
        pairs[name] = 0
        pairs.loc[known, name] = amount[at[known]].round().astype(np.int64)
    sums = pairs.drop(columns="account").groupby("owner").sum()
    owners = list(dict.fromkeys([*names, *sums.index]))
    found = sums.reindex(owners, fill_value=0).rename_axis("owner").reset_index()
    found["name"] = [names.get(it, it) for it in found["owner"]]
    ordered = found.sort_values(
        ["touches", "accounts", "owner"], ascending=[False, False, True]
    ).reset_index(drop=True)
    return ordered[list(COLUMNS)]


def spread(loads: pd.DataFrame) -> Spread | None:
    """Return how the loads lie without telling whose they are; None without owners."""
    if loads.empty:
        return None
    touches = loads["touches"]
    return Spread(
        len(loads),
        float(touches.min()),
        float(touches.median()),
        float(touches.max()),
        float(touches.mean()),
    )


def own_only(loads: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    """Return the loads of one person.

    Args:
        loads: Of all owners.
        own: Names and addresses the person goes by, in any case.
    """
    mine = {name.casefold() for name in own}
    kept = [
        owner.casefold() in mine or name.casefold() in mine
        for owner, name in zip(loads["owner"], loads["name"], strict=True)
    ]
    return loads[kept].reset_index(drop=True)
