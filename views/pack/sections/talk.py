"""The last page: what was promised and kept, what was decided and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from planning.kpis import KPIS
from planning.periods import month_name
from planning.teams import TEAMS
from planning.together.actions import Agenda, Promise
from planning.together.decisions import Question
from planning.together.week_ground import WeekGround
from views.formats import UNDEFINED, day, percent
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    Tone,
    number,
    on_the_right,
    said,
    told,
    words,
)
from views.targets import TEAM_WORDS
from views.week_talk import (
    about_words,
    actual_words,
    agenda_words,
    decided_words,
    expected_words,
    promise_words,
    questions_words,
)

_CAME: Final[dict[str, Tone]] = {"came": "good", "did not come": "bad"}


def talk(ground: WeekGround) -> Section:
    """Return the page of actions and decisions."""
    actions, asked, today = ground.actions, ground.questions, ground.known.today
    tables = []
    if actions.open or actions.done:
        tables += [_kept(actions, today), _actions(actions, ground)]
    if asked:
        tables.append(_decisions(asked, ground))
    return Section(
        name="Actions and decisions",
        heading=agenda_words(actions),
        paragraphs=said(questions_words(asked)),
        tables=tuple(tables),
        notes=said(
            f"Actions as of {day(today)}. Kept: done by the day first promised, of the actions "
            "whose day has come."
        ),
    )


def kept(promises: Sequence[Promise], today: date) -> tuple[int, int]:
    """Return how many actions were done by the day first promised, of those that were due.

    Args:
        promises: Actions.
        today: The day of the meeting; an action due that day is not late yet.
    """
    kept, due = 0, 0
    for one in promises:
        first, done = one.action.first_due, one.action.done_on
        in_time = done is not None and done <= first
        kept += in_time
        due += in_time or first < today
    return kept, due


def _kept(actions: Agenda, today: date) -> Table:
    columns = (
        Column("Team", share=1),
        *on_the_right("Open", "Overdue", "Done", "Kept", "Due so far", "Share kept"),
    )
    rows = []
    for team in TEAMS:
        mine = [it for it in (*actions.open, *actions.done) if it.action.team == team]
        if not mine:
            continue
        in_time, due = kept(mine, today)
        done = sum(it.state == "done" for it in mine)
        late = sum(it.state == "overdue" for it in mine)
        share = in_time / due if due else None
        rows.append(
            (
                words(TEAM_WORDS[team]),
                *(number(it, "count") for it in (len(mine) - done, late, done, in_time, due)),
                told(UNDEFINED if share is None else percent(share), share),
            )
        )
    return Table("Promises by team", columns, tuple(rows))


def _actions(actions: Agenda, ground: WeekGround) -> Table:
    columns = (
        Column("Action", share=3),
        Column("Whose, and by when", share=2.6),
        Column("How it stands", share=1.2),
    )
    rows = tuple(_action(one, ground) for one in (*actions.open, *actions.done))
    return Table("Actions", columns, rows, printed=10)


def _action(one: Promise, ground: WeekGround) -> tuple[Cell, ...]:
    who, odd = promise_words(one, about_words(one.row, ground.called), ground.names)
    state = "done" if one.state == "done" else "open"
    tone: Tone = "bad" if one.state == "overdue" else "good" if one.state == "done" else ""
    return (words(one.action.what), words(who), words(odd or state, tone))


def _decisions(asked: Sequence[Question], ground: WeekGround) -> Table:
    columns = (
        Column("Question", share=2),
        Column("Chosen", share=1.6),
        Column("By whom and why", share=2.6),
        Column("Expected", share=1.8),
        Column("What came", share=1.6),
        Column("In", printed=False),
        *on_the_right("Before", "Wanted", "Actual", printed=False),
    )
    return Table(
        "Decisions, expected and actual",
        columns,
        tuple(_decision(one, ground) for one in asked),
        printed=6,
    )


def _decision(one: Question, ground: WeekGround) -> tuple[Cell, ...]:
    decision, effect = one.decision, one.effect
    who = ground.names.get(decision.by or "", decision.by or "")
    came = "" if one.is_open else actual_words(effect)
    tone = "" if effect is None else _CAME.get(effect.standing, "")
    numbers: tuple[Cell, ...] = (words(""),) * 4
    if effect is not None:
        unit = KPIS[effect.kpi].unit
        values = (effect.before, effect.expected, effect.actual)
        numbers = (words(month_name(effect.month)), *(number(it, unit) for it in values))
    return (
        words(decision.question),
        words(decision.chosen or "open"),
        words("" if one.is_open else decided_words(decision, who)),
        words(expected_words(decision, effect)),
        words(came, tone if came else ""),
        *numbers,
    )
