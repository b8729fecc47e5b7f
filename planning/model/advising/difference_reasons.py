"""Why the advice changes a line: each change weighed by the simulation, in one sentence.

A channel's or pool's whole change is taken back from the advised plan and simulated again:
what is then missing is what its money brings there, with all other changes made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from planning.model.advising.allocation import Allocation
from planning.model.advising.answer_people import moved_hires
from planning.model.advising.difference import Difference
from planning.model.advising.question import Question
from planning.model.limits import Limit
from planning.model.optimising.usefulness import last_useful_money
from planning.model.problem import Plan
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import Floats
from planning.periods import month_name

STEP: Final = 1000.0
"""Money a sentence speaks of."""

_MEANT: Final = 0.05
"""Below this part of what moves, money moves between months and not more or less of it."""


@dataclass(frozen=True)
class _Weight:
    """What a change is worth in the advised plan.

    Attributes:
        brings: Of the objective more, its own money not taken off.
        costs: Money more, counted as the objective does.
    """

    brings: float
    costs: float

    @property
    def of_step(self) -> float:
        """What a thousand of it brings, never below 0."""
        return max(STEP * self.brings / self.costs, 0.0) + 0.0

    @property
    def gain(self) -> float:
        """What it brings beyond its money, never below 0."""
        return max(self.brings - self.costs, 0.0) + 0.0


@dataclass(frozen=True, eq=False)
class Reasons:
    """Says why lines change.

    Attributes:
        question: What was asked.
        allocation: Its answer.
        best: The answer as a plan, as far as the year holds it.
    """

    question: Question
    allocation: Allocation
    best: Plan

    def of(self, one: Difference) -> str:
        """Return why a line changes, in one sentence."""
        return self._of_people(one) if one.is_people else self._of_channel(one)

    def _of_channel(self, one: Difference) -> str:
        name, at = one.of, self.question.problem.channels.name.index(one.of)
        moved = self.best.spend[at] - self._now.spend[at]
        change, weight = float(moved.sum()), self._channel_weights(at)
        if not self.best.spend[at].any() and (said := self._said(f"Nothing for {name}: ")):
            return said
        if abs(change) <= _MEANT * float(np.abs(moved).sum()):
            return f"{name}: the same money in other months brings {weight.gain:,.0f} more."
        if (one.change > 0) != (change > 0):
            less = "less" if change < 0 else "more"
            return f"{name} gets {abs(change):,.0f} {less} altogether, but not in these months."
        return self._more(name, weight) if change > 0 else self._less(name, at, moved, weight)

    def _more(self, name: str, weight: _Weight) -> str:
        back = weight.of_step
        if not self._counts_ahead:
            return f"{name}: each 1,000 more brings {back:,.0f} of revenue this year."
        if back < STEP and (limit := self._limit_of(name)):
            return f"{name}: {limit} asks for more; each 1,000 brings back {back:,.0f}."
        return f"{name}: each 1,000 more brings back {back:,.0f}."

    def _less(self, name: str, at: int, moved: Floats, weight: _Weight) -> str:
        back = weight.of_step
        none, cut = self.best.spend[at] <= 0, np.minimum(moved, 0.0)
        if 2 * cut[none].sum() <= cut.sum() and (said := self._said(f"Nothing for {name} ")):
            return said
        if self._counts_ahead:
            if back < STEP:
                return f"{name}: of each 1,000 less, only {back:,.0f} would have come back."
            return f"{name}: each 1,000 less would have brought back {back:,.0f}{self._held}."
        useful = last_useful_money(self.question.problem, self.best)[at].month
        if useful is None:
            return f"{name}: money earns its cost in no month of this fiscal year."
        if (np.flatnonzero(moved < 0) > useful).all():
            after = month_name(self.question.problem.first_month + useful)
            return f"{name}: after {after} money no longer earns its cost this fiscal year."
        return f"{name}: each 1,000 less costs {back:,.0f} of revenue this year."

    def _of_people(self, one: Difference) -> str:
        name, at = one.of, self.question.problem.pools.name.index(one.of)
        more, fewer = self._moved_hires
        if one.row is None:
            if said := self._said(f"{name} is short "):
                return said.split(". ")[0].removesuffix(".") + "."
            weight, heads = self._pool_weights(at, dropped=False), float(more[at].sum())
            told = self._worth(weight, heads)
            return f"{name}: one more head brings {told[0]} and costs {told[1]}."
        if said := self._said(f"No hire in {name}: "):
            return said
        weight, heads = self._pool_weights(at, dropped=True), float(fewer[at].sum())
        told = self._worth(weight, heads)
        rest = self._held if weight.of_step > STEP else ""
        return f"{name}: a head that is dropped would bring {told[0]} and cost {told[1]}{rest}."

    def _worth(self, weight: _Weight, heads: float) -> tuple[str, str]:
        brings, costs = (abs(it) / max(heads, 1e-9) for it in (weight.brings, weight.costs))
        what = "" if self._counts_ahead else " of revenue this year"
        return f"{brings:,.0f}{what}", f"{costs:,.0f}"

    def _channel_weights(self, at: int) -> _Weight:
        spend = self.best.spend.copy()
        spend[at] = self._now.spend[at]
        return self._weight(Plan(spend, self.best.hires))

    def _pool_weights(self, at: int, *, dropped: bool) -> _Weight:
        more, fewer = self._moved_hires
        hires = self.best.hires.copy()
        hires[at] += fewer[at] if dropped else -more[at]
        return self._weight(Plan(self.best.spend, np.maximum(hires, 0.0)))

    def _weight(self, without: Plan) -> _Weight:
        """Return what the advised plan brings and costs more than one without a change."""
        (brings, costs), (less, saved) = map(
            self._told, (self._outcome, simulate(self.question.problem, without))
        )
        return _Weight(brings - less, costs - saved)

    def _told(self, outcome: Outcome) -> tuple[float, float]:
        problem = self.question.problem
        if not self._counts_ahead:
            return float(outcome.year("revenue")[0]), float(outcome.year("money")[0])
        money = outcome.money_total[:, 0] - problem.told_money
        spent = float(problem.discount(len(money)) @ money)
        return float(outcome.contribution[0]) + spent, spent

    @property
    def _counts_ahead(self) -> bool:
        return self.allocation.objective == "contribution"

    @cached_property
    def _now(self) -> Plan:
        problem = self.question.problem
        return Plan(problem.channels.current, problem.pools.current_hires)

    @cached_property
    def _outcome(self) -> Outcome:
        return simulate(self.question.problem, self.best)

    @cached_property
    def _moved_hires(self) -> tuple[Floats, Floats]:
        return moved_hires(self._now.hires, self.best.hires)

    def _said(self, begins: str) -> str:
        return _said(self.allocation, begins)

    @cached_property
    def _held(self) -> str:
        """Which limit of the whole plan keeps money away that would pay; or nothing."""
        words = [it.words for it in self.question.problem.limits if not _is_of_a_line(it)]
        held = next((it for it in self.allocation.binding if it in words), "")
        return f", but {held} holds" if held else ""

    def _limit_of(self, channel: str) -> str:
        """Return what asks for a channel's money, as a phrase; or nothing."""
        limits = self.question.problem.limits
        own = [it.words for it in limits if getattr(it, "channel", channel) == channel]
        return next((it for it in self.allocation.binding if it in own), "")


def standing_reason(allocation: Allocation, of: str) -> str:
    """Return why a line stands, where the model says so; else nothing.

    Args:
        allocation: The answer.
        of: The channel or pool whose money the line is; empty of one that is neither.
    """
    begins = (f"{of} stays", f"Nothing for {of}: ", f"{of} gets ", f"No hire in {of}: ")
    return next(filter(None, (_said(allocation, it) for it in begins if of)), "")


def _is_of_a_line(limit: Limit) -> bool:
    return hasattr(limit, "channel") or hasattr(limit, "pool")


def _said(allocation: Allocation, begins: str) -> str:
    """Return what the model itself says with these words, or nothing."""
    return next((it for it in allocation.reasons if it.startswith(begins)), "")
