"""Statements: one bound of one measure, for a part of the company and a period.

A range is two statements. Targets are statements of people; historical ranges, capacities
and the budget are statements too, marked as assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from planning.kpis import Unit
from planning.model.consistency.measures import MEASURES, about, team_of
from planning.model.consistency.spans import Span
from planning.teams import Team

Side = Literal["low", "high"]
Kind = Literal["target", "assumption", "identity"]
Basis = Literal["agreed", "budget", "capacity", "history", "model"]

Place = tuple[tuple[str, str], ...]
"""Part of the company as (kind, label) pairs in order; empty for all of it."""

COMPANY: Final[Place] = ()

Agreed = tuple[tuple[str, Place, Span], Team, str]
"""What tells one target from another: what it speaks of, whose it is, where it stands."""

_SIGNS: Final = {"low": "at least", "high": "at most"}


@dataclass(frozen=True)
class Statement:
    """One bound.

    Attributes:
        kpi: Key of the measure.
        place: The part of the company.
        span: The months.
        side: Whether the value is the least or the most.
        value: In the measure's unit, fractions as fractions; 0 or more.
        team: Whose statement it is.
        kind: Target or assumption.
        basis: Where it comes from.
        source: What the caller knows it by: the id of a target's row, the row of a file.
    """

    kpi: str
    place: Place
    span: Span
    side: Side
    value: float
    team: Team
    kind: Kind = "target"
    basis: Basis = "agreed"
    source: str = ""

    @property
    def subject(self) -> tuple[str, Place, Span]:
        """What it speaks of, whatever the bound."""
        return self.kpi, self.place, self.span

    @property
    def agreed(self) -> Agreed:
        """The target it is an end of: a range is one target with two bounds."""
        return self.subject, self.team, self.source

    @property
    def is_linear(self) -> bool:
        """Whether it is checked exactly, else against the model's range."""
        return self.kpi in MEASURES

    @property
    def unit(self) -> Unit:
        """What its value is measured in."""
        return about(self.kpi).unit

    def holds_for(self, value: float) -> bool:
        """Whether a value keeps the bound."""
        return value >= self.value if self.side == "low" else value <= self.value

    def at(self, value: float) -> Statement:
        """Return the same statement with another value."""
        return replace(self, value=value)


def bounds(
    kpi: str,
    low: float | None,
    high: float | None,
    *,
    span: Span,
    place: Place = COMPANY,
    team: Team | None = None,
    kind: Kind = "target",
    basis: Basis = "agreed",
    source: str = "",
) -> tuple[Statement, ...]:
    """Return the statements of a range; an open end is none.

    Args:
        kpi: Key of the measure.
        low: At least, in its unit; None for no bound.
        high: At most, likewise.
        span: The months.
        place: The part of the company.
        team: Whose range it is; None for the team that answers for the measure.
        kind: Target or assumption.
        basis: Where it comes from.
        source: What the caller knows it by.

    Example:
        >>> [it.side for it in bounds("leads", None, 500.0, span=Span(0, 12))]
        ['high']
    """
    whose = team or team_of(kpi)
    sides: tuple[tuple[Side, float | None], ...] = (("low", low), ("high", high))
    return tuple(
        Statement(kpi, place, span, side, float(value), whose, kind, basis, source)
        for side, value in sides
        if value is not None
    )


def place_key(places: Sequence[Place], everywhere: frozenset[str] = frozenset()) -> str:
    """Return the parts of the company as a target's name says them; empty for all of it.

    Args:
        places: Parts of the same kinds.
        everywhere: Kinds all of whose parts are meant; then the kind alone is said.

    Example:
        >>> place_key([(("segment", "Small"),)])
        'segment:Small'
        >>> place_key([(("segment", "Small"),), (("segment", "Large"),)], frozenset({"segment"}))
        'segment'
    """
    if len(places) > 1 and len(places[0]) == 1 and places[0][0][0] in everywhere:
        return places[0][0][0]
    return "+".join(",".join(f"{kind}:{label}" for kind, label in place) for place in places)


def place_words(places: Sequence[Place], everywhere: frozenset[str] = frozenset()) -> str:
    """Return the parts of the company in words; empty for all of it.

    Example:
        >>> place_words([(("channel", "Events"), ("region", "DACH"))])
        'Events, DACH'
        >>> place_words([(("segment", "Small"),), (("segment", "Large"),)], frozenset({"segment"}))
        'each segment'
    """
    if len(places) > 1 and len(places[0]) == 1 and places[0][0][0] in everywhere:
        return f"each {places[0][0][0]}"
    return " and ".join(", ".join(label for _, label in place) for place in places)


def sign(side: Side) -> str:
    """Return a side in words.

    Example:
        >>> sign("low"), sign("high")
        ('at least', 'at most')
    """
    return _SIGNS[side]


def distinct(items: Iterable[Place]) -> tuple[Place, ...]:
    """Return places once each, in the order met."""
    return tuple(dict.fromkeys(items))
