"""The figures of the decision sheet as people read them, and where ranges lie on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planning.kpis import Unit
from planning.model.optimising.uncertainty import Range
from planning.model.weighing.decision import Choice, DecisionSheet
from views.formats import UNDEFINED, exact, likely, short, signed, whole
from views.tradeoffs import figure_words

_EDGE: Final = 0.06
"""Share of the axis left free on either side of all ranges."""


@dataclass(frozen=True)
class Figure:
    """A number as people read it.

    Attributes:
        label: What it is, with its unit.
        value: The number.
        beside: What belongs to it: its range, its limit, its target.
    """

    label: str
    value: str
    beside: str


@dataclass(frozen=True)
class Bar:
    """Where a range lies on the axis all options share, from 0 to 1.

    Attributes:
        low, middle, high: Of the range.
        target: Where the target lies; None where there is none, or it lies far off.
    """

    low: float
    middle: float
    high: float
    target: float | None


def money(choice: Choice, unit: str) -> Figure:
    """Return all lines of the year, and to the cent what they may come to at most."""
    if choice.total is None:
        beside = f"{_cents(choice.spend)} planned"
    else:
        beside = f"of at most {_cents(choice.total)}"
    return Figure(f"Money, {unit}", short(choice.spend), beside)


def _cents(amount: float) -> str:
    """Return an amount to the cent; plans are made in whole amounts, so cents seldom stand."""
    return exact(amount, "money", "").strip().removesuffix(".00")


def contribution(choice: Choice, unit: str) -> Figure:
    """Return what deals bring less all money, beside the current plan's."""
    if choice.key == "current":
        beside = "as planned"
    elif not choice.more_value:
        beside = "as the current plan"
    else:
        beside = f"{signed(choice.more_value)} against current"
    return Figure(f"Contribution, {unit}", short(choice.value), beside)


def ranged(label: str, found: Range, unit: Unit = "money") -> Figure:
    """Return a figure over the draws: the middle, and where 8 of 10 lie; people are whole.

    Example:
        >>> found = ranged("Customers", Range(56.9, 75.4, 84.4), "count")
        >>> found.value, found.beside
        ('75', '57 to 84')
    """
    if found.p10 is None or found.p50 is None or found.p90 is None:
        return Figure(label, UNDEFINED, "too few cases to say")
    low, middle, high = (figure_words(it, unit) for it in (found.p10, found.p50, found.p90))
    return Figure(label, middle, f"{low} to {high}")


def heads(choice: Choice) -> Figure:
    """Return paid heads of sales now and at the end of the year, and hires between."""
    found = choice.headcount
    value = f"{_people(found.now)} → {_people(found.end)}"
    return Figure("Sales heads", value, f"at year end, {_people(found.hires)} hired")


def _people(heads: float) -> str:
    """Write heads with one decimal where they are no whole people.

    Example:
        >>> _people(24.0), _people(2.158), _people(23.008)
        ('24', '2.2', '23')
    """
    return whole(heads) if abs(heads - round(heads)) < 0.05 else f"{heads:,.1f}"


def chance(choice: Choice, target: float | None) -> Figure:
    """Return how likely the revenue target is reached, if one is agreed."""
    label = "Chance of the target"
    if choice.chance is None or target is None:
        return Figure(label, UNDEFINED, "no revenue target is agreed")
    return Figure(label, likely(choice.chance), f"{whole(target)} in revenue")


def bar(choice: Choice, sheet: DecisionSheet) -> Bar | None:
    """Place a range of revenue on the axis that all options share; None where undefined."""
    own = choice.revenue
    if own.p10 is None or own.p50 is None or own.p90 is None:
        return None
    ends = [
        end
        for each in sheet.choices
        for end in (each.revenue.p10, each.revenue.p90)
        if end is not None
    ]
    low, high, target = min(ends), max(ends), sheet.target
    if target is not None and abs(target - (low + high) / 2) > 2 * (high - low):
        # So far off, it would squeeze the ranges into points.
        target = None
    if target is not None:
        low, high = min(low, target), max(high, target)
    length = (high - low) or 1.0

    def place(value: float) -> float:
        return round(_EDGE + (1 - 2 * _EDGE) * (value - low) / length, 4)

    return Bar(
        place(own.p10), place(own.p50), place(own.p90), None if target is None else place(target)
    )
