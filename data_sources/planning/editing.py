"""Saving edits, adding and removing rows: what others changed meanwhile is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from data_sources.desk import Desk
from data_sources.planning.operation import Operation, operating, right_to_change
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed.changes import Edit, merge
from planning.agreed.goals import hold_room
from planning.agreed.kinds import FIXED, cleaned, label, refusals
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.errors import NotAllowed, UsageError
from planning.teams import TEAMS, Team

PROPOSED: Final[frozenset[Kind]] = frozenset({"envelope", "line", "target", "coverage"})
"""Kinds of rows that one team proposes changes of to another."""

EDITED: Final[frozenset[Kind]] = PROPOSED | {"goal", "criterion", "score"}
_ADDED: Final[frozenset[Kind]] = frozenset(
    {"line", "target", "goal", "coverage", "criterion", "score"}
)


def save(desk: Desk, edits: Sequence[Edit], operation: str | None) -> Saved:
    """Save edits of lines, targets, goals and envelopes, merged with what others changed.

    Clean cells are saved also where others of their row clash; a row with a refused cell
    is left as it is.

    Args:
        desk: In whose hands the plan is.
        edits: Per row what was changed, and what it was based on.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: One of the rows is not the actor's to change; nothing is saved.
        NotPossible: Their plan is no draft.
        UsageError: A row is of a kind that is not edited.
    """
    with operating(desk, operation) as doing:
        doing.load([edit.row for edit in edits])
        for edit in edits:
            row = doing.row(edit.row)
            if row is None:
                doing.refuse(edit.row, "", "This row is not in the plan.")
                continue
            if row.kind not in EDITED:
                raise UsageError(f"A {row.kind} is not edited.", "Edit lines and targets.")
            doing.require_change(row)
            edit_row(doing, row, edit, doing.scenario(row.scenario))
        return doing.finish(also=[edit.row for edit in edits])


def edit_row(doing: Operation, row: Kept, edit: Edit, scenario: Scenario | None) -> None:
    """Merge an edit into a row as it stands; what cannot be is told and left.

    Args:
        doing: The operation.
        row: The row as it stands.
        edit: What is wanted.
        scenario: The row's plan; None for a plan's own row.
    """
    if row.cells is None:
        for cell, mine in edit.mine.items():
            doing.clash(row, cell, base=edit.based_on_cells.get(cell), mine=mine)
        return
    if is_refused(doing, row, edit.mine, scenario):
        return
    mine = cleaned(row.kind, edit.mine)
    merged = merge(Edit(edit.row, edit.based_on_cells, mine), row.cells)
    after = {**row.cells, **merged.cells}
    # Half of an edit beside somebody else's half may not go together.
    if merged.clashes and is_refused(doing, row, merged.cells, scenario):
        return
    if merged.cells:
        doing.put(row, after)
    for clash in merged.clashes:
        doing.clash(row, clash.cell, base=clash.base, mine=clash.mine)


def add(
    desk: Desk,
    kind: Kind,
    scenario: str,
    rows: Sequence[Cells],
    after: str | None,
    operation: str | None,
) -> Saved:
    """Add lines, targets or goals below a row, or at the end.

    Rows with a refused cell are left out.

    Raises:
        NotAllowed: One of the rows would be another team's; nothing is added.
        NotPossible: The plan is not edited any more, or has five goals.
        UsageError: Rows of the kind are not added so.
    """
    if kind not in _ADDED:
        raise UsageError(f"A {kind} is not added so.", "Add lines or targets.")
    with operating(desk, operation) as doing:
        plan = doing.scenario(scenario)
        doing.require(right_to_change(kind, "joint")[0])
        fitting = [
            fitting_row(doing, kind, scenario, plan, str(at), it) for at, it in enumerate(rows)
        ]
        new = [cells for cells in fitting if cells is not None]
        if kind == "goal" and doing.done is None:
            hold_room(len(plan_rows.of_kind(doing.change.connection, "goal", scenario)), len(new))
        place_rows(doing, kind, scenario, new, after)
        return doing.finish()


def fitting_row(
    doing: Operation, kind: Kind, scenario: str, plan: Scenario, place: str, cells: Cells
) -> Cells | None:
    """Return a new row's cells, cleaned, or tell what is refused and return None.

    Args:
        doing: The operation.
        kind: What the row is.
        scenario: The plan's id.
        plan: The plan.
        place: What its refusals are told under.
        cells: As typed; whose copy it is nobody types.
    """
    own = {name: it for name, it in cells.items() if name != "copied_from"}
    sentences = refusals(kind, own, plan, whole=True) | _odd_goal(doing, scenario, own)
    for cell, sentence in sentences.items():
        doing.refuse(place, cell, sentence)
    return None if sentences else cleaned(kind, own)


def remove(
    desk: Desk, ids: Sequence[str], *, seen: int | None = None, operation: str | None = None
) -> Saved:
    """Remove lines, targets or one's own comments; the history brings them back.

    Args:
        desk: In whose hands the plan is.
        ids: The rows.
        seen: The revision the person looked at; a row changed since by somebody else
            clashes and stays. None removes whatever stands there.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: One of the rows is not the actor's; nothing is removed.
        NotPossible: Their plan is no draft.
        UsageError: A row is of a kind that is not removed.
    """
    with operating(desk, operation) as doing:
        doing.load(ids)
        for one in ids:
            row = doing.row(one)
            if row is None or row.cells is None:
                continue
            _require_removable(doing, row)
            if seen is not None and row.revision > seen and _by_others(doing, row, seen):
                doing.clash(row, "", base=None, mine=None)
            else:
                doing.put(row, None)
        return doing.finish(also=ids)


def place_rows(
    doing: Operation,
    kind: Kind,
    scenario: str,
    rows: Sequence[Cells],
    after: str | None = None,
    *,
    asks: bool = True,
) -> None:
    """Let there be new rows below a row, or at the end.

    Args:
        doing: The operation.
        kind: What they are.
        scenario: The plan's id.
        rows: Their cells, cleaned.
        after: The row they follow; None means the last.
        asks: Whether they must be the actor's to add.

    Raises:
        NotAllowed: They must, and one is not.
    """
    if not rows:
        return
    standing = plan_rows.ends(doing.change.connection, scenario, kind)
    positions, moved = places(standing, after, len(rows))
    for cells, position in zip(rows, positions, strict=True):
        team = team_of(cells)
        if asks:
            doing.require(*right_to_change(kind, team))
        doing.bring(kind, scenario, team, cells, position)
    doing.load(moved)
    for one, position in moved.items():
        doing.move(one, position)


def team_of(cells: Cells) -> Team:
    """Return whose row it is: its team's, or both teams' where it names none."""
    return next((team for team in TEAMS if team == cells.get("team")), "joint")


def is_refused(doing: Operation, row: Kept, mine: Cells, scenario: Scenario | None) -> bool:
    """Tell why a row cannot have some cells as wanted; whether there was a reason."""
    standing = row.cells or {}
    sentences = dict(refusals(row.kind, {**standing, **mine}, scenario))
    sentences |= _odd_goal(doing, row.scenario, mine)
    if sentences.keys() - mine.keys():
        # What was odd before is no reason to refuse a change of something else.
        for cell in refusals(row.kind, standing, scenario).keys() - mine.keys():
            sentences.pop(cell, None)
    for cell in FIXED[row.kind] & mine.keys():
        if mine[cell] != standing.get(cell):
            name = label(row.kind, cell, scenario)
            sentences[cell] = f"{name} of a {row.kind} stays; add another {row.kind} instead."
    for cell, sentence in sentences.items():
        doing.refuse(row.id, cell, sentence)
    return bool(sentences)


def _odd_goal(doing: Operation, scenario: str, mine: Cells) -> dict[str, str]:
    goal = mine.get("goal")
    if not isinstance(goal, str) or not goal.strip():
        return {}
    found = doing.row(goal.strip())
    if found is None or found.kind != "goal" or found.scenario != scenario or found.cells is None:
        return {"goal": "Goal must be one of this plan. Choose one that is shown."}
    return {}


def _require_removable(doing: Operation, row: Kept) -> None:
    if row.kind == "comment":
        doing.require("comment")
        brought = plan_rows.firsts(doing.change.connection, [row.id])
        if brought[row.id].actor != doing.actor.email:
            raise NotAllowed("This comment is somebody else's.", "Answer it with a comment.")
        return
    if row.kind not in _ADDED:
        raise UsageError(f"A {row.kind} is not removed so.", "Remove lines or targets.")
    doing.require_change(row)
    doing.scenario(row.scenario)


def _by_others(doing: Operation, row: Kept, seen: int) -> bool:
    since = takewhile(lambda one: one.revision > seen, doing.changes_of(row))
    return any(one.actor != doing.actor.email for one in since)
