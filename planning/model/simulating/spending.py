"""Spending: what a plan's months make of the look-ahead, and what effect carries over."""

from __future__ import annotations

import numpy as np

from planning.model.problem import Problem
from planning.model.tables import Floats


def spend_of_all_months(problem: Problem, spend: Floats) -> Floats:
    """Return the spend of plan and look-ahead months, shape (C, T).

    Look-ahead months spend the mean of the last plan months (`tail_months`).
    """
    tail = spend[:, -min(problem.tail_months, problem.open_months) :].mean(1, keepdims=True)
    return np.concatenate([spend, np.repeat(tail, problem.ahead_months, axis=1)], axis=1)


def effective_money(problem: Problem, spend: Floats) -> Floats:
    """Return e[t] = spend[t] + carry · e[t−1] of all months, shape (C, T)."""
    money = spend_of_all_months(problem, spend)
    before, carry = problem.channels.effective_before, problem.channels.carry
    for month in range(problem.months):
        money[:, month] += carry * (money[:, month - 1] if month else before)
    return money
