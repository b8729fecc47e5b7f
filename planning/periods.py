"""Half-open periods of whole months.

Inside Tandem a month is one integer, `year * 12 + month - 1`, so that months can be
subtracted, compared and used as array positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict, model_validator

from planning.errors import UsageError

UNDATED = -1
"""The month of a row whose main date is missing: a bucket of its own."""

_MONTH_PATTERN = re.compile(r"^(\d{4})-(\d{2})$")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_of(day: date) -> int:
    """Return the month number that contains a day.

    Example:
        >>> month_of(date(2025, 3, 31)) - month_of(date(2024, 12, 1))
        3
    """
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month number.

    Example:
        >>> first_day(month_of(date(2025, 3, 31)))
        datetime.date(2025, 3, 1)
    """
    return date(month // 12, month % 12 + 1, 1)


def month_key(month: int) -> str:
    """Return a month as `YYYY-MM`, the spelling of addresses, files and commands.

    Example:
        >>> month_key(2025 * 12)
        '2025-01'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_name(month: int) -> str:
    """Return a month as people read it.

    Example:
        >>> month_name(2026 * 12 + 2)
        'Mar 2026'
    """
    return f"{_MONTH_NAMES[month % 12]} {month // 12}"


def parse_month(text: str) -> int:
    """Read `YYYY-MM`.

    Raises:
        UsageError: The text is not a month of the years 1900 to 2999.

    Example:
        >>> parse_month("2025-01") == 2025 * 12
        True
    """
    match = _MONTH_PATTERN.match(text.strip())
    if match and 1900 <= int(match[1]) <= 2999 and 1 <= int(match[2]) <= 12:
        return int(match[1]) * 12 + int(match[2]) - 1
    raise UsageError(f"“{text}” is not a month.", "Write months as 2025-01.")


class Period(BaseModel):
    """Whole months from `start` up to, not including, `end` (month numbers)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int

    @model_validator(mode="after")
    def _is_not_empty(self) -> Period:
        if self.end <= self.start:
            raise UsageError(
                f"The period ends ({month_key(self.end)}) before it has begun "
                f"({month_key(self.start)}).",
                "The end is exclusive: January alone is 2025-01 to 2025-02.",
            )
        return self

    @classmethod
    def parse(cls, start: str, end: str) -> Period:
        """Read two months, the second exclusive.

        Raises:
            UsageError: One is not a month, or the period would be empty.

        Example:
            >>> len(Period.parse("2025-01", "2025-07"))
            6
        """
        return cls(start=parse_month(start), end=parse_month(end))

    def __len__(self) -> int:
        return self.end - self.start

    def months(self) -> Iterator[int]:
        """Yield each month number of the period in order."""
        return iter(range(self.start, self.end))

    def before(self) -> Period:
        """Return the period of the same length that ends where this one starts.

        Example:
            >>> Period.parse("2025-04", "2025-07").before() == Period.parse("2025-01", "2025-04")
            True
        """
        return Period(start=self.start - len(self), end=self.start)

    @property
    def label(self) -> str:
        """The period in words: one month, or first to last month.

        Example:
            >>> Period.parse("2025-01", "2025-07").label
            'Jan 2025 to Jun 2025'
        """
        if len(self) == 1:
            return month_name(self.start)
        return f"{month_name(self.start)} to {month_name(self.end - 1)}"
