"""What deals open today and contracts coming due will bring, by cell and month ahead.

A deal of some age is won later as often as deals of its motion that reached that age
(Aalen and Johansen), more or less as its own cell closes more or less than its motion.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE, DEAL_AGES
from planning.actuals.endings import Endings
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assuming.cells import NONE, Laid
from planning.model.measuring.counted import CENTS, Counted, Rows
from planning.model.measuring.kernels import DAYS_OF_A_MONTH, FEW_CASES, deals_by_age, endings_of
from planning.periods import UNDATED, first_day, month_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_RETAIN: Final = MOTIONS.index(RETAIN)
_MONTHS_TO_TELL: Final = 12


@dataclass(frozen=True)
class OpenDeals:
    """What is expected by cell and month ahead, each of shape (K, T).

    Attributes:
        won: Wins.
        customers: New customers.
        revenue: Booked money.
        gross: One-off money and recurring money of the months counted, before the margin.
        charges: Commission and partner share.
    """

    won: Floats
    customers: Floats
    revenue: Floats
    gross: Floats
    charges: Floats

    def with_more(self, other: OpenDeals) -> OpenDeals:
        """Return both together."""
        return OpenDeals(*(getattr(self, it.name) + getattr(other, it.name) for it in fields(self)))

    def less(self, other: OpenDeals) -> OpenDeals:
        """Return these without the others, at least nothing."""
        pairs = ((getattr(self, it.name), getattr(other, it.name)) for it in fields(self))
        return OpenDeals(*(np.maximum(own - taken, 0.0) for own, taken in pairs))


def open_deals(counted: Counted, laid: Laid, months: int) -> OpenDeals:
    """Return what deals open on the as-of date will bring.

    Renewals count here only where no contract has a due date (`renewals_due`).

    Args:
        counted: The counts.
        laid: Assumptions as arrays.
        months: How many months ahead.
    """
    won = np.zeros((len(laid.layout.channel), months))
    booked = won.copy()
    deals = deals_by_age(counted)
    cents = counted.rows(DEAL_AGES, "cents", "days", outcome="open")
    lots = [(counted.rows(DEAL_AGES, "deals", "days", outcome="open"), won, 1.0)]
    lots.append((cents, booked, CENTS))
    dues = bool(_due(counted).value.any())
    edges = _edges(counted, months)
    for motion in range(len(MOTIONS)):
        if motion == _RETAIN and dues:
            continue
        endings, share = _endings(deals, motion), _share_won(deals, motion)
        for rows, into, unit in lots:
            of_it = rows.only(np.maximum(rows.motion, 0) == motion)
            cell = cells_of(counted, laid, of_it)
            chance = _chances(endings, of_it, edges)
            leaning = np.minimum(laid.cells["closes"][cell] / max(share, 1e-9), 3.0)
            certain = np.minimum(chance * leaning[:, None], 1.0)
            np.add.at(into, cell, of_it.value[:, None] / unit * certain)
    return _with_money(laid, won, booked)


def _with_money(laid: Laid, won: Floats, booked: Floats) -> OpenDeals:
    """Return wins with their money; deals of unknown amount are worth a usual one."""
    cells = laid.cells
    usual = np.maximum(cells["revenue_per_win"], 1e-9)[:, None]
    revenue = np.where(booked > 0, booked, won * usual)
    gross = cells["one_off"] + cells["recurring"] * laid.company["value_months"] / 12
    charges = cells["commission"] + cells["partner"]
    return OpenDeals(
        won=won,
        customers=won * cells["customers_per_win"][:, None],
        revenue=revenue,
        gross=revenue * (gross[:, None] / usual),
        charges=revenue * charges[:, None],
    )


def renewals_due(counted: Counted, laid: Laid, months: int) -> OpenDeals:
    """Return what contracts that come due are expected to renew.

    Formula: (due in the month and not signed early + the early part of the next month's) ×
    renewal rate, contracts and money alike. Nothing is told where no contract has a due
    date.
    """
    axes, layout = counted.axes, laid.layout
    early = signed_early(counted)
    won, booked = (np.zeros((len(layout.channel), months)) for _ in range(2))
    lots = (("due_contracts", won, 1.0), ("due_recurring_cents", booked, CENTS))
    for measure, into, unit in lots:
        due = counted.rows(BASE, measure)
        due = due.only((due.month >= axes.end) & (due.month <= axes.end + months))
        falls = np.zeros((len(axes.areas), months + 1))
        np.add.at(falls, (due.area, due.month - axes.end), due.value / unit)
        signed = (1 - early) * falls[:, :-1] + early * falls[:, 1:]
        for at, (channel, group) in enumerate(zip(layout.channel, layout.group, strict=True)):
            if channel == NONE and axes.groups[group].motion == RETAIN:
                place = axes.areas.index(axes.groups[group].area)
                into[at] = signed[place] * laid.company["renewal_rate"]
    return _with_money(laid, won, booked)


def signed_early(counted: Counted) -> float:
    """Return the share of renewals signed in the month before they are due.

    Formula: the share b / (a + b) of renewed[t] = a · due[t] + b · due[t + 1], fitted by
    non-negative least squares over the months used; 0 where too few months have dues.
    """
    from scipy.optimize import nnls  # type: ignore[import-untyped]

    axes = counted.axes
    renewed = np.zeros(axes.months)
    rows = counted.within(counted.rows(BASE, "renewed_recurring_cents"))
    np.add.at(renewed, rows.month - axes.first, rows.value)
    due = np.zeros(axes.months + 1)
    rows = _due(counted)
    rows = rows.only((rows.month >= axes.first) & (rows.month <= axes.end))
    np.add.at(due, rows.month - axes.first, rows.value)
    if (due > 0).sum() < _MONTHS_TO_TELL or not renewed.any():
        return 0.0
    (now, ahead), _ = nnls(np.column_stack((due[:-1], due[1:])), renewed)
    return float(ahead / (now + ahead)) if now + ahead > 0 else 0.0


def _due(counted: Counted) -> Rows:
    return counted.rows(BASE, "due_recurring_cents")


def cells_of(counted: Counted, laid: Laid, rows: Rows) -> Ints:
    """Return the cell of each deal; deals without a channel belong to their group's stream."""
    layout = laid.layout
    places = {
        (int(channel), int(group)): at
        for at, (channel, group) in enumerate(zip(layout.channel, layout.group, strict=True))
    }
    table = np.zeros((len(counted.axes.channels) + 1, len(counted.axes.areas), len(MOTIONS)))
    for channel in range(NONE, len(counted.axes.channels)):
        for area in range(len(counted.axes.areas)):
            for motion, name in enumerate(MOTIONS):
                group = counted.axes.group_of[area, name]
                stream = places[NONE, group]
                table[channel, area, motion] = places.get((channel, group), stream)
    found: Ints = table[rows.channel, rows.area, np.maximum(rows.motion, 0)].astype(np.int64)
    return found


def _endings(deals: dict[str, Rows], motion: int) -> Endings:
    """Return how deals of a motion end; of all, where it has too few wins."""
    own = {out: it.only(np.maximum(it.motion, 0) == motion) for out, it in deals.items()}
    return endings_of(own if own["won"].value.sum() >= FEW_CASES else deals)


def _share_won(deals: dict[str, Rows], motion: int) -> float:
    endings = _endings(deals, motion)
    return float(endings.won[-1])


def _chances(endings: Endings, rows: Rows, edges: Floats) -> Floats:
    """Return the chance of each open deal to be won in each month ahead.

    A deal of unknown age is taken to be new; one older than any that ended stays open.
    """
    age = np.maximum(rows.number, 0).astype(np.float64)
    at = age[:, None]
    won, _ = endings.between(at + edges[None, :-1], at + edges[None, 1:])
    last = len(endings.running) - 1
    reached = endings.running[np.minimum(age.astype(np.int64), last)]
    return np.asarray(won / np.maximum(reached, 1e-9)[:, None], dtype=np.float64)


def _edges(counted: Counted, months: int) -> Floats:
    """Return days from the as-of date to where each month ahead begins, and the end."""
    now = counted.counts.as_of
    if not counted.counts.is_dated or counted.axes.end == UNDATED:
        return np.arange(months + 1, dtype=np.float64) * DAYS_OF_A_MONTH
    end = max(counted.axes.end, month_of(now + timedelta(days=1)))
    days = [(first_day(end + ahead) - now).days - 1 for ahead in range(months + 1)]
    return np.maximum(np.array(days, dtype=np.float64), 0.0)
