"""Drivers: the named steps that move revenue, CAC and cost per lead, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from planning.teams import Team

Driver = Literal["volume", "mix", "conversion", "close_ratio", "deal_size", "spend"]
Level = Literal["leads", "decided", "won", "customers", "revenue"]

DRIVERS: Final[tuple[Driver, ...]] = (
    "volume",
    "mix",
    "conversion",
    "close_ratio",
    "deal_size",
    "spend",
)
"""In the order of the funnel: how many leads · from where · how many of them come to a
decision · how many decisions are won · what a won deal is worth · what it all costs."""

OWNERS: Final[dict[Driver, Team]] = {
    "volume": "marketing",
    "mix": "joint",
    "conversion": "joint",
    "close_ratio": "sales",
    "deal_size": "sales",
    "spend": "joint",
}
"""The team that answers for each step, as the registry has it for its KPI."""

LADDERS: Final[dict[str, tuple[tuple[Level, Driver], ...]]] = {
    "revenue": (
        ("leads", "volume"),
        ("decided", "conversion"),
        ("won", "close_ratio"),
        ("revenue", "deal_size"),
    ),
    "cac": (
        ("leads", "volume"),
        ("decided", "conversion"),
        ("won", "close_ratio"),
        ("customers", "mix"),
    ),
    "cost_per_lead": (("leads", "volume"),),
}
"""The levels of each KPI from the first lead up, each with the driver that leads to it.

Decided are deals won or lost. How many customers a won deal brings is mix too: of first
and later purchases. CAC and cost per lead divide spend by the last level."""

PER_CASE: Final = frozenset({"cac", "cost_per_lead"})
"""KPIs that are spend over the last level of their ladder."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """What one part of the company came to, or was to come to, in a period.

    Attributes:
        levels: Leads, deals or plan-currency units by level; None where nothing is known.
        spend: Plan-currency units by the team that spent them; empty where none counts.
    """

    levels: Mapping[Level, Fraction | None]
    spend: Mapping[Team, Fraction] = field(default_factory=dict)

    @property
    def money(self) -> Fraction:
        """What all teams spent."""
        return sum(self.spend.values(), Fraction(0))


def owner_of(drivers: tuple[Driver, ...]) -> Team:
    """Return the team that answers for drivers told together.

    Example:
        >>> owner_of(("close_ratio", "deal_size")), owner_of(("volume", "close_ratio"))
        ('sales', 'joint')
    """
    owners = {OWNERS[driver] for driver in drivers}
    return owners.pop() if len(owners) == 1 else "joint"
