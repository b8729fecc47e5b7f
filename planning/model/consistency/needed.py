"""What would have to be true for a target: the values every other KPI would need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from planning.model.consistency.conflicts import Conflict, names
from planning.model.consistency.implied import Range, Subject, range_of, subjects_of
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import repairs
from planning.model.consistency.statements import Statement


@dataclass(frozen=True)
class Need:
    """What one other measure would have to be.

    Attributes:
        subjects: The measure, in one part of the company or in several with one value.
        range: What it may be; None where no value of it alone would do.
        agreed: Statements about it.
        fits: Whether what is agreed leaves a value that would do.
    """

    subjects: tuple[Subject, ...]
    range: Range | None
    agreed: tuple[Statement, ...] = field(default=())
    fits: bool = True


def needed(question: Question, target: Statement, value: float | None = None) -> tuple[Need, ...]:
    """Return what every other measure would have to be for a target to hold.

    Where the target stands in a conflict, each other member is told with the value that
    alone would let it hold; other measures with the range that is left to them beside the
    target and all that is in no conflict.

    Args:
        question: What is stated.
        target: One of its linear statements.
        value: Another value of the target to look at; None for its own.

    Returns:
        Needs, those that do not fit what is agreed first.
    """
    looked_at = question if value is None else question.changed({target: value})
    wanted = target if value is None else target.at(value)
    conflicts = names(looked_at)
    every = [each for it in conflicts for each in (it, *it.echoes)]
    own = next((it for it in every if wanted in it.statements), None)
    told = list(_of_conflict(own, wanted)) if own else []
    known = {subject for need in told for subject in need.subjects} | {wanted.subject}
    aside = {it for conflict in every for it in conflict.targets} - {wanted}
    # One of its own assumptions would give way, else nothing could be said of the others.
    aside |= own.assumed if own else frozenset()
    told += _beside(looked_at, aside, known)
    return tuple(sorted(told, key=lambda need: need.fits))


def _of_conflict(conflict: Conflict, target: Statement) -> Iterator[Need]:
    """Yield what each other member of the target's conflict would have to be."""
    for repair in repairs(conflict):
        if target in repair.member.statements:
            continue
        left = None
        if repair.to is not None:
            is_least = repair.member.side == "low"
            left = Range(0.0, repair.to) if is_least else Range(repair.to, float("inf"))
        agreed = repair.member.statements
        yield Need(tuple(dict.fromkeys(it.subject for it in agreed)), left, agreed, fits=False)


def _beside(question: Question, aside: set[Statement], known: set[Subject]) -> Iterator[Need]:
    """Yield the ranges of measures outside the conflict."""
    system = question.system
    settled = [at for at, it in enumerate(system.bounds) if it.statement not in aside]
    for subject in subjects_of(question):
        if subject in known:
            continue
        held = [at for at in settled if system.bounds[at].statement.subject != subject]
        agreed = tuple(it for it in question.statements if it.subject == subject)
        left = range_of(question, subject, held)
        if left is not None:
            yield Need((subject,), left, agreed, fits=_fits(left, agreed))


def _fits(left: Range, agreed: tuple[Statement, ...]) -> bool:
    return all(left.high >= it.value if it.side == "low" else left.low <= it.value for it in agreed)
