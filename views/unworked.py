"""Leads nobody would follow up, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planning.periods import month_name

if TYPE_CHECKING:
    from planning.model.problem import Problem
    from planning.model.weighing.unworked import Unworked


def unworked_frame(
    now: Sequence[Unworked], best: Sequence[Unworked], problem: Problem, currency: str
) -> pd.DataFrame:
    """Return leads that go cold by area, in the current plan by month, and in the best plan.

    Args:
        now: Of the current plan.
        best: Of the best plan.
        problem: The question, for its months.
        currency: The plan currency.
    """
    beside = {it.area: it for it in best}
    rows = []
    for it in now:
        other = beside[it.area]
        rows.append(
            {
                "Area": it.area,
                "Leads now": it.count,
                f"Spent on them, {currency}": it.spent,
                f"Value they might bring, {currency}": it.value,
                "Leads in the best plan": other.count,
                **{
                    month_name(problem.first_month + at): leads for at, leads in enumerate(it.leads)
                },
            }
        )
    return pd.DataFrame(rows)
