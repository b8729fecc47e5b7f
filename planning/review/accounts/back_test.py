"""The ideal customer held against the deals that closed: does tier A really buy more?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from planning.actuals import intervals
from planning.actuals.durations import collect, median
from planning.actuals.intervals import FEW_CASES, Interval
from planning.agreed.accounts.conditions import attribute_told
from planning.review.accounts.tiers import TIERS, Tier

if TYPE_CHECKING:
    import pandas as pd

    from planning.actuals.book import AccountBook
    from planning.review.accounts.tiers import Profile, Tiers

TOLD_LATER: Final = frozenset({"is_customer", "products_owned", "contacts_known"})
"""Attributes that winning changes, so that deals won cannot test them."""

DRAWS: Final = 20_000
_HALF: Final = 0.5  # Jeffreys' prior of a proportion
SURE: Final = 0.95


@dataclass(frozen=True)
class TierRecord:
    """What became of the deals of one tier.

    Attributes:
        tier: Its name.
        accounts, customers: How many it has.
        won, lost: Deals that closed.
        close_ratio: won / (won + lost), None without any.
        close_between: Its Wilson interval.
        deal_cents: Average won amount, None without any.
        deal_between: Its interval.
        median_cents: Median won amount.
        median_between: Its interval.
        cycle_days: Median days from created to won, None where no won deal is dated.
        cycle_between: Its interval.
        cases_timed: Won deals it rests on.
    """

    tier: Tier
    accounts: int
    customers: int
    won: int
    lost: int
    close_ratio: float | None
    close_between: Interval | None
    deal_cents: float | None
    deal_between: Interval | None
    median_cents: float | None
    median_between: Interval | None
    cycle_days: float | None
    cycle_between: Interval | None
    cases_timed: int

    @property
    def closed(self) -> int:
        """Deals won and lost."""
        return self.won + self.lost


@dataclass(frozen=True)
class BackTest:
    """The tiers held against the deals.

    Attributes:
        tiers: A record of each tier, in their order.
        a_beats_c: How probable it is that A truly closes more of its deals than C; None
            where either has too few.
        flattered_by: Attributes of the criteria that winning itself changes, as people call
            them: they make the back-test look better than the profile is.
    """

    tiers: Mapping[Tier, TierRecord]
    a_beats_c: float | None
    flattered_by: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether A closes more than C beyond what chance explains."""
        return self.a_beats_c is not None and self.a_beats_c >= SURE


def back_test(book: AccountBook, tiers: Tiers) -> BackTest:
    """Hold tiers against every deal that closed; renewals are left aside.

    A renewal is won far more often than a deal that had to be found first, and only
    customers have them. Tiers are those of today: an attribute that changed since is
    counted as it is now.

    Args:
        book: The accounts with their deals.
        tiers: Their tiers.
    """
    deals = counted_deals(book)
    place = tiers.places[deals["account"].to_numpy()]
    buys = book.accounts["is_customer"].to_numpy(dtype=np.bool_)
    records = {
        tier: _record(
            tier,
            deals[place == at],
            int((tiers.places == at).sum()),
            int((buys & (tiers.places == at)).sum()),
        )
        for at, tier in enumerate(TIERS)
    }
    return BackTest(records, _beats(records["A"], records["C"]), _flattering(tiers.profile))


def counted_deals(book: AccountBook) -> pd.DataFrame:
    """Return the deals a back-test counts: won or lost, and no renewal."""
    deals = book.deals
    closed = deals["outcome"].isin(["won", "lost"]) & (deals["n"] > 0)
    return deals[closed & (deals["motion"] != "retain")]


def _record(tier: Tier, deals: pd.DataFrame, accounts: int, customers: int) -> TierRecord:
    is_won = (deals["outcome"] == "won").to_numpy()
    n = deals["n"].to_numpy()
    won, lost = int(n[is_won].sum()), int(n[~is_won].sum())
    # A row that stands for several deals holds their sum: each has an equal part of it.
    each = deals["cents"].to_numpy()[is_won] / n[is_won]
    total, squares = float((each * n[is_won]).sum()), float((each**2 * n[is_won]).sum())
    days = deals["days"].to_numpy()[is_won]
    timed = ~np.isnan(days)
    sizes = collect(np.rint(each).astype(np.int64), n[is_won])
    spans = collect(days[timed].astype(np.int64), n[is_won][timed])
    return TierRecord(
        tier=tier,
        accounts=accounts,
        customers=customers,
        won=won,
        lost=lost,
        close_ratio=won / (won + lost) if won + lost else None,
        close_between=intervals.wilson(won, won + lost),
        deal_cents=total / won if won else None,
        deal_between=intervals.of_mean(total, squares, won),
        median_cents=median(*sizes),
        median_between=intervals.of_median(*sizes),
        cycle_days=median(*spans),
        cycle_between=intervals.of_median(*spans),
        cases_timed=int(spans[1].sum()),
    )


def _beats(one: TierRecord, other: TierRecord) -> float | None:
    if min(one.closed, other.closed) < FEW_CASES:
        return None
    random = np.random.default_rng(0)
    drawn = [random.beta(record.won + _HALF, record.lost + _HALF, DRAWS) for record in (one, other)]
    return float((drawn[0] > drawn[1]).mean())


def _flattering(profile: Profile) -> tuple[str, ...]:
    named = dict.fromkeys(
        str(one.attribute) for one in profile.criteria.values() if one.attribute in TOLD_LATER
    )
    return tuple(attribute_told(name) for name in named)
