"""What it brings to take only some of the advice, beside the current plan and the whole of it.

Single effects do not add: what a lead is worth depends on who follows it up. So each choice is
simulated as a plan of its own, in the same draws as the advice was told in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from planning.model.advising.differences import Differences, taken
from planning.model.advising.figures import drawn_for, kpis
from planning.model.optimising.optimise import value_of
from planning.model.optimising.uncertainty import DRAWS, Range
from planning.model.problem import Plan, current_plan
from planning.model.simulating.draws import Draws
from planning.model.simulating.simulate import simulate


@dataclass(frozen=True)
class Figures:
    """What a plan brings.

    Attributes:
        value: Of the objective, as `Allocation.value` tells it.
        kpis: Figures of the fiscal year by key, as `Allocation.kpis` tells them.
    """

    value: float
    kpis: dict[str, Range]


@dataclass(frozen=True)
class Alone:
    """What one difference would do alone in the current plan; such effects do not add.

    Attributes:
        revenue: Of the fiscal year more, below 0 less, as likely above as below.
        value: Of the objective more.
    """

    revenue: float
    value: float


@dataclass(frozen=True, eq=False)
class Effects:
    """Tells what choices of differences bring.

    Attributes:
        differences: All of them.
        draws: Over how many draws figures are told.
    """

    differences: Differences
    draws: int = DRAWS

    def of(self, ids: Collection[str]) -> Figures:
        """Return what the plan brings with only these differences taken."""
        return self._figures(taken(self.differences, ids))

    @cached_property
    def current(self) -> Figures:
        """What the plan brings as it is."""
        return self._figures(current_plan(self.differences.question.problem))

    @cached_property
    def best(self) -> Figures:
        """What it brings with all of them taken."""
        return self.of({one.id for one in self.differences.shown})

    @cached_property
    def alone(self) -> dict[str, Alone]:
        """What each difference would do alone, by its id."""
        return {one.id: self._alone(one.id) for one in self.differences.shown}

    def _alone(self, one: str) -> Alone:
        then, now = self.of({one}), self.current
        revenue = (each.kpis["revenue"].p50 or 0.0 for each in (then, now))
        return Alone(next(revenue) - next(revenue), then.value - now.value)

    def _figures(self, plan: Plan) -> Figures:
        question, objective = self.differences.question, self.differences.allocation.objective
        problem = question.problem
        return Figures(
            value=value_of(simulate(problem, plan), objective),
            kpis=kpis(simulate(problem, plan, self._drawn), plan, question.closed),
        )

    @cached_property
    def _drawn(self) -> Draws | None:
        return drawn_for(self.differences.question, self.draws) if self.draws > 1 else None
