"""Minutes in words: on the page, and as a file to send round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from planning.agreed.actions import Action
from planning.agreed.decisions import Decision
from planning.together.minutes import Minutes, Talked, Written
from views.formats import counted, day, plain, visible
from views.targets import TEAM_WORDS

Escape = Callable[[str], str]
One = TypeVar("One")


def title(week: date) -> str:
    """Return the heading of a week's minutes.

    Args:
        week: Its Monday.

    Example:
        >>> from datetime import date
        >>> title(date(2026, 6, 1))
        'Minutes of the week of 1 Jun 2026'
    """
    return f"Minutes of the week of {day(week)}"


def summary(found: Minutes) -> str:
    """Say in one sentence what came of a meeting.

    Example:
        >>> from datetime import date
        >>> summary(Minutes(date(2026, 6, 1), ()))
        'Nothing was noted, assigned or decided yet.'
    """
    actions = len(found.added) + sum(len(one.assigned) for one in found.items)
    decided = len(found.decided) + sum(len(one.decided) for one in found.items)
    asked = len(found.asked) + sum(len(one.asked) for one in found.items)
    notes = len(found.notes) + sum(len(one.notes) for one in found.items)
    parked = sum(one.parked is not None for one in found.items)
    told = [
        words
        for number, words in (
            (actions, f"{counted(actions, 'action')} added"),
            (len(found.done), f"{counted(len(found.done), 'action')} done"),
            (decided, f"{counted(decided, 'question')} decided"),
            (asked, f"{counted(asked, 'question')} put"),
            (parked, f"{counted(parked, 'item')} parked"),
            (notes, f"{counted(notes, 'note')} written"),
        )
        if number
    ]
    if not told:
        return "Nothing was noted, assigned or decided yet."
    return f"{', '.join(told)}."


def lines(
    found: Minutes, names: Mapping[str, str], escape: Escape = plain
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the minutes as headings with their bullets.

    Args:
        found: The minutes.
        names: Shown names by address.
        escape: Makes text that came from outside inert where it is shown.
    """
    told: list[tuple[str, tuple[str, ...]]] = [
        (escape(one.item.finding), tuple(_talked(one, names, escape))) for one in found.touched
    ]
    beside = [
        *_each(found.asked, lambda it: _asked(it, escape)),
        *_each(found.decided, lambda it: _decided(it, names, escape)),
        *_each(found.added, lambda it: f"Added: {_action(it, names, escape)}"),
        *_each(found.done, lambda it: f"Done: {escape(it.what)}"),
        *_each(found.notes, lambda it: _note(it, names, escape)),
    ]
    if beside:
        told.append(("Beside the agenda", tuple(beside)))
    if found.open:
        open_ones = _each((it.action for it in found.open), lambda it: _action(it, names, escape))
        told.append(("Still to do", tuple(open_ones)))
    if found.quiet:
        seen = tuple(escape(one.item.finding) for one in found.quiet)
        told.append(("On the agenda, nothing noted", seen))
    return tuple(told)


def markdown(found: Minutes, names: Mapping[str, str], company: str) -> str:
    """Return the minutes as a Markdown file, foreign text escaped.

    Args:
        found: The minutes.
        names: Shown names by address.
        company: What the company is called.
    """
    return _written(found, lines(found, names), f"# {title(found.week)}", plain(company), "## {}")


def text(found: Minutes, names: Mapping[str, str], company: str) -> str:
    """Return the minutes as a text file that a mail takes as it is.

    Args:
        found: The minutes.
        names: Shown names by address.
        company: What the company is called.
    """
    told = lines(found, names, visible)
    return _written(found, told, title(found.week).upper(), visible(company), "{}")


def _written(
    found: Minutes,
    told: Iterable[tuple[str, tuple[str, ...]]],
    head: str,
    company: str,
    heading: str,
) -> str:
    until = day(found.week + timedelta(days=6))
    parts = [head, f"{company}, {day(found.week)} to {until}", summary(found)]
    for under, bullets in told:
        parts.append("\n".join([heading.format(under), "", *(f"- {it}" for it in bullets)]))
    return "\n\n".join(parts) + "\n"


def _talked(one: Talked, names: Mapping[str, str], escape: Escape) -> Iterator[str]:
    yield from _each(one.decided, lambda it: _decided(it, names, escape))
    yield from _each(one.asked, lambda it: _asked(it, escape))
    yield from _each(one.assigned, lambda it: f"Assigned: {_action(it, names, escape)}")
    if one.parked is not None:
        yield f"Parked until {day(one.parked.until)}: {_flat(one.parked.why, escape)}"
    yield from _each(one.notes, lambda it: _note(it, names, escape))


def _action(action: Action, names: Mapping[str, str], escape: Escape) -> str:
    who = escape(names.get(action.owner, action.owner))
    told = f"{_flat(action.what, escape)} ({who}, {TEAM_WORDS[action.team]}, due {day(action.due)})"
    return f"{told}, done {day(action.done_on)}" if action.done_on else told


def _asked(decision: Decision, escape: Escape) -> str:
    options = " / ".join(escape(it) for it in decision.options)
    return f"To decide: {_flat(decision.question, escape)} ({options})"


def _decided(decision: Decision, names: Mapping[str, str], escape: Escape) -> str:
    who = escape(names.get(decision.by or "", decision.by or ""))
    why = f", because “{_flat(decision.why, escape)}”" if decision.why else ""
    question, chosen = _flat(decision.question, escape), escape(decision.chosen or "")
    return f"Decided: “{question}” “{chosen}”{why}{f' ({who})' if who else ''}"


def _note(one: Written, names: Mapping[str, str], escape: Escape) -> str:
    return f"{escape(names.get(one.by, one.by))}: {_flat(one.note.text, escape)}"


def _flat(said: str, escape: Escape) -> str:
    """Return a text of several lines as one, so that it stays one bullet."""
    return escape(" ".join(said.split()))


def _each(rows: Iterable[One], told: Callable[[One], str]) -> list[str]:
    return [told(row) for row in rows]
