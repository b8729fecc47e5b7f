"""Weeks and months: which part of a month's leads falls into which week, by working days.

Weeks begin on Monday after the as-of date. What a month holds before the first Monday or
after the last week belongs to no week here, so that weeks and rest add up to the month.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.periods import first_day, month_of

WEEKS: Final = 8
_DAYS: Final = 7
_FADES: Final = 0.5

Floats = npt.NDArray[np.float64]


def first_monday(as_of: date) -> date:
    """Return the first Monday after a day.

    Example:
        >>> first_monday(date(2026, 6, 30)), first_monday(date(2026, 7, 6))
        (datetime.date(2026, 7, 6), datetime.date(2026, 7, 13))
    """
    return as_of + timedelta(days=_DAYS - as_of.weekday())


def weeks_after(as_of: date, count: int = WEEKS) -> tuple[date, ...]:
    """Return the Mondays of the weeks ahead."""
    return tuple(first_monday(as_of) + timedelta(days=_DAYS * at) for at in range(count))


def months_touched(weeks: Collection[date]) -> tuple[int, ...]:
    """Return the months the weeks lie in, in order.

    Example:
        >>> [month % 12 + 1 for month in months_touched(weeks_after(date(2026, 6, 30)))]
        [7, 8]
    """
    days = [monday + timedelta(days=at) for monday in weeks for at in (0, _DAYS - 1)]
    return tuple(range(month_of(min(days)), month_of(max(days)) + 1))


def shares(
    month: int,
    weeks: Collection[date],
    working: Collection[int],
    starts: date | None = None,
    after: date | None = None,
) -> Floats:
    """Return which part of a month's leads falls into each week.

    Evenly over its working days; a month without any takes all days alike. With a start
    only working days from it on count, those of each further week half as much; a start
    after the last working day takes all on its own day.

    Args:
        month: Month number.
        weeks: Mondays.
        working: Weekdays on which people work, Monday is 0; none at all means every day.
        starts: First day of a campaign within the month.
        after: Days up to this one are over: the rest of the month holds everything.

    Returns:
        A fraction for each week; with what lies outside the weeks they add up to 1.

    Example:
        >>> weeks = weeks_after(date(2026, 6, 30))
        >>> shares(2026 * 12 + 6, weeks, range(5))[:4].round(4)  # 23 days, 3 before Monday 6 July
        array([0.2174, 0.2174, 0.2174, 0.2174])
    """
    weights = day_weights(month, working, starts, after)
    mondays = [monday.toordinal() for monday in weeks]
    first = first_day(month).toordinal()
    found = np.zeros(len(mondays))
    for at, monday in enumerate(mondays):
        low, high = (min(max(it - first, 0), len(weights)) for it in (monday, monday + _DAYS))
        found[at] = weights[low:high].sum()
    return found


def day_weights(
    month: int,
    working: Collection[int],
    starts: date | None = None,
    after: date | None = None,
) -> Floats:
    """Return the part of a month's leads that each of its days holds; they add up to 1."""
    first = first_day(month)
    days = [first + timedelta(days=at) for at in range((first_day(month + 1) - first).days)]
    weights = np.array([float(not working or day.weekday() in working) for day in days])
    if not weights.any():
        weights[:] = 1.0
    if after is not None:
        weights *= np.array([day > after for day in days])
    if starts is not None and month_of(starts) == month:
        fades = [_FADES ** ((day - starts).days // _DAYS) if day >= starts else 0.0 for day in days]
        own = weights * np.array(fades)
        if not own.any():
            own[starts.day - 1] = 1.0
        weights = own
    if not weights.any():
        weights[-1] = 1.0
    found: Floats = weights / weights.sum()
    return found
