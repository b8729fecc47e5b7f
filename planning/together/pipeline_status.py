"""The status in the pipeline: open deals by age, and whether they are enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from planning.actuals.cubes import DEAL_AGES
from planning.actuals.scorecard import read
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.periods import Period, month_of
from planning.review.pace import bounds
from planning.together.month_targets import month_targets

AGES: Final = ((0, 30), (31, 60), (61, 90), (91, 180), (181, None))
"""First and last day of each span of ages; the last span has no end."""

_AHEAD: Final = 3
_YEAR: Final = 12
_CENTS: Final = 100


@dataclass(frozen=True, slots=True)
class Span:
    """Open deals of similar age.

    Attributes:
        first, last: Days since they were created; both None where that is not known, the
            last None in the oldest span.
        deals: How many.
        amount: What they are worth, plan-currency units.
    """

    first: int | None
    last: int | None
    deals: int
    amount: float


@dataclass(frozen=True, slots=True)
class PipelineStatus:
    """What is open, and what it has to bring.

    Attributes:
        spans: By age, youngest first; deals of unknown age last, if any.
        deals, amount: Of all.
        to_win: Revenue still to be won in the next three months; None without a target.
        coverage: Open amount for each unit still lacking; None where nothing lacks.
        needed: How much there must be for each unit won: 1 / close ratio by value of the
            last twelve months; None where nothing was decided.
        usual_days: Median cycle of the deals won in these months, or None.
        older: Deals open longer than that.
    """

    spans: tuple[Span, ...]
    deals: int
    amount: float
    to_win: float | None
    coverage: float | None
    needed: float | None
    usual_days: float | None
    older: int

    @property
    def is_thin(self) -> bool:
        """Whether there is less than needed."""
        known = self.coverage is not None and self.needed is not None
        return known and (self.coverage or 0.0) < (self.needed or 0.0)


def still_to_win(targets: Iterable[PlanRow], part: Slice) -> float | None:
    """Return what the targets of revenue of the next three months still lack.

    Args:
        targets: Rows of a plan's targets.
        part: The company.

    Returns:
        Plan-currency units, what the running month brought already taken off; None where
        no target speaks of these months.
    """
    rows = list(targets)
    now = month_of(part.counts.as_of + timedelta(days=1))
    lacking = None
    for month in range(now, now + _AHEAD):
        target = month_targets(rows, part, month).get("revenue")
        least = None if target is None else bounds(target)[0]
        if least is not None:
            came = read(part, "revenue", Period(start=month, end=month + 1)).number or 0.0
            lacking = (lacking or 0.0) + max(least - came, 0.0)
    return lacking


def pipeline_status(part: Slice, to_win: float | None) -> PipelineStatus:
    """Return the open deals of the company.

    Args:
        part: The company; its counts must have dates.
        to_win: Revenue still to be won in the next three months; None if not agreed.
    """
    open_deals = part.part(DEAL_AGES)
    open_deals = open_deals.only(open_deals.labelled("outcome", lambda it: it == "open"))
    days, deals = open_deals.key("days"), open_deals.measure("deals")
    cents = open_deals.measure("cents")
    spans = []
    for first, last in ((None, None), *AGES):
        of_it = days < 0 if first is None else days >= first
        if last is not None:
            of_it = of_it & (days <= last)
        found = int(deals[of_it].sum()), float(cents[of_it].sum()) / _CENTS
        if first is not None or found[0]:
            spans.append(Span(first, last, *found))
    if spans[0].first is None:
        spans.append(spans.pop(0))
    now = month_of(part.counts.as_of + timedelta(days=1))
    recent = Period(start=now - _YEAR, end=now)
    ratio, usual = (
        read(part, key, recent).number for key in ("close_ratio_by_value", "sales_cycle_days")
    )
    amount = sum(one.amount for one in spans)
    return PipelineStatus(
        spans=tuple(spans),
        deals=sum(one.deals for one in spans),
        amount=amount,
        to_win=to_win,
        coverage=amount / to_win if to_win else None,
        needed=1 / ratio if ratio else None,
        usual_days=usual,
        older=0 if usual is None else int(deals[days > usual].sum()),
    )
