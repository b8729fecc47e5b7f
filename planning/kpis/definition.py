"""What a KPI is: one agreed definition, its rivals and the KPI that keeps it honest."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from planning.teams import Team

Unit = Literal["count", "money", "fraction", "days", "hours", "money_per_day"]
Better = Literal["up", "down", "none"]


class Rival(BaseModel):
    """Another definition of the same KPI that the field uses.

    Attributes:
        key: Stable name, unique within the KPI.
        name: As people call it.
        meaning: One sentence.
        unit: The rival's unit where it differs from the KPI's, else None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    meaning: str
    unit: Unit | None = None


class Kpi(BaseModel):
    """One measure both teams agreed to read the same way.

    Attributes:
        key: Stable name in files, addresses and commands.
        name: As people call it.
        meaning: One sentence on what it tells.
        formula: How it is computed, in words.
        numerator: What stands above the line, or what is counted.
        denominator: What stands below the line; empty for plain counts and sums.
        unit: What the value is measured in; fractions are shown as percent.
        better: Which direction is good news.
        owner: The team that answers for it.
        counter: Key of the KPI that gets worse when this one is gamed.
        period_rule: Which date places a case in a month.
        interval: How its uncertainty is computed; empty where none is shown.
        linear: Whether a target on it is linear in the counts (DESIGN, contradictions).
        rivals: Other definitions, computed beside it.
        source: Where the definition comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    meaning: str
    formula: str
    numerator: str
    denominator: str = ""
    unit: Unit
    better: Better = "up"
    owner: Team
    counter: str
    period_rule: str
    interval: str = ""
    linear: bool = True
    rivals: tuple[Rival, ...] = ()
    source: str = "Agreed default of Tandem"

    @property
    def is_ratio(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return bool(self.denominator)

    @property
    def spoken(self) -> str:
        """The name as it stands inside a sentence: small, but for what is always capital."""
        return self.name if self.name[:2].isupper() else self.name[:1].lower() + self.name[1:]

    @property
    def help(self) -> str:
        """Two sentences for a tooltip: what it tells and how it is computed."""
        return f"{self.meaning} Formula: {self.formula}."


def rival(key: str, name: str, meaning: str, unit: Unit | None = None) -> Rival:
    """Name another definition of a KPI."""
    return Rival(key=key, name=name, meaning=meaning, unit=unit)


CREATED = "By the month the lead was created."
DEAL_CREATED = "By the month the opportunity was created."
CLOSED = "By the month the deal closed."
SPENT = "By the month the money belongs to."

WILSON = "Wilson score interval, 95%."
POISSON = "Exact Poisson interval of the count below the line, 95%."
MEAN = "From the sum and the sum of squares of the deals' amounts, 95%."
MEDIAN = "Order statistics (ranks that hold for any distribution), at least 95%."
