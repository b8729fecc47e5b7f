"""The page of the targets: whether they fit together, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planning.kpis import KPIS
from planning.model.consistency.answer import Answer, Collision
from planning.periods import month_name
from planning.review.pace import HELD, MISSED
from planning.together.month_targets import MonthPace
from planning.together.week_ground import WeekGround
from views.contradictions import (
    COLLIDES,
    HOLDS,
    KIND_WORDS,
    TEAM_NAMES,
    alone_words,
    compromise_words,
    head,
    member_told,
    room_frame,
    unbroken,
    verdict_words,
)
from views.formats import unit_head
from views.pack.section import Cell, Column, Section, Table, Tone, number, on_the_right, said, words
from views.targets import goal
from views.week import goal_words

_ALONE: Final = "alone would do: "
"""What the column's head says already."""

_TOLD: Final = 3
"""Conflicts printed with their ways out; the workbook has all."""


def targets(ground: WeekGround) -> Section:
    """Return the page of the plan's targets."""
    answer = ground.answer
    months = _of_month(ground)
    if answer is None:
        why = ground.unanswered or "No targets are agreed yet, so there is nothing to hold."
        return Section("Targets", why, tables=months)
    conflicts = [one.conflict for one in answer.collisions]
    verdict = HOLDS if answer.consistent else COLLIDES
    ways = [
        f"{unbroken(head(one.conflict))}. Shared by all, best found: "
        f"{unbroken('; '.join(compromise_words(one.compromise, answer.question)))}."
        for one in answer.collisions[:_TOLD]
        if one.compromise is not None
    ]
    return Section(
        name="Targets",
        heading=verdict,
        paragraphs=said(unbroken(verdict_words(answer.question, conflicts)), *ways),
        tables=(*_members(answer), *_room(answer), *months),
        notes=said(*answer.question.warnings),
    )


def _of_month(ground: WeekGround) -> tuple[Table, ...]:
    month, currency = ground.month, ground.currency
    if not month.paces:
        return ()
    columns = (
        Column("KPI", share=2),
        *on_the_right("Target", "Value"),
        Column("How it stands", share=2),
    )
    rows = tuple(
        _month_row(pace, key, month.values.get(key), currency) for key, pace in month.paces.items()
    )
    return (Table(f"Targets of {month_name(month.month)}", columns, rows, printed=20),)


def _month_row(pace: MonthPace, key: str, value: float | None, currency: str) -> tuple[Cell, ...]:
    kpi = KPIS[key]
    state = pace.pace.state
    tone: Tone = "good" if state in HELD else "bad" if state in MISSED else ""
    return (
        words(unit_head(kpi.name, kpi.unit, currency)),
        words(goal(pace.target)),
        number(value, kpi.unit),
        words(goal_words(pace, value), tone),
    )


def _members(answer: Answer) -> Iterator[Table]:
    rows = tuple(
        row for number, one in enumerate(answer.collisions, 1) for row in _rows(number, one, answer)
    )
    if rows:
        columns = (
            Column("Conflict"),
            Column("Team"),
            Column("What cannot all hold", share=3),
            Column("Kind"),
            Column("What alone would do", share=2.4),
        )
        yield Table("What collides", columns, rows, printed=12)


def _rows(number: int, one: Collision, answer: Answer) -> Iterator[tuple[Cell, ...]]:
    alone = {id(each.member): each for each in one.repairs}
    for member in one.conflict.members:
        way = alone.get(id(member))
        yield (
            Cell(str(number)),
            words(TEAM_NAMES[member.team]),
            words(unbroken(member_told(member, answer.question))),
            words(KIND_WORDS[member.kind]),
            words("" if way is None else unbroken(alone_words(way)).removeprefix(_ALONE)),
        )


def _room(answer: Answer) -> Iterator[Table]:
    if not answer.consistent or answer.implied is None:
        return
    frame = room_frame(answer.question, answer.implied, answer.idle, answer.slacks or {})
    columns = tuple(Column(head, share=1) for head in frame.columns)
    rows = tuple(
        tuple(words(unbroken(str(it))) for it in row)
        for row in frame.itertuples(index=False, name=None)
    )
    if rows:
        yield Table("What the others leave to each target", columns, rows, printed=16)
