"""Dates as people write them, read by one stated format at a time.

A format is spelled as for `strptime`. Each becomes one regular expression that Python
and RE2 engines understand alike, so that a column can be read row by row or whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from planning.errors import UsageError

ISO: Final = "%Y-%m-%d"
"""The one spelling nobody misreads; accepted beside any other format."""

EXCEL_SERIAL: Final = "excel"
"""Days since 1899-12-30, as spreadsheets store dates."""

EXCEL_EPOCH: Final = date(1899, 12, 30)
SERIAL_PATTERN: Final = r"^(?P<n>[2-7][0-9]{4})(?:[.][0-9]+)?$"
MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
CENTURY_BREAK: Final = 69
"""Two-digit years from here on belong to the twentieth century, as in POSIX."""

_MONTH_WORDS = (
    r"(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?"
    r"|[Aa]ug(?:ust)?|[Ss]ep(?:t|tember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?"
    r"|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[.]?"
)
_ZONE = r"(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})"
_HOUR = r"(?P<hour>[01]?[0-9]|2[0-3])"
_PARTS: Final[Mapping[str, str]] = {
    "Y": r"(?P<y>(?:19|20|21)[0-9]{2})",
    "y": r"(?P<yy>[0-9]{2})",
    "m": r"(?P<m>1[0-2]|0?[1-9])",
    "b": f"(?P<b>{_MONTH_WORDS})",
    "B": f"(?P<b>{_MONTH_WORDS})",
    "d": r"(?P<d>3[01]|[12][0-9]|0?[1-9])",
    "H": _HOUR,
    "I": _HOUR,
    "M": r"(?P<minute>[0-5][0-9])",
    "S": r"[0-5][0-9]",
    "f": r"[0-9]{1,9}",
    "p": r"(?P<half>[AaPp][Mm])",
    "z": _ZONE,
    "Z": _ZONE,
    "a": r"[A-Za-z]{3}[.]?",
    "A": r"[A-Za-z]+",
    "%": "%",
}
# Digits that run together must have their full width, else 2021111 has two readings.
_TIGHT = {"m": r"(?P<m>1[0-2]|0[1-9])", "d": r"(?P<d>3[01]|[12][0-9]|0[1-9])"}
_TIME = (
    rf"(?:(?:T|,? +){_HOUR}:(?P<minute>[0-5][0-9])(?::[0-5][0-9](?:[.,][0-9]{{1,9}})?)?"
    rf"(?: ?(?P<half>[AaPp][Mm]))?(?: ?{_ZONE})?)?"
)


def _day_formats() -> tuple[str, ...]:
    numeric = [f"%{a}{s}%{b}{s}%{y}" for y in "Yy" for s in "/-." for a, b in ("dm", "md")]
    named = [f"%d{s}%b{s}%{y}" for y in "Yy" for s in " -/."]
    return (
        ISO, "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", *numeric, *named,
        "%d. %b %Y", "%b %d, %Y", "%b %d %Y", "%a, %d %b %Y", "%A, %b %d, %Y",
    )  # fmt: skip


DAY_FORMATS: Final = _day_formats()
"""Formats looked for by themselves; in each, a time of day may follow."""

MONTH_FORMATS: Final = (
    "%Y-%m", "%Y/%m", "%Y.%m", "%Y%m", "%m/%Y", "%m-%Y", "%m.%Y", "%b %Y", "%b-%Y", "%b/%Y",
    "%b %y", "%b-%y", "%Y %b", "%Y-%b",
)  # fmt: skip
"""Formats of a month without a day, looked for in columns that hold months."""


@lru_cache(maxsize=256)
def pattern_of(date_format: str) -> str:
    """Return the regular expression of a format, with named groups for its parts.

    Args:
        date_format: Spelled as for `strptime`; `excel` for serial numbers.

    Raises:
        UsageError: The format has no year and month, a part twice, or a part that is
            not supported.

    Example:
        >>> bool(re.match(pattern_of("%m/%d/%Y"), "1/18/2021 0:00"))
        True
    """
    if date_format == EXCEL_SERIAL:
        return SERIAL_PATTERN
    letters = re.findall(r"%(.)", date_format)
    same = str.maketrans("BI", "bH")
    plain = [letter.translate(same) for letter in letters if letter != "%"]
    has_year, has_month = bool({"Y", "y"} & set(plain)), bool({"m", "b"} & set(plain))
    once = len(plain) == len(set(plain)) and not ({"Y", "y"} <= set(plain))
    if not (has_year and has_month and once and set(letters) <= set(_PARTS)):
        raise UsageError(
            f"“{date_format}” is not a date format.",
            "Write it like %d.%m.%Y, with --date-format.",
        )
    tight = "%Y%m" in date_format or "%m%d" in date_format or "%d%m" in date_format
    parts = {**_PARTS, **_TIGHT} if tight else _PARTS
    pieces = re.split(r"%(.)", date_format)
    body = "".join(
        parts[piece] if place % 2 else re.escape(piece).replace(r"\ ", " +").replace("/", "[/]")
        for place, piece in enumerate(pieces)
    )
    return f"^{body}{'' if 'H' in plain else _TIME}$"


def groups_of(date_format: str) -> tuple[str, ...]:
    """Return the named groups of a format's expression, in order.

    Example:
        >>> groups_of("%d.%m.%Y %H:%M")
        ('d', 'm', 'y', 'hour', 'minute')
    """
    return tuple(re.findall(r"\(\?P<(\w+)>", pattern_of(date_format)))


@lru_cache(maxsize=256)
def _compiled(date_format: str) -> re.Pattern[str]:
    return re.compile(pattern_of(date_format)[:-1] + r"\Z")


def read_day(text: str, date_format: str, time_zone: str = "UTC") -> date | None:
    """Read a day in one format, or in ISO spelling.

    A time of day without an offset is dropped; with one, the moment becomes the day it
    was in the company's time zone.

    Args:
        text: Trimmed text.
        date_format: Spelled as for `strptime`, or `excel`; a format without a day
            gives the first of the month.
        time_zone: Name of the company's time zone.

    Returns:
        The day, or None if the text is not one in this format.

    Example:
        >>> read_day("9/30/2022", "%m/%d/%Y"), read_day("2022-09-30", "%m/%d/%Y")
        (datetime.date(2022, 9, 30), datetime.date(2022, 9, 30))
        >>> read_day("2025-01-01T23:30:00Z", "%Y-%m-%d", "Europe/Berlin")
        datetime.date(2025, 1, 2)
    """
    found = _compiled(date_format).match(text)
    if found is None:
        return None if date_format == ISO else read_day(text, ISO, time_zone)
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    if "n" in part:
        return EXCEL_EPOCH + timedelta(days=int(part["n"]))
    try:
        day = date(_year(part), _month(part), int(part.get("d", "1")))
    except ValueError:
        return None
    if "zone" not in part:
        return day
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + _since_midnight(part)
    return moment.astimezone(ZoneInfo(time_zone)).date()


def _year(part: Mapping[str, str]) -> int:
    if "y" in part:
        return int(part["y"])
    short = int(part["yy"])
    return short + (2000 if short < CENTURY_BREAK else 1900)


def _month(part: Mapping[str, str]) -> int:
    if "m" in part:
        return int(part["m"])
    return MONTHS.index(part["b"][:3].lower()) + 1


def _since_midnight(part: Mapping[str, str]) -> timedelta:
    hour = int(part.get("hour", "0"))
    if "half" in part:
        hour = hour % 12 + (12 if part["half"].lower() == "pm" else 0)
    zone = part["zone"]
    offset = 0
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[3:].lstrip(":") or "0")
        offset = minutes if zone[0] == "+" else -minutes
    return timedelta(minutes=hour * 60 + int(part.get("minute", "0")) - offset)
