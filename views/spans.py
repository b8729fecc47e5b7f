"""Named spans of months a page offers, read against the facts' as-of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from planning.company import Company
from planning.periods import Period, month_of

LAST_YEAR: Final = "Last 12 months"
LAST_QUARTER: Final = "Last 3 months"
LAST_MONTH: Final = "Last month"
THIS_FISCAL_YEAR: Final = "This fiscal year"
LAST_FISCAL_YEAR: Final = "Last fiscal year"
ALL_TIME: Final = "All time"
CHOSEN: Final = "Chosen months"

SPANS: Final = (
    LAST_YEAR,
    LAST_QUARTER,
    LAST_MONTH,
    THIS_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    ALL_TIME,
    CHOSEN,
)
_MONTHS_BACK: Final = {LAST_YEAR: 12, LAST_QUARTER: 3, LAST_MONTH: 1}


def last_complete_month(as_of: date) -> int:
    """Return the last month that had ended on the as-of date.

    Example:
        >>> from planning.periods import month_name
        >>> month_name(last_complete_month(date(2025, 6, 30)))
        'Jun 2025'
        >>> month_name(last_complete_month(date(2025, 6, 29)))
        'May 2025'
    """
    return month_of(as_of + timedelta(days=1)) - 1


def named_span(name: str, as_of: date, first_month: int, company: Company) -> Period | None:
    """Return the months a span stands for; None is all time, undated rows included.

    Args:
        name: One of SPANS but `CHOSEN`.
        as_of: The date treated as today for facts.
        first_month: The first month with facts; a span that would end before it takes
            the as-of month instead, although it is not over.
        company: For the fiscal year.

    Example:
        >>> named_span("Last 3 months", date(2025, 6, 30), 2024 * 12, Company()).label
        'Apr 2025 to Jun 2025'
        >>> named_span("This fiscal year", date(2025, 6, 30), 2024 * 12, Company()).label
        'Jan 2025 to Jun 2025'
    """
    if name == ALL_TIME:
        return None
    last = last_complete_month(as_of)
    if last < first_month:
        last = month_of(as_of)
    if name in _MONTHS_BACK:
        return Period(start=last + 1 - _MONTHS_BACK[name], end=last + 1)
    began = last - (last + 13 - company.fiscal_year_start) % 12
    if name == LAST_FISCAL_YEAR:
        return Period(start=began - 12, end=began)
    return Period(start=began, end=last + 1)


def months_between(first: int, last: int, *, at_most: int = 240) -> Sequence[int]:
    """Return the months people may choose from, newest first, never absurdly many.

    Example:
        >>> len(months_between(2024 * 12, 2024 * 12 + 23))
        24
    """
    return range(last, max(first, last - at_most + 1) - 1, -1)
