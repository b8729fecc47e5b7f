"""Forward simulation: what a plan brings, month by month, for one or a thousand draws.

It is separate from the optimiser on purpose and knows nothing of it. Money brings leads
along the response curve; leads ask for follow-up with a lag; each pool works what is worth
most per unit of effort first, as much as it can; what is not worked waits and decays; deals
worked are won over the cycle.

The order of work is the problem's and the same in every draw: sales goes by what it
believes, not by what a draw knows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np

from planning.model.problem import Plan, Problem
from planning.model.simulating.draws import Draws, Parameters
from planning.model.simulating.heads import heads
from planning.model.simulating.order import CLOSE, FOLLOW, Order, order_of_work
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.spending import effective_money, spend_of_all_months
from planning.model.tables import NONE, Floats

Slab = Any
"""Array of (cells or pools, draws) in single or double precision."""

COUNTED: Final = (
    *("asked", "ready", "followed", "waiting", "decayed"),
    *("deals", "deals_waiting", "deals_decayed"),
)


def simulate(
    problem: Problem, plan: Plan, draws: Draws | None = None, order: Order | None = None
) -> Outcome:
    """Return what a plan brings.

    Args:
        problem: The question.
        plan: Money and hires decided.
        draws: Parameters that differ by draw; none: one outcome in double precision.
        order: The order of work; the problem's own if none is given.
    """
    read = Parameters(problem, draws)
    paid, productive = heads(problem, plan.hires)
    leads = leads_by_month(read, plan.spend)
    flow = _Flow(read, order or order_of_work(problem), productive)
    lagged = _lagged(leads, problem.lead_lag)
    for month in range(problem.months):
        flow.work(month, lagged[month])
    money, acquisition = _money(read, plan.spend, paid)
    return Outcome(
        problem=problem,
        leads=leads,
        **flow.figures(),
        money=money,
        acquisition=acquisition,
        paid=paid,
        productive=productive,
    )


def leads_by_month(read: Parameters, spend: Floats) -> Slab:
    """Return leads by month, channel and draw: season · (base + ceiling · e / (half + e))."""
    money = effective_money(read.problem, spend).T[:, :, None].astype(read.kind)
    season = read("channels.season").transpose(1, 0, 2)
    # In place: new arrays of a thousand draws cost more than the sums.
    reached = np.add(read("channels.half"), money)
    np.divide(money, reached, out=reached)
    reached = _scaled(reached, read("channels.ceiling"), np.multiply)
    reached = _scaled(reached, read("channels.base"), np.add)
    leads = _scaled(reached, season, np.multiply)
    # Where response is not drawn, all draws have the same leads.
    return np.broadcast_to(leads, (*leads.shape[:2], read.count))


def _scaled(slab: Slab, other: Slab, by: np.ufunc) -> Slab:
    """Return by(slab, other), in the slab itself where it is wide enough."""
    return by(slab, other, out=slab) if slab.shape[-1] >= other.shape[-1] else by(slab, other)


def _lagged(leads: Slab, kernel: Floats) -> Slab:
    """Return what asks each month, by the lag kernel."""
    shares = kernel[: len(leads)].astype(leads.dtype)
    found = np.empty_like(leads)
    for month in range(len(leads)):
        first = max(month + 1 - len(shares), 0)
        latest_last = shares[month - first :: -1]
        np.einsum("l,lcd->cd", latest_last, leads[first : month + 1], out=found[month])
    return found


def _money(read: Parameters, spend: Floats, paid: Floats) -> tuple[dict[str, Floats], Floats]:
    """Return money by team and its acquiring part, each of shape (T, D)."""
    problem = read.problem
    programme = spend_of_all_months(problem, spend)[:, :, None]
    wages = read("pools.cost_per_head").astype(np.float64)[:, None, :] * paid[:, :, None]
    lines = (
        (problem.channels, programme),
        (problem.pools, wages),
        (problem.fixed, problem.fixed.amount[:, :, None]),
    )
    count = wages.shape[-1]
    money = {team: np.zeros((problem.months, count)) for team in ("marketing", "sales", "joint")}
    acquisition = np.zeros((problem.months, count))
    for table, amounts in lines:
        for at, team in enumerate(table.team):
            money[team] += amounts[at]
        acquisition += np.einsum("i,itd->td", table.acquire_share, amounts)
    return money, acquisition


class _Flow:
    """The state of all queues, in units of effort, and what was counted so far.

    Slabs are written in place: a month of a thousand draws fits the processor's cache, new
    arrays do not.
    """

    def __init__(self, read: Parameters, order: Order, productive: Floats) -> None:
        problem, kind = read.problem, read.kind
        cells = problem.cells
        self.order, self.both = order, order.pools_of_both()
        self.months, self.kind = problem.months, kind
        self.channel = np.maximum(cells.channel, 0)
        # Work that needs no capacity still has a unit to be counted in.
        follow = _units(read("cells.follow_effort"), order.free[FOLLOW])
        close = _units(read("cells.close_effort"), order.free[CLOSE])
        self.effort, self.per_unit = (follow, close), (1 / follow, 1 / close)
        reaches = ((cells.channel != NONE) * cells.share)[:, None].astype(kind)
        self.asks = read("cells.asks") * reaches * follow
        self.becomes = read("cells.qualifies") * self.per_unit[FOLLOW] * close
        self.kept = (read("cells.kept_leads"), read("cells.kept_deals"))
        self.arriving = (read("cells.arriving_leads"), read("cells.arriving_deals"))
        self.arrives = [each.any(axis=(0, 2)) for each in self.arriving]
        self._prepare_work(read, productive)
        self._prepare_wins(read)
        self.totals = np.zeros((8, self.months, read.count), dtype=kind)
        # By cell for a single outcome alone: of a thousand draws it would be large.
        self.cold = np.zeros((self.months if read.count == 1 else 0, len(cells.channel)))

    def _prepare_wins(self, read: Parameters) -> None:
        problem, group = read.problem, read.problem.cells.group
        self.by_group = np.argsort(group, kind="stable")
        ends = np.cumsum([0, *np.bincount(group, minlength=len(problem.groups.name))])
        self.rows = [slice(*each) for each in pairwise(ends.tolist())]
        brings = np.broadcast_arrays(*brought_per_unit(read, self.per_unit[CLOSE]))
        self.brings = np.stack(brings)[:, self.by_group]
        self.cycle: Slab = problem.groups.cycle.astype(self.kind)
        lags = self.cycle.shape[1]
        self.sums = np.zeros((len(self.rows), 4, read.count), dtype=self.kind)
        self.spread = np.zeros((4, lags, read.count), dtype=self.kind)
        self.won = already_won(read, after=lags - 1)

    def _prepare_work(self, read: Parameters, productive: Floats) -> None:
        problem, kind = read.problem, read.kind
        cells = problem.cells
        self.capacity = productive.T[:, :, None].astype(kind) * read("pools.per_head")
        self.used = np.zeros((*self.capacity.shape[:2], read.count), dtype=kind)
        self.left = np.zeros(self.used.shape[1:], dtype=kind)
        found = read("cells.found_per_head") * (cells.close_pool != NONE)[:, None]
        self.finds = found * self.effort[CLOSE] if found.any() else None
        # The last row is for deals without a pool, whose position is -1.
        working = np.vstack([productive, np.zeros((1, problem.months))])
        self.workers = working[cells.close_pool].T[:, :, None].astype(kind)
        shape = (len(cells.channel), read.count)
        self.needs, self.worked, self.queue = (
            [np.zeros(shape, dtype=kind) for _ in (FOLLOW, CLOSE)] for _ in range(3)
        )
        self.queue[FOLLOW] += read("cells.waiting_leads") * self.effort[FOLLOW]
        self.queue[CLOSE] += read("cells.waiting_deals") * self.effort[CLOSE]
        self.spare, self.ready, self.early = (np.zeros(shape, dtype=kind) for _ in range(3))
        both = np.isin(cells.follow_pool, list(self.both)) & (cells.close_pool == cells.follow_pool)
        self.lag = problem.ready_lag[: problem.months].astype(kind)
        self.became = np.zeros((len(self.lag), *shape), dtype=kind)
        # Who also closes keeps time for the deals that come of a lead in the same month.
        self.whole = 1 + self.becomes * self.lag[0] * both[:, None].astype(kind)
        # Rows are views of the slabs, cut once: what is asked, what is done, what is left.
        self.turns: tuple[list[tuple[Slab, Slab, Slab]], ...] = ([], [])
        for pool, work in enumerate(self.order.pools):
            for stage, cell in work:
                if stage == CLOSE or pool not in self.both:
                    rows = self.needs[stage][cell], self.worked[stage][cell], self.left[pool]
                    self.turns[stage].append(rows)

    def work(self, month: int, leads: Slab) -> None:
        """Work one month, given the leads by channel whose turn to ask it is."""
        asking, closing = self.needs
        if len(leads):
            np.take(leads, self.channel, axis=0, out=asking, mode="clip")
        asking *= self.asks
        self._arrive(asking, FOLLOW, month)
        self._count(0, month, asking, FOLLOW)
        asking += self.queue[FOLLOW]
        ready = np.einsum("l,lkd->kd", self._due(month), self.became, out=self.ready)
        self._arrive(ready, CLOSE, month)
        if self.finds is not None:
            ready += self.finds * self.workers[month]
        self.left[:] = self.capacity[month]
        self._in_order(FOLLOW)
        if self.both:
            np.add(ready, self.queue[CLOSE], out=closing)
            self._in_order_of_both()
        asking -= self.worked[FOLLOW]
        latest = self.became[month % len(self.lag)]
        np.multiply(self.worked[FOLLOW], self.becomes, out=latest)
        ready += np.multiply(latest, self.lag[0], out=self.spare)
        self._count(1, month, ready, CLOSE)
        np.add(ready, self.queue[CLOSE], out=closing)
        self._close()
        np.subtract(self.capacity[month], self.left, out=self.used[month])
        self._leave(month, FOLLOW, asking)
        self._leave(month, CLOSE, closing)
        self._win(month)

    def _win(self, month: int) -> None:
        """Win what was worked: added up by group first, then spread over the cycle."""
        # Sums without a matrix product, whose threads wait for each other on a busy machine.
        np.take(self.worked[CLOSE], self.by_group, axis=0, out=self.spare, mode="clip")
        for group, rows in enumerate(self.rows):
            np.einsum("kd,wkd->wd", self.spare[rows], self.brings[:, rows], out=self.sums[group])
        np.einsum("rs,rwd->wsd", self.cycle, self.sums, out=self.spread)
        self.won[:, month : month + self.cycle.shape[1]] += self.spread

    def _due(self, month: int) -> Slab:
        """Return the share of each month of `became` that is ready now, this month's aside."""
        ago = (month - np.arange(len(self.lag))) % len(self.lag)
        return np.where(ago > 0, self.lag[ago], 0).astype(self.kind)

    def _arrive(self, slab: Slab, stage: int, month: int) -> None:
        if self.arrives[stage][month]:
            slab += self.arriving[stage][:, month] * self.effort[stage]

    def _in_order(self, stage: int) -> None:
        """Work a stage, the most valuable first, as far as capacity goes."""
        free = list(self.order.free[stage])
        if free:
            self.worked[stage][free] = self.needs[stage][free]
        least, less = np.minimum, np.subtract
        for need, done, left in self.turns[stage]:
            least(need, left, out=done)
            less(left, done, out=left)

    def _in_order_of_both(self) -> None:
        """Follow up and close from one capacity, each lead with its deals of the same month."""
        early = self.early
        early[:] = 0
        for pool in self.both:
            left = self.left[pool]
            for stage, cell in self.order.pools[pool]:
                need, done = self.needs[stage][cell], (self.worked[FOLLOW], early)[stage][cell]
                whole = self.whole[cell] if stage == FOLLOW else 1
                np.minimum(need * whole, left, out=done)
                np.subtract(left, done, out=left)
                done /= whole
        early += self.worked[FOLLOW] * (self.whole - 1)

    def _close(self) -> None:
        """Close what is ready; a pool that does both has closed the most of it already."""
        closing, worked = self.needs[CLOSE], self.worked[CLOSE]
        if self.both:
            closing -= self.early
        self._in_order(CLOSE)
        closing -= worked
        if self.both:
            worked += self.early

    def _leave(self, month: int, stage: int, left: Slab) -> None:
        """Let what was not worked wait and decay, and count it."""
        at = 2 + 3 * stage
        np.multiply(left, self.kept[stage], out=self.queue[stage])
        for place, each in enumerate((self.worked[stage], self.queue[stage], left)):
            self._count(at + place, month, each, stage)
        self.totals[at + 2, month] -= self.totals[at + 1, month]
        if stage == FOLLOW and len(self.cold):
            self.cold[month] = ((left - self.queue[FOLLOW]) * self.per_unit[FOLLOW])[:, 0]

    def _count(self, what: int, month: int, slab: Slab, stage: int) -> None:
        per_unit = self.per_unit[stage]
        if per_unit.shape[1] == 1:
            np.einsum("k,kd->d", per_unit[:, 0], slab, out=self.totals[what, month])
        else:
            np.einsum("kd,kd->d", slab, per_unit, out=self.totals[what, month])

    def figures(self) -> dict[str, Floats]:
        """Return what was counted, by the names of an outcome."""
        counted = zip(COUNTED, self.totals, strict=True)
        won = zip(("won", "customers", "revenue", "value"), self.won, strict=True)
        capacity = np.broadcast_to(self.capacity, self.used.shape)
        used = {"capacity": capacity, "used": self.used, "cold": self.cold}
        return dict(counted) | dict(won) | used


def brought_per_unit(read: Parameters, per_unit: Slab) -> list[Slab]:
    """Return wins, customers, revenue and value per unit of closing effort, each (K, D)."""
    wins = read("cells.closes") * per_unit
    gross = read("cells.one_off") + read("cells.recurring") * read("value_months") / 12
    revenue = read("cells.revenue_per_win")
    value = read("margin") * gross - (read("cells.commission") + read("cells.partner")) * revenue
    return [wins, wins * read("cells.customers_per_win"), wins * revenue, wins * value]


def already_won(read: Parameters, after: int) -> Slab:
    """Return wins, customers, revenue and value of deals worked before, (4, T + after, D)."""
    found = np.zeros((4, read.problem.months + after, read.count), dtype=read.kind)
    names = ("won", "customers", "revenue", "gross", "charges")
    *opened, gross, charges = (read(f"cells.open_{name}").sum(0) for name in names)
    for at, each in enumerate((*opened, read("margin") * gross - charges)):
        found[at, : read.problem.months] += each
    return found


def _units(effort: Slab, free: tuple[int, ...]) -> Slab:
    units = effort.copy()
    units[list(free)] = 1
    return units
