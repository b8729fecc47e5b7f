"""Asking the other team for a change, answering it, and saying something about a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.planning.editing import PROPOSED, edit_row, is_refused
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed.changes import asked as edit_of
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.proposals import Proposal
from planning.agreed.rows import Cells, Kind
from planning.errors import NotAllowed, NotPossible, UsageError


@dataclass(frozen=True)
class Wishes:
    """What somebody asks a row's team for.

    Attributes:
        row: A line, target or envelope.
        changes: Wanted values by cell.
        reason: Why.
        seen: The values the person saw in these cells; None means as they stand.
    """

    row: str
    changes: Mapping[str, JsonValue]
    reason: str
    seen: Cells | None = None


def propose(desk: Desk, wishes: Wishes, operation: str | None) -> Saved:
    """Ask a row's team for other values; nothing of the row changes until it is taken.

    Args:
        desk: In whose hands the plan is.
        wishes: What is asked for.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not propose.
        NotPossible: The row was removed, or the plan is no draft.
        UsageError: There is no such row, or nothing is wanted.
    """
    if not wishes.changes:
        raise UsageError("A proposal wants something.", "Change a cell first.")
    with operating(desk, operation) as doing:
        doing.require("propose")
        about = doing.known(wishes.row)
        if about.kind not in PROPOSED:
            raise UsageError(f"A {about.kind} is not proposed about.", "Choose a line or target.")
        scenario = doing.scenario(about.scenario)
        standing = about.cells or {}
        if not is_refused(doing, about, wishes.changes, scenario):
            base = standing if wishes.seen is None else wishes.seen
            told: dict[str, JsonValue] = {
                cell: {"base": base.get(cell), "wanted": wanted}
                for cell, wanted in cleaned(about.kind, wishes.changes).items()
            }
            asked: Cells = {"changes": told, "reason": wishes.reason, "state": "open"}
            _say(doing, "proposal", about, asked)
        return doing.finish()


def comment(
    desk: Desk, row: str, text: str, mentions: Sequence[str], operation: str | None
) -> Saved:
    """Say something about a row.

    Raises:
        NotAllowed: The actor may not comment.
        NotPossible: The row was removed.
        UsageError: There is no such row.
    """
    with operating(desk, operation) as doing:
        doing.require("comment")
        about = doing.known(row)
        _say(doing, "comment", about, {"text": text, "mentions": list(mentions)})
        return doing.finish()


def answer(desk: Desk, proposal: str, take: bool, words: str, operation: str | None) -> Saved:
    """Take or decline a proposal; what is taken is written in the same transaction.

    Where a cell has moved since the proposal, nothing is taken and the proposal stays open.

    Raises:
        NotAllowed: The proposal is to a team the actor does not answer for.
        NotPossible: It was answered before, its row was removed, or the plan is no draft.
        UsageError: There is no such proposal.
    """
    with operating(desk, operation) as doing:
        row, asked = _open_proposal(doing, proposal)
        doing.require("answer", row.team)
        scenario = doing.scenario(row.scenario)
        if take:
            about = doing.known(asked.about)
            doing.require_change(about)
            edit_row(doing, about, edit_of(asked), scenario)
            if doing.is_hindered:
                doing.forget()
                return doing.finish(also=[proposal, asked.about])
        state = "taken" if take else "declined"
        doing.put(row, {**(row.cells or {}), "state": state, "answer": words})
        _hold(doing, row.id)
        return doing.finish(how=f"{state} proposal", also=[asked.about])


def withdraw(desk: Desk, proposal: str, operation: str | None) -> Saved:
    """Take one's own open proposal back.

    Raises:
        NotAllowed: It is somebody else's.
        NotPossible: It was answered before.
        UsageError: There is no such proposal.
    """
    with operating(desk, operation) as doing:
        doing.require("propose")
        row, _ = _open_proposal(doing, proposal)
        brought = plan_rows.firsts(doing.change.connection, [proposal])
        if brought[proposal].actor != doing.actor.email:
            raise NotAllowed("This proposal is somebody else's.", "Only they can withdraw it.")
        doing.put(row, {**(row.cells or {}), "state": "withdrawn"})
        return doing.finish()


def _say(doing: Operation, kind: Kind, about: Kept, cells: Cells) -> None:
    said = {"about": about.id, **cells}
    (position,), _ = places(plan_rows.ends(doing.change.connection, about.scenario, kind), None, 1)
    sentences = refusals(kind, said, whole=True)
    for cell, sentence in sentences.items():
        doing.refuse(about.id, cell, sentence)
    if not sentences:
        # Totals are the executive's to set, whichever team's they are.
        team = "joint" if about.kind == "envelope" else about.team
        doing.bring(kind, about.scenario, team, cleaned(kind, said), position)


def _open_proposal(doing: Operation, proposal: str) -> tuple[Kept, Proposal]:
    row = doing.known(proposal)
    if row.kind != "proposal":
        raise UsageError("There is no such proposal.", "Choose one that is shown.")
    asked = Proposal.of(row.cells or {})
    if asked.state != "open":
        raise NotPossible(f"This proposal was {asked.state}.", "Make a new one.")
    return row, asked


def _hold(doing: Operation, proposal: str) -> None:
    row = doing.row(proposal)
    for cell, sentence in refusals("proposal", (row and row.cells) or {}).items():
        doing.refuse(proposal, cell, sentence)
