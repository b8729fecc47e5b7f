"""Ripeness: which months of leads have had time to buy, and what the younger ones may reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from planning.actuals.counts import Scope
from planning.actuals.cubes import WON_LAGS
from planning.actuals.durations import Whole, reached_by
from planning.actuals.intervals import PRIOR_CAP
from planning.actuals.slices import Slice
from planning.periods import Period, first_day

RIPE_SHARE: Final = 0.9
"""A month is ripe once it is older than it took nine of ten won leads to be won."""

_HALF_MONTH: Final = 15


@dataclass(frozen=True)
class Ripeness:
    """How long leads take to be won, and which months are old enough to be judged.

    Attributes:
        days: Days within which RIPE_SHARE of won leads were won; None where none tells.
        ripe_before: The first month that is not ripe yet (months before it are); None
            where no month can be judged by age.
        rate: Share of the company's leads of the ripe months that were won, or None.
        lags: Days from creation to won, ascending, of the won leads of the ripe months.
        winners: How many leads took each.
    """

    days: int | None
    ripe_before: int | None
    rate: float | None
    lags: Whole
    winners: Whole

    def is_ripe(self, month: int) -> bool:
        """Whether hardly any lead of a month will still be won."""
        return self.ripe_before is not None and month < self.ripe_before

    def part_of(self, period: Period) -> Period | None:
        """Return the ripe months of a period, or None if none is."""
        if self.ripe_before is None or period.start >= self.ripe_before:
            return None
        return Period(start=period.start, end=min(period.end, self.ripe_before))

    def come_by(self, age_days: int) -> float:
        """Return the share of wins that had come by an age, 0 where nothing tells."""
        cases = int(self.winners.sum())
        if not cases:
            return 0.0
        return float(self.winners[self.lags <= age_days].sum()) / cases


def ripeness(part: Slice) -> Ripeness:
    """Return how long the company's leads take to be won; each part is held to the same."""

    def make() -> Ripeness:
        return _ripeness(Slice(part.counts, Scope(), part.context))

    return part.root.once("ripeness", make)


def _ripeness(part: Slice) -> Ripeness:
    histogram = part.histogram(WON_LAGS, "days", "leads")
    lags, winners = histogram.during(slice(1, None))
    days = reached_by(lags, winners, RIPE_SHARE)
    first, end = part.span
    none = np.zeros(0, np.int64)
    if days is None or not part.counts.is_dated:
        return Ripeness(days, None, None, none, none)
    youngest = part.counts.as_of - timedelta(days=days)
    before = next((month for month in range(end, first, -1) if first_day(month) <= youngest), None)
    if before is None:
        return Ripeness(days, None, None, none, none)
    ripe = Period(start=first, end=before)
    leads = part.total("leads", ripe)
    rate = part.total("leads_won", ripe) / leads if leads else None
    return Ripeness(days, before, rate, *histogram.during(part.window(ripe)))


def expected_won(part: Slice, month: int) -> float | None:
    """Return how many leads of a month are expected to be won once it is ripe.

    Formula: won so far + leads × rate × share of wins that come later than the month's age
    (Bornhuetter and Ferguson): a young month leans on the older ones, an old one on itself.
    The rate is the ripe months' of this part, leaning on the company's as if PRIOR_CAP more
    leads had shown that.

    Args:
        part: The leads.
        month: Of their creation.

    Returns:
        Leads, or None where no ripe month tells a rate or the month has no leads.

    Source: Bornhuetter and Ferguson (1972), The Actuary and IBNR.
    """
    found = ripeness(part)
    one = Period(start=month, end=month + 1)
    leads, won = part.total("leads", one), part.total("leads_won", one)
    if found.rate is None or not leads:
        return None
    age = (part.counts.as_of - first_day(month)).days - _HALF_MONTH
    left = 1.0 - found.come_by(max(age, 0))
    return won + leads * _rate(part, found, found.rate) * left


def _rate(part: Slice, found: Ripeness, company: float) -> float:
    first, _ = part.span
    if found.ripe_before is None or found.ripe_before <= first:
        return company
    ripe = Period(start=first, end=found.ripe_before)
    leads, won = part.total("leads", ripe), part.total("leads_won", ripe)
    return (won + PRIOR_CAP * company) / (leads + PRIOR_CAP)
