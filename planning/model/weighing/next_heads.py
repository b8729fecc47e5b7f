"""What one more head is worth in each group and role, and what comes of hiring nobody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.model.limits import CommittedHires, MostHires
from planning.model.optimising.warm import optimise_from
from planning.model.problem import Plan
from planning.model.simulating.simulate import simulate
from planning.model.weighing.next_money import Effect, effect
from planning.model.weighing.options import Option, option_of
from planning.model.weighing.study import Study, asked_under
from planning.periods import month_name


@dataclass(frozen=True)
class Head:
    """One more head of a pool.

    Attributes:
        pool, area, job: Which.
        starts: Month number in which a hire decided now is first paid.
        brings: What one hire decided in the first open month brings, its cost taken off;
            None where nobody can be hired there.
        sentence: In words.
    """

    pool: str
    area: str
    job: str
    starts: int
    brings: Effect | None
    sentence: str


def next_heads(study: Study) -> tuple[Head, ...]:
    """Return what one more head than in the best plan is worth, the dearest first."""
    problem, plan = study.question.problem, study.optimum.plan
    base = simulate(problem, plan)
    found = []
    for at, pool in enumerate(problem.pools.name):
        brings = None
        if problem.pools.most_hires[at].any():
            hires = plan.hires.copy()
            hires[at, 0] += 1.0
            brings = effect(base, simulate(problem, Plan(plan.spend, hires)))
        starts = problem.first_month + int(problem.pools.delay[at])
        area, job = problem.pools.area[at], problem.pools.job[at]
        said = _said(f"{job[:1].upper()}{job[1:]} in {area}", starts, brings)
        found.append(Head(pool, area, job, starts, brings, said))
    return tuple(sorted(found, key=lambda it: -(it.brings.contribution if it.brings else -np.inf)))


def without_hires(study: Study) -> Option:
    """Return the best plan in which nobody is hired beyond what is promised.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    problem = study.question.problem
    promised = sum(it.heads for it in problem.limits if isinstance(it, CommittedHires))
    limits = (*problem.limits, MostHires(heads=promised * (1 + 1e-9)))
    optimum = optimise_from(study.start, limits)
    question = asked_under(study.question, limits)
    return option_of(question, "mine", "Without hires", optimum.plan, study.drawn, study.target)


def _said(people: str, starts: int, brings: Effect | None) -> str:
    if brings is None:
        return f"{people}: nobody can be hired there."
    when = month_name(starts)
    if brings.contribution <= 0:
        return (
            f"{people}: one more from {when} would cost {-brings.contribution:,.0f} "
            "more than it brings."
        )
    if brings.year <= 0:
        return (
            f"{people}: one more from {when} brings {brings.contribution:,.0f} "
            "more than it costs, but only after this fiscal year."
        )
    return f"{people}: one more from {when} brings {brings.contribution:,.0f} more than it costs."
