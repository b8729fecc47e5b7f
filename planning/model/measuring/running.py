"""The month that runs: how much of it is left, and what it has won so far.

The model sees whole months, and the running one is its first. What of that month is a
fact counts as such, and only once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assuming.cells import Laid
from planning.model.measuring.counted import CENTS, Counted
from planning.model.measuring.open_deals import OpenDeals, cells_of
from planning.periods import first_day

Floats = npt.NDArray[np.float64]

_RETAIN: Final = MOTIONS.index(RETAIN)


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


def taken_on(counted: Counted, laid: Laid, months: int) -> OpenDeals:
    """Return what is expected of the deals the running month has taken on so far.

    The simulation tells that month whole, and these deals stand among the open ones: what
    is expected of them must be taken back once.

    Formula: deals · closes, spread over the cycle; their money over `pays`.

    Args:
        counted: The counts.
        laid: Assumptions as arrays.
        months: How many months ahead.
    """
    cells, group = laid.cells, laid.layout.group
    deals = np.zeros(len(group))
    if counted.counts.is_dated:
        rows = counted.rows(BASE, "created")
        rows = rows.only((rows.month == counted.axes.end) & (rows.motion != _RETAIN))
        np.add.at(deals, cells_of(counted, laid, rows), rows.value)
    cycle = laid.cycle()
    pays = [money or wins for money, wins in zip(laid.pays(), cycle, strict=True)]
    each = deals * cells["closes"]
    won, paid = (each[:, None] * _spread(kernels, months)[group] for kernels in (cycle, pays))
    revenue = paid * cells["revenue_per_win"][:, None]
    gross = cells["one_off"] + cells["recurring"] * laid.company["value_months"] / 12
    return OpenDeals(
        won=won,
        customers=won * cells["customers_per_win"][:, None],
        revenue=revenue,
        gross=paid * gross[:, None],
        charges=revenue * (cells["commission"] + cells["partner"])[:, None],
    )


def _spread(kernels: list[tuple[float, ...]], months: int) -> Floats:
    found = np.zeros((len(kernels), months))
    for at, kernel in enumerate(kernels):
        found[at, : len(kernel)] = kernel[:months]
    return found
