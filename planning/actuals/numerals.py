"""Numbers as people write them: signs of currency, thousands, K and M, per cent."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

SPACES: Final = "[ \u00a0\u2009\u202f]"
_MINUS = "[-\u2212]"
_SIGN = "[-+\u2212\u2013]"
_CURRENCY = (
    "(?:US[$]|A[$]|C[$]|R[$]|[$€£¥₹₽₩₺₫₪₴₦₱฿₿¢]|zł|Kč|Ft|[Kk]r[.]?|Rs[.]?|lei"
    "|USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|ZAR"
    "|BRL|MXN|SGD|HKD|KRW|ILS|AED|SAR)"
)
UNITS: Final = {"k": 3, "m": 6, "mn": 6, "mm": 6, "mio": 6, "b": 9, "bn": 9, "mrd": 9}
"""Power of ten by the letters that may follow a number."""

_UNIT = "[Kk]|[Mm]io[.]?|[Mm][Mm]|[Mm]n|[Mm]rd[.]?|[Mm]|[Bb]n|[Bb]"
DIGITS_KEPT: Final = 12
"""Decimal places kept while reading; money is then rounded to cents."""

MONEY_LIMIT: Final = 10**15
"""Amounts from here on are a mistake, not money."""

COUNT_LIMIT: Final = 10**12
SCALE_DIGITS: Final = 6
SCALE_PLACES: Final = 9
GROUPS: Final = (
    "open", "sign", "cur", "after", "whole", "fraction", "power", "unit", "curend", "close",
    "trail",
)  # fmt: skip


@lru_cache(maxsize=2)
def number_pattern(decimal_comma: bool) -> str:
    """Return the regular expression of a number, with named groups for its parts.

    Args:
        decimal_comma: Whether "1.234,5" is meant rather than "1,234.5".

    Example:
        >>> bool(re.match(number_pattern(False), "($1,117.10K)"))
        True
    """
    point, comma = ("[,]", "[.]") if decimal_comma else ("[.]", "[,]")
    mark = "['\u2019]"
    whole = (
        f"[1-9][0-9]{{0,2}}(?:{comma}[0-9]{{2,3}})*{comma}[0-9]{{3}}"
        f"|[1-9][0-9]{{0,2}}(?:{SPACES}[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+"
        "|[0-9]{0,25}"
    )
    return (
        rf"^(?P<open>[(])?{SPACES}*(?P<sign>{_SIGN})?{SPACES}*(?P<cur>{_CURRENCY})?{SPACES}*"
        rf"(?P<after>{_SIGN})?{SPACES}*(?P<whole>{whole})(?:{point}(?P<fraction>[0-9]{{0,30}}))?"
        rf"(?:[eE](?P<power>[-+]?[0-9]{{1,2}}))?{SPACES}*(?P<unit>{_UNIT}|%)?{SPACES}*"
        rf"(?P<curend>{_CURRENCY})?{SPACES}*(?P<close>[)])?(?P<trail>{_MINUS})?$"
    )


@lru_cache(maxsize=2)
def _compiled(decimal_comma: bool) -> re.Pattern[str]:
    return re.compile(number_pattern(decimal_comma)[:-1] + r"\Z")


def _scientific(text: str, *, decimal_comma: bool) -> tuple[str, bool, bool] | None:
    """Return a number as plain scientific text, whether it is a per cent, and whether money."""
    found = _compiled(decimal_comma).match(text)
    if found is None:
        return None
    part = {name: value or "" for name, value in found.groupdict().items()}
    whole = re.sub(r"[^0-9]", "", part["whole"])
    negatives = [s for s in (part["sign"], part["after"], part["trail"], part["open"]) if s]
    if not (whole or part["fraction"]) or bool(part["open"]) != bool(part["close"]):
        return None
    if len(negatives) > 1 or (part["cur"] and part["curend"]):
        return None
    percent = part["unit"] == "%"
    shift = -2 if percent else UNITS.get(part["unit"].lower().rstrip("."), 0)
    sign = "-" if negatives and negatives[0] != "+" else ""
    power = int(part["power"] or "0") + shift
    plain = f"{sign}{whole or '0'}.{part['fraction'] or '0'}e{power}"
    return plain, percent, bool(part["cur"] or part["curend"])


def _exact(plain: str) -> Decimal | None:
    if abs(float(plain)) >= MONEY_LIMIT:
        return None
    return Decimal(plain).quantize(Decimal(1).scaleb(-DIGITS_KEPT), ROUND_HALF_UP)


def read_money(
    text: str,
    *,
    decimal_comma: bool = False,
    millionths: bool = False,
    scale: Decimal = Decimal(1),
) -> Decimal | None:
    """Read an amount, rounded to cents, half away from zero.

    Each amount is rounded by itself after scaling, so a sum of n amounts is at most n/2
    cents away from the sum of what the source wrote.

    Args:
        text: Trimmed text.
        decimal_comma: Whether the column writes decimals after a comma.
        millionths: Whether the column counts millionths, as some ad platforms do.
        scale: What the amounts are multiplied by (see `steps_of`).

    Returns:
        Units of currency with two decimals, or None if the text is not an amount.

    Example:
        >>> read_money("$1,117.10K"), read_money("(1.234,50 €)", decimal_comma=True)
        (Decimal('1117100.00'), Decimal('-1234.50'))
        >>> read_money("36155000", scale=Decimal("0.000001"))
        Decimal('36.16')
    """
    found = _scientific(text, decimal_comma=decimal_comma)
    if found is None or found[1]:
        return None
    head, power = found[0].split("e")
    factor, shift = steps_of(scale)
    value = _exact(f"{head}e{int(power) + shift - (6 if millionths else 0)}")
    if value is None or abs(value * factor) >= MONEY_LIMIT:
        return None
    return (value * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


def steps_of(scale: Decimal) -> tuple[int, int]:
    """Take a scale apart into a whole number and a power of ten, so that it stays exact.

    Raises:
        ValueError: It is not above 0, or has more than six digits or nine places.

    Example:
        >>> steps_of(Decimal("0.000001")), steps_of(Decimal("12")), steps_of(Decimal("1e3"))
        ((1, -6), (12, 0), (1, 3))
    """
    if not scale.is_finite() or scale <= 0:
        raise ValueError(f"A scale must be above 0, not {scale}.")
    _, digits, power = scale.normalize().as_tuple()
    shift = int(power)
    if len(digits) > SCALE_DIGITS or abs(shift) > SCALE_PLACES:
        raise ValueError(f"A scale has at most six digits and nine places, unlike {scale}.")
    return int("".join(map(str, digits))), shift


def read_count(text: str, *, decimal_comma: bool = False) -> int | None:
    """Read a whole number from 0.

    Example:
        >>> read_count("1,200"), read_count("3.0"), read_count("2.5"), read_count("-1")
        (1200, 3, None, None)
    """
    found = _scientific(text, decimal_comma=decimal_comma)
    value = None if found is None or found[1] or found[2] else _exact(found[0])
    if value is None or value != value.to_integral_value() or not 0 <= value < COUNT_LIMIT:
        return None
    return int(value)


def read_number(
    text: str, *, decimal_comma: bool = False, scale: Decimal = Decimal(1)
) -> float | None:
    """Read a number and scale it; a per cent sign divides by a hundred.

    Example:
        >>> read_number("12.5%"), read_number("1,5", decimal_comma=True)
        (0.125, 1.5)
    """
    found = _scientific(text, decimal_comma=decimal_comma)
    return None if found is None or found[2] else float(found[0]) * float(scale)
