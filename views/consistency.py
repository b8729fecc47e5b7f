"""Whether targets fit together, as one JSON document and as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from planning.model.consistency.measures import about
from planning.model.consistency.words import (
    TEAM_WORDS,
    agreed_told,
    conflict_sentence,
    member_key,
    member_words,
    mended_told,
    number_told,
    subject_key,
    subject_words,
)
from views.formats import UNDEFINED, counted

if TYPE_CHECKING:
    from rich.console import Group as Stack
    from rich.text import Text

    from planning.kpis import Unit
    from planning.model.consistency.answer import Answer, Collision
    from planning.model.consistency.conflicts import Member
    from planning.model.consistency.implied import Range
    from planning.model.consistency.question import Question
    from planning.model.consistency.repairs import Repair


def consistency_document(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain JSON values: money in plan-currency units, shares as fractions."""
    question = answer.question
    return {
        "consistent": answer.consistent,
        "conflicts": [_conflict(each, question) for each in answer.collisions],
        "implied": {
            subject_key(subject, question): [_number(each.low), _number(each.high)]
            for subject, each in (answer.implied or {}).items()
        },
        "idle": [_key_of_idle(answer, at) for at in range(len(answer.idle))],
        "sentences": [conflict_sentence(each.conflict) for each in answer.collisions],
        "warnings": list(question.warnings),
    }


def _conflict(collision: Collision, question: Question) -> dict[str, Any]:
    way = collision.compromise
    return {
        "members": [
            {
                "target": member_key(member, question),
                "team": member.team,
                "value": _number(member.value),
                "kind": member.kind,
            }
            for member in collision.conflict.members
        ],
        "repairs": [_repair(each, question) for each in collision.repairs],
        "compromise": [_repair(each, question) for each in (way.repairs if way else ())],
    }


def _repair(repair: Repair, question: Question) -> dict[str, Any]:
    return {
        "target": member_key(repair.member, question),
        "from": _number(repair.member.value),
        "to": _number(repair.to),
        "change": _number(repair.change),
    }


def _number(value: float | None) -> float | None:
    """Return a number without the last digits of a machine; None where nothing limits it."""
    return None if value is None or not isfinite(value) else float(f"{value:.12g}")


def _key_of_idle(answer: Answer, at: int) -> str:
    statement = answer.idle[at]
    bound = "low" if statement.side == "low" else "high"
    return f"{subject_key(statement.subject, answer.question)} {bound}"


def consistency_lines(answer: Answer) -> Iterator[Stack | Text]:
    """Yield what a person reads: the verdict, each conflict with its ways out, or the room left."""
    from views.terminal import text

    question = answer.question
    targets = counted(len({it.agreed for it in question.targets}), "target")
    if answer.consistent:
        yield text(f"All can hold at once: {targets}.")
        if question.targets:
            yield _room(answer)
    else:
        conflicts = counted(len(answer.collisions), "conflict")
        yield text(f"These cannot all hold: {targets}, {conflicts}.")
    for each in answer.collisions:
        yield text(conflict_sentence(each.conflict))
        yield _ways_out(each, question)
    for sentence in question.warnings:
        yield text(f"! {sentence}")


def _ways_out(collision: Collision, question: Question) -> Stack:
    """Return the members of a conflict, what alone would do, and the shared way out."""
    from views.terminal import grid

    alone = {id(each.member): each for each in collision.repairs}
    way = collision.compromise
    shared = {id(each.member): each for each in (way.repairs if way else ())}
    rows = [
        (
            TEAM_WORDS[member.team],
            *_named(member, question),
            *_told(alone.get(id(member))),
            _told(shared.get(id(member)))[0],
        )
        for member in collision.conflict.members
    ]
    title = "What would mend it: one target alone, or all by one factor (best found)"
    if way is not None and not way.keeps_others:
        title += "; other targets cannot all stand beside it"
    heads = ("team", "target", "agreed", "alone would do", "change", "shared by all")
    return grid(title, heads, rows)


def _named(member: Member, question: Question) -> tuple[str, str]:
    if member.link is not None:
        kind = "always true" if member.kind == "identity" else "assumed"
        return member_words(member, question), kind
    words = member_words(member, question)
    subject = subject_words(member, question)
    return subject.rstrip(","), words.removeprefix(subject).strip()


def _told(repair: Repair | None) -> tuple[str, str]:
    if repair is None:
        return "", ""
    if repair.to is None:
        return "cannot alone", ""
    return mended_told(repair)


def _room(answer: Answer) -> Stack:
    """Return every target with what the others leave to it."""
    from views.terminal import grid

    ranges, slacks = answer.implied or {}, answer.slacks or {}
    idle = set(answer.idle)
    rows = []
    for it in answer.question.targets:
        if it.subject not in ranges:
            continue
        room = "idle" if it in idle else room_told(slacks[it], it.unit)
        rows.append(
            (
                TEAM_WORDS[it.team],
                f"{about(it.kpi).name} ({subject_key(it.subject, answer.question)})",
                agreed_told(it),
                range_told(ranges[it.subject], it.unit),
                room,
            )
        )
    return grid(
        "What all the others leave to each target, and how much stricter it could be",
        ("team", "target", "agreed", "others leave", "room"),
        rows,
    )


def room_told(slack: float, unit: Unit) -> str:
    """Return how much stricter a target could be, in words."""
    return "no limit" if not isfinite(slack) else number_told(slack, unit, "low")


def range_told(span: Range, unit: Unit) -> str:
    """Return a range in words; "—" where nothing is known of it."""
    if not isfinite(span.high):
        return f"{number_told(span.low, unit)} or more" if span.low > 0 else UNDEFINED
    return f"{number_told(span.low, unit)} to {number_told(span.high, unit)}"
