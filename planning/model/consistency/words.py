"""Conflicts and repairs in words, by team, and under the short names of files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from math import ceil, floor, isfinite, log10
from typing import Final

from planning.kpis import Unit
from planning.model.consistency.conflicts import SHOWN, Conflict, Member
from planning.model.consistency.implied import Subject
from planning.model.consistency.measures import MORE, UNTIED, about, is_linear
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
    "budget": "in the budget",
    "capacity": "as people can work",
    "history": "best in the facts",
    "model": "by the model",
}
_DIGITS: Final = 4
_FEW_PERIODS: Final = 2
_LENGTHS: Final = {1: "month", 3: "quarter", 12: "year"}
_NO_STEP: Final = 1e-4
_SMALL: Final = 1e-5
"""Below this a number needs more decimals than usual to be told from nothing."""


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
    shown = rounded(value, side) * (100 if unit == "fraction" else 1)
    places = 10 if abs(shown) >= _SMALL or not shown else 3 - floor(log10(abs(shown)))
    told = f"{shown:,.{places}f}".rstrip("0").rstrip(".")
    return f"{told} %" if unit == "fraction" else told


def rounded(value: float, side: Side | None = None) -> float:
    """Return a value with four digits, on the side that keeps its promise.

    Args:
        value: In its unit.
        side: Of a least rounded down, of a most rounded up; None rounds to the nearest.

    Example:
        >>> rounded(1209772.56, "high"), rounded(0.27, "low")
        (1210000.0, 0.27)
    """
    if value == 0:
        return 0.0
    step = 10.0 ** (floor(log10(abs(value))) - _DIGITS + 1)
    steps = value / step
    # What is off by the last digits of a machine is not rounded away by a whole step.
    if side is None or abs(steps - round(steps)) < _NO_STEP:
        whole = round(steps)
    else:
        whole = floor(steps) if side == "low" else ceil(steps)
    return float(f"{whole * step:.12g}")


def mended(statement: Statement, value: float) -> float:
    """Return the value a bound changes to, as sentences and drafts have it.

    What is counted in whole cases, such as customers, changes to a whole number of them, on
    the side that mends.

    Args:
        statement: The bound.
        value: What would do, in its unit.

    Example:
        >>> mended(Statement("customers", (), Span(0, 12), "low", 180.0, "joint"), 178.21)
        178.0
        >>> mended(Statement("close_ratio", (), Span(0, 12), "high", 0.2, "sales"), 0.2121549)
        0.2122
    """
    shown = rounded(value, statement.side)
    if statement.unit != "count" or statement.kpi in MORE:
        return shown
    return float(floor(shown) if statement.side == "low" else ceil(shown))


def mended_told(repair: Repair) -> tuple[str, str]:
    """Return what a member changes to and by how much, in words; the change may be empty.

    Example:
        >>> least = Statement("customers", (), Span(0, 12), "low", 180.0, "joint")
        >>> mended_told(Repair(Member((least,)), 178.21))
        ('178', '1.1 % lower')
    """
    first = repair.member.statements[0]
    to = mended(first, repair.to or 0.0)
    change = change_told(to / first.value - 1) if first.value else ""
    return number_told(to, first.unit), change


def agreed_told(statement: Statement) -> str:
    """Return an agreed bound with all its digits.

    Example:
        >>> agreed_told(Statement("revenue", (), Span(0, 12), "low", 11_000_000.0, "joint"))
        'at least 11,000,000'
    """
    shown = statement.value * 100 if statement.unit == "fraction" else statement.value
    if 0 < abs(shown) < _SMALL:
        return f"{sign(statement.side)} {number_told(statement.value, statement.unit)}"
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
    return f"{sign(statement.side)} {told} ({_BASES[statement.basis]})"


def subject_words(member: Member, question: Question) -> str:
    """Return what a member speaks of: KPI, part of the company, months."""
    first = member.statements[0]
    places = distinct(it.place for it in member.statements)
    where = place_words(places, everywhere(places, question))
    spans = tuple(dict.fromkeys(it.span for it in member.statements))
    when = "" if spans == (question.whole,) else _when(spans)
    name = about(first.kpi).name
    if where:
        name = f"{name} {'in' if where.startswith('each ') else 'of'} {where}"
    return f"{name}, {when}," if when else name


def _when(spans: Sequence[Span]) -> str:
    """Return periods in words; more than two are counted."""
    if len(spans) <= _FEW_PERIODS:
        return " and ".join(span_words(it) for it in spans)
    return f"each of {len(spans)} {_LENGTHS.get(len(spans[0]), 'period')}s"


def conflict_sentence(conflict: Conflict) -> str:
    """Return which members cannot all hold, seven at most, by team."""
    members = [it for it in conflict.members if it.kind != "identity"]
    shown, more = members[:SHOWN], len(members) - SHOWN
    by_team: dict[Team, list[str]] = {}
    for it in shown:
        by_team.setdefault(it.team, []).append(member_words(it, conflict.question))
    parts = [f"{TEAM_WORDS[team]}: {'; '.join(told)}" for team, told in by_team.items()]
    rest = f"; and {more} more" if more > 0 else ""
    again = f" {echo_words(conflict)}" if conflict.echoes else ""
    told = _started(". ".join(parts))
    return f"{_how_many(len(members))} cannot all hold. {told}{rest}.{again}"


def echo_words(conflict: Conflict) -> str:
    """Return where else the same collides."""
    told = []
    for echo in conflict.echoes:
        first = echo.targets[0]
        kinds = " and ".join(kind for kind, _ in first.place)
        when = _LENGTHS.get(len(first.span), "period")
        told.append(kinds or when)
    return f"The same collides by {', '.join(dict.fromkeys(told))}."


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
    told, change = mended_told(repair)
    return f"{name} {sign(member.side)} {told}{', ' if change else ''}{change}."


def change_told(change: float) -> str:
    """Return a change in words.

    Example:
        >>> change_told(-0.1734), change_told(0.2098)
        ('17.3 % lower', '21.0 % higher')
    """
    return f"{abs(change):.1%} {'lower' if change < 0 else 'higher'}".replace("%", " %")


def unchecked(kpis: Iterable[str], ranges: Container[str] = ()) -> Iterator[str]:
    """Yield sentences on targets that are not held against others.

    Args:
        kpis: Keys of KPIs with targets.
        ranges: Those that are not linear and have a range of the model.
    """
    for kpi in dict.fromkeys(kpis):
        if not is_linear(kpi) and kpi not in ranges:
            yield (
                f"{about(kpi).name} is neither a sum nor a ratio: its targets are compared "
                "with each other only."
            )
        elif kpi in UNTIED:
            yield f"{about(kpi).name} is tied to no other KPI here."
