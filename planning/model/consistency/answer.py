"""The answer to the question whether targets fit together, whole and in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning.model.consistency.compromise import Compromise, compromises
from planning.model.consistency.conflicts import Conflict, names, verdict
from planning.model.consistency.implied import Range, Subject, idle, implied, slacks
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair, repairs
from planning.model.consistency.statements import Statement


@dataclass(frozen=True, eq=False)
class Collision:
    """A conflict with the ways out of it.

    Attributes:
        conflict: What cannot all hold.
        repairs: The change of each member that alone would do.
        compromise: A change that all its targets share; None without targets.
    """

    conflict: Conflict
    repairs: tuple[Repair, ...]
    compromise: Compromise | None


@dataclass(frozen=True, eq=False)
class Answer:
    """Whether targets fit together, and what follows.

    Attributes:
        question: What was asked.
        collisions: Every separate conflict; none where all can hold.
        implied: When all can hold, the range left to each measure by the others.
        idle: Targets the others imply.
        slacks: For each target how much stricter it could be.
    """

    question: Question
    collisions: tuple[Collision, ...] = ()
    implied: Mapping[Subject, Range] | None = None
    idle: tuple[Statement, ...] = ()
    slacks: Mapping[Statement, float] | None = None

    @property
    def consistent(self) -> bool:
        """Whether everything stated can hold at once."""
        return not self.collisions


def check(question: Question) -> Answer:
    """Return whether all that is stated can hold, and what follows from it.

    Raises:
        NotPossible: The solver came to no conclusion.
    """
    if verdict(question):
        ranges = implied(question)
        return Answer(
            question,
            implied=ranges,
            idle=idle(question, ranges),
            slacks=slacks(question, ranges),
        )
    conflicts = names(question)
    ways = compromises(question, conflicts)
    return Answer(
        question,
        tuple(
            Collision(conflict, repairs(conflict), way)
            for conflict, way in zip(conflicts, ways, strict=True)
        ),
    )
