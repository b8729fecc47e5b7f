"""Levers to pull: what so much of each, from a month on, adds to the fiscal year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, Protocol

import numpy as np

from planning.model.response import saturation
from planning.model.simulating.spending import effective_money
from planning.model.tables import NONE, Floats
from planning.review.levers.ground import Ground

Key = Literal["mqls", "leads", "close_ratio", "average_deal", "closers", "developers", "money"]

MOST_MORE: Final = 1.0
"""Twice as many leads, or twice the money: beyond that nothing was ever measured."""

MOST_BETTER: Final = 0.5
"""A close ratio, or a deal, half as high again."""


class Pull(Protocol):
    """One lever.

    Attributes:
        most: The largest amount that is thought possible.
        first: The first open month from which it can work.
        step: 1 where only whole amounts exist, else 0.
    """

    @property
    def key(self) -> Key:
        """Which lever it is."""

    @property
    def most(self) -> float:
        """The largest amount that is thought possible."""

    @property
    def first(self) -> int:
        """The first open month from which it can work."""

    @property
    def step(self) -> int:
        """1 where only whole amounts exist, else 0."""

    def gain(self, amount: float, month: int) -> float:
        """Return what so much from a month on adds to the year's KPI."""

    def earlier(self, months: int) -> float:
        """Return what the most would add beside, had it begun so many months before today."""


@dataclass(frozen=True, eq=False)
class Demand:
    """More leads of the plan's mix, as a share of those it brings: MQLs where these are counted.

    They come from a month on until the last in which they are worth while.
    """

    ground: Ground

    most: float = MOST_MORE
    first: int = 0
    step: int = 0

    @property
    def key(self) -> Key:
        """MQLs, or leads where nobody counts these."""
        return "mqls" if self.ground.handed_over else "leads"

    @cached_property
    def last(self) -> int:
        """The last month in which they are worth while."""
        return self.ground.last_worth_while(from_lead=not self.ground.handed_over)

    def months(self, month: int) -> slice:
        """Return the months in which they come."""
        return slice(month, max(month, self.last) + 1)

    def count(self, amount: float, month: int) -> float:
        """Return how many more leads, or MQLs, that is."""
        ground, when = self.ground, self.months(month)
        if not ground.handed_over:
            return amount * float(ground.leads[:, when].sum())
        reached = ground.reached if len(ground.reached) else np.ones(len(ground.asked))
        return amount * float((ground.asked[:, when] / np.maximum(reached, 1e-9)[:, None]).sum())

    def gain(self, amount: float, month: int) -> float:
        """Return what so much more from a month on adds to the year."""
        ground, when = self.ground, self.months(month)
        flow = ground.asked if ground.handed_over else ground.leads
        more = np.zeros_like(flow)
        more[:, when] = amount * flow[:, when]
        if not ground.handed_over:
            more = ground.asking(more)
        return ground.gain(ground.with_more_asking(more))

    def earlier(self, months: int) -> float:
        """Return what the most would add, had it begun so many months before today."""
        from_lead = not self.ground.handed_over
        asking = self.most * self.ground.usual
        return self._had_time * self.ground.since(asking, months, from_lead=from_lead)

    @cached_property
    def _had_time(self) -> float:
        ground, when = self.ground, self.months(0)
        asking = np.zeros((len(ground.asked), ground.opened))
        asking[:, when] = self.most * ground.asked[:, when]
        gained = self.gain(self.most, 0)
        return ground.had_time(asking, gained, from_lead=not ground.handed_over)


@dataclass(frozen=True, eq=False)
class Better:
    """New business that brings more by a share: more of its deals won, or larger ones.

    It works on every deal that closes from a month on, open ones too; renewals are left out.
    """

    ground: Ground
    key: Key

    first: int = 0
    step: int = 0

    @cached_property
    def most(self) -> float:
        """Half as much again, and no more wins than there are deals to be lost."""
        lost = self.ground.lost
        if self.key != "close_ratio" or lost is None:
            return MOST_BETTER
        wins = float(self.ground.fresh_wins.sum())
        return min(MOST_BETTER, float(lost.sum()) / wins) if wins > 0 else 0.0

    def gain(self, amount: float, month: int) -> float:
        """Return what so much from a month on adds to the year."""
        return amount * float(self.ground.fresh[month:].sum())

    def points(self, amount: float, month: int) -> float:
        """Return by how much the close ratio of what closes from a month on rises, a fraction."""
        ground = self.ground
        lost = np.zeros(ground.opened) if ground.lost is None else ground.lost
        closed = ground.base.won[: ground.opened, 0][month:].sum() + lost[month:].sum()
        return amount * float(ground.fresh_wins[month:].sum() / closed) if closed > 0 else 0.0

    def earlier(self, months: int) -> float:
        """Return what the most would add, had it begun so many months before today."""
        return self.most * float(sum(self.ground.fresh_before[:months]))


@dataclass(frozen=True, eq=False)
class Money:
    """More money in marketing's channels, split as the plan splits it, by a share of it.

    It is spent from a month on until the last in which it is worth while.
    """

    ground: Ground

    key: Key = "money"
    most: float = MOST_MORE
    first: int = 0
    step: int = 0

    @cached_property
    def own(self) -> Floats:
        """Which channels are paid by marketing, as 0 and 1, (C)."""
        channels = self.ground.problem.channels
        pays = [team == "marketing" for team in channels.team]
        return (np.array(pays, dtype=bool) & (channels.ceiling > 0)).astype(np.float64)

    @cached_property
    def last(self) -> int:
        """The last month in which it is worth while."""
        if self.ground.kpi == "leads":
            return self.ground.opened - 1
        return self.ground.last_worth_while(from_lead=True)

    def more(self, amount: float, month: int) -> Floats:
        """Return the money added by channel and open month, (C, O)."""
        spend = self.ground.plan.spend * self.own[:, None]
        found = np.zeros_like(spend)
        when = slice(month, max(month, self.last) + 1)
        found[:, when] = amount * spend[:, when]
        return found * self.ground.to_come[: found.shape[1]]

    def gain(self, amount: float, month: int) -> float:
        """Return what so much more from a month on adds to the year."""
        plan = self.ground.plan
        return self.ground.gain(plan=replace(plan, spend=plan.spend + self.more(amount, month)))

    def earlier(self, months: int) -> float:
        """Return what the most would add, had it begun so many months before today."""
        ground = self.ground
        a_month = self._leads(ground.plan.spend * (1 + self.most * self.own[:, None]))[:, :1]
        if ground.kpi == "leads":
            return float(a_month.sum()) * min(months, ground.problem.before.months)
        asking = self._asking(a_month)[:, 0]
        return self._had_time * ground.since(asking, months, from_lead=True)

    @cached_property
    def _had_time(self) -> float:
        more = self._leads(self.ground.plan.spend + self.more(self.most, 0))
        gained = self.gain(self.most, 0)
        return self.ground.had_time(self._asking(more), gained, from_lead=True)

    def _leads(self, spend: Floats) -> Floats:
        """Return how many more leads another spend brings by channel and open month, (C, O)."""
        problem, channels = self.ground.problem, self.ground.problem.channels
        half = channels.half[:, None]
        now, then = (
            saturation(effective_money(problem, each), half)
            for each in (self.ground.plan.spend, spend)
        )
        more = channels.season * channels.ceiling[:, None] * (then - now)
        return np.asarray(more[:, : self.ground.opened], dtype=np.float64)

    def _asking(self, leads: Floats) -> Floats:
        """Return who of them asks for follow-up by cell, in the month they come, (K, O)."""
        cells = self.ground.problem.cells
        known = np.append(leads, np.zeros((1, leads.shape[1])), axis=0)
        reaches = np.where(cells.channel == NONE, 0.0, cells.share * cells.asks)
        return np.asarray(reaches[:, None] * known[cells.channel], dtype=np.float64)
