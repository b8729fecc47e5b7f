"""What is still to come as the joint model tells it: the current plan, simulated over draws.

Open deals, contracts coming due and leads still to come bring wins by the model, each cell
at its own close ratio and size; chance comes on top, since draws are of what to expect.
Spend lies half way between the plan and how it went so far: both miss by about as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from planning.actuals.cubes import WON_AMOUNTS
from planning.actuals.slices import Slice
from planning.model.advising.figures import drawn_for
from planning.model.advising.question import Question
from planning.model.problem import current_plan
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.simulating.spending import spend_of_all_months
from planning.review import renewals
from planning.review.by_rate import ByRate
from planning.review.components import (
    DRAWS,
    Floats,
    counted,
    left_of_months,
    random_of,
    running_month,
)
from planning.review.pipeline import Pipeline, sums_of_amounts, unlike_before

TOLD: Final = frozenset(
    {
        *("leads", "own_leads", "created", "won", "lost", "won_cents", "customers"),
        *("marketing_cents", "sales_cents", "programme", "acquiring"),
    }
)
"""Components the model tells."""

_LEADS_VARY: Final = 0.05
"""How far a month's leads vary beyond chance, as a share."""

_OWN_WILL: Final = 0.06
"""How far a year's wins may differ beyond what the draws of its assumptions tell."""

_PART: Final = 0.5
"""A plan that gives channels a smaller part of what they spend is not whole yet."""

_QUARTER: Final = 3
_CENTS: Final = 100.0

_FAR_OFF: Final = 0.3
"""A plan whose closed months are off by more, in logarithms, tells but a part of the money."""

_PLACE: Final = 100


@dataclass(frozen=True, eq=False)
class ByModel:
    """The months ahead, the running one first, drawn by the joint model.

    Attributes:
        part: The whole company as known now.
        question: What its plan asks; its first month is the running one.
        end: Month number after the last one drawn.
    """

    part: Slice
    question: Question
    end: int

    @property
    def ahead(self) -> int:
        """Months from the running one on."""
        return max(self.end - running_month(self.part), 0)

    def tells(self, name: str) -> bool:
        """Whether the model tells a component."""
        return name in TOLD

    def coming(self, name: str) -> Floats:
        """Return what is still to come of a component, draws × months ahead."""
        return self.part.once(("model", self.question, name, self.end), lambda: self._draw(name))

    def _draw(self, name: str) -> Floats:
        if name in ("leads", "own_leads"):
            return self._leads(name)
        if name in ("won", "customers", "won_cents"):
            return self._wins(name)
        if name in ("created", "lost"):
            return self._deals(name)
        return self._spend(name)

    @cached_property
    def _left(self) -> Floats:
        return left_of_months(self.part, self.ahead)

    @cached_property
    def _rate(self) -> ByRate:
        return ByRate(self.part, self.end)

    @cached_property
    def _outcome(self) -> Outcome:
        problem = self.question.problem
        return simulate(problem, current_plan(problem), drawn_for(self.question, DRAWS))

    @cached_property
    def _own(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which channels are marketing's, as figures count it."""
        team_of = self.part.context.team_of
        names = self.question.problem.channels.name
        return np.array([team_of(name) == "marketing" for name in names], dtype=np.bool_)

    def _expected(self, name: str) -> Floats:
        """Return what the model expects, draws × months, less what the running month has."""
        found = np.asarray(getattr(self._outcome, name)[: self.ahead], dtype=np.float64).T.copy()
        now = running_month(self.part)
        key, unit = {"revenue": ("won_cents", _CENTS)}.get(name, (name, 1.0))
        if self.ahead:
            found[:, 0] -= counted(self.part, key, now, now + 1)[0] / unit
        return np.maximum(found, 0.0)

    def _leads(self, name: str) -> Floats:
        own = self._own if name == "own_leads" else ~self._own
        random = random_of(_PLACE + (name == "own_leads"))
        told = np.asarray(self._outcome.leads[: self.ahead, own], dtype=np.float64).sum(1).T
        vary = np.exp(random.normal(0.0, _LEADS_VARY, told.shape))
        drawn: Floats = random.poisson(told * vary * self._left).astype(np.float64)
        # All leads are marketing's and the others, draw by draw.
        if name != "own_leads":
            drawn = drawn + self.coming("own_leads")
        return drawn

    def _deals(self, name: str) -> Floats:
        """Draw deals taken on, or lost as deals of their age were; and renewals likewise."""
        random = random_of(_PLACE + 5)
        now = running_month(self.part)
        new = renewals.of_motions(self.part, retain=False)
        told = np.asarray(self._outcome.deals[: self.ahead], dtype=np.float64).T.copy()
        if self.ahead:
            told[:, 0] -= counted(new, "created", now, now + 1)[0]
        taken_on = random.poisson(np.maximum(told, 0.0)).astype(float)
        if name == "created":
            return taken_on + self._renewals(renewals.begun(self.part, self.ahead), name)
        found = Pipeline(new).draw(taken_on, random).lost
        problem, assumptions = self.question.problem, self.question.calibration.assumptions
        rate = assumptions.find("renewal_rate").number
        return found + self._renewals(renewals.lost(self.part, problem, rate, self.ahead), name)

    def _renewals(self, expected: Floats | None, name: str) -> Floats:
        """Draw around what is expected; what contracts do not tell goes on as so far."""
        if expected is None or not expected.any():
            return ByRate(renewals.of_motions(self.part, retain=True), self.end).coming(name)
        left = self._left if name == "created" else 1.0
        drawn = random_of(_PLACE + 6).poisson(expected * left, (DRAWS, self.ahead))
        return drawn.astype(float)

    def _wins(self, name: str) -> Floats:
        expected = self._expected("won")
        random = random_of(_PLACE + 2)
        known = float(self.part.part(WON_AMOUNTS).measure("deals").sum())
        vary = unlike_before(known, expected.shape, random, _OWN_WILL)
        won = random.poisson(expected * vary).astype(float)
        if name == "won":
            return won
        safe = np.maximum(expected, 1e-9)
        if name == "customers":
            share = np.clip(self._expected("customers") / safe, 0.0, 1.0)
            found = random_of(_PLACE + 3).binomial(won.astype(np.int64), share)
            return found.astype(float) + self._rate.flow("told_wins")
        mean = self._expected("revenue") * _CENTS / safe
        return sums_of_amounts(self.part, won, random_of(_PLACE + 4), mean)

    def _spend(self, name: str) -> Floats:
        rate = self._rate.coming(name)
        plan = self._planned(name) * self._left
        middle = np.median(rate, axis=0)
        if not plan.any():
            return rate
        half_way = (1 + np.divide(plan, middle, out=np.ones_like(plan), where=middle > 0)) / 2
        return np.asarray(rate * half_way, dtype=np.float64)

    def _planned(self, name: str) -> Floats:
        """Return the plan's money of the months ahead, in cents."""
        outcome, problem = self._outcome, self.question.problem
        if name == "programme":
            spend = spend_of_all_months(problem, current_plan(problem).spend)
            told = spend[self._own].sum(axis=0)
        elif name == "acquiring":
            told = outcome.acquisition.mean(axis=1)
        else:
            told = outcome.money[name.removesuffix("_cents")].mean(axis=1)
        return np.asarray(told[: self.ahead] * (_CENTS * self._covers(name)), dtype=np.float64)

    def _covers(self, name: str) -> float:
        """Return spend over plan of the closed months where the plan tells but a part, else 1."""
        problem, lines = self.question.problem, self.question.lines
        closed, first = problem.before.months, problem.first_month
        teams = ("marketing", "sales") if name == "acquiring" else (name.removesuffix("_cents"),)
        plan = sum(problem.before.money.get(team, 0.0) for team in teams) * _CENTS
        names = tuple(f"{team}_cents" for team in teams)
        if name == "programme":
            cents = lines.of_channels(lines.plan[:, :closed], len(problem.channels.name))
            plan, names = float(cents[self._own].sum()), (name,)
        spent = sum(counted(self.part, it, first - closed, first).sum() for it in names)
        off = float(spent / plan) if plan > 0 and spent > 0 else 1.0
        return off if abs(np.log(off)) > _FAR_OFF else 1.0


def told_by(part: Slice, question: Question, end: int) -> tuple[ByModel | None, str]:
    """Return what the joint model tells of the months ahead, or why it does not.

    Args:
        part: The counts as known now.
        question: What a plan asks.
        end: Month number after the last month to be told.

    Returns:
        The model and nothing, or None and a sentence.
    """
    why = _unfit(part, question, end)
    return (None, why) if why else (ByModel(part, question, end), "")


def _unfit(part: Slice, question: Question, end: int) -> str:
    name, problem = question.scenario.name, question.problem
    if part.cuts:
        return "The joint model tells the whole company only."
    now = running_month(part)
    if problem.first_month != now or end > now + problem.months:
        return f"{name} does not begin with the month that runs."
    planned = current_plan(problem).spend.sum(axis=0)[:_QUARTER].mean()
    spent = float(question.calibration.counted.spend()[:, -_QUARTER:].sum()) / _QUARTER
    if planned < _PART * spent:
        return f"{name} gives channels less than half of what they spend now."
    return ""
