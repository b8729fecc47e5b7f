"""The story of an agreement: what became of a plan, in one plain sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from planning.agreed import (
    actions,
    assumptions,
    closing,
    decisions,
    disputes,
    notes,
    packages,
    stretches,
)
from planning.agreed.cells import day_told
from planning.agreed.life import Move, move_between
from planning.agreed.rows import Cells, Kind
from planning.agreed.signatures import title as signature_title

_LONGEST_QUOTE: Final = 120

LEADING: Final[tuple[Kind, ...]] = (
    "scenario",
    "closing",
    "package",
    "dispute",
    "proposal",
    "decision",
    "action",
    "meeting",
    "parked",
    "note",
)
"""Kinds that tell a change of several rows as a whole, the most telling first."""


def story(who: str, kind: Kind, before: Cells | None, after: Cells | None) -> str | None:
    """Tell what happened to a plan, a package, a signature, a dispute or a month.

    Args:
        who: Name of the person.
        kind: What the row is.
        before: Its whole cells before; None where it was added.
        after: The same after it; None where it was removed.

    Returns:
        A sentence, or None for what other sentences tell.

    Example:
        >>> story("Eve", "scenario", {"name": "Plan", "state": "proposed"},
        ...       {"name": "Plan", "state": "draft", "returned": "Too much for events."})
        'Eve returned Plan: “Too much for events.”'
    """
    tell = _TOLD.get(kind)
    if tell is None or after is None:
        return None
    return tell(who, before, after)


def with_withdrawn(sentence: str, withdrawn: Mapping[str, Cells]) -> str:
    """Add to a change's sentence whose signatures it withdrew.

    Args:
        sentence: The change.
        withdrawn: Cells of the signatures it withdrew, by row.

    Example:
        >>> with_withdrawn("Ada changed Events.", {"s": {"seat": "sales"}})
        'Ada changed Events. This withdrew the signature of sales.'
    """
    if not withdrawn:
        return sentence
    seats = [
        signature_title(cells).removeprefix("the signature of ") for cells in withdrawn.values()
    ]
    named = seats[0] if len(seats) == 1 else f"{', '.join(seats[:-1])} and {seats[-1]}"
    return f"{sentence} This withdrew the signature{'s' * (len(seats) > 1)} of {named}."


def with_lifted(sentence: str, names: Sequence[str]) -> str:
    """Add to a change's sentence which plans it made others than those accepted as stretches.

    Example:
        >>> with_lifted("Ada changed Leads.", ["Plan 2026"])
        'Ada changed Leads. Plan 2026 is no longer accepted as a stretch.'
    """
    return " ".join([sentence, *(f"{it} is no longer accepted as a stretch." for it in names)])


def why_withdrawn(sentence: str) -> str:
    """Return the reason kept with a signature that a change withdrew.

    Example:
        >>> why_withdrawn("Ada changed March of Events from 4,000 to 5,000.")
        'The plan was changed: Ada changed March of Events from 4,000 to 5,000.'
    """
    return f"The plan was changed: {sentence}"


def _plan(who: str, before: Cells | None, after: Cells) -> str | None:
    name = str(after.get("name") or "a plan")
    if before is None:
        if after.get("model_version"):
            return f"{who} adopted the model's advice as {name}."
        return f"{who} copied a plan as {name}." if after.get("copied_from") else None
    move = move_between(before.get("state"), after.get("state"))
    if move is None:
        return _stretch(who, name, before, after)
    if move == "take back" and after.get("returned"):
        return f"{who} returned {name}: {_quote(after['returned'])}"
    return _MOVED[move](who, name, after)


def _stretch(who: str, name: str, before: Cells, after: Cells) -> str | None:
    if not stretches.is_only_stretch(before, after):
        return None
    if after.get("stretch_of"):
        return f"{who} accepted {name} as a stretch: {_quote(after.get('stretch'))}"
    return f"{who} no longer accepts {name} as a stretch."


_MOVED: Final[Mapping[Move, Callable[[str, str, Cells], str]]] = {
    "propose": lambda who, name, _: f"{who} proposed {name} for signatures.",
    "take back": lambda who, name, _: f"{who} took {name} back; it is a draft again.",
    "return": lambda who, name, _: f"{who} returned {name}.",
    "agree": lambda who, name, after: f"{who} agreed {name} for {after.get('fiscal_year')}.",
    "replace": lambda who, name, _: f"{who} archived {name}: another plan was agreed.",
    "archive": lambda who, name, _: f"{who} archived {name}.",
    "put away": lambda who, name, _: f"{who} put {name} away.",
}


def _package(who: str, before: Cells | None, after: Cells) -> str | None:
    name, reason = packages.title(after), after.get("reason")
    if before is None:
        why = f": {_quote(reason)}" if reason else "."
        return f"{who} offered the package {name} for {after.get('by_team')}{why}"
    state, answer = after.get("state"), after.get("answer")
    if before.get("state") == state:
        return None
    said = f": {_quote(answer)}" if answer else "."
    verb = {"taken": "took", "declined": "declined", "withdrawn": "withdrew"}[str(state)]
    if after.get("settled_by"):
        return f"{who} settled the package {name}, {state}{said}"
    return f"{who} {verb} the package {name}{said}"


def _signature(who: str, before: Cells | None, after: Cells) -> str | None:
    seat = str(after.get("seat"))
    if before is None:
        whom = "as the executive" if seat == "executive" else f"for {seat}"
        return f"{who} signed the plan {whom} as of change {after.get('signed')}."
    if before.get("state") != after.get("state"):
        return f"{who} withdrew {signature_title(after)}."
    return None


def _dispute(who: str, before: Cells | None, after: Cells) -> str | None:
    name = disputes.title(after)
    if before is None:
        return f"{who} raised the dispute {name}."
    state = after.get("state")
    if before.get("state") != state:
        told = {
            "parked": f"{who} parked the dispute {name}.",
            "in discussion": f"{who} took up the dispute {name}.",
            "settled": f"{who} settled the dispute {name}: {_quote(after.get('outcome'))}",
        }
        return told[str(state)]
    for team, cell in disputes.SAYS.items():
        if before.get(cell) != after.get(cell):
            return f"{who} said for {team} about {name}: {_quote(after.get(cell))}"
    return None


def _closing(who: str, before: Cells | None, after: Cells) -> str | None:
    return f"{who} closed {closing.title(after)}." if before is None else None


def _action(who: str, before: Cells | None, after: Cells) -> str | None:
    name = actions.title(after)
    if before is None:
        due = day_told(after.get("due"))
        return f"{who} added the action {name} of {after.get('owner')}, due {due}."
    done = after.get("done_on")
    if before.get("done_on") != done:
        return f"{who} finished the action {name}." if done else f"{who} reopened {name}."
    if before.get("due") != after.get("due"):
        was, now = day_told(before.get("due")), day_told(after.get("due"))
        return f"{who} moved the action {name} from {was} to {now}."
    return None


def _decision(who: str, before: Cells | None, after: Cells) -> str | None:
    name, chosen = decisions.title(after), after.get("chosen")
    was = None if before is None else before.get("chosen")
    if chosen is not None and chosen != was:
        why = f" because {_quote(after['why'])}" if after.get("why") else ""
        return f"{who} decided {name}: {_quote(chosen)}{why}."
    if before is None:
        return f"{who} put the question {name}."
    return f"{who} opened the question {name} again." if was is not None and not chosen else None


def _quote(text: object) -> str:
    said = " ".join(str(text or "").split())
    return f"“{said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 1] + '…'}”"


_TOLD: Final[Mapping[Kind, Callable[[str, Cells | None, Cells], str | None]]] = {
    "scenario": _plan,
    "package": _package,
    "signature": _signature,
    "dispute": _dispute,
    "closing": _closing,
    "action": _action,
    "decision": _decision,
    "assumption": assumptions.judged,
    "note": notes.noted,
    "parked": notes.parked,
    "meeting": notes.held,
}
