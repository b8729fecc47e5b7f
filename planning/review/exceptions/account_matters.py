"""What the book of accounts has for an agenda: best accounts nobody covers, and woken ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half
from planning.agreed.rows import PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import TIERS, Profile, tiered
from planning.review.accounts.values import value_cents
from planning.review.accounts.waking import waking
from planning.review.accounts.works import WORKS, planned_works
from planning.review.exceptions.accounts_left import MOST_WOKEN, Uncovered, Woken

SHOWN: Final = 3
"""Names shown beside a finding."""

_A: Final = TIERS.index("A")
_CENTS: Final = 100
_WEEK: Final = 7
_WEEKS_SHOWN: Final = 13


def uncovered(
    book: AccountBook, criteria: Sequence[PlanRow], halves: Sequence[Half], when: date
) -> tuple[Uncovered, ...]:
    """Return accounts of tier A that neither team covers on a day, by region.

    Where nobody agreed what makes an A account, or no coverage at all, nothing is missing.

    Args:
        book: The accounts.
        criteria: Rows of the ideal customer.
        halves: Of both teams.
        when: The day.
    """
    profile = Profile.of(criteria)
    if profile.is_empty or not halves or not len(book):
        return ()
    best = tiered(profile, Attributes(book)).places == _A
    left = best & (planned_works(book, halves, when) == WORKS.index("nobody"))
    value = value_cents(book) / _CENTS
    regions = [it if isinstance(it, str) else None for it in book.accounts["region"]]
    names = _names(book)
    found = []
    for region in sorted({regions[at] for at in np.flatnonzero(left)}, key=str):
        own = [at for at in np.flatnonzero(left).tolist() if regions[at] == region]
        ranked = sorted(own, key=lambda at: (-value[at], names[at]))
        found.append(
            Uncovered(
                region,
                len(own),
                float(value[own].sum()),
                tuple(names[at] for at in ranked[:SHOWN]),
            )
        )
    return tuple(found)


def woken(book: AccountBook) -> tuple[Woken, ...]:
    """Return accounts whose touches rose well above their own earlier weeks, surest first.

    Args:
        book: The accounts.
    """
    found = waking(book)
    place = {name: at for at, name in enumerate(book.accounts["account_id"].tolist())}
    value = value_cents(book) / _CENTS
    names = _names(book)
    rows = found.accounts.head(MOST_WOKEN)
    return tuple(
        Woken(
            key=account,
            name=names[place[account]],
            region=_text(book, "region", place[account]),
            segment=_text(book, "segment", place[account]),
            touches=int(touches),
            days=found.recent_weeks * _WEEK,
            money=float(value[place[account]]),
            weeks=_weeks(book, place[account]),
            has_deal=bool(book.accounts["deals_open"].iloc[place[account]]),
        )
        for account, touches in zip(rows["account_id"], rows["recent"], strict=True)
    )


def _names(book: AccountBook) -> list[str]:
    told = book.accounts["name"].where(book.accounts["name"].notna(), book.accounts["account_id"])
    return [str(it) for it in told]


def _text(book: AccountBook, column: str, at: int) -> str | None:
    value = book.accounts[column].iloc[at]
    return value if isinstance(value, str) and value else None


def _weeks(book: AccountBook, at: int) -> tuple[int, ...]:
    """Return touches of an account a week, the latest last."""
    own = book.touches[book.touches["account"] == at]
    by_week = own.groupby("week")["touches"].sum()
    return tuple(int(by_week.get(week, 0)) for week in range(_WEEKS_SHOWN - 1, -1, -1))
