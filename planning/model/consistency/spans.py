"""The months a target is for, and how files write them: 2026, 2026-Q1, 2026-01."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from planning.errors import UsageError
from planning.money import quoted
from planning.periods import month_key, month_name, parse_month

_YEAR: Final = 12
_QUARTER: Final = 3
_YEARLY: Final = re.compile(r"((?:19|2\d)\d\d)\Z", re.ASCII)
_QUARTERLY: Final = re.compile(r"((?:19|2\d)\d\d)[-\s]?Q([1-4])\Z", re.ASCII | re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(\d{4}-\d{2})\s+to\s+(\d{4}-\d{2})\Z")


@dataclass(frozen=True, order=True)
class Span:
    """Months from `start` up to, not including, `end` (month numbers)."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Whether another span lies within this one."""
        return self.start <= other.start and other.end <= self.end


def read_span(text: str, year_start: int = 1) -> Span:
    """Read a period of a file: a fiscal year, a quarter of it, a month, or months from to.

    Args:
        text: `2026`, `2026-Q1`, `2026-01` or `2026-01 to 2026-07`, the last month excluded.
        year_start: Month (1 to 12) in which the fiscal year begins; it is named after the
            calendar year in which it ends.

    Raises:
        UsageError: It is none of these.

    Example:
        >>> read_span("2026-Q2") == Span(2026 * 12 + 3, 2026 * 12 + 6)
        True
        >>> read_span("2026", year_start=7) == Span(2025 * 12 + 6, 2026 * 12 + 6)
        True
    """
    wanted = text.strip()
    if found := _YEARLY.match(wanted):
        first = _first_month(int(found[1]), year_start)
        return Span(first, first + _YEAR)
    if found := _QUARTERLY.match(wanted):
        first = _first_month(int(found[1]), year_start) + _QUARTER * (int(found[2]) - 1)
        return Span(first, first + _QUARTER)
    try:
        if found := _BETWEEN.match(wanted):
            span = Span(parse_month(found[1]), parse_month(found[2]))
        else:
            first = parse_month(wanted)
            span = Span(first, first + 1)
    except UsageError:
        span = Span(0, 0)
    if span.end <= span.start:
        raise UsageError(
            f"“{quoted(text)}” is no period.",
            "Write 2026, 2026-Q1 or 2026-01, or leave it blank in all rows.",
        )
    return span


def _first_month(year: int, year_start: int) -> int:
    return (year - (year_start > 1)) * _YEAR + year_start - 1


def span_key(span: Span, year_start: int = 1) -> str:
    """Return a period as files write it.

    Example:
        >>> at = 2026 * 12
        >>> [span_key(Span(at, at + months)) for months in (1, 2, 3, 12)]
        ['2026-01', '2026-01 to 2026-03', '2026-Q1', '2026']
    """
    if len(span) == 1:
        return month_key(span.start)
    into = (span.start - (year_start - 1)) % _YEAR
    year = (span.start - into - (year_start - 1)) // _YEAR + (year_start > 1)
    if len(span) == _YEAR and into == 0:
        return str(year)
    if len(span) == _QUARTER and into % _QUARTER == 0:
        return f"{year}-Q{into // _QUARTER + 1}"
    return f"{month_key(span.start)} to {month_key(span.end)}"


def span_words(span: Span) -> str:
    """Return a period in words.

    Example:
        >>> span_words(Span(2026 * 12, 2026 * 12 + 3)), span_words(Span(2026 * 12, 2026 * 12 + 1))
        ('Jan to Mar 2026', 'Jan 2026')
    """
    first, last = month_name(span.start), month_name(span.end - 1)
    if len(span) == 1:
        return first
    return f"{first[:-5] if first[-4:] == last[-4:] else first} to {last}"
