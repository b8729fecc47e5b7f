"""Taking changes back and bringing rows back: both are new changes, nothing is rewritten."""

from __future__ import annotations

from collections.abc import Sequence

from data_sources.desk import Desk
from data_sources.planning.editing import edit_row
from data_sources.planning.operation import Operation, operating, right_to_change
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Changed, Kept
from planning.agreed.changes import difference, undo
from planning.agreed.goals import hold_room
from planning.agreed.kinds import refusals
from planning.agreed.life import moved
from planning.agreed.rows import MEETING
from planning.agreed.scenarios import OPEN, Scenario
from planning.agreed.stretches import kept_from
from planning.agreed.way_back import (
    Became,
    begins_plan,
    hold_kind_restored,
    hold_plan_open,
    hold_restorable,
    hold_undoable,
    is_stretch,
)
from planning.errors import NotAllowed, NotPossible, UsageError


def take_back(desk: Desk, revision: int, operation: str | None) -> Saved:
    """Undo one change of the plan by a new one; cells that moved since clash and stay.

    A change that brought a plan in is undone by putting the plan away.

    Args:
        desk: In whose hands the plan is.
        revision: The change to take back.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: One of its rows is not the actor's to change; nothing is undone.
        NotPossible: The plan is not edited any more, or the change is none of those that
            are taken back: a signature, an answer to a package, a move of the plan.
        UsageError: The revision changed nothing of a plan.
    """
    with operating(desk, operation) as doing:
        changes = plan_rows.in_revision(doing.change.connection, revision)
        if not changes:
            raise UsageError(f"Change {revision} is none of a plan.", "Choose one of its history.")
        changes = _editable(changes)
        begun = _begun(changes)
        if begun is not None:
            _put_away(doing, begun)
            return doing.finish(how=f"undo of {revision}", also=[begun])
        doing.load([change.row for change in changes])
        for change in changes:
            row = doing.row(change.row)
            if row is not None and change.before != change.after:
                _require(doing, row, change)
                _undo(doing, row, change, _plan(doing, row))
        return doing.finish(how=f"undo of {revision}", also=[change.row for change in changes])


def bring_back(desk: Desk, row: str, revision: int, operation: str | None) -> Saved:
    """Give one row the cells it had after a revision, also if it was removed since.

    Args:
        desk: In whose hands the plan is.
        row: A line, target, envelope or scenario.
        revision: As of which change.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The row is not the actor's to change.
        NotPossible: There was no such row then, or the plan is not edited any more.
        UsageError: There never was one, or it is of a kind that is not restored.
    """
    with operating(desk, operation) as doing:
        standing = doing.row(row)
        if standing is None:
            raise UsageError("There is no such row in the plan.", "Open the plan anew.")
        hold_kind_restored(standing.kind)
        doing.require_change(standing)
        scenario = _plan(doing, standing)
        found = plan_rows.kept_as_of(doing.change.connection, [row], revision).get(row)
        if found is None or found.cells is None:
            raise NotPossible(f"There was no such row at {revision}.", "Choose a later change.")
        _hold_restorable(doing, standing, found)
        sentences = refusals(standing.kind, found.cells, scenario)
        for cell, sentence in sentences.items():
            doing.refuse(row, cell, sentence)
        if not sentences:
            cells = found.cells
            if standing.kind == "scenario":
                # What the executive accepted, or no longer does, is not brought back so.
                cells = kept_from(cells, standing.cells or {})
            doing.put(standing, cells)
        return doing.finish(how=f"as of {revision}", also=[row])


def _begun(changes: Sequence[Changed]) -> str | None:
    """Return the plan that a change brought in, or None."""
    return next((it.row for it in changes if begins_plan([_became(it)])), None)


def _put_away(doing: Operation, scenario: str) -> None:
    doing.require("scenarios")
    if doing.done is None:
        row, plan = doing.plan(scenario)
        doing.put(row, {**(row.cells or {}), "state": moved(plan, "put away")})


def _became(change: Changed) -> Became:
    return Became(change.kind, change.before, change.after)


def _editable(changes: Sequence[Changed]) -> tuple[Changed, ...]:
    """Return the rows of a change that it is undone by; what it withdrew stays withdrawn."""
    hold_undoable(map(_became, changes))
    return tuple(
        change
        for change in changes
        if change.kind != "signature" and not is_stretch(_became(change))
    )


def _hold_restorable(doing: Operation, standing: Kept, then: Kept) -> None:
    hold_restorable(standing.kind, then.cells or {}, standing.cells)
    if standing.kind == "goal" and standing.cells is None:
        hold_room(len(plan_rows.of_kind(doing.change.connection, "goal", standing.scenario)))


def _plan(doing: Operation, row: Kept) -> Scenario | None:
    """Hold that a row's plan is a draft; a plan that was put away may itself come back.

    What meetings leave behind belongs to no plan.
    """
    if row.kind in MEETING:
        return None
    plan = doing.plan(row.scenario)[1]
    hold_plan_open(row.kind, plan)
    return plan if plan.state in OPEN else None


def _require(doing: Operation, row: Kept, change: Changed) -> None:
    own = change.actor == doing.actor.email
    if row.kind in {"comment", "note"} and not own:
        raise NotAllowed(f"This {row.kind} is somebody else's.", "Answer it with a comment.")
    if row.kind == "proposal" and own:
        doing.require("propose")
    elif row.kind == "action" and own:
        doing.require("act")
    else:
        doing.require(*right_to_change(row.kind, row.team))


def _undo(doing: Operation, row: Kept, change: Changed, scenario: Scenario | None) -> None:
    if change.before is not None and change.after is not None:
        for edit in undo({row.id: change.before}, {row.id: change.after}):
            edit_row(doing, row, edit, scenario)
        return
    left = change.before if change.after is None else change.after
    others, _ = difference(row.cells, left)
    if row.kind == "goal" and row.cells is None and change.before is not None:
        hold_room(len(plan_rows.of_kind(doing.change.connection, "goal", row.scenario)))
    if row.cells in (change.after, change.before):
        doing.put(row, change.before)
    elif row.cells is None or not others:
        doing.clash(row, "", base=None, mine=None)
    else:
        for cell in others:
            base = (change.after or {}).get(cell)
            doing.clash(row, cell, base=base, mine=(change.before or {}).get(cell))
