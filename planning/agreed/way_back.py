"""Which changes the history takes back, and which rows it brings back.

What somebody gave their word on has a way back of its own, or none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from planning.agreed.life import hold_editable, is_life
from planning.agreed.rows import MEETING, Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.agreed.stretches import is_only_stretch
from planning.errors import NotPossible, UsageError

WORDS_GIVEN: Final[frozenset[Kind]] = frozenset({"signature", "package", "dispute", "closing"})
"""What somebody gave their word on."""

NOT_RESTORED: Final[frozenset[Kind]] = WORDS_GIVEN | {"comment", "proposal", "note", "meeting"}
"""What is never given the cells it had before."""


class Became(NamedTuple):
    """What a change did to one row.

    Attributes:
        kind: What the row is.
        before: Its cells before, or those that differ; None where there was no row.
        after: The same after it.
    """

    kind: Kind
    before: Cells | None
    after: Cells | None


def begins_plan(changes: Iterable[Became]) -> bool:
    """Whether a change brought a plan in: it was begun, copied or adopted.

    Such a change is taken back by putting the plan away: its rows are of all teams, and
    whoever worked on it since finds it in the history.

    Example:
        >>> begins_plan([Became("scenario", None, {"state": "draft"}), Became("line", None, {})])
        True
    """
    return any(one.kind == "scenario" and one.before is None for one in changes)


def is_stretch(change: Became) -> bool:
    """Whether a change of a row accepted or lifted a stretch, and nothing else."""
    return change.kind == "scenario" and is_only_stretch(change.before, change.after)


def hold_undoable(changes: Iterable[Became]) -> None:
    """Hold that a change is one that is taken back by undoing it.

    A change that also withdrew signatures, or lifted a stretch, is: that stays so. So is one
    that brought a plan in, with all that was offered in it at once.

    Raises:
        NotPossible: It is a signature, an answer to a package, a word in a dispute, the
            closing of a month, or a move of the plan.

    Example:
        >>> hold_undoable([Became("signature", None, {"state": "signed"})])
        Traceback (most recent call last):
        planning.errors.NotPossible: A signature is not taken back so. Withdraw it instead.
    """
    listed = list(changes)
    for one in () if begins_plan(listed) else listed:
        if one.kind in WORDS_GIVEN - {"signature"}:
            raise NotPossible(f"A {one.kind} is not taken back so.", _REMEDIES[one.kind])
        if one.kind == "scenario" and is_life(one.before, one.after):
            raise NotPossible(
                "What became of a plan is not taken back so.",
                "Take a proposed plan back, or copy an agreed one.",
            )
    others = [one for one in listed if one.kind != "signature"]
    if others and all(is_stretch(one) for one in others):
        raise NotPossible("What is a stretch is not taken back so.", _REMEDIES["stretch"])
    if not others:
        raise NotPossible("A signature is not taken back so.", _REMEDIES["signature"])


def hold_kind_restored(kind: Kind) -> None:
    """Hold that rows of a kind are given the cells they had once.

    Raises:
        UsageError: They never are.

    Example:
        >>> hold_kind_restored("dispute")
        Traceback (most recent call last):
        planning.errors.UsageError: A dispute is not restored. Write it anew.
    """
    if kind in NOT_RESTORED:
        raise UsageError(f"A {kind} is not restored.", "Write it anew.")


def hold_restorable(kind: Kind, then: Cells, stands: Cells | None) -> None:
    """Hold that a row is given the cells it had once.

    Args:
        kind: What the row is.
        then: Its cells at that time.
        stands: Its cells now; None once it was removed.

    Raises:
        UsageError: The row is of a kind that is never restored.
        NotPossible: It is a plan, and was proposed, agreed or archived then.
    """
    hold_kind_restored(kind)
    state = then.get("state")
    if kind == "scenario" and state not in {"draft", (stands or {}).get("state")}:
        raise NotPossible(f"The plan was {state} then.", "Copy it and change the copy.")


def hold_plan_open(kind: Kind, plan: Scenario | None) -> None:
    """Hold that the plan of a row may still be edited.

    A plan that was put away may itself come back; what meetings leave behind belongs to none.

    Args:
        kind: What the row is.
        plan: Its plan; None where it has none.

    Raises:
        NotPossible: The plan is agreed, archived or put away.
    """
    if kind in MEETING or plan is None or (kind == "scenario" and plan.state == "put away"):
        return
    hold_editable(plan)


_REMEDIES: Final = {
    "stretch": "The executive accepts the plan, or takes that back.",
    "signature": "Withdraw it instead.",
    "package": "Answer it with another.",
    "dispute": "Say how you see it now.",
    "closing": "What changes in a closed month is shown as restated.",
}
