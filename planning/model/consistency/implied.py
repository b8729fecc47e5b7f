"""What targets imply: the range left to every KPI by all the others, and idle targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from planning.kpis import KPIS
from planning.model.consistency.extremes import end_of
from planning.model.consistency.measures import IN_FILES, MEASURES, UNTIED
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY, Place, Side, Statement

Subject = tuple[str, Place, Span]
"""A measure of a part of the company in some months."""

_SAME: Final = 1e-9


@dataclass(frozen=True)
class Range:
    """What a measure can be.

    Attributes:
        low: At least, in the measure's unit.
        high: At most; infinite where nothing limits it.
    """

    low: float
    high: float

    def within(self, statement: Statement) -> bool:
        """Whether all of it keeps a bound, up to rounding."""
        near = _SAME * max(abs(statement.value), 1.0)
        if statement.side == "low":
            return self.low >= statement.value - near
        return self.high <= statement.value + near

    def cut(self, statement: Statement) -> Range:
        """Return what of it keeps a bound."""
        if statement.side == "low":
            return Range(max(self.low, statement.value), self.high)
        return Range(self.low, min(self.high, statement.value))

    def slack(self, statement: Statement) -> float:
        """Return how much stricter a bound could be until nothing is left; may be infinite."""
        if statement.side == "low":
            return self.high - statement.value
        return statement.value - self.low


def subjects_of(question: Question) -> tuple[Subject, ...]:
    """Return what can be looked at: every target's measure, then the company's KPIs."""
    told = [it.subject for it in question.targets if it.is_linear]
    layout = question.system.layout
    for key in (*KPIS, *IN_FILES):
        measure = MEASURES.get(key)
        if (
            measure is not None
            and key not in UNTIED
            and layout.has((*measure.above, *measure.below))
        ):
            told.append((key, COMPANY, question.whole))
    return tuple(dict.fromkeys(told))


def implied(question: Question, subjects: Iterable[Subject] | None = None) -> dict[Subject, Range]:
    """Return the range that all other statements leave to each measure.

    Bounds on the measure itself, in the same part and months, are left aside.

    Args:
        question: One that can hold.
        subjects: What is looked at; None for every target's measure and the company's KPIs.

    Returns:
        Ranges by subject; one that speaks of nothing is left out.
    """
    found = {}
    for subject in subjects_of(question) if subjects is None else subjects:
        system = question.system
        own = {at for at, it in enumerate(system.bounds) if it.statement.subject == subject}
        told = range_of(question, subject, system.everything - own)
        if told is not None:
            found[subject] = told
    return found


def range_of(question: Question, subject: Subject, holding: Iterable[int]) -> Range | None:
    """Return the range of a measure beside some statements, by number; None if there is none."""
    system = question.system
    key, place, span = subject
    measure = MEASURES[key]
    above = system.layout.terms(place, span, measure.above)
    below = system.layout.terms(place, span, measure.below)
    system.only(holding)
    ends: dict[Side, float] = {}
    sides: tuple[Side, ...] = ("low", "high")
    for side in sides:
        end = end_of(system, above, below, side)
        if end is None:
            return None
        ends[side] = end
    return Range(max(ends["low"], 0.0), ends["high"])


def idle(question: Question, ranges: Mapping[Subject, Range]) -> tuple[Statement, ...]:
    """Return the targets that the others imply: they could be dropped and nothing changes."""
    return tuple(
        it for it in question.targets if it.subject in ranges and ranges[it.subject].within(it)
    )


def slacks(question: Question, ranges: Mapping[Subject, Range]) -> dict[Statement, float]:
    """Return for each target how much stricter it could be until the plan cannot hold.

    Values are in the measure's unit; infinite where nothing limits it.
    """
    found = {}
    for it in question.targets:
        if it.subject not in ranges:
            continue
        span = ranges[it.subject]
        for other in question.statements:
            if other.subject == it.subject:
                span = span.cut(other)
        found[it] = max(span.slack(it), 0.0)
    return found
