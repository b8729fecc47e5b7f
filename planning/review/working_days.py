"""Working days: how much of a month is over, the way people work through it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from planning.periods import first_day, month_of


def share_worked(month: int, as_of: date, working: Collection[int]) -> float:
    """Return which part of a month's working days is over, from 0 to 1.

    Args:
        month: Month number.
        as_of: The last day of the facts; it counts as over.
        working: Weekdays on which people work, Monday is 0. None at all means every day.

    Example:
        >>> june = 2026 * 12 + 5
        >>> share_worked(june, date(2026, 6, 12), range(5))  # 10 of 22 days
        0.45454545454545453
        >>> share_worked(june, date(2026, 6, 14), range(5))  # the weekend after changes nothing
        0.45454545454545453
    """
    last = first_day(month + 1) - timedelta(days=1)
    if month != month_of(as_of):
        return 1.0 if month < month_of(as_of) else 0.0
    over, whole = (days_worked(month, end, working) for end in (as_of, last))
    # A month without any working day is over with its last day.
    return over / whole if whole else float(as_of == last)


def days_worked(month: int, until: date, working: Collection[int]) -> int:
    """Return how many working days a month has up to a day of it, that day included.

    Example:
        >>> days_worked(2026 * 12 + 5, date(2026, 6, 7), range(5))
        5
    """
    first = first_day(month)
    days = ((first + timedelta(days=at)).weekday() for at in range((until - first).days + 1))
    return sum(1 for day in days if not working or day in working)
