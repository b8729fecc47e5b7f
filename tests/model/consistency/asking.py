"""Rows of a file put as questions, and what the program answers in the oracle's terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planning.model.consistency.conflicts import Conflict
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair
from planning.model.consistency.statements import Statement
from planning.model.consistency.target_file import FileRow, question_of_file
from tests.model.consistency.oracle import Line


def row(kpi: str, low: object = "", high: object = "", scope: str = "", **more: str) -> Line:
    """A row of a file; blank bounds are none."""
    assert not more
    return Line(
        kpi,
        scope,
        None if low == "" else float(str(low)),
        None if high == "" else float(str(high)),
    )


def asked(*lines: Line) -> Question:
    """The question of some rows, numbered from 0."""
    return question_of_file(
        FileRow(
            at,
            {
                "kpi": it.kpi,
                "scope": it.scope,
                "low": "" if it.low is None else repr(it.low),
                "high": "" if it.high is None else repr(it.high),
            },
        )
        for at, it in enumerate(lines)
    )


def rows_in(conflict: Conflict) -> frozenset[int]:
    """The rows whose targets collide."""
    return frozenset(int(it.source) for it in conflict.targets)


def sides_in(conflict: Conflict, lines: Sequence[Line]) -> list[Line]:
    """The rows of a conflict with only those ends that collide."""
    return [as_line(it, lines) for it in conflict.targets]


def as_line(statement: Statement, lines: Sequence[Line], value: float | None = None) -> Line:
    """A statement as a row with one end, at its own or another value."""
    own = lines[int(statement.source)]
    told = statement.value if value is None else value
    is_low = statement.side == "low"
    return replace(own, low=told if is_low else None, high=None if is_low else told)


def repaired(
    conflict: Conflict, repair: Repair, lines: Sequence[Line], share: float = 1.0
) -> list[Line]:
    """The rows of a conflict after a share of a repair's change."""
    assert repair.to is not None
    value = repair.member.value
    assert value is not None
    to = value + share * (repair.to - value)
    return [
        as_line(it, lines, to if it in repair.member.statements else None)
        for it in conflict.targets
    ]
