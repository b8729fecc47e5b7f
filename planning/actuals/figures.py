"""A figure: one KPI's value with everything needed to explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from planning.kpis import KPIS, Kpi, Unit

Number = int | float | Decimal
CENTS: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """One value and how it came about.

    Attributes:
        key: The KPI's key, or the rival's or part's key inside a figure.
        value: The value, or None where it is undefined (shown as "—"). Counts are whole
            numbers, sums of money exact decimals in plan-currency units, ratios and
            medians floats; fractions are fractions, never percent.
        numerator: What stands above the line, in its own unit, or None.
        denominator: What stands below the line, or None.
        low: Lower end of the 95% interval, or None where there is none.
        high: Upper end, or None.
        unit: What `value`, `low` and `high` are measured in.
        definition: How it is computed, in words.
        note: Why it is undefined or what to keep in mind; empty if nothing.
        n: How many cases it rests on, or None where that says nothing.
        cautious: Whether there are too few cases to rank or compare it.
        rivals: The same KPI by other definitions.
        parts: Parts that add up to the value (revenue by kind of deal, and so on).
    """

    key: str
    value: Number | None
    unit: Unit
    definition: str
    numerator: Number | None = None
    denominator: Number | None = None
    low: Number | None = None
    high: Number | None = None
    note: str = ""
    n: int | None = None
    cautious: bool = False
    rivals: tuple[Figure, ...] = ()
    parts: tuple[Figure, ...] = ()

    @property
    def kpi(self) -> Kpi:
        """The registry's entry of the figure's key."""
        return KPIS[self.key]

    @property
    def number(self) -> float | None:
        """The value as a float, for drawing and comparing."""
        return None if self.value is None else float(self.value)

    def noted(self, *notes: str) -> Figure:
        """Return the figure with sentences added to its note, each once."""
        fresh = [note for note in notes if note and note not in self.note]
        if not fresh:
            return self
        return replace(self, note=" ".join(filter(None, (self.note, *fresh))))

    def as_json(self) -> dict[str, object]:
        """Return plain numbers and text, as `tandem scorecard --json` prints them."""
        shown: dict[str, object] = {
            "value": plain_number(self.value),
            "numerator": plain_number(self.numerator),
            "denominator": plain_number(self.denominator),
            "low": plain_number(self.low),
            "high": plain_number(self.high),
            "unit": self.unit,
            "definition": self.definition,
            "note": self.note,
            "n": self.n,
        }
        if self.parts:
            shown["parts"] = {part.key: part.as_json() for part in self.parts}
        shown["rivals"] = {rival.key: rival.as_json() for rival in self.rivals}
        return shown


Figures = Mapping[str, Figure]


def money(cents: int) -> Decimal:
    """Return integer cents as exact plan-currency units.

    Example:
        >>> money(5870523)
        Decimal('58705.23')
    """
    return Decimal(int(cents)).scaleb(-2)


def plain_number(value: Number | None) -> int | float | None:
    """Return a value as JSON can hold it.

    Example:
        >>> plain_number(Decimal("58705.23")), plain_number(3264), plain_number(None)
        (58705.23, 3264, None)
    """
    if value is None or isinstance(value, int):
        return value
    return float(value)
