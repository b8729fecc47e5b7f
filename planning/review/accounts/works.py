"""Which teams work each account: as it is planned on a day, and as the facts say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half, covered_by

Works = Literal["both", "sales only", "marketing only", "nobody"]
WORKS: Final[tuple[Works, ...]] = ("both", "sales only", "marketing only", "nobody")

Codes = npt.NDArray[np.int64]
"""For every account of a book a position in WORKS."""

_AS_COUNTED: Final = {"both": 0, "sales": 1, "marketing": 2, "neither": 3}


def planned_works(
    book: AccountBook, halves: Sequence[Half], when: date, motion: str | None = None
) -> Codes:
    """Return which teams are planned to work each account on a day.

    Args:
        book: The accounts.
        halves: Of both teams; of accounts that are not in the book, none counts.
        when: The day.
        motion: Only halves of this motion; None for any.
    """
    kept = [half for half in halves if motion is None or half.motion == motion]
    sides = covered_by(kept, when)
    found = np.full(len(book), WORKS.index("nobody"), dtype=np.int64)
    place = {name: at for at, name in enumerate(book.accounts["account_id"].tolist())}
    for account, teams in sides.items():
        at = place.get(account)
        if at is not None:
            found[at] = 0 if len(teams) > 1 else 1 if "sales" in teams else 2
    return found


def counted_works(book: AccountBook) -> Codes:
    """Return which teams work each account as the facts say."""
    codes = [_AS_COUNTED[str(it)] for it in book.accounts["worked_by"]]
    return np.array(codes, dtype=np.int64)


def not_in_facts(book: AccountBook, halves: Sequence[Half]) -> tuple[str, ...]:
    """Return the accounts that are planned for but not in the facts, in their order."""
    known = set(book.accounts["account_id"])
    return tuple(dict.fromkeys(half.account for half in halves if half.account not in known))
