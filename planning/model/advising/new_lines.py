"""Lines that a plan has not and an answer needs: a channel's money, and people to be hired."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from pydantic import JsonValue

from planning.agreed.cells import plain_number
from planning.agreed.lines import JOBS
from planning.model.advising.allocation import Allocation
from planning.model.advising.answer_people import A_HIRE, moved_hires
from planning.model.advising.question import Question
from planning.model.tables import Floats
from planning.money import CENT
from planning.periods import month_key


def hires_of(question: Question, allocation: Allocation) -> Floats:
    """Return the heads an answer decides by pool and open month, as far as this year pays any.

    A hire that starts after the fiscal year is in no line of it: the current plan's stand.
    """
    problem = question.problem
    found = problem.pools.current_hires.copy()
    for (pool, month), heads in _advised_heads(question, allocation):
        if month + int(problem.pools.delay[pool]) < problem.open_months:
            found[pool, month] = heads
    return found


def _advised_heads(
    question: Question, allocation: Allocation
) -> Iterator[tuple[tuple[int, int], float]]:
    pools, opened = question.problem.pools, question.problem.open_months
    places = {key: at for at, key in enumerate(zip(pools.area, pools.job, strict=True))}
    months = {month_key(question.problem.first_month + at): at for at in range(opened)}
    for each in allocation.heads:
        yield (places[each.area, each.job], months[each.month]), each.hires


def programme_cells(channel: str) -> dict[str, JsonValue]:
    """Return what a new line for a channel is, its months apart."""
    return {"category": "programme", "channel": channel}


def people_cells(question: Question, allocation: Allocation, pool: str) -> dict[str, JsonValue]:
    """Return what a line for hires is: whose, where, and its heads by the month they start."""
    pools, calibrated = question.problem.pools, question.calibration.assumptions
    at = pools.name.index(pool)
    job = pools.job[at] if pools.job[at] in JOBS else JOBS[-1]
    several = len(calibrated.areas) > 1
    where: dict[str, JsonValue] = {calibrated.area_kind: pools.area[at]} if several else {}
    drivers: list[JsonValue] = list(_drivers(question, allocation, at, job))
    return {"category": "people", "job": job, **where, "drivers": drivers}


def _drivers(
    question: Question, allocation: Allocation, pool: int, job: str
) -> Iterator[dict[str, JsonValue]]:
    """Yield the heads of a pool that start within the year, those of the plan left out."""
    problem = question.problem
    more, _ = moved_hires(problem.pools.current_hires, hires_of(question, allocation))
    cost = Decimal(float(problem.pools.cost_per_head[pool])).quantize(CENT)
    for month, heads in enumerate(more[pool].tolist()):
        if heads > A_HIRE:
            # Parts of a head are told as coarsely as they are still there.
            told = round(Decimal(heads), 2) or round(Decimal(heads), 6)
            yield {
                "job": job,
                "heads": plain_number(told),
                "cost_per_month": str(cost),
                "starts": month_key(problem.first_month + month + int(problem.pools.delay[pool])),
            }


def beside(question: Question, pool: str) -> str | None:
    """Return the row that pays most of a pool."""
    at = question.problem.pools.name.index(pool)
    own = np.flatnonzero(question.lines.pool == at)
    if not len(own):
        return None
    most = int(own[question.lines.plan[own].sum(axis=1).argmax()])
    return question.lines.rows[most].id


def next_year(question: Question, allocation: Allocation) -> Iterator[str]:
    """Yield which hires an answer decides too late for this year's plan to pay."""
    pools, opened = question.problem.pools, question.problem.open_months
    late: dict[int, float] = {}
    for (pool, month), heads in _advised_heads(question, allocation):
        if month + int(pools.delay[pool]) >= opened and heads > A_HIRE:
            late[pool] = late.get(pool, 0.0) + heads
    for pool, heads in late.items():
        if plain := round(heads, 2):
            verb = "start" if plain > 1 else "starts"
            yield (
                f"{plain:g} more for {pools.name[pool]} {verb} after the year: "
                "the next year's plan pays them."
            )
