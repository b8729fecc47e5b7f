"""Accounts a meeting looks at one by one: the best ones nobody covers, and those that woke.

No owner of an account is read: a meeting speaks of accounts, never of the people behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import covered_by, halves
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import TIERS, Profile, tiered
from planning.review.accounts.values import value_cents
from planning.review.accounts.waking import RECENT_WEEKS, waking
from planning.review.exceptions.accounts_left import MOST_WOKEN, Uncovered, Woken

if TYPE_CHECKING:
    import pandas as pd

    from planning.agreed.rows import PlanRow

SHOWN_WEEKS: Final = 12
NAMED: Final = 5
_A: Final = TIERS.index("A")


def uncovered(
    book: AccountBook, criteria: Sequence[PlanRow], coverage: Sequence[PlanRow]
) -> tuple[Uncovered, ...]:
    """Return by region how many A accounts neither team covers today, most money first.

    Without an ideal customer every account would be A, and without any coverage nobody
    plans it here: both say nothing of accounts.

    Args:
        book: The accounts.
        criteria: Rows of the ideal customer.
        coverage: The plan's halves.
    """
    profile = Profile.of(criteria)
    if profile.is_empty or not coverage or not len(book):
        return ()
    covered = covered_by(tuple(halves(coverage).values()), book.as_of)
    accounts = book.accounts.assign(euros=value_cents(book) / 100)
    best = tiered(profile, Attributes(book)).places == _A
    left = accounts[best & ~accounts["account_id"].isin(covered).to_numpy()]
    found = [
        Uncovered(
            region=str(region) or None,
            accounts=len(group),
            money=float(group["euros"].sum()),
            names=tuple(_name(one) for one in _first(group)),
        )
        for region, group in left.groupby(left["region"].fillna(""))
    ]
    return tuple(sorted(found, key=lambda one: (-(one.money or 0), one.region or "")))


def woken(book: AccountBook) -> tuple[Woken, ...]:
    """Return accounts without open deals that woke up, surest first, with touches by week.

    Args:
        book: The accounts and their touches.
    """
    accounts = book.accounts.reset_index(drop=True)
    worked = accounts.loc[accounts["deals_open"] > 0, "account_id"]
    found = waking(book).accounts
    found = found[~found["account_id"].isin(worked)].head(2 * MOST_WOKEN)
    if found.empty:
        return ()
    places = {account: at for at, account in enumerate(accounts["account_id"])}
    euros = value_cents(book) / 100
    told = []
    for account, recent in zip(found["account_id"], found["recent"], strict=True):
        at = places[account]
        row = accounts.iloc[at]
        told.append(
            Woken(
                key=str(account),
                name=_name(row),
                region=_text(row["region"]),
                segment=_text(row["segment"]),
                touches=int(recent),
                days=7 * RECENT_WEEKS,
                money=float(euros[at]),
                weeks=_weeks(book, at),
            )
        )
    return tuple(told)


def _weeks(book: AccountBook, at: int) -> tuple[int, ...]:
    own = book.touches[(book.touches["account"] == at) & (book.touches["week"] < SHOWN_WEEKS)]
    back = np.bincount(own["week"], own["touches"], SHOWN_WEEKS).astype(int)
    return tuple(int(touched) for touched in back[::-1])


def _first(group: pd.DataFrame) -> list[pd.Series]:
    ranked = group.sort_values(["euros", "account_id"], ascending=[False, True]).head(NAMED)
    return [row for _, row in ranked.iterrows()]


def _name(row: pd.Series) -> str:
    return _text(row["name"]) or str(row["account_id"])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
