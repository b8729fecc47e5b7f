"""Why the plan gives nothing to a line, or leaves it as it is: never advice without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planning.model.optimising.optimise import Optimum
from planning.model.optimising.worth import Worth, worth_of

STEP: Final = 1000.0
"""Money a sentence speaks of."""

_UNCHANGED: Final = 0.005
_NOTHING: Final = 1e-6


@dataclass(frozen=True)
class Reason:
    """Why a line or pool gets nothing, or what it has.

    Attributes:
        line: Channel or pool.
        advice: Which advice the reason is for.
        sentence: The reason.
    """

    line: str
    advice: Literal["nothing", "unchanged"]
    sentence: str


def reasons(optimum: Optimum) -> tuple[Reason, ...]:
    """Return a reason for every channel and pool the plan gives nothing or leaves alone."""
    worth = worth_of(optimum)
    return (*_of_channels(optimum, worth), *_of_pools(optimum, worth))


def _of_channels(optimum: Optimum, worth: Worth) -> list[Reason]:
    problem, plan, found = optimum.problem, optimum.plan, []
    channels = problem.channels
    for at, name in enumerate(channels.name):
        spend, current = plan.spend[at], channels.current[at]
        size = max(float(channels.half[at]), 1.0)
        held = _holding(optimum, optimum.solver.programme.columns.spend[at])
        brings, costs = worth.spend_brings[at] * STEP, worth.spend_costs[at] * STEP
        if spend.max() <= _NOTHING * size:
            best = int(np.argmax(brings - costs))
            said = (
                f"Nothing for {name}: its first {STEP:,.0f} would bring {brings[best]:,.0f}, "
                f"where {costs[best]:,.0f} can be had elsewhere or saved."
            )
            found.append(Reason(name, "nothing", _because(name, held, said, "gets nothing")))
        elif np.abs(spend - current).max() <= _UNCHANGED * max(float(current.max()), 1.0):
            mean = float(brings.mean())
            said = f"{name} stays: its next {STEP:,.0f} brings {mean:,.0f}, as any other would."
            found.append(Reason(name, "unchanged", _because(name, held, said, "stays")))
    return found


def _of_pools(optimum: Optimum, worth: Worth) -> list[Reason]:
    problem, plan, found = optimum.problem, optimum.plan, []
    for at, name in enumerate(problem.pools.name):
        if plan.hires[at].max(initial=0.0) > _NOTHING:
            continue
        held = _holding(optimum, optimum.solver.programme.columns.hires[at])
        brings, costs = worth.hire_brings[at], worth.hire_costs[at]
        best = int(np.argmax(brings - costs))
        # A hair below nothing is nothing, and would read as −0.
        gain = max(float(brings[best]), 0.0) + 0.0
        said = f"No hire in {name}: one would bring {gain:,.0f} and cost {costs[best]:,.0f}."
        if not problem.pools.most_hires[at].any():
            said = f"No hire in {name}: the problem allows none."
        found.append(Reason(name, "nothing", _because(name, held, said, "gets no hire")))
    return found


def _because(name: str, held: tuple[str, ...], said: str, what: str) -> str:
    """Return the limit's sentence where one holds the line, else the better use of money."""
    return f"{name} {what} because of {held[0]}." if held else said


def _holding(
    optimum: Optimum, columns: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> tuple[str, ...]:
    """Return limits of these columns alone that bind, in words."""
    solver, found = optimum.solver, []
    for at, row in enumerate(solver.limits):
        if abs(solver.prices[solver.first_limit + at]) <= _NOTHING:
            continue
        weighs = np.flatnonzero(row.expression.weights)
        if np.isin(weighs, columns).all():
            found.append(row.limit.words)
    return tuple(dict.fromkeys(found))
