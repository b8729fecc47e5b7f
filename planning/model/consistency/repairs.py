"""What would mend a conflict: the change of each member that alone would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from planning.model.consistency.conflicts import Conflict, Member
from planning.model.consistency.extremes import best_common
from planning.model.consistency.statements import Statement
from planning.model.consistency.system import System

_OUTWARDS: Final = (1e-9, 1e-8, 1e-7, 1e-6)
"""How far a value is moved outwards, so that rounding does not undo what it mends."""


@dataclass(frozen=True, eq=False)
class Repair:
    """Another value of a member.

    Attributes:
        member: What would change.
        to: The value, in the measure's unit; None where no value would do.
    """

    member: Member
    to: float | None

    @property
    def change(self) -> float | None:
        """The change as a fraction of the present value; None without one, or from 0."""
        value = self.member.value
        if self.to is None or not value:
            return None
        return self.to / value - 1

    def changes(self) -> dict[Statement, float]:
        """Return the new value by statement, as a draft takes it."""
        return {} if self.to is None else dict.fromkeys(self.member.statements, self.to)


def repairs(conflict: Conflict) -> tuple[Repair, ...]:
    """Return for each member with a value the change that alone would mend the conflict.

    With it the other members can hold; with less they cannot. Links have no value that
    anybody could change and are left out.
    """
    with_value = [member for member in conflict.members if member.link is None]
    if any(not it.is_linear for it in conflict.statements):
        return tuple(_across(conflict, member) for member in with_value)
    return tuple(Repair(member, _alone(conflict, member)) for member in with_value)


def _across(conflict: Conflict, member: Member) -> Repair:
    """Return the repair of two bounds that cross: the other's value."""
    (other,) = (it for it in conflict.statements if it not in member.statements)
    return Repair(member, other.value)


def _alone(conflict: Conflict, member: Member) -> float | None:
    system = conflict.question.system
    own = numbers_of(system, member.statements)
    others = numbers_of(system, (it for it in conflict.statements if it not in member.statements))
    links = beside(conflict)
    found = best_common(system, own, others, links)
    if found is None:
        return None
    outwards = -1.0 if member.side == "low" else 1.0
    for share in _OUTWARDS:
        value = max(found + outwards * share * abs(found), 0.0)
        for at in own:
            system.revalue(at, value)
        if system.holds([*own, *others], links, surely=True):
            system.restore()
            return value
    system.restore()
    return None


def beside(conflict: Conflict) -> list[int]:
    """Return the links that hold beside a conflict: those always true, units, and its own."""
    question, system = conflict.question, conflict.question.system
    facts = question.fact_links
    return [
        at
        for at, link in enumerate(system.links)
        if link.key not in facts or at in set(conflict.links)
    ]


def numbers_of(system: System, statements: Iterable[Statement]) -> list[int]:
    """Return the numbers of statements in the system."""
    wanted = set(statements)
    return [at for at, it in enumerate(system.bounds) if it.statement in wanted]
