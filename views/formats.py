"""How numbers, days and months look on screen, and how foreign text stays text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from planning.kpis import Unit
from planning.periods import month_name, month_of

Number = int | float | Decimal

UNDEFINED: Final = "—"
_SPACE: Final = "\u00a0"  # keeps a number and its unit on one line
_MINUS: Final = "−"
_STEPS: Final = ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~$<>&:^=-])")
_REWRITTEN: Final = re.compile(
    r"(?<=:)(?=//|material/)|(?<=[wW])(?=\.)|(?<=\w)(?=@)"
    r"|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)"
)
_ISOLATES: Final = re.compile("[\u2066-\u2069]")
_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff]")


def whole(value: Number) -> str:
    """Write a number without decimals, thousands apart.

    Example:
        >>> whole(20000), whole(-3)
        ('20,000', '−3')
    """
    return f"{value:,.0f}".replace("-", _MINUS)


def short(value: Number) -> str:
    r"""Write a number as short as a screen needs it: three digits and a magnitude.

    Example:
        >>> [short(number) for number in (48.567, 340, 9871, 340_200, 1_234_567, 0)]
        ['48.6', '340', '9,871', '340\xa0k', '1.23\xa0M', '0']
    """
    size = abs(float(value))
    for step, letter in _STEPS:
        # 9,871 says more than 9.87 k and is no longer.
        if size >= step * 0.9995 and size >= 9_999.5:
            return f"{_three_digits(float(value) / step)}{_SPACE}{letter}"
    if size >= 99.95 or float(value) == int(value):
        return whole(value)
    return _three_digits(float(value))


def _three_digits(value: float) -> str:
    decimals = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals and text.endswith("0") else text
    return text.replace("-", _MINUS)


def percent(fraction: Number) -> str:
    r"""Write a fraction as percent: one decimal under 10, none above.

    Example:
        >>> percent(0.0534), percent(0.63149), percent(-0.04)
        ('5.3\xa0%', '63\xa0%', '−4.0\xa0%')
    """
    value = float(fraction) * 100
    decimals = 1 if abs(value) < 9.95 and value != 0 else 0
    return f"{value:,.{decimals}f}{_SPACE}%".replace("-", _MINUS)


def signed(value: Number) -> str:
    r"""Write a difference short, with its sign.

    Example:
        >>> signed(47_400), signed(-600), signed(0)
        ('+47.4\xa0k', '−600', '0')
    """
    return f"{'+' if value > 0 else ''}{short(value)}"


def likely(chance: Number) -> str:
    r"""Write a chance told by many draws: never certain, never impossible.

    Example:
        >>> likely(0.5274), likely(1.0), likely(0.0)
        ('53\xa0%', 'over\xa099\xa0%', 'under\xa01\xa0%')
    """
    value = float(chance)
    if value > 0.99:
        return f"over{_SPACE}99{_SPACE}%"
    if value < 0.01:
        return f"under{_SPACE}1{_SPACE}%"
    return f"{value * 100:.0f}{_SPACE}%"


def exact(value: Number | None, unit: Unit, currency: str) -> str:
    r"""Write a value in full, for hovering, dialogs and explanations.

    Example:
        >>> exact(Decimal("10005534"), "money", "EUR"), exact(None, "count", "EUR")
        ('10,005,534.00\xa0EUR', '—')
    """
    if value is None:
        return UNDEFINED
    if unit == "money":
        return f"{value:,.2f}{_SPACE}{currency}".replace("-", _MINUS)
    if unit == "money_per_day":
        return f"{value:,.2f}{_SPACE}{currency} a day".replace("-", _MINUS)
    if unit == "fraction":
        return f"{float(value) * 100:,.2f}{_SPACE}%".replace("-", _MINUS)
    if unit in ("days", "hours"):
        return f"{_plain(value)}{_SPACE}{unit}"
    return _plain(value)


def _plain(value: Number) -> str:
    if float(value) == int(value):
        return whole(value)
    return f"{value:,.1f}".replace("-", _MINUS)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun, in the plural but for one.

    Example:
        >>> counted(1, "row"), counted(1200, "row")
        ('1 row', '1,200 rows')
    """
    return f"{whole(number)} {noun}{'' if number == 1 else 's'}"


def shown(value: Number | None, unit: Unit) -> str:
    r"""Write a value as a tile or sentence shows it; its unit stands in the label.

    Example:
        >>> shown(0.6315, "fraction"), shown(57.0, "days"), shown(None, "money")
        ('63\xa0%', '57\xa0days', '—')
        >>> shown(1.0, "days")
        '1\xa0day'
    """
    if value is None:
        return UNDEFINED
    if unit == "fraction":
        return percent(value)
    if unit in ("days", "hours"):
        text = whole(value)
        return f"{text}{_SPACE}{unit[:-1] if text == '1' else unit}"
    return short(value)


def change(now: Number | None, before: Number | None, unit: Unit) -> str | None:
    r"""Write how a value moved: relative, but for fractions in percentage points.

    Returns:
        Sign and size, or None where either value is undefined or nothing stands before.

    Example:
        >>> change(104, 100, "count"), change(0.27, 0.30, "fraction"), change(5, 5, "days")
        ('+4.0\xa0%', '−3.0\xa0points', '0\xa0%')
        >>> change(3, 0, "count") is None
        True
    """
    if now is None or before is None:
        return None
    if unit == "fraction":
        points = (float(now) - float(before)) * 100
        decimals = 1 if 0.05 <= abs(points) < 9.95 else 0
        return f"{_signed(points, decimals)}{_SPACE}points"
    if float(before) <= 0:
        return None
    share = float(now) / float(before) - 1
    decimals = 1 if 0.0005 <= abs(share) < 0.0995 else 0
    return f"{_signed(share * 100, decimals)}{_SPACE}%"


def _signed(value: float, decimals: int) -> str:
    text = f"{value:+,.{decimals}f}"
    return "0" if not text.strip("+-0.,") else text.replace("-", _MINUS)


def day(value: date) -> str:
    """Write a date.

    Example:
        >>> day(date(2026, 3, 3))
        '3 Mar 2026'
    """
    return f"{value.day} {month_name(month_of(value))}"


def unit_head(name: str, unit: Unit, currency: str) -> str:
    """Write a column head or tile label with the unit its numbers are in.

    Example:
        >>> unit_head("Cost per lead", "money", "EUR"), unit_head("Leads", "count", "EUR")
        ('Cost per lead, EUR', 'Leads')
    """
    if unit == "money":
        return f"{name}, {currency}"
    if unit == "money_per_day":
        return f"{name}, {currency} a day"
    return name


def plain(text: str) -> str:
    r"""Escape text that came from outside so that Markdown shows it as it is.

    Control characters become visible symbols; nothing in the text can become a link, an
    image, a colour, an icon, a formula or a line of its own.

    Example:
        >>> plain("[click](https://example.com) **now**")
        '\\[click\\]\\(https\\:\u2060//example\\.com\\) \\*\\*now\\*\\*'
    """
    # Streamlit rewrites arrows, dashes, addresses and icons even where they are escaped;
    # an invisible word joiner inside them leaves the text as it was.
    escaped = _MARKDOWN.sub(r"\\\1", _REWRITTEN.sub("\u2060", visible(text)))
    # Direction marks inside a name must not reorder the sentence around it.
    return f"\u2068{escaped}\u2069" if _DIRECTION.search(text) else escaped


def isolated(name: str) -> str:
    r"""Write a name so that its direction does not reorder the sentence it stands in.

    Example:
        >>> isolated("Fairs"), isolated("\u2069\u202eFairs")
        ('Fairs', '\u2068\u202eFairs\u2069')
    """
    if not _DIRECTION.search(name):
        return name
    # An end mark of its own would let the rest of the name out.
    return f"\u2068{_ISOLATES.sub('', name)}\u2069"


def one_line(name: str, most: int = 60) -> str:
    """Write a name as a page that is handed out can carry it: whole, or cut where endless.

    Example:
        >>> one_line("Fairs"), one_line("x" * 90, 5)
        ('Fairs', 'xxxx…')
    """
    shown = visible(name)
    return isolated(shown if len(shown) <= most else f"{shown[: most - 1]}…")


def visible(text: str) -> str:
    r"""Replace control characters by their visible symbols.

    Example:
        >>> visible("a\tb\x00")
        'a␉b␀'
    """
    # Most texts hold nothing unseen: asking once is quicker than letter by letter.
    return text if text.isprintable() else "".join(map(_symbol, text))


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    # C1 controls, lone surrogates and line separators have no picture of their own.
    return "�" if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
