"""How robust the best split is: what would be best if the world were drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.optimising.uncertainty import ROBUST_DRAWS, Range, range_of, robustness
from planning.model.weighing.study import Study
from planning.shares import percent

_ALIKE: Final = 0.05
"""Money within this part of what a line has, or of the mean line, counts as the same."""


@dataclass(frozen=True)
class Steady:
    """How a line's money moves when the world is drawn anew.

    Attributes:
        line: Channel or pool.
        team: Whose.
        adopted: What the best plan gives it over the open months: money, or hires.
        best: What would be best over the draws.
        more, less: Share of the draws in which more, and less, would be best.
    """

    line: str
    team: str
    adopted: float
    best: Range
    more: float
    less: float


@dataclass(frozen=True)
class Robust:
    """How robust a plan is.

    Attributes:
        draws: In how many draws the best was looked for and found.
        regret: What the adopted plan stays behind the best of each draw, as a share of it.
        money, hires: By channel and by pool.
        sentence: In words.
    """

    draws: int
    regret: Range
    money: tuple[Steady, ...]
    hires: tuple[Steady, ...]
    sentence: str


def robust(
    study: Study,
    count: int = ROBUST_DRAWS,
    progress: Callable[[int, int], None] | None = None,
) -> Robust:
    """Look for the best plan again in some draws; takes some seconds.

    Args:
        study: A plan weighed.
        count: In how many draws.
        progress: Called after each with how many are done and how many there are.
    """
    problem, plan = study.question.problem, study.optimum.plan
    found = robustness(problem, plan, study.drawn, count=count, progress=progress)
    size = np.maximum(np.abs(found.best), 1e-9)
    regret = range_of(found.regret / size)
    channels, pools = problem.channels, problem.pools
    money = _steady(channels.name, channels.team, plan.spend.sum(axis=1), found.spend)
    hires = _steady(pools.name, pools.team, plan.hires.sum(axis=1), found.hires)
    return Robust(len(found.draws), regret, money, hires, _said(len(found.draws), regret, money))


def _steady(
    names: tuple[str, ...],
    teams: tuple[str, ...],
    adopted: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    best: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> tuple[Steady, ...]:
    usual = float(adopted.mean()) if len(adopted) else 0.0
    found = []
    for at, name in enumerate(names):
        own, now = best[:, at], float(adopted[at])
        room = _ALIKE * max(now, usual)
        more, less = (
            (float(np.mean(own > now + room)), float(np.mean(own < now - room)))
            if len(own)
            else (0.0, 0.0)
        )
        found.append(Steady(name, teams[at], now, range_of(own), more, less))
    return tuple(found)


def _said(draws: int, regret: Range, money: tuple[Steady, ...]) -> str:
    if not draws or regret.p50 is None or regret.p90 is None:
        return "In none of the cases could the limits be held."
    first = (
        f"In {draws} cases that chance may bring, this plan stays mostly about "
        f"{percent(regret.p50, 1)} behind the best. In one of ten it is more than "
        f"{percent(regret.p90, 1)}."
    )
    shaky = [it for it in money if max(it.more, it.less) >= 0.75]
    if not shaky:
        return f"{first} No channel's money is on the wrong side in most of them."
    worst = max(shaky, key=lambda it: max(it.more, it.less))
    side = "more" if worst.more > worst.less else "less"
    share = percent(max(worst.more, worst.less))
    return f"{first} {worst.line} would get {side} in {share} of them."
