"""Conflicts and repairs in words, by team, and under the short names of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, isfinite, log10
from typing import Final

from planning.kpis import Unit
from planning.model.consistency.conflicts import SHOWN, Conflict, Member
from planning.model.consistency.implied import Subject
from planning.model.consistency.measures import about
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair
from planning.model.consistency.spans import Span, span_key, span_words
from planning.model.consistency.statements import (
    Place,
    Side,
    Statement,
    distinct,
    place_key,
    place_words,
    sign,
)
from planning.teams import Team

TEAM_WORDS: Final[dict[Team, str]] = {
    "marketing": "marketing",
    "sales": "sales",
    "joint": "both teams",
}
_BASES: Final = {
    "agreed": "",
    "budget": "the budget has ",
    "capacity": "people can work ",
    "history": "the facts show ",
    "model": "the model shows ",
}
_DIGITS: Final = 4


def number_told(value: float, unit: Unit, side: Side | None = None) -> str:
    """Return a value as a sentence says it, rounded so that it still does.

    Args:
        value: In the unit, fractions as fractions.
        unit: What it is measured in.
        side: Of a least rounded down, of a most rounded up; None rounds to the nearest.

    Example:
        >>> number_told(0.27, "fraction"), number_told(1209772.56, "money", "high")
        ('27 %', '1,210,000')
        >>> number_told(9092618.1, "money", "low"), number_told(0.5081045, "fraction", "high")
        ('9,092,000', '50.82 %')
    """
    if not isfinite(value):
        return "any"
    shown = value * 100 if unit == "fraction" else value
    rounded = _rounded(shown, side)
    told = f"{rounded:,.10f}".rstrip("0").rstrip(".")
    return f"{told} %" if unit == "fraction" else told


def _rounded(value: float, side: Side | None) -> float:
    """Return a value with few digits, on the side that keeps its promise."""
    if value == 0 or float(f"{value:.12g}") == float(f"{value:.{_DIGITS}g}"):
        return float(f"{value:.{_DIGITS}g}")
    step = 10.0 ** (floor(log10(abs(value))) - _DIGITS + 1)
    # What is off by the last digits of a machine is not rounded away by a whole step.
    steps = value / step
    if abs(steps - round(steps)) < 1e-6:
        return round(steps) * step
    if side is None:
        return round(steps) * step
    return (floor(steps) if side == "low" else ceil(steps)) * step


def agreed_told(statement: Statement) -> str:
    """Return an agreed bound with all its digits.

    Example:
        >>> agreed_told(Statement("revenue", (), Span(0, 12), "low", 11_000_000.0, "joint"))
        'at least 11,000,000'
    """
    shown = statement.value * 100 if statement.unit == "fraction" else statement.value
    told = f"{shown:,.6f}".rstrip("0").rstrip(".")
    return f"{sign(statement.side)} {told}{' %' if statement.unit == 'fraction' else ''}"


def member_key(member: Member, question: Question) -> str:
    """Return a member's short name: `key`, `key@scope` or `key@scope@period`.

    The period is left out where it is the whole one. Several scopes are joined by +; all of
    a kind are told by the kind alone.
    """
    if member.link is not None:
        return member.link.key
    first = member.statements[0]
    places = distinct(it.place for it in member.statements)
    spans = tuple(dict.fromkeys(it.span for it in member.statements))
    return _key(first.kpi, places, spans, question)


def subject_key(subject: Subject, question: Question) -> str:
    """Return the short name of a measure in one part and period."""
    key, place, span = subject
    return _key(key, (place,), (span,), question)


def _key(kpi: str, places: Sequence[Place], spans: Sequence[Span], question: Question) -> str:
    parts = [kpi, place_key(places, everywhere(places, question))]
    if tuple(spans) != (question.whole,):
        parts.append("+".join(span_key(it, question.year_start) for it in spans))
    return "@".join(part for part in parts if part)


def everywhere(places: Iterable[Place], question: Question) -> frozenset[str]:
    """Return the kinds all of whose labels are among some places."""
    met: dict[str, set[str]] = {}
    for place in places:
        for kind, label in place:
            met.setdefault(kind, set()).add(label)
    return frozenset(
        kind for kind, labels in met.items() if labels == set(question.labels.get(kind, ()))
    )


def member_words(member: Member, question: Question) -> str:
    """Return a member as a phrase: what it speaks of, and the bound.

    Example:
        >>> least = Statement("revenue", (), Span(0, 12), "low", 11e6, "joint")
        >>> question = Question((least,), Span(0, 12))
        >>> member_words(Member((least,)), question)
        'Revenue at least 11,000,000'
    """
    if member.link is not None:
        return member.link.words
    first = member.statements[0]
    bound = agreed_told(first) if first.kind == "target" else _assumed(first)
    return f"{subject_words(member, question)} {bound}"


def _assumed(statement: Statement) -> str:
    told = number_told(statement.value, statement.unit, statement.side)
    return f"{sign(statement.side)} {told} ({_BASES[statement.basis].strip()})"


def subject_words(member: Member, question: Question) -> str:
    """Return what a member speaks of: KPI, part of the company, months."""
    first = member.statements[0]
    places = distinct(it.place for it in member.statements)
    where = place_words(places, everywhere(places, question))
    spans = tuple(dict.fromkeys(it.span for it in member.statements))
    when = "" if spans == (question.whole,) else ", ".join(span_words(it) for it in spans)
    name = about(first.kpi).name
    if where:
        name = f"{name} {'in' if where.startswith('each ') else 'of'} {where}"
    return f"{name}, {when}," if when else name


def conflict_sentence(conflict: Conflict) -> str:
    """Return which members cannot all hold, seven at most, by team."""
    members = [it for it in conflict.members if it.kind != "identity"]
    shown, more = members[:SHOWN], len(members) - SHOWN
    by_team: dict[Team, list[str]] = {}
    for it in shown:
        by_team.setdefault(it.team, []).append(member_words(it, conflict.question))
    parts = [f"{TEAM_WORDS[team]}: {'; '.join(told)}" for team, told in by_team.items()]
    rest = f"; and {more} more" if more > 0 else ""
    return f"{_how_many(len(members))} cannot all hold. {_started('. '.join(parts))}{rest}."


def _how_many(count: int) -> str:
    words = ("Nothing", "This", "These two", "These three", "These four", "These five",
             "These six", "These seven")  # fmt: skip
    return words[count] if count < len(words) else f"These {count}"


def _started(text: str) -> str:
    return ". ".join(f"{part[:1].upper()}{part[1:]}" for part in text.split(". "))


def repair_words(repair: Repair, question: Question) -> str:
    """Return what would mend a conflict alone, or that it cannot."""
    member = repair.member
    name = subject_words(member, question)
    if repair.to is None or member.side is None:
        return f"{name} cannot mend it alone."
    first = member.statements[0]
    told = number_told(repair.to, first.unit, member.side)
    change = "" if repair.change is None else f", {change_told(repair.change)}"
    return f"{name} {sign(member.side)} {told}{change}."


def change_told(change: float) -> str:
    """Return a change in words.

    Example:
        >>> change_told(-0.1734), change_told(0.2098)
        ('17.3 % lower', '21.0 % higher')
    """
    return f"{abs(change):.1%} {'lower' if change < 0 else 'higher'}".replace("%", " %")
