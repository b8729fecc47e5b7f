"""The steps from money to revenue: what is asked of each, and what the others leave to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.model.consistency.conflicts import Conflict
from planning.model.consistency.implied import Range, Subject, range_of
from planning.model.consistency.measures import MEASURES, about
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair, numbers_of
from planning.model.consistency.statements import COMPANY, Statement
from planning.model.consistency.words import subject_words

STEPS: Final = (
    "spend_marketing",
    "cost_per_lead",
    "leads",
    "mql_rate",
    "mqls",
    "sal_rate",
    "sals",
    "sql_rate",
    "sqls",
    "heads",
    "spend_sales",
    "opportunities",
    "close_ratio",
    "won",
    "customers",
    "cac",
    "average_deal",
    "revenue",
)
"""Measures in the order in which one makes the next possible."""


@dataclass(frozen=True)
class Stage:
    """One step of the company in the plan's whole period.

    Attributes:
        key: The measure.
        name: As people call it, with the part where the step of parts is told.
        asked: Targets on it for the whole company and period; where there is none and it
            collides in parts, the target of one of these; else none.
        left: What the others leave to it; None where that cannot be told.
        collides: Whether a target on it stands in a conflict, in whatever part or period; where
            none is asked for the whole, whether what is assumed of it does.
    """

    key: str
    name: str
    asked: tuple[Statement, ...]
    left: Range | None
    collides: bool


def stages(
    question: Question, conflicts: Sequence[Conflict], alone: Sequence[Repair] = ()
) -> tuple[Stage, ...]:
    """Return the steps there is something to say about; ratios only where they collide.

    What the others leave to a step of a conflict is what the other members leave to it,
    beside all targets in no conflict.

    Args:
        question: What is stated.
        conflicts: All of them, as `names` found them.
        alone: What alone would mend them: the end of what the others leave to a member.
    """
    every = [each for it in conflicts for each in (it, *it.echoes)]
    mended = {it.member.statements[0].kpi: it for it in reversed(alone) if it.to is not None}
    met = {it.kpi for each in every for it in each.statements}
    agreed = {it.kpi for each in every for it in each.targets}
    found = []
    layout = question.system.layout
    for key in STEPS:
        measure, subject = MEASURES[key], (key, COMPANY, question.whole)
        asked = tuple(it for it in question.targets if it.subject == subject)
        is_known = layout.has((*measure.above, *measure.below))
        if (measure.below and key not in met) or not (is_known or asked):
            continue
        if not asked and key in mended and mended[key].member.kind == "target":
            found.append(_of_member(mended[key], question))
            continue
        left = _left(question, subject, every) if is_known else None
        if asked or key in met or (left is not None and left.high < float("inf")):
            # A target is lit for itself, not for what is assumed of the same measure.
            lit = key in agreed or (key in met and not asked)
            found.append(Stage(key, about(key).name, asked, left, lit))
    return tuple(found)


def _of_member(repair: Repair, question: Question) -> Stage:
    """Return the step of a member that speaks of parts, with what the others leave to it."""
    first, end = repair.member.statements[0], repair.to or 0.0
    left = Range(0.0, end) if first.side == "low" else Range(end, float("inf"))
    name = subject_words(repair.member, question).rstrip(",")
    return Stage(first.kpi, name, (first,), left, collides=True)


def _left(question: Question, subject: Subject, conflicts: Sequence[Conflict]) -> Range | None:
    """Return what others leave to a measure: all in no conflict, and its own conflict's."""
    system = question.system
    asked = {it for it in question.targets if it.subject == subject}
    dropped = {it.agreed for each in conflicts for it in each.targets}
    settled = {
        at
        for at, it in enumerate(system.bounds)
        if it.statement.agreed not in dropped and it.statement not in asked
    }
    own = [each for each in conflicts if asked & set(each.targets)]
    beside = (it for each in own for it in each.statements if it not in asked)
    first = range_of(question, subject, settled | set(numbers_of(system, beside)))
    return first if first is not None else range_of(question, subject, settled)
