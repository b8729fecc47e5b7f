"""The study of a plan: the current plan, the best one, and the best with a tenth less and more.

It is computed once for a state of plan and facts; everything the page, the decision sheet
and the terminal show comes from it or from the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from planning.model.advising.allocation import Allocation, allocation_of
from planning.model.advising.figures import drawn_for
from planning.model.advising.question import Question
from planning.model.limits import Envelope, Limit
from planning.model.optimising.frontier import least_total
from planning.model.optimising.optimise import Optimum, optimise
from planning.model.optimising.start import Start
from planning.model.problem import current_plan
from planning.model.simulating.draws import Draws
from planning.model.weighing.options import Option, option_of
from planning.shares import percent

TENTH: Final = 0.1
"""How much less and more money the decision sheet looks at, as a share of the current plan's."""

_HAIR: Final = 1e-6
_CENT: Final = 0.005


@dataclass(frozen=True, eq=False)
class Study:
    """A plan weighed against the best ones.

    Attributes:
        question: What the plan asks.
        target: Revenue of the fiscal year to be reached; None where none is agreed.
        drawn: The draws all figures are told over.
        optimum: The best plan within the plan's own limits.
        best: The same as an answer with prices and reasons, as `tandem allocate` tells it.
        start: Where further questions are solved from.
        options: Current, best, a tenth less, a tenth more.
        least: The least all lines of the year can come to within the limits.
    """

    question: Question
    target: float | None
    drawn: Draws
    optimum: Optimum
    best: Allocation
    start: Start
    options: tuple[Option, ...]
    least: float

    def option(self, key: str) -> Option:
        """Return the option of a key."""
        return next(each for each in self.options if each.key == key)


def weigh(question: Question, target: float | None = None) -> Study:
    """Weigh a plan.

    Args:
        question: What it asks.
        target: Revenue of the fiscal year to be reached, plan-currency units.

    Raises:
        Infeasible: The plan's own limits collide.
        Unbounded: Nothing limits the money.
        SolveFailed: The solver came to no conclusion.
    """
    problem = question.problem
    drawn = drawn_for(question)
    optimum = optimise(problem)
    start = Start.of(optimum)
    best = allocation_of(question, optimum, drawn, target=target)
    now = option_of(question, "current", "Current plan", current_plan(problem), drawn, target)
    least = least_total(problem)
    options = (
        now,
        option_of(question, "best", "Best plan", optimum.plan, drawn, target),
        _tenth(question, now.spend, -TENTH, least, drawn, target),
        _tenth(question, now.spend, TENTH, least, drawn, target),
    )
    return Study(question, target, drawn, optimum, best, start, options, least)


def with_total(question: Question, total: float) -> Question:
    """Return a question with another envelope, limits in the order `ask` gives them."""
    others = [it for it in question.problem.limits if not isinstance(it, Envelope)]
    return asked_under(question, (*others, Envelope(total=total)))


def asked_under(question: Question, limits: tuple[Limit, ...]) -> Question:
    """Return a question under other limits."""
    return replace(question, problem=question.problem.under(*limits))


def _tenth(
    question: Question,
    spend: float,
    change: float,
    least: float,
    drawn: Draws,
    target: float | None,
) -> Option:
    """Return the best plan with a tenth less or more money than the current one plans."""
    wanted, note = spend * (1 + change), ""
    name = f"{percent(abs(change))} {'less' if change < 0 else 'more'}"
    lowest = least * (1 + _HAIR)
    total = round(max(wanted, lowest), 2)
    if lowest > wanted:
        note = (
            f"{name} is not possible: what is spent, promised or paid to people "
            f"already comes to {ceil(least - _CENT):,.0f}."
        )
        name = "Least possible"
    asked = with_total(question, total)
    plan = optimise(asked.problem).plan
    found = option_of(asked, "less" if change < 0 else "more", name, plan, drawn, target, note)
    return replace(found, note=note or _unspent(found, total))


def _unspent(found: Option, total: float) -> str:
    left = total - found.spend
    if left <= total * 1e-4:
        return ""
    return f"{left:,.0f} of it stays unspent: more money nowhere brings back what it costs."
