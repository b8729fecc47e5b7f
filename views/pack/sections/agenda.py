"""The page of the agenda: what was off course, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.teams import Team
from planning.together.agenda import WeekAgenda
from views.agenda import about_words, owner_words
from views.formats import counted, isolated, one_line, short, visible
from views.pack.section import Column, Section, Table, said, sentence, told, words


@dataclass(frozen=True)
class AgendaItem:
    """One item the meeting went through.

    Attributes:
        finding: What was found, in words.
        money: What it comes to, with its currency; empty where that is unknown.
        step: The step it concerns, such as “follow-up”.
        lever: What can be done.
        owners: Whose it is, on both sides, in words.
        team: Whose colour it wears.
        is_good: Whether it beat the plan.
        about: What it is about, where the finding does not say so.
        amount: The money as a number; None where it is unknown.
    """

    finding: str
    money: str = ""
    step: str = ""
    lever: str = ""
    owners: str = ""
    team: Team = "joint"
    is_good: bool = False
    about: str = ""
    amount: float | None = None


def agenda_items(found: WeekAgenda, currency: str) -> list[AgendaItem]:
    """Return the items of an agenda as its paper tells them: problems, then what went well.

    Args:
        found: The agenda.
        currency: The plan currency.
    """
    return [
        AgendaItem(
            finding=item.what,
            money="" if item.money is None else f"{short(item.money)} {currency}",
            step=item.step,
            lever=item.lever,
            owners=owner_words(item),
            team=item.teams[0] if len(item.teams) == 1 else "joint",
            is_good=item.mood == "good",
            about=one_line(about_words(item), _ABOUT),
            amount=None if item.money is None else float(item.money),
        )
        for item in (*found.first, *found.rest, *found.good)
    ]


def agenda(items: Sequence[AgendaItem]) -> Section:
    """Return the page of the agenda, in the order the items come."""
    problems = [one for one in items if not one.is_good]
    good = [one for one in items if one.is_good]
    if problems:
        head = f"{counted(len(problems), 'item')} to talk about"
        first = f"First: {isolated(visible(problems[0].finding))}."
    else:
        head, first = "Nothing is off course this week", ""
    tables = (
        [_table("What the meeting went through", "At stake", problems, printed=18)]
        if problems
        else []
    )
    if good:
        tables.append(_table("What beat the plan", "More than planned", good, printed=5))
    return Section(
        name="Agenda",
        heading=sentence(head),
        paragraphs=said(first),
        tables=tuple(tables),
        notes=said(*_NOTES) if problems else (),
    )


_ABOUT: Final = 60
_NOTES: Final = (
    "Causes found in the facts come first, then what is off beside the plan, each by money.",
)


def _table(title: str, money: str, items: Sequence[AgendaItem], printed: int) -> Table:
    columns = (
        Column("Finding", share=4.2),
        Column("About", share=1.8),
        Column(money, "right", 1.5),
        Column("Step", share=1.4),
        Column("What can be done", share=2.7),
        Column("Owners", share=2.7),
    )
    rows = tuple(
        (
            words(one.finding, "good" if one.is_good else ""),
            words(one.about),
            told(one.money, one.amount),
            words(one.step),
            words(one.lever),
            words(one.owners),
        )
        for one in items
    )
    return Table(title, columns, rows, printed=printed)
