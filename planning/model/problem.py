"""The question put to the joint model: response, capacities, flows, opening state and limits.

Money is in plan-currency units, rates are fractions; the axes stand in `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from planning.model.limits import Limit
from planning.model.tables import Cells, Channels, Fixed, Floats, Groups, Pools


@dataclass(frozen=True)
class Before:
    """What the closed months of the fiscal year brought.

    Attributes:
        months: How many are closed.
        money: Spent, by team.
        told: The part of it that `value` bears already: commission and partner payments.
        acquisition: The part of it that wins new customers.
        leads: By channel.
        customers, revenue: As the scorecard counts them.
        value: Of the deals won: margin less commission and partner share.
    """

    months: int = 0
    money: Mapping[str, float] = field(default_factory=dict)
    told: float = 0.0
    acquisition: float = 0.0
    leads: Mapping[str, float] = field(default_factory=dict)
    customers: float = 0.0
    revenue: float = 0.0
    value: float = 0.0


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything the optimiser and the simulation need.

    Attributes:
        first_month: Month number of the first open month.
        open_months, ahead_months: Plan months still open; months looked ahead.
        discount_rate: Fraction per year.
        tail_months: Look-ahead months spend the mean of so many last plan months.
        counts_after: Whether deals worked count what they bring after the last month.
        backfill_after: Whether leavers among those hired are replaced after the plan.
        margin: Of a win's one-off and recurring money, before sales and marketing.
        value_months: Months of recurring money a win counts.
        lead_lag: Share of leads asking for follow-up by months since they came; adds to 1.
        ready_lag: Share of qualified leads ready to close by months since follow-up.
    """

    name: str
    currency: str
    first_month: int
    open_months: int
    ahead_months: int
    channels: Channels
    pools: Pools
    groups: Groups
    cells: Cells
    fixed: Fixed
    before: Before = Before()
    limits: tuple[Limit, ...] = ()
    lead_lag: Floats = field(default_factory=lambda: np.ones(1))
    ready_lag: Floats = field(default_factory=lambda: np.ones(1))
    margin: float = 1.0
    value_months: float = 12.0
    discount_rate: float = 0.0
    tail_months: int = 3
    counts_after: bool = True
    backfill_after: bool = True

    @property
    def months(self) -> int:
        """T: open and look-ahead months."""
        return self.open_months + self.ahead_months

    @cached_property
    def value_per_win(self) -> Floats:
        """Value of a win by cell: margin · (one-off + recurring · value months / 12) − charges."""
        cells = self.cells
        gross = cells.one_off + cells.recurring * self.value_months / 12
        return self.margin * gross - (cells.commission + cells.partner) * cells.revenue_per_win

    @cached_property
    def pays(self) -> Floats:
        """Share of won money by months after work, (R, S), as wide as the cycle or wider.

        Large deals take longer, so that money comes later than wins.
        """
        groups = self.groups
        width = max(groups.cycle.shape[1], groups.pays.shape[1])
        cycle, pays = (_widened(each, width) for each in (groups.cycle, groups.pays))
        return np.where(pays.any(axis=1, keepdims=True), pays, cycle)

    @cached_property
    def steps(self) -> int:
        """Months after work in which it may still be won or pay."""
        return int(self.pays.shape[1])

    @cached_property
    def cycle(self) -> Floats:
        """Share of wins by months after work, as wide as `pays`."""
        return _widened(self.groups.cycle, self.steps)

    @cached_property
    def comes(self) -> Floats:
        """Share by months after work of wins, customers, revenue and value, (R, 4, S)."""
        return np.stack((self.cycle, self.cycle, self.pays, self.pays), axis=1)

    @cached_property
    def told_money(self) -> Floats:
        """Money of fixed lines that values of deals bear already, by month, shape (T).

        It is money of its lines, but contribution takes it off once: deal by deal.
        """
        found: Floats = self.fixed.told @ self.fixed.amount
        return found

    def discount(self, months: int) -> Floats:
        """Return the discount factor of each of so many months from month 0."""
        found: Floats = (1 + self.discount_rate) ** (-np.arange(months) / 12)
        return found

    def under(self, *limits: Limit) -> Problem:
        """Return the same question under these limits instead."""
        return replace(self, limits=tuple(limits))


@dataclass(frozen=True, eq=False)
class Plan:
    """What is decided: money by channel and hires by pool, for each open month.

    Attributes:
        spend: Plan-currency units, shape (C, O).
        hires: Heads decided, shape (P, O).
    """

    spend: Floats
    hires: Floats


def _widened(kernels: Floats, width: int) -> Floats:
    found: Floats = np.pad(kernels, ((0, 0), (0, width - kernels.shape[1])))
    return found


def current_plan(problem: Problem) -> Plan:
    """Return what the current plan decides."""
    return Plan(problem.channels.current, problem.pools.current_hires)
