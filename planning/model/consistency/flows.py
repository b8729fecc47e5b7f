"""How the company's steps feed each other over a plan's months, as the facts tell it.

SQLs become opportunities and opportunities are decided with the lags measured; what was
begun before the plan is the opening pipeline. Months between the facts' end and the plan
are taken to be like the last year of the facts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planning.model.assumptions import row
from planning.model.consistency.history import YEAR, History
from planning.model.consistency.question import Flow
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY
from planning.model.measuring.counted import Counted
from planning.model.measuring.kernels import (
    FEW_CASES,
    deals_by_age,
    endings_of,
    kernel,
    lead_lag,
    ready_lag,
)
from planning.model.measuring.opening import still_to_come
from planning.model.tables import Floats


def flows_of(history: History, whole: Span) -> Iterator[Flow]:
    """Yield the flows of the months of a plan; where facts tell too little there is none.

    Args:
        history: The facts.
        whole: The plan's months.
    """
    sqls = history.monthly(COMPANY, "sqls")
    deals = history.monthly(COMPANY, "created")
    if min(sqls.sum(), deals.sum()) >= FEW_CASES:
        yield from _deals(history, whole, sqls, deals)
    if (lag := decided_lag(history.counted)) is not None:
        yield Flow(
            key="deals_take_time",
            words="deals are decided as soon after they were opened as they were before",
            source="opportunities",
            into="decided",
            most=1.0,
            lag=lag,
            opening=_opening(history, whole, deals, lag),
            team="sales",
        )


def _deals(history: History, whole: Span, sqls: Floats, deals: Floats) -> Iterator[Flow]:
    """Yield how many opportunities there are at most for SQLs, and when."""
    first = row(lead_lag(history.counted).value)
    lag = tuple(np.convolve(first, row(ready_lag(history.counted).value)).tolist())
    due = np.convolve(sqls, lag)[: len(sqls)]
    # The first months lack SQLs of before: none is looked at until all could have come.
    warm = min(len(lag), max(len(sqls) - YEAR, 0))
    due[:warm] = 0.0
    most = history.run_of(np.where(due > 0, deals, 0.0), due, YEAR, "high")
    if most is None:
        return
    yield Flow(
        key="sqls_become_deals",
        words=f"at most {most:.2f} opportunities open for each SQL, as soon as they did before",
        source="sqls",
        into="opportunities",
        most=most,
        lag=lag,
        opening=_opening(history, whole, sqls, lag),
        team="sales",
    )


def decided_lag(counted: Counted) -> tuple[float, ...] | None:
    """Return after how many months deals are won or lost, as shares; None with few ended."""
    rows = deals_by_age(counted)
    if rows["won"].value.sum() + rows["lost"].value.sum() < FEW_CASES:
        return None
    endings = endings_of(rows)
    return kernel(np.diff(endings.won + endings.lost))


def _opening(
    history: History, whole: Span, begun: Floats, lag: tuple[float, ...]
) -> tuple[float, ...]:
    """Return by month of a plan what was begun before it and arrives in it."""
    axes = history.counted.axes
    until = whole.start - axes.first
    gap = max(until - len(begun), 0)
    usual = float(begun[-YEAR:].mean()) if len(begun) else 0.0
    before = np.concatenate([begun[: max(until, 0)], np.full(gap, usual)])
    return tuple(still_to_come(before, lag, len(whole)).tolist())
