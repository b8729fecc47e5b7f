"""Frontiers of a study: the most each total, and each split of today's money, can bring."""

from __future__ import annotations

from dataclasses import dataclass

from planning.model.optimising.frontier import Point, frontier_of_split, frontier_of_total
from planning.model.optimising.uncertainty import Range, range_of
from planning.model.simulating.simulate import simulate
from planning.model.weighing.study import Study, with_total

POINTS = 20
_RICHEST = 1.15
"""How far the frontier of the total reaches, as a share of what the current plan spends."""


@dataclass(frozen=True, eq=False)
class Reached:
    """A point of a frontier.

    Attributes:
        money: Plan-currency units of the fiscal year: all lines, or marketing's.
        brings: Contribution of the best plan there, with its range over the draws.
        slope: Contribution per further unit of money there.
    """

    money: float
    brings: Range
    slope: float


@dataclass(frozen=True, eq=False)
class Frontiers:
    """The most that money can bring.

    Attributes:
        total: For each total of the year, from the least possible.
        split: For each amount of marketing's, within what the current plan spends.
    """

    total: tuple[Reached, ...]
    split: tuple[Reached, ...]


def frontiers(study: Study, points: int = POINTS) -> Frontiers:
    """Return both frontiers of a study.

    Args:
        study: A plan weighed.
        points: How many points each has.

    Raises:
        Infeasible: The limits collide.
    """
    problem, now = study.question.problem, study.option("current").spend
    richest = max(now * _RICHEST, study.least * _RICHEST)
    # A hair more than is spent, so that rounding leaves room for it.
    today = with_total(study.question, now * (1 + 1e-9)).problem
    return Frontiers(
        total=_reached(study, frontier_of_total(problem, study.least, richest, points)),
        split=_reached(study, frontier_of_split(today, points)),
    )


def _reached(study: Study, points: tuple[Point, ...]) -> tuple[Reached, ...]:
    problem = study.question.problem
    found = []
    for each in points:
        drawn = range_of(simulate(problem, each.plan, study.drawn).contribution)
        value = float(simulate(problem, each.plan).contribution[0])
        brings = Range(drawn.p10, value, drawn.p90)
        found.append(Reached(money=each.money, brings=brings, slope=each.slope))
    return tuple(found)
