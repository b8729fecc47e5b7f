"""Whether targets can all hold, as people read it: verdict, members, ways out, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.model.consistency.measures import about
from planning.model.consistency.spans import span_words
from planning.model.consistency.statements import place_words, sign
from planning.model.consistency.words import (
    agreed_told,
    conflict_sentence,
    echo_words,
    member_words,
    mended_told,
    subject_words,
)
from views.consistency import range_told, room_told
from views.formats import counted

if TYPE_CHECKING:
    import pandas as pd

    from planning.model.consistency.compromise import Compromise
    from planning.model.consistency.conflicts import Conflict, Member
    from planning.model.consistency.implied import Range, Subject
    from planning.model.consistency.question import Question
    from planning.model.consistency.repairs import Repair
    from planning.model.consistency.statements import Statement
    from planning.teams import Team

HOLDS: Final = "▲ Targets fit together."
COLLIDES: Final = "▼ Targets collide."
"""The verdict with its sign, in a word."""

ASSUMED: Final = "assumed"
KIND_WORDS: Final = {"target": "agreed", "assumption": ASSUMED, "identity": "always true"}
TEAM_NAMES: Final[Mapping[Team, str]] = {
    "marketing": "Marketing",
    "sales": "Sales",
    "joint": "Both teams",
}


def verdict_words(question: Question, conflicts: Sequence[Conflict]) -> str:
    """Return the verdict in a sentence or a few; the first conflict with its members.

    Args:
        question: What was asked.
        conflicts: All of them; none where all can hold.
    """
    if not conflicts:
        number = len({it.agreed for it in question.targets})
        what = f"All {number} can hold at once" if number > 1 else "The one there is can hold"
        beside = "" if question.closed else ", beside the budget and what facts show was possible"
        return f"{what}{beside}."
    more = len(conflicts) - 1
    rest = f" {counted(more, 'more conflict')} below." if more else ""
    return f"{conflict_sentence(conflicts[0])}{rest}"


def unbroken(text: str) -> str:
    r"""Return text in which a percent sign stays beside its number.

    Example:
        >>> unbroken("at most 21 %")
        'at most 21\xa0%'
    """
    return text.replace(" %", "\u00a0%")


def head(conflict: Conflict) -> str:
    """Return what a conflict is called: how many of what cannot all hold."""
    return conflict_sentence(conflict).split(".", 1)[0]


def echoes(conflict: Conflict) -> str:
    """Return where else the same collides, and that one change does not mend that."""
    return f"{echo_words(conflict)} The shared way out mends these too."


def member_told(member: Member, question: Question) -> str:
    """Return a member in words, what it speaks of first.

    A link of months or parts is told by its own words.
    """
    words = member_words(member, question)
    return f"{words[:1].upper()}{words[1:]}"


def alone_words(repair: Repair) -> str:
    """Return whether another value of a member alone would do, and how far off it is.

    Example:
        >>> from planning.model.consistency.conflicts import Member
        >>> from planning.model.consistency.repairs import Repair
        >>> from planning.model.consistency.spans import Span
        >>> from planning.model.consistency.statements import Statement
        >>> least = Statement("revenue", (), Span(0, 12), "low", 11e6, "joint")
        >>> alone_words(Repair(Member((least,)), 9_092_618.1))
        'alone would do: at least 9,092,000, 17.3 % lower'
        >>> alone_words(Repair(Member((least,)), None))
        'alone no other value of it would do'
    """
    side = repair.member.side
    if repair.to is None or side is None:
        return "alone no other value of it would do"
    told, change = mended_told(repair)
    return f"alone would do: {sign(side)} {told}{', ' if change else ''}{change}"


def value_of(repair: Repair) -> str:
    """Return the value a repair puts in, as its button says it."""
    return mended_told(repair)[0]


def compromise_words(way: Compromise, question: Question) -> list[str]:
    """Return each change of a compromise, from what to what."""
    told = []
    for one in way.repairs:
        first = one.member.statements[0]
        name = subject_words(one.member, question).rstrip(",")
        before = agreed_told(first).removeprefix(f"{sign(first.side)} ")
        told.append(f"{name}: {sign(first.side)} {value_of(one)} instead of {before}")
    return told


def room_frame(
    question: Question,
    ranges: Mapping[Subject, Range],
    idle: Iterable[Statement],
    slacks: Mapping[Statement, float],
) -> pd.DataFrame:
    """Return every target with what the others leave to it and how much stricter it could be.

    Args:
        question: One that can hold.
        ranges: What the others leave to each measure.
        idle: Targets the others imply.
        slacks: How much stricter each could be.
    """
    import pandas as pd

    given = frozenset(idle)
    rows = [
        {
            "Team": TEAM_NAMES[it.team],
            "Target": named(it.subject, question),
            "Agreed": agreed_told(it),
            "Others leave": range_told(ranges[it.subject], it.unit),
            "Room": "idle: the others imply it" if it in given else room_told(slacks[it], it.unit),
        }
        for it in question.targets
        if it.subject in ranges
    ]
    return pd.DataFrame(rows, columns=["Team", "Target", "Agreed", "Others leave", "Room"])


def named(subject: Subject, question: Question) -> str:
    """Return what a measure is called: KPI, part of the company, and months if not all."""
    key, place, span = subject
    where = f" of {place_words((place,))}" if place else ""
    when = "" if span == question.whole else f", {span_words(span)}"
    return f"{about(key).name}{where}{when}"
