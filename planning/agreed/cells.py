"""Cells: what each may hold, how what was typed becomes it, and why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol

from pydantic import JsonValue

from planning.errors import UsageError
from planning.money import NotAnAmount, amount, numeral, quoted, symbol
from planning.periods import month_key, month_name, month_of, parse_month

NAME_LIMIT: Final = 200
TEXT_LIMIT: Final = 2_000

_CANONICAL_MONEY: Final = re.compile(r"(?:0|[1-9][0-9]{0,11})\.[0-9]{2}\Z")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029")
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z")
_SLASHED: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\Z")
_MONTHS_OF_A_YEAR: Final = 12


class Unfit(UsageError):  # noqa: N818 - reads as the sentence it is
    """A value does not fit its cell.

    Attributes:
        tail: The sentence without its subject, which is the cell's name.
    """

    def __init__(self, tail: str, remedy: str = "") -> None:
        super().__init__(f"It {tail}", remedy)
        self.tail = f"{tail} {remedy}".strip()


class Year(Protocol):
    """The twelve months a plan is for."""

    @property
    def first_month(self) -> int:
        """Month number of the first of them."""


Read = Callable[[object], JsonValue]
"""Turns what was typed into what is kept; raises `Unfit`."""

Hold = Callable[[JsonValue, Year], None]
"""Holds what is kept against the plan's year; raises `Unfit`."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one cell of a kind of row may hold.

    Attributes:
        name: The cell.
        label: What people call it.
        read: How text becomes its value.
        needed: Whether it may not be blank.
        fixed: Whether it stays as it was when the row was added.
        hold: What must be true of it in the plan's year, or None.
        told: How a sentence names a value.
    """

    name: str
    label: str
    read: Read
    needed: bool = False
    fixed: bool = False
    hold: Hold | None = None
    told: Callable[[JsonValue], str] = quoted


def money(value: object) -> str:
    """Read an amount of 0 or more as decimal text.

    Example:
        >>> money("1,200.5"), money(3)
        ('1200.50', '3.00')
    """
    if isinstance(value, str) and _CANONICAL_MONEY.match(value):
        return value
    try:
        return str(amount(value))
    except NotAnAmount as refusal:
        raise Unfit(refusal.tail, refusal.remedy) from None


def money_told(value: JsonValue) -> str:
    """Return an amount as a sentence says it: cents only where there are any.

    Example:
        >>> money_told("4000.00"), money_told("0.50"), money_told(None)
        ('4,000', '0.50', 'blank')
    """
    if value is None:
        return "blank"
    try:
        exact = Decimal(str(value))
    except ArithmeticError:
        return f"“{quoted(value)}”"
    return f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"


def trimmed(value: str, *, lines: bool) -> str:
    r"""Return text without blanks around it; what cannot be seen becomes a visible symbol.

    Args:
        value: As typed.
        lines: Whether line ends and tabs are part of the text.

    Example:
        >>> trimmed(" a\x00b ", lines=False), trimmed("one\r\ntwo", lines=True)
        ('a␀b', 'one\ntwo')
    """
    text = value.strip()
    if not _UNSEEN.search(text):
        return text
    if lines:
        text = _LINE_ENDS.sub("\n", text)
    return _UNSEEN.sub(
        lambda found: found[0] if lines and found[0] in "\n\t" else symbol(found[0]), text
    )


def text(limit: int, *, lines: bool = False) -> Read:
    """Return the reader of text of limited length that is no formula."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Unfit(f"must be text, not “{quoted(value)}”.")
        found = trimmed(value, lines=lines)
        if found.startswith("="):
            raise Unfit(f"must be words, not the formula “{quoted(found)}”.", "Leave out the “=”.")
        if len(found) > limit:
            raise Unfit(f"may have {limit:,} characters, not {len(found):,}.", "Shorten it.")
        return found

    return read


def folded(value: str) -> str:
    """Return what is left of a word when case, spaces and signs do not matter."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())


def choice(choices: Mapping[str, str]) -> Read:
    """Return the reader of a closed list: kept values by what people call them."""
    known = {folded(name): kept for kept, name in choices.items()}
    known |= {folded(kept): kept for kept in choices}
    few = 8
    listed = ", ".join(list(choices.values())[:few]) + (", …" if len(choices) > few else "")

    def read(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        found = known.get(folded(value)) if isinstance(value, str) else None
        if found is None:
            raise Unfit(f"must be one of {listed}, not “{quoted(value)}”.")
        return found

    return read


def one_of(*choices: str) -> Read:
    """Return the reader of a closed list whose values are called what they are."""
    return choice(dict(zip(choices, choices, strict=True)))


def number(value: object, *, negative: bool = False) -> str:
    """Read a number as decimal text; a per cent sign divides by a hundred.

    Args:
        value: As typed or as a number.
        negative: Whether it may lie below 0.

    Example:
        >>> number("27 %"), number(0.5), number("1,200")
        ('0.27', '0.5', '1200')
    """
    share = isinstance(value, str) and value.strip().endswith("%")
    shown = str(value).strip()[:-1] if share else value
    try:
        exact = numeral(shown, noun="number", negative=negative)
    except NotAnAmount as refusal:
        raise Unfit(refusal.tail, refusal.remedy) from None
    return plain_number(exact / 100 if share else exact)


def plain_number(value: Decimal) -> str:
    """Return a number as it is kept: no exponent, no needless zeros.

    Example:
        >>> plain_number(Decimal("1200.50")), plain_number(Decimal("1E+3"))
        ('1200.5', '1000')
    """
    kept = f"{value:f}"
    return kept.rstrip("0").rstrip(".") if "." in kept else kept


def whole(low: int, high: int) -> Read:
    """Return the reader of a whole number within limits.

    Example:
        >>> whole(-100, 100)("−15"), whole(1, 12)("3.0")
        (-15, 3)
    """

    def read(value: object) -> int:
        try:
            exact = Decimal(number(value, negative=low < 0))
        except Unfit:
            exact = Decimal("NaN")
        if not exact.is_finite() or exact != exact.to_integral_value() or not low <= exact <= high:
            raise Unfit(f"must be a whole number from {low} to {high}, not “{quoted(value)}”.")
        return int(exact)

    return read


def day(value: object) -> str:
    """Read a day as `YYYY-MM-DD`.

    Example:
        >>> day("3.4.2026"), day(date(2026, 4, 3)), day("2026-04-03T10:00:00")
        ('2026-04-03', '2026-04-03', '2026-04-03')
    """
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    found = _day_of(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Unfit(f"must be a date, not “{quoted(value)}”.", "Write it like 2026-03-31.")
    return found.isoformat()


def _day_of(written: str) -> date | None:
    try:
        if dotted := _DOTTED.match(written):
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        if slashed := _SLASHED.match(written):
            first, second, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
            if first <= _MONTHS_OF_A_YEAR and second <= _MONTHS_OF_A_YEAR and first != second:
                ways = f"{date(year, first, second)} or {date(year, second, first)}"
                raise Unfit(f"must be one date: “{written}” can mean {ways}.")
            month, of_month = (first, second) if first <= _MONTHS_OF_A_YEAR else (second, first)
            return date(year, month, of_month)
        return datetime.fromisoformat(written).date() if written.isascii() else None
    except ValueError:
        return None


def month(value: object) -> str:
    """Read a month as `YYYY-MM`; a day stands for its month.

    Example:
        >>> month("2026-03"), month("2026-03-31")
        ('2026-03', '2026-03')
    """
    if isinstance(value, str):
        try:
            return month_key(parse_month(value))
        except UsageError:
            pass
    try:
        # A month of a year that no plan has would not be read again.
        return month_key(parse_month(day(value)[:7]))
    except UsageError:
        raise Unfit(f"must be a month, not “{quoted(value)}”.", "Write it like 2026-03.") from None


def in_year(value: JsonValue, year: Year) -> None:
    """Hold that a kept day or month lies in the plan's year.

    Raises:
        Unfit: It does not.
    """
    at = month_of(date.fromisoformat(f"{value}-01" if len(str(value)) == 7 else str(value)))
    if not year.first_month <= at < year.first_month + _MONTHS_OF_A_YEAR:
        last = month_name(year.first_month + _MONTHS_OF_A_YEAR - 1)
        raise Unfit(
            f"must lie in {month_name(year.first_month)} to {last}, not in {month_name(at)}."
        )


def day_told(value: JsonValue) -> str:
    """Return a kept day or month as people read it.

    Example:
        >>> day_told("2026-03-03"), day_told("2026-03")
        ('3 Mar 2026', 'Mar 2026')
    """
    try:
        if len(str(value)) == 7:
            return month_name(parse_month(str(value)))
        found = date.fromisoformat(str(value))
    except ValueError:
        return f"“{quoted(value)}”"
    return f"{found.day} {month_name(month_of(found))}"
