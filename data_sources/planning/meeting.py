"""What meetings leave behind: actions that are promised and done, questions that are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.desk import Desk
from data_sources.facts import snapshots
from data_sources.planning.editing import edit_row
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed import rights
from planning.agreed.actions import Action
from planning.agreed.changes import Edit
from planning.agreed.decisions import Decision, hold_chosen, hold_open
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import Cells, Kind, PlanRow, meeting_sheet
from planning.errors import NotAllowed, NotPossible, UsageError
from planning.teams import TEAMS, Team

_GIVEN_BY_ACTING: Final[Mapping[Kind, frozenset[str]]] = {
    "action": frozenset({"promised", "done_on"}),
    "decision": frozenset({"chosen", "why", "by", "decided_on", "snapshot"}),
    "note": frozenset({"week", "item", "finding"}),
}
"""Cells that finishing, deciding and writing fill in, never an edit; of kinds that are edited."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen of a question's options.

    Attributes:
        option: One of them.
        why: The reason.
        effect: What it should bring: the cells `kpi`, `expected` or `change`, `by_month`
            and the scope; empty where none is expected.
    """

    option: str
    why: str = ""
    effect: Mapping[str, JsonValue] | None = None


def add_action(desk: Desk, cells: Cells, origin: str, operation: str | None) -> Saved:
    """Add an action.

    Args:
        desk: In whose hands it is.
        cells: `what`, `owner`, `team`, `due` and maybe `about`.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not plan for the team.
    """
    team = _team(cells.get("team"))
    with operating(desk, operation) as doing:
        doing.require("act", team)
        said = {name: it for name, it in cells.items() if name not in _GIVEN_BY_ACTING["action"]}
        return add(doing, "action", team, {**said, "promised": cells.get("due")}, origin)


def ask(desk: Desk, cells: Cells, origin: str, operation: str | None) -> Saved:
    """Put a question with its options; `decide` answers it.

    Args:
        desk: In whose hands it is.
        cells: `question` and `options`, maybe the expected effect.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor leads nobody.
    """
    with operating(desk, operation) as doing:
        doing.require("decide")
        given = _GIVEN_BY_ACTING["decision"]
        said = {name: it for name, it in cells.items() if name not in given}
        return add(doing, "decision", "joint", said, origin)


def decide(desk: Desk, decision: str, chosen: Chosen, today: date, operation: str | None) -> Saved:
    """Record what was chosen, why, and what it should bring; the facts of the day are kept.

    Args:
        desk: In whose hands it is.
        decision: The question's id.
        chosen: What was chosen.
        today: The day of the calendar, where the facts have no as-of date.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor leads nobody.
        NotPossible: It was decided before, or removed.
        UsageError: There is no such question or option.
    """
    with operating(desk, operation) as doing:
        doing.require("decide")
        row = _known(doing, decision, "decision")
        if doing.done is not None:
            return doing.finish(also=[decision])
        question = Decision.of(row.cells or {})
        hold_open(question)
        hold_chosen(question, chosen.option.strip())
        current = snapshots.current(doing.change.connection)
        as_of = None if current is None else current.as_of
        cells: dict[str, JsonValue] = {
            **(chosen.effect or {}),
            "chosen": chosen.option,
            "why": chosen.why,
            "by": doing.actor.email,
            "decided_on": (as_of or today).isoformat(),
            "snapshot": None if current is None else current.id,
        }
        saved = _put(doing, row, cells, how="decided")
        if current is not None and not saved.refused:
            snapshots.keep(doing.change.connection, current.id, "a decision was made with it")
        return saved


def finish(desk: Desk, action: str, today: date, operation: str | None) -> Saved:
    """Mark an action as done today.

    Args:
        desk: In whose hands it is.
        action: Its id.
        today: The day of the calendar.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: It is neither the actor's own nor of a team they lead.
        NotPossible: It is done already, or was removed.
        UsageError: There is no such action.
    """
    with operating(desk, operation) as doing:
        row = _own_action(doing, action)
        if doing.done is None and Action.of(row.cells or {}).done_on is not None:
            raise NotPossible("This action is done already.", "Reopen it if it is not.")
        return _put(doing, row, {"done_on": today.isoformat()}, how="finished")


def reopen(desk: Desk, action: str, operation: str | None) -> Saved:
    """Make a finished action an open one.

    Raises:
        NotAllowed: It is neither the actor's own nor of a team they lead.
        NotPossible: It is open, or was removed.
        UsageError: There is no such action.
    """
    with operating(desk, operation) as doing:
        row = _own_action(doing, action)
        if doing.done is None and Action.of(row.cells or {}).done_on is None:
            raise NotPossible("This action is open.")
        return _put(doing, row, {"done_on": None}, how="reopened")


def change(desk: Desk, edits: Sequence[Edit], operation: str | None) -> Saved:
    """Change actions and open questions, merged with what others changed meanwhile.

    Raises:
        NotAllowed: One of the rows is not the actor's to change; nothing is saved.
        NotPossible: A question was decided.
        UsageError: A row is none of a meeting, or a cell is not edited so.
    """
    with operating(desk, operation) as doing:
        for edit in edits:
            row = doing.row(edit.row)
            if row is None or row.kind not in _GIVEN_BY_ACTING:
                raise UsageError("There is no such action or question.", "Open the page anew.")
            if row.kind == "action":
                _require_own(doing, row)
            elif row.kind == "note":
                hold_author(doing, row)
            else:
                doing.require("decide")
                if doing.done is None:
                    hold_open(Decision.of(row.cells or edit.based_on_cells))
            if odd := edit.mine.keys() & _GIVEN_BY_ACTING[row.kind]:
                raise UsageError(f"“{min(odd)}” is not edited.", "Finish or decide instead.")
            edit_row(doing, row, edit, None)
        return doing.finish(also=[edit.row for edit in edits])


def add(doing: Operation, kind: Kind, team: Team, cells: Cells, origin: str) -> Saved:
    """Add one row of a meeting, or tell why it cannot be.

    Args:
        doing: The operation.
        kind: What the row is.
        team: Whose it is.
        cells: All its cells, as typed.
        origin: “real” or “demo”, as the facts are.
    """
    sentences = refusals(kind, cells, whole=True)
    for cell, sentence in sentences.items():
        doing.refuse("", cell, sentence)
    if not sentences:
        sheet = meeting_sheet(origin)
        standing = plan_rows.ends(doing.change.connection, sheet, kind)
        (position,), _ = places(standing, None, 1)
        doing.bring(kind, sheet, team, cleaned(kind, cells), position)
    return doing.finish()


def _put(doing: Operation, row: Kept, cells: Cells, *, how: str) -> Saved:
    after = {**(row.cells or {}), **cleaned(row.kind, cells)}
    sentences = refusals(row.kind, after)
    for cell, sentence in sentences.items():
        doing.refuse(row.id, cell, sentence)
    if not sentences:
        doing.put(row, after)
    return doing.finish(how=how, also=[row.id])


def _known(doing: Operation, row: str, kind: Kind) -> Kept:
    found = doing.known(row)
    if found.kind != kind:
        name = "action" if kind == "action" else "question"
        raise UsageError(f"There is no such {name}.", "Choose one that is shown.")
    return found


def _own_action(doing: Operation, action: str) -> Kept:
    row = _known(doing, action, "action")
    _require_own(doing, row)
    return row


def hold_author(doing: Operation, note: Kept) -> None:
    """Hold that a note is the actor's own: nobody changes somebody else's words.

    Raises:
        NotAllowed: It is somebody else's, or the actor may not write notes any more.
    """
    doing.require("comment")
    brought = plan_rows.firsts(doing.change.connection, [note.id]).get(note.id)
    if brought is not None and brought.actor != doing.actor.email:
        raise NotAllowed("This note is somebody else's.", "Write one of your own.")


def _require_own(doing: Operation, row: Kept) -> None:
    """Hold that an action is the actor's own, made by them, or of a team they lead."""
    brought = plan_rows.firsts(doing.change.connection, [row.id]).get(row.id)
    if not is_own(doing.actor, row.row, None if brought is None else brought.actor):
        doing.require("finish", row.team)


def is_own(actor: Actor, row: PlanRow, brought_by: str | None) -> bool:
    """Whether somebody may finish an action as their own: they do it, or promised it.

    Args:
        actor: Who asks.
        row: The action.
        brought_by: Address of who added it.
    """
    owner = str(row["owner"] or "").casefold()
    mine = {name.casefold() for name in actor.known_as}
    return rights.may(actor, "act") and (owner in mine or brought_by == actor.email)


def _team(named: JsonValue) -> Team:
    team = next((one for one in TEAMS if one == str(named or "").strip().casefold()), None)
    if team is None:
        raise UsageError("An action belongs to a team.", "Choose marketing, sales or joint.")
    return team
