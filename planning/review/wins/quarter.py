"""Wins and losses of one quarter: everything the quarterly meeting looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planning.actuals.closed_deals import ClosedDeals
from planning.periods import Period
from planning.review.wins.common import Common, commonalities
from planning.review.wins.rates import CUTS, Compared, corrected, cut, whole
from planning.review.wins.reasons import Share, Unsaid, shares, unsaid
from planning.review.wins.traits import traits

if TYPE_CHECKING:
    import pandas as pd

YEAR: Final = 12
"""Months looked at for what won deals have in common: a quarter alone has few of them."""

RENEWAL: Final = "retain"


@dataclass(frozen=True)
class Quarter:
    """Wins and losses of a quarter.

    Attributes:
        period: The quarter.
        whole: All deals against the quarter before.
        cuts: Group by group, by CUTS; empty where no deal tells.
        reasons, competitors: What lost deals name.
        unsaid: Lost deals without a reason by region.
        common: What won deals of the year up to the quarter have in common.
        looked_at: Deals looked at for that, renewals left out.
        complete: Whether all deals could be read.
    """

    period: Period
    whole: Compared
    cuts: Mapping[str, tuple[Compared, ...]]
    reasons: tuple[Share, ...]
    competitors: tuple[Share, ...]
    unsaid: tuple[Unsaid, ...]
    common: tuple[Common, ...]
    looked_at: int
    complete: bool = True


def months_read(quarter: Period) -> Period:
    """Return the months whose closed deals a quarter is told from.

    Example:
        >>> months_read(Period.parse("2026-04", "2026-07")).label
        'Jul 2025 to Jun 2026'
    """
    return Period(start=quarter.end - YEAR, end=quarter.end)


def quarter_of_deals(deals: ClosedDeals, quarter: Period) -> Quarter:
    """Return wins and losses of a quarter.

    Renewals are left out of what won deals have in common: they are won so much more
    often that everything typical of them would look like a reason.

    Args:
        deals: Closed deals of `months_read`.
        quarter: The quarter.
    """
    now, before = deals.during(quarter), deals.during(quarter.before())
    told = [by for by in CUTS if now[by].notna().any() or before[by].notna().any()]
    cuts = corrected([cut(now, before, by) for by in told])
    rows = deals.frame[deals.frame["motion"] != RENEWAL]
    return Quarter(
        period=quarter,
        whole=whole(now, before),
        cuts=dict(zip(told, cuts, strict=True)),
        reasons=shares(now, before, "reason"),
        competitors=shares(now, before, "competitor"),
        unsaid=unsaid(now),
        common=_common(deals, rows),
        looked_at=int(rows["n"].sum()),
        complete=deals.complete,
    )


def _common(deals: ClosedDeals, rows: pd.DataFrame) -> tuple[Common, ...]:
    return commonalities(rows, traits(deals, rows)) if len(rows) else ()
