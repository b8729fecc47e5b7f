"""The month that runs: how much of it is left, and what it has won so far.

The model sees whole months, and the running one is its first. What of that month is a
fact already counts as such; what only its rest can bring counts as far as it is left.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE
from planning.model.assuming.cells import Laid
from planning.model.measuring.counted import CENTS, Counted
from planning.model.measuring.open_deals import OpenDeals, cells_of
from planning.periods import first_day

Floats = npt.NDArray[np.float64]


def left_of_month(counted: Counted) -> float:
    """Return the share of the month after the months used that is still to come.

    Formula: days after the as-of date / days of the month; 1 where it has not begun, and
    where nothing is dated.
    """
    if not counted.counts.is_dated:
        return 1.0
    start, end = first_day(counted.axes.end), first_day(counted.axes.end + 1)
    passed = (counted.counts.as_of + timedelta(days=1) - start).days
    return 1.0 - max(passed, 0) / (end - start).days


def won_so_far(counted: Counted, laid: Laid, months: int) -> OpenDeals:
    """Return what the running month has won by the as-of date, by cell, in month 0.

    Args:
        counted: The counts.
        laid: Assumptions as arrays.
        months: How many months ahead.
    """

    def told(measure: str) -> Floats:
        found = np.zeros((len(laid.layout.channel), months))
        if counted.counts.is_dated and months:
            rows = counted.rows(BASE, measure)
            rows = rows.only(rows.month == counted.axes.end)
            np.add.at(found[:, 0], cells_of(counted, laid, rows), rows.value)
        return found

    cells = laid.cells
    revenue = told("won_cents") / CENTS
    gross = cells["one_off"] + cells["recurring"] * laid.company["value_months"] / 12
    usual = np.maximum(cells["revenue_per_win"], 1e-9)
    return OpenDeals(
        won=told("won"),
        customers=told("customers_with_account") + told("wins_without_account"),
        revenue=revenue,
        gross=revenue * (gross / usual)[:, None],
        charges=revenue * (cells["commission"] + cells["partner"])[:, None],
    )


def still_ready(ready: Floats, touched: Floats, at_once: float, left: float) -> Floats:
    """Return what will be ready, the running month's part of it only as far as it is left.

    Of the running month's ready deals the elapsed part are deals by now. Those that come of
    its own follow-ups, about as many as a month ago, are told by the simulation, which sees
    the month whole: as many fewer come of earlier ones, at least none.

    Args:
        ready: From earlier follow-ups, months ahead on the last axis.
        touched: Followed up by past month.
        at_once: Share of them ready in the same month.
        left: Share of the running month still to come.

    Example:
        >>> still_ready(np.array([60.0, 30.0]), np.array([100.0]), 0.2, 0.5).tolist()
        [20.0, 30.0]
    """
    told = ready.copy()
    if left < 1 and told.shape[-1] and touched.shape[-1]:
        own = at_once * touched[..., -1]
        told[..., 0] = np.maximum(left * (told[..., 0] + own) - own, 0.0)
    return told
