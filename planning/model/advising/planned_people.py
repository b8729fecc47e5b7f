"""What a plan pays for people, as pools: paid heads by month, hires, and who can work.

Plan lines say who is paid; facts say who is there. Where a plan pays for more people than
there are, the others are hires of the current plan; the money stands from the planned month
on, the work comes after the hiring delay and the ramp.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planning.agreed.drivers import Heads
from planning.model.advising.plan_lines import PER_UNIT, PlanLines
from planning.model.limits import CommittedHires
from planning.model.problem import Problem
from planning.model.simulating.heads import paid_by_hire
from planning.model.tables import Floats
from planning.periods import month_key

LEAST_HIRE: Final = 0.05
"""Smaller steps of paid heads are a raise or a rounding, no hire."""

MOST_HIRES: Final = 0.25
"""Hires decided in a month, at most, as a share of the heads there; 1 at least."""


@dataclass(frozen=True, eq=False)
class PlannedPeople:
    """What plan lines pay in the open months.

    Attributes:
        cost_per_head: Plan-currency units a month by pool, 0 where no line pays.
        paid: Heads by pool and open month, (P, O).
        promised: Of these, heads whose money is committed.
    """

    cost_per_head: Floats
    paid: Floats
    promised: Floats


def planned_people(lines: PlanLines, closed: int, usual_cost: Floats) -> PlannedPeople:
    """Return the heads that plan lines pay.

    Formula: heads = amount / cost per head; the cost is that of the lines' drivers, else
    the usual one, weighed by their money.

    Args:
        lines: The plan's.
        closed: Months of the fiscal year that are over.
        usual_cost: Plan-currency units of a head and month by pool, (P).
    """
    count = len(usual_cost)
    money = lines.plan[:, closed:].sum(axis=1) / PER_UNIT
    each = np.array([_driver_cost(lines, at) for at in range(len(lines.lines))])
    cost = usual_cost.astype(np.float64).copy()
    for pool in range(count):
        own = (lines.pool == pool) & (money > 0)
        if own.any():
            of_line = np.where(each[own] > 0, each[own], usual_cost[pool])
            heads = float((money[own] / np.maximum(of_line, 1e-9)).sum())
            cost[pool] = float(money[own].sum()) / max(heads, 1e-9)
    promised = np.minimum(lines.plan, lines.committed)
    paid, sure = (
        lines.of_pools(cents[:, closed:], count) / PER_UNIT / np.maximum(cost, 1e-9)[:, None]
        for cents in (lines.plan, promised)
    )
    return PlannedPeople(cost, paid, sure)


def _driver_cost(lines: PlanLines, at: int) -> float:
    heads = [it for it in lines.lines[at].drivers if isinstance(it, Heads)]
    count = float(sum(it.heads for it in heads))
    money = float(sum(it.heads * it.cost_per_month for it in heads))
    return money / count if count > 0 else 0.0


def with_people(
    problem: Problem, people: PlannedPeople, known_jobs: Collection[str] | None = None
) -> Problem:
    """Return the question with pools paid and hiring as the plan does.

    Args:
        problem: Its pools hold the heads that are there, by the facts.
        people: What the plan pays.
        known_jobs: Jobs whose heads the facts tell, None for all. In others those the plan
            pays in the first open month are taken to be there and to do all work counted.
    """
    problem = _manned(problem, people, known_jobs)
    pools, opened = problem.pools, problem.open_months
    able = pools.standing_productive.copy()
    hires = np.zeros_like(people.paid)
    for pool in range(len(pools.name)):
        delay = int(pools.delay[pool])
        for month, step in _steps(people.paid[pool], float(pools.standing_paid[pool, 0])):
            if step < 0:
                able[pool, month:] = np.maximum(able[pool, month:] + step, 0.0)
            elif 0 < month < delay:
                # Too near to be decided now: somebody is coming already.
                able[pool, month:] += step * _ramp(problem, pool, problem.months - month)
            else:
                hires[pool, max(month - delay, 0)] += step
    paid = np.concatenate(
        [people.paid, np.repeat(people.paid[:, -1:], problem.ahead_months, axis=1)], axis=1
    )
    of_hires = np.einsum("ps,pst->pt", hires, paid_by_hire(problem))
    there = pools.standing_paid[:, 0]
    most = np.maximum(np.ceil(MOST_HIRES * there), 1.0)[:, None]
    changed = replace(
        pools,
        cost_per_head=people.cost_per_head,
        standing_paid=np.maximum(paid - of_hires, 0.0),
        standing_productive=able,
        current_hires=hires,
        most_hires=np.maximum(np.repeat(most, opened, axis=1), hires),
    )
    return replace(problem, pools=changed)


def _manned(problem: Problem, people: PlannedPeople, known: Collection[str] | None) -> Problem:
    """Return the question with the plan's heads where the facts tell of none."""
    pools, cells = problem.pools, problem.cells
    lacks = np.array([known is not None and job not in known for job in pools.job])
    lacks &= people.paid[:, 0] > 0
    if not lacks.any():
        return problem
    # Without heads the whole pool was measured as one of them.
    heads = np.where(lacks, people.paid[:, 0], 1.0)
    there = np.where(lacks, people.paid[:, 0], pools.standing_paid[:, 0])[:, None]
    changed = replace(
        pools,
        per_head=pools.per_head / heads,
        standing_paid=np.where(lacks[:, None], there, pools.standing_paid),
        standing_productive=np.where(lacks[:, None], there, pools.standing_productive),
    )
    of_cell = np.append(heads, 1.0)[cells.close_pool]
    found = replace(cells, found_per_head=cells.found_per_head / of_cell)
    return replace(problem, pools=changed, cells=found)


def _steps(paid: Floats, there: float) -> list[tuple[int, float]]:
    """Return by open month how many heads more or fewer the plan pays than before.

    In the first month only those beyond the people there are a step: a plan that pays for
    fewer than there are leaves them at work.
    """
    found = [(0, paid[0] - there)] if len(paid) and paid[0] > there else []
    found += [(month, paid[month] - paid[month - 1]) for month in range(1, len(paid))]
    return [(month, float(step)) for month, step in found if abs(step) > LEAST_HIRE]


def _ramp(problem: Problem, pool: int, months: int) -> Floats:
    ramp = np.ones(months)
    own = problem.pools.ramp[pool][:months]
    ramp[: len(own)] = own
    return ramp


def promised_hires(problem: Problem, people: PlannedPeople, there: Floats) -> list[CommittedHires]:
    """Return the hires of the current plan whose money is committed, as limits.

    Args:
        problem: The question, paid and hiring as the plan does.
        people: What the plan pays.
        there: Heads at work by the facts, by pool.
    """
    pools, found = problem.pools, []
    for pool, name in enumerate(pools.name):
        delay = int(pools.delay[pool])
        sure = np.zeros(problem.open_months)
        for month, step in _steps(people.promised[pool], float(there[pool])):
            if step > 0 and (month == 0 or month >= delay):
                sure[max(month - delay, 0)] += step
        for month, heads in enumerate(np.minimum(sure, pools.current_hires[pool])):
            if heads > LEAST_HIRE:
                key = month_key(problem.first_month + month)
                found.append(CommittedHires(pool=name, month=key, heads=float(heads)))
    return found
