"""The lines of a plan that land off it, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from planning.periods import Period, month_name
from planning.review.line_landing import LineLanding
from views.budget import TEAM_WORDS, called
from views.formats import short
from views.week import capital

if TYPE_CHECKING:
    import pandas as pd

LARGEST: Final = 5
_YEAR: Final = 12


def finding(lines: Sequence[LineLanding], currency: str) -> str:
    """Say which line lands furthest off, and what all of them come to."""
    first = lines[0]
    if not first.off:
        return "Every line lands on its plan"
    more = "more" if first.off > 0 else "less"
    whole = sum((one.off for one in lines), Decimal(0))
    all_of_them = "above" if whole > 0 else "below"
    told = f"{capital(called(first.row))} will take {short(abs(first.off))} {more} than planned"
    return f"{told}; all lines land {short(abs(whole))} {currency} {all_of_them} plan"


def lines_frame(lines: Sequence[LineLanding]) -> pd.DataFrame:
    """Lay out lines with what was planned, spent and will come."""
    import pandas as pd

    rows = [
        [
            called(one.row),
            TEAM_WORDS[one.row.team],
            *(float(it) for it in (one.plan, one.plan_to_date, one.spent, one.forecast, one.off)),
            *(None if it is None else float(it) for it in (one.low, one.high)),
        ]
        for one in lines
    ]
    heads = ["Planned", "Planned to date", "Spent", "Landing", "Landing less plan", "P10", "P90"]
    return pd.DataFrame(rows, columns=["Line", "Team", *heads])


def year_words(year: Period) -> str:
    """Return a fiscal year as people call it.

    Example:
        >>> year_words(Period.parse("2026-01", "2027-01"))
        '2026'
        >>> year_words(Period.parse("2025-07", "2026-07"))
        'Jul 2025 to Jun 2026'
    """
    if year.start % _YEAR == 0 and len(year) == _YEAR:
        return str(year.start // _YEAR)
    return f"{month_name(year.start)} to {month_name(year.end - 1)}"
