"""Weeks of the calendar: Monday to Sunday, what a weekly meeting speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from planning.errors import UsageError

_DAYS: Final = 7
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


@dataclass(frozen=True, order=True)
class Week:
    """Seven days from a Monday.

    Attributes:
        first: Its Monday.
    """

    first: date

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=_DAYS - 1)


def week_of(day: date) -> Week:
    """Return the week that contains a day.

    Raises:
        UsageError: The day lies outside of any plan's time.

    Example:
        >>> found = week_of(date(2025, 6, 4))
        >>> str(found.first), str(found.last)
        ('2025-06-02', '2025-06-08')
    """
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UsageError(f"Nobody plans for {day.year}.", "Choose a day of these years.")
    return Week(day - timedelta(days=day.weekday()))


def parse_day(text: str) -> date:
    """Read a day as it is written on the command line.

    Raises:
        UsageError: It is no day, or written otherwise.

    Example:
        >>> parse_day("2025-06-04")
        datetime.date(2025, 6, 4)
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    # Python reads 20250604 and 2025-W23-3 too; one way to write a day is enough.
    if found is None or found.isoformat() != text:
        raise UsageError(f"“{text}” is no day.", "Write it as 2025-06-04.")
    return found
