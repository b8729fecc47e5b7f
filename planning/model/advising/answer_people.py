"""What hires of an answer cost in a plan's months, and what dropped hires save, in whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.advising.plan_lines import PER_UNIT, Cents
from planning.model.advising.question import Question
from planning.model.problem import Plan
from planning.model.simulating.heads import paid_by_hire
from planning.model.tables import Floats

A_HIRE: Final = 1e-6
"""Smaller parts of a head come from the solver's arithmetic."""


@dataclass(frozen=True, eq=False)
class PeopleMoney:
    """Cents of one pool by open month, (O).

    Attributes:
        more: What hires cost that the current plan has not.
        less: What hires of the current plan cost that are dropped.
    """

    more: Cents
    less: Cents

    @property
    def change(self) -> int:
        """What the pool costs more over the open months, below 0 less."""
        return int(self.more.sum()) - int(self.less.sum())


def moved_hires(current: Floats, hires: Floats) -> tuple[Floats, Floats]:
    """Return heads decided more and fewer than in the current plan, by pool and open month.

    Example:
        >>> more, fewer = moved_hires(np.array([[1.0, 0.0]]), np.array([[0.25, 2.0]]))
        >>> more.tolist(), fewer.tolist()
        ([[0.0, 2.0]], [[0.75, 0.0]])
    """
    moved = np.where(np.abs(hires - current) > A_HIRE, hires - current, 0.0)
    return np.maximum(moved, 0.0), np.maximum(-moved, 0.0)


def people_money(question: Question, plan: Plan) -> list[PeopleMoney]:
    """Return what a plan's hires change of each pool's money.

    Formula: cost per head · heads paid of those hired more, rounded down; likewise of those
    dropped, rounded up and at most what the pool's lines have.

    Args:
        question: What was asked.
        plan: Its answer.
    """
    problem, lines = question.problem, question.lines
    closed, opened = problem.before.months, problem.open_months
    paid = paid_by_hire(problem)[:, :, :opened] * problem.pools.cost_per_head[:, None, None]
    more, less = (
        np.einsum("ps,pst->pt", heads, paid) * PER_UNIT
        for heads in moved_hires(problem.pools.current_hires, plan.hires)
    )
    there = lines.of_pools(lines.plan[:, closed:], len(problem.pools.name))
    return [
        PeopleMoney(
            # A hair beside a whole cent is that cent.
            more=np.floor(more[pool] + 1e-3).astype(np.int64),
            less=np.minimum(np.ceil(less[pool] - 1e-3).astype(np.int64), there[pool]),
        )
        for pool in range(len(problem.pools.name))
    ]


def taken_off(less: Cents, plan: Cents, committed: Cents, closed: int) -> Cents:
    """Return what comes off each line of a pool by open month, shape (L, O).

    Lines that begin last give first, for they pay the hires; what is committed gives last.

    Args:
        less: What to take in each open month, (O).
        plan: Cents of the lines by month of the fiscal year, (L, 12).
        committed: The promised part in the open months, (L, O).
        closed: Months of the fiscal year that are over.

    Example:
        >>> team, hire = [900, 900, 900], [0, 300, 300]
        >>> nothing = np.zeros((2, 3), dtype=np.int64)
        >>> taken_off(np.array([0, 0, 400]), np.array([team, hire]), nothing, 0).tolist()
        [[0, 0, 100], [0, 0, 300]]
    """
    begins = np.where(plan.any(axis=1), (plan > 0).argmax(axis=1), -1)
    order = np.argsort(-begins, kind="stable")
    there = plan[:, closed:]
    sure = np.minimum(committed, there)
    left = less.copy()
    taken: npt.NDArray[np.int64] = np.zeros_like(there)
    for free in (there - sure, sure):
        for line in order:
            part = np.minimum(free[line], left)
            taken[line] += part
            left -= part
    return taken
