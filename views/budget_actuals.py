"""The lines against what was spent: one row per line, all lines and the unplanned last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.agreed.rows import PlanRow
from planning.periods import month_name
from planning.review.variance import Variance, Year
from views.budget import TEAM_WORDS, called

if TYPE_CHECKING:
    import pandas as pd

ALL: Final = "All lines and unplanned"
UNPLANNED: Final = "Unplanned"
AMOUNTS: Final[Mapping[str, str]] = {
    "plan_to_date": "Planned to date",
    "actual": "Spent",
    "variance_to_date": "Spent less planned",
    "plan": "Planned",
    "committed": "Committed",
    "forecast": "Forecast",
    "variance": "Forecast less plan",
}


def actuals_frame(beside: Variance, keep: Sequence[PlanRow]) -> pd.DataFrame:
    """Lay out lines beside what was spent.

    Args:
        beside: The plan beside the facts.
        keep: The lines to show; the last two rows speak of all, whatever is kept.
    """
    import pandas as pd

    years = {year.label: year for year in beside.years(each=True)}
    *_, unplanned = beside.years(each=True)
    (whole,) = beside.years()
    rows = [
        [called(row), TEAM_WORDS[row.team], *_amounts(years[row.id])]
        for row in keep
        if row.id in years
    ]
    rows.append([UNPLANNED, "", *_amounts(unplanned)])
    rows.append([ALL, "", *_amounts(whole)])
    return pd.DataFrame(rows, columns=["Line", "Team", *AMOUNTS.values()])


def _amounts(year: Year) -> list[float]:
    return [float(getattr(year, name)) for name in AMOUNTS]


def known_words(beside: Variance, first_month: int) -> str:
    """Say up to when spend is known.

    Args:
        beside: The plan beside the facts.
        first_month: Month number of the plan's first month.
    """
    if not beside.known:
        return "No spend of this year is known yet."
    until = month_name(first_month + beside.known - 1)
    return f"Spend is known up to {until}; “to date” means up to then."
