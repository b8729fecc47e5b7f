"""Until when money and hires still help this fiscal year, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from planning.periods import month_name
from views.budget import TEAM_WORDS

if TYPE_CHECKING:
    from planning.model.optimising.usefulness import LastUseful, Uncommitted
    from planning.model.problem import Problem

NEVER: Final = "in no month"


def useful_sentence(problem: Problem, lasts: Sequence[LastUseful], free: Uncommitted) -> str:
    """Say how much money is still free, and which line's turns useless first."""
    ends = [it for it in lasts if it.month is not None and it.month < problem.open_months - 1]
    whole = f"{free.total:,.0f} of the plan's money is not promised yet"
    if not ends:
        return f"{whole}."
    first = min(ends, key=lambda it: it.month or 0)
    when = month_name(problem.first_month + (first.month or 0))
    return f"{whole}; in {first.line} more pays this year until {when} only."


def useful_frame(
    problem: Problem,
    money: Sequence[LastUseful],
    hires: Sequence[LastUseful],
    free: Uncommitted,
    currency: str,
) -> pd.DataFrame:
    """Return for each channel and pool until when more pays, and what is still free.

    Args:
        problem: The question.
        money: By channel.
        hires: By pool.
        free: Money that is not committed.
        currency: The plan currency.
    """
    channels = zip(money, problem.channels.team, free.by_channel.sum(axis=1), strict=True)
    pools = zip(hires, problem.pools.team, [None] * len(hires), strict=True)
    return pd.DataFrame(
        [
            {
                "Line": last.line,
                "Team": TEAM_WORDS[team],
                "More pays this year until": _when(problem, last.month),
                "Has any effect this year until": _when(problem, last.last_effect),
                f"Not promised yet, {currency}": amount,
            }
            for last, team, amount in (*channels, *pools)
        ]
    )


def _when(problem: Problem, month: int | None) -> str:
    return NEVER if month is None else month_name(problem.first_month + month)
