"""Heads: what each hire decided in a month is paid and productive later.

A hire decided in month s is paid from s + delay on; those hired leave with the monthly
attrition until the last plan month, and after it are replaced where the problem says so.
"""

from __future__ import annotations

import numpy as np

from planning.model.problem import Problem
from planning.model.tables import Floats


def paid_by_hire(problem: Problem) -> Floats:
    """Return paid heads per hire decided, shape (P, O, T), axes pool × decided × month.

    Formula: (1 − attrition)^(months present), 0 before the start; the months present stop
    counting after the plan where leavers are replaced.
    """
    tenure = _tenure(problem)
    last = problem.open_months - 1 if problem.backfill_after else problem.months
    started = np.arange(problem.open_months)[None, :, None] + problem.pools.delay[:, None, None]
    counted = np.minimum(np.arange(problem.months), last)[None, None, :] - started
    stays = (1 - problem.pools.attrition)[:, None, None] ** np.maximum(counted, 0)
    found: Floats = np.where(tenure >= 0, stays, 0.0)
    return found


def productive_by_hire(problem: Problem) -> Floats:
    """Return productive heads per hire decided, shape (P, O, T): paid · ramp of the tenure."""
    tenure, ramp = _tenure(problem), problem.pools.ramp
    full = np.concatenate([ramp, np.ones((len(ramp), 1))], axis=1)
    step = np.clip(tenure, 0, full.shape[1] - 1)
    pool = np.arange(len(ramp))[:, None, None]
    found: Floats = paid_by_hire(problem) * full[pool, step]
    return found


def heads(problem: Problem, hires: Floats) -> tuple[Floats, Floats]:
    """Return paid and productive heads by pool and month, each of shape (P, T).

    Args:
        problem: The question.
        hires: Heads decided by pool and open month, shape (P, O).
    """
    paid = problem.pools.standing_paid + np.einsum("ps,pst->pt", hires, paid_by_hire(problem))
    works = np.einsum("ps,pst->pt", hires, productive_by_hire(problem))
    return paid, problem.pools.standing_productive + works


def _tenure(problem: Problem) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    decided = np.arange(problem.open_months)[None, :, None]
    month = np.arange(problem.months)[None, None, :]
    tenure: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = (
        month - decided - problem.pools.delay[:, None, None]
    )
    return tenure
