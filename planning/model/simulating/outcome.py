"""What a plan brings, month by month: the figures of a simulation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planning.model.problem import Problem
from planning.model.tables import Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """Monthly figures of one plan, draws on the last axis (of length 1 without draws).

    Arrays of won, customers, revenue and value go on after the last month T with what
    deals worked by then still bring.

    Attributes:
        problem: The question.
        leads: By month and channel, shape (T, C, D).
        asked: Leads asking for follow-up, those waiting at opening not among them, (T, D).
        followed: Leads followed up, (T, D).
        waiting: Leads that wait and live at the month's end, (T, D).
        decayed: Leads nobody followed up in time, by month they went cold, (T, D).
        ready: Deals ready to be closed, (T, D).
        deals: Deals worked, (T, D).
        deals_waiting, deals_decayed: As of leads, (T, D).
        won: Wins, (T + after, D).
        customers: New customers, (T + after, D).
        revenue: Booked, (T + after, D).
        value: Margin less charges of wins, (T + after, D).
        capacity, used: Effort by month and pool, (T, P, D).
        cold: Leads that went cold by month and cell, (T, K); without rows where drawn.
        money: By team: lines by month, heads included, (T, D).
        acquisition: The part of all money that wins new customers, (T, D).
        paid, productive: Heads by pool and month, (P, T).
    """

    problem: Problem
    leads: Floats
    asked: Floats
    followed: Floats
    waiting: Floats
    decayed: Floats
    ready: Floats
    deals: Floats
    deals_waiting: Floats
    deals_decayed: Floats
    won: Floats
    customers: Floats
    revenue: Floats
    value: Floats
    capacity: Floats
    used: Floats
    cold: Floats
    money: dict[str, Floats]
    acquisition: Floats
    paid: Floats
    productive: Floats

    @cached_property
    def money_total(self) -> Floats:
        """All lines by month, (T, D)."""
        return np.asarray(sum(self.money.values()))

    @cached_property
    def contribution(self) -> Floats:
        """Discounted value less discounted money of all months and after, by draw, (D)."""
        found: Floats = self.contribution_open + self.contribution_ahead
        return found

    @cached_property
    def contribution_open(self) -> Floats:
        """The part of the open plan months, by draw, (D)."""
        return self._between(0, self.problem.open_months)

    @cached_property
    def contribution_ahead(self) -> Floats:
        """The part of the look-ahead and after, by draw, (D)."""
        last = len(self.value) if self.problem.counts_after else self.problem.months
        return self._between(self.problem.open_months, last)

    @cached_property
    def contribution_year(self) -> Floats:
        """The fiscal year's: closed months as they were, and the open ones, by draw, (D)."""
        before = self.problem.before
        closed = before.value - (sum(before.money.values()) - before.told)
        return np.asarray(closed + self.contribution_open)

    def _between(self, start: int, end: int) -> Floats:
        # Money of 24 months in single precision would lose the cents that draws differ by.
        worth = self.problem.discount(len(self.value))[start:end]
        value = worth @ self.value[start:end].astype(np.float64)
        money = self.money_total.astype(np.float64) - self.problem.told_money[:, None]
        money = money[start:end]
        return np.asarray(value - worth[: len(money)] @ money)

    def year(self, name: str) -> Floats:
        """Return a figure of the fiscal year, closed months included, by draw, (D).

        Args:
            name: leads, customers, revenue, value, money, acquisition, asked, followed,
                decayed, deals or won; the latter six count open months only.
        """
        before, months = self.problem.before, self.problem.open_months
        if name == "leads":
            return np.asarray(self.leads[:months].sum((0, 1)) + sum(before.leads.values()))
        if name == "money":
            return np.asarray(self.money_total[:months].sum(0) + sum(before.money.values()))
        closed = {
            "customers": before.customers,
            "revenue": before.revenue,
            "value": before.value,
            "acquisition": before.acquisition,
        }
        return np.asarray(getattr(self, name)[:months].sum(0) + closed.get(name, 0.0))

    @cached_property
    def cac(self) -> Floats:
        """Cost of a new customer in the fiscal year, by draw; not a number without any."""
        customers = self.year("customers")
        found: Floats = self.year("acquisition") / np.where(customers > 0, customers, np.nan)
        return found
