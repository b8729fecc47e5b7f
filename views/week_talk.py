"""Actions and decisions in words, as a meeting goes through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planning.agreed.decisions import Decision
from planning.agreed.rows import PlanRow
from planning.agreed.targets import kpi_name
from planning.kpis import KPIS
from planning.periods import month_name
from planning.together.actions import Agenda, Promise
from planning.together.decisions import Effect, Question
from views.formats import UNDEFINED, counted, day, percent, shown, visible
from views.targets import TEAM_WORDS

_TIMES: Final = {1: "once", 2: "twice"}


def agenda_words(agenda: Agenda) -> str:
    """Say how many actions are open and late.

    Example:
        >>> agenda_words(Agenda((), ()))
        'Nothing was promised yet.'
    """
    if not agenda.open:
        return "Everything promised is done." if agenda.done else "Nothing was promised yet."
    late = len(agenda.overdue)
    of_them = "" if not late else f", {late if late < len(agenda.open) else 'all'} overdue"
    return f"{counted(len(agenda.open), 'action')} open{of_them}."


def about_words(row: PlanRow, names: Mapping[str, str]) -> str:
    """Say what an action is about where its own words do not; empty if it is about nothing.

    Args:
        row: The action.
        names: What rows of plans are called, by id.

    Example:
        >>> row = PlanRow("a", "action", "m", "sales", cells={"what": "Call", "about": "cac"})
        >>> about_words(row, {}), about_words(row.with_cells({"about": "4f"}), {"4f": "Events"})
        ('about CAC', 'about Events')
    """
    about = row["about"]
    if not isinstance(about, str):
        return ""
    name = KPIS[about].name if about in KPIS else visible(names.get(about, ""))
    said = name.casefold() in visible(str(row["what"])).casefold()
    return "" if not name or (said and about not in KPIS) else f"about {name}"


def promise_words(
    promise: Promise, about: str = "", names: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """Return who does an action by when, and what is odd about it, with its sign.

    Args:
        promise: The action.
        about: What it is about, in words; empty if nothing.
        names: Shown names of people by address; whoever is not among them stands as typed.
    """
    action = promise.action
    told = [visible((names or {}).get(action.owner, action.owner)), TEAM_WORDS[action.team]]
    told.append(f"done {day(action.done_on)}" if action.done_on else f"due {day(action.due)}")
    if about:
        told.append(about)
    late = "▼ overdue" if promise.state == "overdue" else ""
    times = _TIMES.get(promise.carried, f"{promise.carried} times")
    carried = f"carried over {times}" if promise.carried else ""
    if not carried and promise.state == "carried over":
        carried = f"put off from {day(action.first_due)}"
    return " · ".join(told), ", ".join(filter(None, (late, carried)))


def decided_words(decision: Decision, who: str) -> str:
    """Say who chose, when and why."""
    when = "" if decision.decided_on is None else f", with the facts of {day(decision.decided_on)}"
    why = f": {visible(decision.why)}" if decision.why else ""
    return f"{who}{when}{why}"


def expected_words(decision: Decision, effect: Effect | None) -> str:
    """Say what a decision is to bring and by when; empty where nothing is expected.

    Args:
        decision: The decision.
        effect: What it comes to with these facts; None without dated facts.
    """
    if decision.kpi is None or decision.by_month is None:
        return ""
    unit = KPIS[decision.kpi].unit
    parts = [decision.channel, decision.segment, decision.region]
    of = ", ".join(visible(part) for part in parts if part)
    name = f"{kpi_name(decision.kpi)}{f' of {of}' if of else ''}"
    expected = None if effect is None else effect.expected
    if decision.expected is not None:
        told = f"to {shown(decision.expected, unit)}"
    else:
        change = float(decision.change or 0)
        told = f"{'up' if change > 0 else 'down'} {percent(abs(change))}"
        told += f", to {shown(expected, unit)}" if expected is not None else ""
    month = month_name(effect.month) if effect else _month(decision)
    return f"Expected: {name} {told} by {month}"


def actual_words(effect: Effect | None) -> str:
    """Say what came of what was expected, with sign and word; empty where nothing is known."""
    if effect is None:
        return ""
    unit = KPIS[effect.kpi].unit
    was = f", from {shown(effect.before, unit)} before" if effect.before is not None else ""
    if effect.standing == "came":
        return f"▲ It came: {shown(effect.actual, unit)}{was}"
    if effect.standing == "did not come":
        return f"▼ It did not come: {shown(effect.actual, unit)}{was}"
    if effect.standing == "unknown":
        return f"{UNDEFINED} The facts do not tell what came"
    if effect.actual is not None:
        return f"So far {shown(effect.actual, unit)}{was}"
    return f"Not begun{was}"


def questions_words(questions: tuple[Question, ...]) -> str:
    """Say how many questions are open and how many decisions kept their word."""
    if not questions:
        return "Nothing was put to decide yet."
    waiting = sum(one.is_open for one in questions)
    judged = [one.effect.standing for one in questions if one.effect is not None]
    came = judged.count("came")
    looked = came + judged.count("did not come")
    told = [f"{counted(waiting, 'question')} open"] if waiting else []
    if looked:
        told.append(f"{came} of {counted(looked, 'expected effect')} came")
    if not told:
        told = [counted(len(questions) - waiting, "decision")]
    return f"{'; '.join(told)}."


def _month(decision: Decision) -> str:
    from planning.periods import parse_month

    return month_name(parse_month(decision.by_month or ""))
