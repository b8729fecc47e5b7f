"""Fiscal quarters: three months each, counted from where the fiscal year begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from planning.company import Company
from planning.periods import Period, first_day, month_of

MONTHS: Final = 3


def quarter_of(month: int, company: Company) -> Period:
    """Return the fiscal quarter that contains a month.

    Example:
        >>> quarter_of(2026 * 12 + 4, Company()).label
        'Apr 2026 to Jun 2026'
        >>> quarter_of(2026 * 12 + 4, Company(fiscal_year_start=2)).label
        'May 2026 to Jul 2026'
    """
    start = month - (month - (company.fiscal_year_start - 1)) % MONTHS
    return Period(start=start, end=start + MONTHS)


def last_complete(as_of: date, company: Company) -> Period:
    """Return the last quarter that had ended on the as-of date.

    Example:
        >>> last_complete(date(2026, 6, 30), Company()).label
        'Apr 2026 to Jun 2026'
        >>> last_complete(date(2026, 6, 29), Company()).label
        'Jan 2026 to Mar 2026'
    """
    return quarter_of(month_of(as_of + timedelta(days=1)), company).before()


def quarters(first: int, as_of: date, company: Company, *, at_most: int = 12) -> Sequence[Period]:
    """Return the quarters people may choose from, the newest first.

    The one the as-of date lies in comes first, although it is not over.

    Args:
        first: The first month with closed deals.
        as_of: Today for the facts.
        company: For the fiscal year.
        at_most: Largest number of quarters.

    Example:
        >>> [one.label for one in quarters(2026 * 12, date(2026, 5, 4), Company())]
        ['Apr 2026 to Jun 2026', 'Jan 2026 to Mar 2026']
    """
    found = [quarter_of(month_of(as_of), company)]
    earliest = quarter_of(first, company).start
    while len(found) < at_most and found[-1].start > earliest:
        found.append(found[-1].before())
    return found


def quarter_name(quarter: Period, company: Company) -> str:
    """Return a quarter as people say it, named after the fiscal year it is in.

    Example:
        >>> quarter_name(Period.parse("2026-04", "2026-07"), Company())
        'Q2 2026'
        >>> quarter_name(Period.parse("2025-07", "2025-10"), Company(fiscal_year_start=7))
        'Q1 2026'
    """
    year = company.fiscal_year(first_day(quarter.start))
    number = (quarter.start - company.months_of(year).start) // MONTHS + 1
    return f"Q{number} {year}"
