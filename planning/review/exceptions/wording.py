"""How numbers stand in a finding: short, and with their unit."""

from __future__ import annotations

from decimal import Decimal

from planning.actuals.change import Change
from planning.kpis import Unit
from planning.periods import Period, month_name

_THOUSAND, _MILLION = 1_000, 1_000_000
_YEAR = 12


def money_told(amount: Decimal | float, currency: str) -> str:
    r"""Return an amount in two digits.

    Example:
        >>> money_told(Decimal("41234"), "EUR"), money_told(1_260_000, "EUR")
        ('41\xa0k\xa0EUR', '1.3\xa0M\xa0EUR')
        >>> money_told(96, "EUR"), money_told(1_234, "EUR")
        ('96\xa0EUR', '1.2\xa0k\xa0EUR')
    """
    value = abs(float(amount))
    for size, letter in ((_MILLION, "M"), (_THOUSAND, "k")):
        if value >= size * (0.9995 if size == _MILLION else 1):
            scaled = value / size
            told = f"{scaled:.1f}" if scaled < 9.95 else f"{scaled:.0f}"
            return f"{told.removesuffix('.0')}\u00a0{letter}\u00a0{currency}"
    return f"{value:.0f}\u00a0{currency}"


def share_told(share: float) -> str:
    r"""Return a share in percent, below one percent with a decimal.

    Example:
        >>> share_told(0.294), share_told(0.004), share_told(0)
        ('29\xa0%', '0.4\xa0%', '0\xa0%')
    """
    percent = abs(share) * 100
    told = f"{percent:.1f}" if 0 < percent < 0.95 else f"{percent:.0f}"
    return f"{told}\u00a0%"


def period_told(period: Period) -> str:
    r"""Return the months of a target, a year or a quarter as short as it can be said.

    Example:
        >>> period_told(Period.parse("2026-01", "2027-01"))
        '2026'
        >>> period_told(Period.parse("2026-04", "2026-07"))
        'Apr\u2013Jun\xa02026'
        >>> period_told(Period.parse("2026-06", "2026-07"))
        'Jun\xa02026'
    """
    first, last = (month_name(it).replace(" ", "\u00a0") for it in (period.start, period.end - 1))
    if len(period) == _YEAR and period.start % _YEAR == 0:
        return first[-4:]
    if len(period) == 1:
        return first
    return f"{first[:3] if first[-4:] == last[-4:] else first}\u2013{last}"


def count_told(number: float) -> str:
    """Return a whole number with its thousands apart.

    Example:
        >>> count_told(12034.4)
        '12,034'
    """
    return f"{number:,.0f}"


def hours_told(hours: float) -> str:
    r"""Return a time to wait in hours, from two days on in days.

    Example:
        >>> hours_told(7.4), hours_told(130)
        ('7\xa0hours', '5\xa0days')
    """
    if hours < 48:
        return f"{hours:.0f}\u00a0hours"
    return f"{hours / 24:.0f}\u00a0days"


def figure_told(value: float, unit: Unit, currency: str) -> str:
    r"""Return a figure with its unit.

    Example:
        >>> figure_told(0.27, "fraction", "EUR"), figure_told(61.2, "days", "EUR")
        ('27\xa0%', '61\xa0days')
    """
    if unit == "fraction":
        return share_told(value)
    if unit == "money":
        return money_told(value, currency)
    if unit == "money_per_day":
        return f"{money_told(value, currency)} a day"
    if unit == "hours":
        return hours_told(value)
    return count_told(value) if unit == "count" else f"{value:.0f}\u00a0days"


def moved_told(moved: Change) -> str:
    """Return how far a figure moved: shares in points, all else in percent of before.

    Args:
        moved: The change.
    """
    difference, before = abs(moved.difference or 0), moved.before.number
    if moved.now.unit == "fraction":
        return f"{difference * 100:.1f} points"
    return share_told(difference / abs(before)) if before else count_told(difference)
