"""The page of the agenda: what was off course, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.teams import Team
from planning.together.agenda import WeekAgenda
from views.agenda import money_words, owner_words
from views.formats import counted, isolated, visible
from views.pack.section import Column, Section, Table, said, sentence, words


@dataclass(frozen=True)
class AgendaItem:
    """One item the meeting went through.

    Attributes:
        finding: What was found, as a sentence.
        money: What it comes to, in words; empty where that is unknown.
        step: The step it concerns, such as “follow-up”.
        lever: What can be done.
        owners: Whose it is, on both sides, in words.
        team: Whose colour it wears.
        is_good: Whether it beat the plan.
    """

    finding: str
    money: str = ""
    step: str = ""
    lever: str = ""
    owners: str = ""
    team: Team = "joint"
    is_good: bool = False


def agenda_items(found: WeekAgenda, currency: str) -> list[AgendaItem]:
    """Return the items of an agenda as its paper tells them: problems, then what went well.

    Args:
        found: The agenda.
        currency: The plan currency.
    """
    return [
        AgendaItem(
            finding=item.finding,
            money=money_words(item, currency),
            step=item.step,
            lever=item.lever,
            owners=owner_words(item),
            team=item.teams[0] if len(item.teams) == 1 else "joint",
            is_good=item.mood == "good",
        )
        for item in (*found.first, *found.rest, *found.good)
    ]


def agenda(items: Sequence[AgendaItem]) -> Section:
    """Return the page of the agenda, most money first, as the items come."""
    problems = [one for one in items if not one.is_good]
    if problems:
        head = f"{counted(len(problems), 'thing')} off course; most money first"
        first = f"First: {isolated(visible(problems[0].finding))}"
    else:
        head, first = "Nothing is off course", ""
    columns = (
        Column("Finding", share=5),
        Column("Money", "right", 1.6),
        Column("Step", share=1.6),
        Column("What can be done", share=3),
        Column("Owners", share=2),
    )
    rows = tuple(
        (
            words(one.finding, "good" if one.is_good else ""),
            words(one.money),
            words(one.step),
            words(one.lever),
            words(one.owners),
        )
        for one in (*problems, *(it for it in items if it.is_good))
    )
    table = Table("What the meeting went through", columns, rows, printed=16)
    return Section(
        name="Agenda",
        heading=sentence(head),
        paragraphs=said(first),
        tables=(table,) if rows else (),
    )
