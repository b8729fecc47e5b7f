"""Stretches: plans signed although their targets are proven not to hold all at once.

The executive accepts one for named contradictions. It holds as long as these are the ones
that stand: with other targets somebody has to look again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import JsonValue

from planning.agreed.cells import TEXT_LIMIT
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible

CELLS: Final = ("stretch", "stretch_by", "stretch_on", "stretch_of")
"""The cells of a scenario that say of what it is a stretch: words, by whom, when, members."""

_BETWEEN: Final = "; "


@dataclass(frozen=True)
class Contradiction:
    """Statements of a plan that are proven not to hold all at once.

    Attributes:
        words: Which they are, in a few sentences.
        members: What tells it from another: `row side value` of each target, and what they
            collide with. Values of the facts are left out: they move with every import.
        money: The smallest change of an amount of money that alone would let all hold, in
            plan-currency units; None where no amount would do. It moves with the facts too,
            so it tells none from another.
    """

    words: str
    members: frozenset[str]
    money: Decimal | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Proven:
    """What of a plan is proven to collide, as it stood at a revision.

    Attributes:
        contradictions: None where all can hold.
        revision: The plan's latest change when it was looked at.
        snapshot: Id of the facts it was held against; None without facts.
    """

    contradictions: tuple[Contradiction, ...]
    revision: int
    snapshot: str | None


def recorded(contradictions: Iterable[Contradiction], by: str, on: date) -> dict[str, JsonValue]:
    """Return the cells of a scenario that is accepted as a stretch.

    Args:
        contradictions: Of what.
        by: Address of the executive.
        on: The day.

    Example:
        >>> found = Contradiction("These two cannot all hold.", frozenset({"b low 2", "a low 1"}))
        >>> recorded([found], "eve@example.com", date(2026, 3, 3))["stretch_of"]
        'a low 1; b low 2'
    """
    told = list(contradictions)
    words = "\n".join(it.words for it in told)
    return {
        "stretch": words if len(words) <= TEXT_LIMIT else f"{words[: TEXT_LIMIT - 1]}…",
        "stretch_by": by,
        "stretch_on": on.isoformat(),
        "stretch_of": "\n".join(_BETWEEN.join(sorted(it.members)) for it in told),
    }


def accepted(scenario: Scenario) -> tuple[frozenset[str], ...]:
    """Return the members of each contradiction that was accepted as a stretch."""
    lines = (scenario.stretch_of or "").splitlines()
    return tuple(frozenset(line.split(_BETWEEN)) for line in lines)


def open_ones(
    scenario: Scenario, contradictions: Iterable[Contradiction]
) -> tuple[Contradiction, ...]:
    """Return the contradictions that nobody accepted as a stretch."""
    known = set(accepted(scenario))
    return tuple(it for it in contradictions if it.members not in known)


def hold_no_open_ones(scenario: Scenario, contradictions: Iterable[Contradiction]) -> None:
    """Hold that every contradiction of a plan was accepted as a stretch.

    Raises:
        NotPossible: One was not, so nobody signs the plan.
    """
    for first in open_ones(scenario, contradictions)[:1]:
        raise NotPossible(
            f"Targets of {scenario.name} collide. {first.words}",
            "Mend them on page Targets, or let the executive accept the plan as a stretch.",
        )


def hold_stretch(
    scenario: Scenario, contradictions: Iterable[Contradiction], *, seen: int, revision: int
) -> None:
    """Hold that a plan may be accepted as a stretch.

    Args:
        scenario: The plan.
        contradictions: What of it is proven to collide.
        seen: The revision somebody read.
        revision: The revision of the plan's latest change.

    Raises:
        NotPossible: It is not proposed, was changed since, or has nothing to accept.
    """
    if scenario.state != "proposed":
        raise NotPossible(
            f"{scenario.name} is {scenario.state}, not proposed.", "Propose it first."
        )
    if seen < revision:
        raise NotPossible(
            f"{scenario.name} was changed since you read it.", "Read it again, then accept it."
        )
    if not open_ones(scenario, contradictions):
        told = "is accepted already" if scenario.stretch_of else "holds nothing that collides"
        raise NotPossible(f"{scenario.name} {told}.", "It can be signed as it is.")


def is_of(scenario: Scenario, rows: Container[str]) -> bool:
    """Whether a stretch was accepted for targets some of which are among these rows.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01",
        ...                 stretch_of="a low 1; b high 2")
        >>> is_of(plan, {"b"}), is_of(plan, {"c"})
        (True, False)
    """
    return any(it.split(" ", 1)[0] in rows for one in accepted(scenario) for it in one)


def lifted(cells: Cells) -> dict[str, JsonValue]:
    """Return the cells of a scenario without its stretch."""
    return {name: it for name, it in cells.items() if name not in CELLS}


def kept_from(cells: Cells, standing: Cells) -> dict[str, JsonValue]:
    """Return older cells of a scenario with the stretch that stands now, if any."""
    own = {name: standing[name] for name in CELLS if standing.get(name) is not None}
    return {**lifted(cells), **own}


def is_only_stretch(before: Cells | None, after: Cells | None) -> bool:
    """Whether a change of a scenario did nothing but accept or lift a stretch.

    Example:
        >>> is_only_stretch({"name": "Plan"}, {"name": "Plan", "stretch_of": "a low 1"})
        True
        >>> is_only_stretch({"name": "Plan"}, {"name": "Other"})
        False
    """
    if before is None or after is None:
        return False
    names = {*before, *after}
    moved = {name for name in names if before.get(name) != after.get(name)}
    return bool(moved) and moved <= set(CELLS)
