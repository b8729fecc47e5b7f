"""The joint model as a linear programme: columns, flows and capacities.

Money columns and the objective are in thousands or another power of ten (`unit`), so that
all numbers are of like size; leads, deals and heads are themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planning.model.optimising.curves import Curves, curves_of
from planning.model.optimising.entries import Entries
from planning.model.problem import Plan, Problem
from planning.model.simulating.heads import paid_by_hire, productive_by_hire
from planning.model.tables import NONE, Floats, Ints

INFINITE = np.inf


@dataclass(frozen=True, eq=False)
class Columns:
    """Where each variable stands.

    Attributes:
        spend: (C, O); hires: (P, O); saturation: (J).
        effective: Effective money of channels with carry-over, (C, T); -1 for the others.
        unworked, worked: Leads left after work and worked, (K, T); -1 without leads.
        open, closed: Deals left after work and worked, (K, T).
        count: How many columns before the points of curves.
    """

    spend: Ints
    hires: Ints
    saturation: Ints
    effective: Ints
    unworked: Ints
    worked: Ints
    open: Ints
    closed: Ints
    count: int


def columns_of(problem: Problem, curves: Curves) -> Columns:
    """Number the columns of a problem."""
    cells = problem.cells
    opened, months = problem.open_months, problem.months
    leads = (cells.channel != NONE) | cells.waiting_leads.astype(bool)
    leads |= cells.arriving_leads.any(axis=1)
    carries = np.array([not tied for tied in curves.tied], dtype=bool)
    taken = 0

    def take(rows: int, width: int, which: np.ndarray | None = None) -> Ints:
        nonlocal taken
        found = np.full((rows, width), NONE, dtype=np.int64)
        chosen = np.ones(rows, dtype=bool) if which is None else which
        size = int(chosen.sum()) * width
        found[chosen] = np.arange(taken, taken + size).reshape(-1, width)
        taken += size
        return found

    return Columns(
        spend=take(len(problem.channels.name), opened),
        hires=take(len(problem.pools.name), opened),
        saturation=take(len(curves.channel), 1)[:, 0],
        effective=take(len(problem.channels.name), months, carries),
        unworked=take(len(cells.channel), months, leads),
        worked=take(len(cells.channel), months, leads),
        open=take(len(cells.channel), months),
        closed=take(len(cells.channel), months),
        count=taken,
    )


class Programme:
    """The columns and rows of a problem without its limits.

    Attributes:
        unit: Plan-currency units per unit of money columns.
        money_rows, point_rows, share_rows: Rows of each curve that its points enter.
        capacity_rows: Row by pool and month, (P, T).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.curves = curves_of(problem)
        self.columns = columns_of(problem, self.curves)
        usual = float(np.median(self.curves.usual)) if len(self.curves.usual) else 1.0
        self.unit = 10.0 ** round(np.log10(usual))
        self.entries = Entries()
        self._curve_rows()
        self._follow_rows()
        self._close_rows()
        self._capacity_rows()

    @cached_property
    def paid(self) -> Floats:
        """Paid heads per hire, (P, O, T)."""
        return paid_by_hire(self.problem)

    @cached_property
    def productive(self) -> Floats:
        """Productive heads per hire, (P, O, T)."""
        return productive_by_hire(self.problem)

    @cached_property
    def high(self) -> Floats:
        """Upper bound of each column."""
        found = np.full(self.columns.count, INFINITE)
        found[self.columns.hires] = self.problem.pools.most_hires
        return found

    def plan(self, values: Floats) -> Plan:
        """Return what a solution decides."""
        spend = np.maximum(values[self.columns.spend], 0.0) * self.unit
        return Plan(spend=spend, hires=np.maximum(values[self.columns.hires], 0.0))

    def tail(self) -> Ints:
        """Return the columns whose mean the look-ahead months spend, (C, n)."""
        last = min(self.problem.tail_months, self.problem.open_months)
        return self.columns.spend[:, -last:]

    def _curve_rows(self) -> None:
        """Tie money of each curve, its saturation and its points together."""
        put, columns, curves = self.entries.put, self.columns, self.curves
        count, opened = len(curves.channel), self.problem.open_months
        self.money_rows = self.entries.new_rows(0.0, 0.0, (count,))
        self.point_rows = self.entries.new_rows(0.0, 0.0, (count,))
        self.share_rows = self.entries.new_rows(-INFINITE, 1.0, (count,))
        put(self.point_rows, columns.saturation, 1.0)
        tail = self.tail()
        for curve in range(count):
            channel, month = curves.channel[curve], curves.month[curve]
            row = self.money_rows[curve]
            if not curves.tied[channel]:
                put(row, columns.effective[channel, month], 1.0)
            elif month < opened:
                put(row, columns.spend[channel, month], 1.0)
            else:
                put(row, tail[channel], 1 / tail.shape[1])
        self._carry_rows()

    def _carry_rows(self) -> None:
        columns, channels = self.columns, self.problem.channels
        tail = self.tail()
        for channel in np.flatnonzero(columns.effective[:, 0] != NONE):
            carry = channels.carry[channel]
            start = np.zeros(self.problem.months)
            start[0] = carry * channels.effective_before[channel] / self.unit
            rows = self.entries.new_rows(start, start, start.shape)
            own = columns.effective[channel]
            self.entries.put(rows, own, 1.0)
            self.entries.put(rows[1:], own[:-1], -carry)
            opened = self.problem.open_months
            self.entries.put(rows[:opened], columns.spend[channel], -1.0)
            self.entries.put(rows[opened:, None], tail[channel][None, :], -1 / tail.shape[1])

    def _follow_rows(self) -> None:
        """Left + worked − kept · left before − demand = what arrives."""
        problem, cells, columns = self.problem, self.problem.cells, self.columns
        has = np.flatnonzero(columns.worked[:, 0] != NONE)
        own = cells.channel[has] != NONE
        channel = cells.channel[has][own]
        asks = (cells.share * cells.asks)[has][own]
        season = problem.channels.season[channel]
        lag = problem.lead_lag[: problem.months]
        arrives = cells.arriving_leads[has].copy()
        arrives[:, 0] += cells.waiting_leads[has]
        base = season * (asks * problem.channels.base[channel])[:, None]
        for step, share in enumerate(lag):
            arrives[own, step:] += share * base[:, : problem.months - step]
        rows = self.entries.new_rows(arrives, arrives, arrives.shape)
        self._queue(rows, columns.unworked[has], columns.worked[has], cells.kept_leads[has])
        gives = season * (asks * problem.channels.ceiling[channel])[:, None]
        source = columns.saturation[self.curves.of[channel]]
        for step, share in enumerate(lag):
            upto = problem.months - step
            self.entries.put(rows[own, step:], source[:, :upto], -share * gives[:, :upto])

    def _close_rows(self) -> None:
        """Left + worked − kept · left before − ready = what arrives."""
        problem, cells, columns = self.problem, self.problem.cells, self.columns
        pool = np.maximum(cells.close_pool, 0)
        finds = np.where(cells.close_pool == NONE, 0.0, cells.found_per_head)
        arrives = cells.arriving_deals.copy()
        arrives[:, 0] += cells.waiting_deals
        if finds.any():
            arrives += finds[:, None] * problem.pools.standing_productive[pool]
        rows = self.entries.new_rows(arrives, arrives, arrives.shape)
        self._queue(rows, columns.open, columns.closed, cells.kept_deals)
        has = np.flatnonzero(columns.worked[:, 0] != NONE)
        for step, share in enumerate(problem.ready_lag[: problem.months]):
            values = -share * cells.qualifies[has][:, None]
            worked = columns.worked[has][:, : problem.months - step]
            self.entries.put(rows[has, step:], worked, values)
        for cell in np.flatnonzero(finds):
            hires = columns.hires[pool[cell]][:, None]
            self.entries.put(rows[cell], hires, -finds[cell] * self.productive[pool[cell]])

    def _queue(self, rows: Ints, left: Ints, worked: Ints, kept: Floats) -> None:
        self.entries.put(rows, left, 1.0)
        self.entries.put(rows, worked, 1.0)
        self.entries.put(rows[:, 1:], left[:, :-1], -kept[:, None])

    def _capacity_rows(self) -> None:
        """Effort worked − productive hires · per head ≤ standing capacity."""
        problem, cells, columns = self.problem, self.problem.cells, self.columns
        pools = problem.pools
        standing = pools.standing_productive * pools.per_head[:, None]
        rows = self.entries.new_rows(-INFINITE, standing, standing.shape)
        self.capacity_rows = rows
        stages = (
            (cells.follow_pool, cells.follow_effort, columns.worked),
            (cells.close_pool, cells.close_effort, columns.closed),
        )
        for pool, effort, worked in stages:
            does = np.flatnonzero((pool != NONE) & (worked[:, 0] != NONE))
            self.entries.put(rows[pool[does]], worked[does], effort[does][:, None])
        gives = -self.productive * pools.per_head[:, None, None]
        self.entries.put(rows[:, None, :], columns.hires[:, :, None], gives)
