"""How much the result hangs on how long things take: learning, hiring, staying, closing.

These assumptions are not drawn with the others. Where a range is told of one, its 10th and
90th percentile are those it would be drawn by; others are moved by 5 % alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planning.model.assuming.cells import Layout
from planning.model.assuming.drawn import spread
from planning.model.assumptions import Assumption
from planning.model.problem import Problem
from planning.model.simulating.order import order_of_work
from planning.model.simulating.simulate import simulate
from planning.model.tables import Floats
from planning.model.weighing.sensitivity import (
    NUDGE,
    Lever,
    Sensitivity,
    gains,
    said_of,
    source_of,
)
from planning.model.weighing.study import Study

TENTH: Final = 1.2815515655446004
"""Standard deviations from the middle to the 10th and the 90th percentile."""

_NOTHING: Final = 0.5


@dataclass(frozen=True)
class _Time:
    """A lever of time.

    Attributes:
        lever: What it is called, and where it comes from.
        scaled: A problem with it moved by a factor for each pool.
        told: The kind whose range is told, or empty.
    """

    lever: Lever
    scaled: Callable[[Problem, Floats], Problem]
    told: str = ""


def time_sensitivities(study: Study) -> tuple[Sensitivity, ...]:
    """Return what learning, attrition, hiring delay and cycle do to the best plan.

    What changes nothing in the plan is left out, as learning where nobody is hired. A hiring
    delay moves by whole months, so 5 % of it say nothing: its range does.

    Args:
        study: A plan weighed.
    """
    return tuple(sorted(_all(study), key=lambda it: -it.width))


def _all(study: Study) -> Iterator[Sensitivity]:
    problem, plan = study.question.problem, study.optimum.plan
    order, assumptions = order_of_work(problem), study.question.calibration.assumptions
    base, pools = simulate(problem, plan, order=order), len(problem.pools.name)

    def brings(time: _Time, factor: Floats) -> tuple[float, float]:
        return gains(base, simulate(time.scaled(problem, factor), plan, order=order))

    for time in _TIMES:
        up, down = (brings(time, np.full(pools, 1 + by)) for by in (NUDGE, -NUDGE))
        ends = [brings(time, factor)[0] for factor in _told(study, time.told)]
        if max(map(abs, (up[0], down[0], *ends))) < _NOTHING:
            continue
        yield Sensitivity(
            name=time.lever.name,
            team=time.lever.team,
            low=min(ends, default=None),
            high=max(ends, default=None),
            more=up[0],
            less=down[0],
            source=source_of(time.lever, assumptions),
            sentence=_said(time.lever, up[0], down[0], ends),
            revenue_more=up[1],
            revenue_less=down[1],
        )


def _said(lever: Lever, more: float, less: float, ends: Sequence[float]) -> str:
    """Say what 5 % do; where whole months swallow them, how far the ends lie apart."""
    if more or less or not ends:
        return said_of(lever, more, less)
    return f"{lever.name}: {max(ends) - min(ends):,.0f} lie between its low and its high."


def _told(study: Study, kind: str) -> list[Floats]:
    """Return a kind at its 10th and 90th percentile as factors by pool; nothing if untold."""
    if not kind:
        return []
    entries = Layout.of(study.question.calibration.assumptions).of_pool(kind)
    if all(it.low is None or it.high is None or not it.number for it in entries):
        return []
    ends = np.array([_ends(it) for it in entries]).reshape(-1, 2)
    return [ends[:, 0], ends[:, 1]]


def _ends(entry: Assumption) -> Floats:
    """Return the 10th and 90th percentile of an assumption as shares of its value."""
    if not entry.number:
        return np.ones(2)
    found: Floats = spread(entry, np.array([-TENTH, TENTH])) / entry.number
    return found


def slower_learning(problem: Problem, factor: Floats) -> Problem:
    """Return a problem whose new heads lack more of their productivity, by pool.

    Formula: 1 − (1 − share) · factor, at least 0.
    """
    ramp = np.maximum(1 - (1 - problem.pools.ramp) * factor[:, None], 0.0)
    return replace(problem, pools=replace(problem.pools, ramp=ramp))


def more_leave(problem: Problem, factor: Floats) -> Problem:
    """Return a problem in which more of those hired leave, by pool."""
    attrition = np.minimum(problem.pools.attrition * factor, 1.0)
    return replace(problem, pools=replace(problem.pools, attrition=attrition))


def later_starts(problem: Problem, factor: Floats) -> Problem:
    """Return a problem in which hiring takes longer, in whole months, by pool."""
    delay = np.rint(problem.pools.delay * factor).astype(np.int64)
    return replace(problem, pools=replace(problem.pools, delay=delay))


def longer_cycle(problem: Problem, factor: Floats) -> Problem:
    """Return a problem whose deals close, and pay, later, all groups by the largest factor."""
    by = float(factor.max(initial=0.0)) or 1.0
    cycle, pays = stretched(problem.groups.cycle, by), stretched(problem.groups.pays, by)
    return replace(problem, groups=replace(problem.groups, cycle=cycle, pays=pays))


def stretched(kernels: Floats, factor: float) -> Floats:
    """Return kernels whose months are a factor as many; shares and their sum stand.

    What would come between two months is shared between them, so the mean moves by just
    the factor.

    Args:
        kernels: Shares by month on the last axis.
        factor: Above 0.

    Example:
        >>> stretched(np.array([[0.5, 0.0, 0.5]]), 1.25).round(3).tolist()
        [[0.5, 0.0, 0.25, 0.25]]
    """
    if not kernels.shape[-1]:
        return kernels
    months = np.arange(kernels.shape[-1]) * factor
    first = np.floor(months + 1e-12).astype(np.int64)
    after = np.maximum(months - first, 0.0)
    found = np.zeros((*kernels.shape[:-1], int(np.ceil(months[-1] - 1e-12)) + 1))
    for at, month in enumerate(first):
        found[..., month] += kernels[..., at] * (1 - after[at])
        if after[at] > 0:
            found[..., month + 1] += kernels[..., at] * after[at]
    return found


_TIMES: Final = (
    _Time(Lever("Learning time", "slower learning", (), ("ramp",), "sales"), slower_learning),
    _Time(
        Lever("Attrition", "more attrition", (), ("attrition",), "sales"), more_leave, "attrition"
    ),
    _Time(
        Lever("Hiring delay", "longer hiring", (), ("hiring_delay",), "sales"),
        later_starts,
        "hiring_delay",
    ),
    _Time(Lever("Sales cycle", "longer sales cycle", (), ("cycle",), "sales"), longer_cycle),
)
