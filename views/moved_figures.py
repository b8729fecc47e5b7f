"""Figures that a choice moves: each with how far it is from where it would be without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from views.formats import UNDEFINED, short

LEAST: Final = 0.5
"""Changes below this are no change."""


@dataclass(frozen=True)
class Moved:
    """One figure and how far it moved.

    Attributes:
        label: What it is, with its unit.
        value: As it would be.
        delta: Sign and size of the change.
        arrow: Its direction; off where nothing changes.
        word: What the change means.
        colour: Of good, of bad, or of neither.
    """

    label: str
    value: str
    delta: str
    arrow: Literal["up", "down", "off"]
    word: str
    colour: Literal["green", "red", "gray"]


def moved(
    label: str, value: float | None, change: float | None, better: int, *, same: str = "as now"
) -> Moved:
    r"""Return a figure with how far it moved.

    Args:
        label: What it is, with its unit.
        value: As it would be; None where it is undefined.
        change: How much more that is, below 0 less.
        better: Above 0 where more is better, below 0 where less is, 0 where neither.
        same: What is said where it does not move.

    Example:
        >>> moved("CAC, EUR", 27_900.0, -200.0, -1)
        Moved(label='CAC, EUR', value='27.9\xa0k', delta='−200', arrow='down', word='better', colour='green')
    """  # noqa: E501 - a value as it is printed
    shown = UNDEFINED if value is None else short(value)
    if value is None or change is None or abs(change) < LEAST:
        return Moved(label, shown, "0", "off", same, "gray")
    delta = f"{'+' if change > 0 else '−'}{short(abs(change))}"
    word, colour = ("more" if change > 0 else "less"), "gray"
    if better:
        word, colour = ("better", "green") if change * better > 0 else ("worse", "red")
    arrow = "up" if change > 0 else "down"
    return Moved(label, shown, delta, arrow, word, colour)  # type: ignore[arg-type]  # two words each


def more_or_less(change: float, same: str = "as much", unit: str = "") -> str:
    r"""Say how far something moved.

    Args:
        change: How much more, below 0 less.
        same: What is said where it does not move.
        unit: Of the change, as the currency.

    Example:
        >>> more_or_less(-200.0, unit="EUR"), more_or_less(0.1)
        ('200 EUR less', 'as much')
    """
    if abs(change) < LEAST:
        return same
    told = f"{short(abs(change))} {unit}".rstrip()
    return f"{told} {'more' if change > 0 else 'less'}"
