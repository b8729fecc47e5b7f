"""Amounts of money: reading what people type or paste, and splitting without losing a cent."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from planning.errors import UsageError

CENT: Final = Decimal("0.01")
AMOUNT_LIMIT: Final = Decimal(10) ** 12
"""Amounts above this are a slip of the keyboard, not a budget."""

_SHOWN: Final = 40
_SPACES: Final = " \u00a0\u2009\u202f"
_GROUPED: Final = "[1-9][0-9]{0,2}"
_DIGITS: Final = 30
_WRITTEN: Final = re.compile(
    rf"(?P<open>\()?[{_SPACES}]*(?P<sign>[-+\u2212\u2013])?[{_SPACES}]*"
    rf"(?P<front>[A-Z]{{3}}|[A-Z]{{0,2}}[$€£¥₹])?[{_SPACES}]*(?P<after>[-+\u2212\u2013])?"
    rf"(?P<digits>[.,]?[0-9](?:[0-9.,'\u2019{_SPACES}]*[0-9.,])?)"
    rf"(?:[eE](?P<power>[-+]?[0-9]{{1,3}}))?[{_SPACES}]*(?P<unit>k|K|M|bn)?[{_SPACES}]*"
    rf"(?P<back>[A-Z]{{3}}|[$€£¥₹])?[{_SPACES}]*(?P<close>\))?\Z"
)
_UNITS: Final = {"k": 3, "K": 3, "M": 6, "bn": 9}
_SIGNS: Final = {
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "¥": ("JPY", "CNY"),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"),
}
_PLAIN: Final = re.compile(r"(?:[0-9]{1,13}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,2})?\Z")
_FORMULA: Final = re.compile(r"[=@]|[-+][A-Za-z(]")


class NotAnAmount(UsageError):  # noqa: N818 - reads as the sentence it is
    """What was typed is no amount of money.

    Attributes:
        tail: The sentence without its subject, so that a cell can speak of itself:
            "must be an amount of 0 or more, not “−5”."
    """

    def __init__(self, tail: str, remedy: str = "") -> None:
        super().__init__(f"Money {tail}", remedy)
        self.tail = tail


def amount(
    value: object,
    *,
    currency: str | None = None,
    negative: bool = False,
    limit: Decimal = AMOUNT_LIMIT,
) -> Decimal:
    """Read an amount as people type or paste it, rounded half up to cents.

    A comma before three digits parts thousands, as Tandem writes them. A lone point
    before three digits may be either and is refused.

    Args:
        value: Text or a number.
        currency: The plan currency, whose sign may stand beside the number; with None
            any sign is refused, for money of another currency must not slip in.
        negative: Whether amounts below 0 are meant.
        limit: The largest amount.

    Raises:
        NotAnAmount: It is none, has two readings, is below 0 or above the limit.

    Example:
        >>> [str(amount(text)) for text in ("1,200.50", "1 200", "1.200,50", "4,000", "2.5k")]
        ['1200.50', '1200.00', '1200.50', '4000.00', '2500.00']
        >>> try:
        ...     amount("1.200")
        ... except NotAnAmount as refusal:
        ...     print(refusal)
        Money must be one amount: “1.200” can mean 1,200 or 1.20. Write 1200 or 1.20.
    """
    exact = numeral(value, currency=currency, negative=negative, limit=limit)
    # adding 0 turns the −0.00 of a rounded −0.001 into 0.00
    return exact.quantize(CENT, ROUND_HALF_UP) + 0


def numeral(
    value: object,
    *,
    noun: str = "amount",
    currency: str | None = None,
    negative: bool = False,
    limit: Decimal = AMOUNT_LIMIT,
) -> Decimal:
    """Read a number like `amount`, with all its digits; `noun` is what it must be.

    Raises:
        NotAnAmount: It is none, has two readings, is below 0 or above the limit.
    """
    exact = _text(value, currency, noun) if isinstance(value, str) else _number(value)
    if exact is None or (exact < 0 and not negative):
        wanted = _with_article(noun) if negative else f"{_with_article(noun)} of 0 or more"
        raise NotAnAmount(f"must be {wanted}, not “{quoted(value)}”.")
    if abs(exact) > limit:
        raise NotAnAmount(f"must be at most {limit:,.0f}, not “{quoted(value)}”.")
    return exact


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**_DIGITS else Decimal(f"1e{_DIGITS}")
    found = Decimal(str(value))
    return _bounded(found) if found.is_finite() else None


def _bounded(value: Decimal) -> Decimal:
    """Return a number, or one above all limits where it is too long to be rounded."""
    if value.adjusted() < _DIGITS - 8:
        return value
    return Decimal(f"1e{_DIGITS}").copy_sign(value)


def _text(text: str, currency: str | None, noun: str) -> Decimal | None:
    trimmed = text.strip()
    if _PLAIN.match(trimmed):
        return Decimal(trimmed.replace(",", ""))
    found = _WRITTEN.match(trimmed)
    if found is None:
        if _FORMULA.match(trimmed):
            raise NotAnAmount(
                f"must be {_with_article(noun)}, not the formula “{quoted(trimmed)}”.",
                "Write its result.",
            )
        return None
    _hold_currency(found["front"] or "", found["back"] or "", currency)
    minus = [part for part in (found["sign"], found["after"], found["open"]) if part]
    if len(minus) > 1 or bool(found["open"]) != bool(found["close"]):
        return None
    readings = readings_of(found["digits"])
    shift = int(found["power"] or 0) + _UNITS.get(found["unit"] or "", 0)
    scaled = [_bounded(value.scaleb(shift)) for value in readings]
    if len(scaled) > 1:
        raise NotAnAmount(
            f"must be one {noun}: “{quoted(trimmed)}” can mean "
            f"{_told(scaled[0])} or {_told(scaled[1])}.",
            f"Write {scaled[0]:f} or {_cents_at_least(scaled[1], noun)}.",
        )
    if not scaled:
        return None
    return -scaled[0] if minus and minus[0] != "+" else scaled[0]


def readings_of(digits: str) -> tuple[Decimal, ...]:
    """Return what digits with separators can mean: nothing, one number, or two.

    Example:
        >>> [[str(it) for it in readings_of(text)] for text in ("1,200", "1.200", "1.2", "1.2.3")]
        [['1200'], ['1200', '1.200'], ['1.2'], []]
    """
    english, continental = _read(digits, ",", "."), _read(digits, ".", ",")
    if english is None or continental is None or english == continental:
        only = continental if english is None else english
        return () if only is None else (only,)
    # Tandem itself writes 1,200 for twelve hundred, so a comma says which is meant.
    return (english,) if "," in digits else (continental, english)


def _read(digits: str, thousands: str, decimal: str) -> Decimal | None:
    found = _pattern(thousands, decimal).match(digits)
    if found is None:
        return None
    whole = re.sub("[^0-9]", "", found["whole"])
    fraction = found["fraction"] or ""
    if not whole and not fraction:
        return None
    if len(whole) > _DIGITS:
        return Decimal(f"1e{_DIGITS}")
    return Decimal(f"{whole or 0}.{fraction}" if fraction else whole)


@lru_cache(maxsize=2)
def _pattern(thousands: str, decimal: str) -> re.Pattern[str]:
    parted = "|".join(f"{_GROUPED}(?:{mark}[0-9]{{3}})+" for mark in (f"[{_SPACES}]", "['\u2019]"))
    mark = re.escape(thousands)
    return re.compile(
        rf"(?P<whole>{_GROUPED}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}|{parted}|[0-9]*)"
        rf"(?:{re.escape(decimal)}(?P<fraction>[0-9]*))?\Z"
    )


def _hold_currency(front: str, back: str, currency: str | None) -> None:
    for sign in filter(None, (front, back)):
        known = _SIGNS.get(sign[-1:], (sign,)) if sign[-1:] in _SIGNS else (sign,)
        if currency is None or currency not in known:
            meant = f" in {currency}" if currency else ""
            raise NotAnAmount(
                f"must be a number alone{meant}, not with “{sign}”.", f"Leave out “{sign}”."
            )


def _cents_at_least(value: Decimal, noun: str) -> str:
    return f"{value:.2f}" if noun == "amount" else f"{value:f}0"


def _told(value: Decimal) -> str:
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def quoted(value: object) -> str:
    r"""Return a value as a sentence may repeat it: short, on one line, nothing hidden in it.

    Example:
        >>> quoted("a\x00b"), quoted(float("nan")), quoted(-5), quoted("x" * 50) == "x" * 40 + "…"
        ('a␀b', 'NaN', '−5', True)
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "−Infinity"
    text = f"{value}" if isinstance(value, str) else _plain(value)
    shown = "".join(map(symbol, text[: _SHOWN + 1]))
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _plain(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_SHOWN:
        return f"{'−' if value < 0 else ''}more than {_SHOWN} digits"
    return str(value).replace("-", "−") if isinstance(value, (int, float, Decimal)) else str(value)


def symbol(character: str) -> str:
    r"""Return a character, or the visible symbol of one that cannot be seen.

    Example:
        >>> symbol("a"), symbol("\t"), symbol("\x7f"), symbol("\x85")
        ('a', '␉', '␡', '�')
    """
    code = ord(character)
    if code >= 0xA0 and not 0xD800 <= code <= 0xDFFF and code not in (0x2028, 0x2029):
        return character
    if 0x20 <= code < 0x7F:
        return character
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def split(
    total: Decimal, weights: Sequence[Decimal | float], unit: Decimal = CENT
) -> tuple[Decimal, ...]:
    """Split an amount by weights so that the parts add up to it exactly.

    Every part is its exact share rounded down to a unit; the units left go, one each, to
    the largest remainders, the first of equal ones (method of the largest remainder).

    Args:
        total: What to split, a whole number of units, of any sign.
        weights: One per part, 0 or more; all 0 splits evenly.
        unit: The smallest piece.

    Raises:
        UsageError: There is no part, a weight is below 0 or no number, or the total is
            not a whole number of units.

    Example:
        >>> [str(part) for part in split(Decimal("100.00"), [1, 1, 1])]
        ['33.34', '33.33', '33.33']
    """
    pieces = total / unit
    if not weights:
        raise UsageError("An amount cannot be split into no parts.", "Name at least one part.")
    if pieces != pieces.to_integral_value():
        raise UsageError(f"{total} is not a whole number of {unit}.", "Round it first.")
    if any(not math.isfinite(weight) or weight < 0 for weight in weights):
        raise UsageError("A share must be 0 or more.", "Give every part a share of 0 or more.")
    shares = [Fraction(weight) for weight in weights]
    if not any(shares):
        shares = [Fraction(1)] * len(shares)
    whole, sign = abs(int(pieces)), -1 if pieces < 0 else 1
    exact = [share * whole / sum(shares) for share in shares]
    parts = [math.floor(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(sign * part * unit for part in parts)


def even(total: Decimal, parts: int, unit: Decimal = CENT) -> tuple[Decimal, ...]:
    """Split an amount into equal parts that add up to it exactly.

    Raises:
        UsageError: There is no part, or the total is not a whole number of units.

    Example:
        >>> sum(even(Decimal("100.00"), 12))
        Decimal('100.00')
    """
    return split(total, [1] * parts, unit)
