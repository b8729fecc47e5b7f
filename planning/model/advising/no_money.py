"""Why no more is done, or only later: months with nothing, hires at their most, money left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from planning.model.limits import Envelope
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.shadows import spans
from planning.model.optimising.usefulness import last_useful_hires
from planning.model.optimising.worth import worth_of

_NOTHING: Final = 1e-6
_A_HIRE: Final = 0.01
_PART: Final = 1e-4
"""Below this part of an envelope nothing is said to be left."""


def nothing_in_months(optimum: Optimum) -> Iterator[str]:
    """Yield why channels get nothing in some months in which the current plan funds them.

    Channels that get nothing at all have their reason in `reasons`.
    """
    problem, plan = optimum.problem, optimum.plan
    worth = worth_of(optimum)
    for at, name in enumerate(problem.channels.name):
        least = _NOTHING * max(float(problem.channels.half[at]), 1.0)
        none = (plan.spend[at] <= least) & (problem.channels.current[at] > 0)
        if not none.any() or (plan.spend[at] <= least).all():
            continue
        months = np.flatnonzero(none)
        back = worth.spend_brings[at] / np.maximum(worth.spend_costs[at], 1e-9)
        when = spans(months, problem.first_month)
        best = 1000 * float(np.clip(back[months].max(), 0.0, 1.0))
        yield (f"Nothing for {name} {when}: of each 1,000 it costs, at most {best:,.0f} come back.")


def unspent(optimum: Optimum) -> Iterator[str]:
    """Yield why part of the envelope stays unspent."""
    totals = [it.total for it in optimum.problem.limits if isinstance(it, Envelope)]
    if not totals or optimum.objective == "least-spend":
        return
    left = min(totals) - float(optimum.outcome.year("money")[0])
    if left > _PART * min(totals):
        yield (
            f"{left:,.0f} of the envelope stays unspent: "
            "within the limits more money nowhere brings back what it costs."
        )


def most_hires(optimum: Optimum) -> Iterator[str]:
    """Yield which pools hire as many as are taken to be possible in a month."""
    problem, hires = optimum.problem, optimum.plan.hires
    most = problem.pools.most_hires
    for at, name in enumerate(problem.pools.name):
        full = (most[at] > 0) & (hires[at] >= most[at] - _NOTHING)
        if full.any():
            months = np.flatnonzero(full)
            yield (
                f"{name} hires the most taken to be possible {spans(months, problem.first_month)}: "
                f"{float(most[at][months].max()):g} a month."
            )


def late_hires(optimum: Optimum) -> Iterator[str]:
    """Yield which hires of the plan pay, or even start, only after the fiscal year."""
    problem, hires = optimum.problem, optimum.plan.hires
    if not problem.ahead_months or optimum.objective != "contribution":
        return
    decided = np.arange(problem.open_months)
    for at, useful in enumerate(last_useful_hires(optimum)):
        last = -1 if useful.month is None else useful.month
        late = (hires[at] > _A_HIRE) & (decided > last)
        starts = late & (decided + problem.pools.delay[at] >= problem.open_months)
        if (late & ~starts).any():
            when = spans(np.flatnonzero(late & ~starts), problem.first_month)
            yield f"Hires of {useful.line} {when} earn their cost only after the fiscal year."
        if starts.any():
            when = spans(np.flatnonzero(starts), problem.first_month)
            yield (
                f"Hires of {useful.line} {when} start after the fiscal year. "
                "The envelope does not bind there."
            )
