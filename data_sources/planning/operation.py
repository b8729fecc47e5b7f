"""One operation on the plan: what stands, what becomes of it, and who may do it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import uuid4

from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.desk import Desk, hold
from data_sources.planning.saved import Refused, Saved, Told
from data_sources.planning.withdrawing import lifted, withdrawn
from data_sources.store import plan_rows
from data_sources.store.history import Author, Change
from data_sources.store.plan_rows import Kept
from data_sources.store.plan_saving import Step, write
from planning.agreed.kinds import title
from planning.agreed.life import hold_editable
from planning.agreed.rights import Act
from planning.agreed.rows import Cells, Kind, meeting_sheet
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible, UsageError
from planning.teams import Team

_LONGEST_ID: Final = 64
_LONGEST_THING: Final = 500
_ACT: Final = "plan"
_MEETINGS: Final = frozenset(meeting_sheet(origin) for origin in ("real", "demo"))


@dataclass
class Operation:
    """An operation under way, inside its one write transaction.

    Attributes:
        actor: Who does it, with the roles they have at this moment.
        change: The write transaction.
        id: The operation's id.
        done: The revision it was recorded as before; then nothing is written again, and
            rows are seen as they stood when it was.
    """

    actor: Actor
    change: Change
    id: str
    done: int | None
    _read: dict[str, Kept] = field(default_factory=dict)
    _steps: dict[str, Step] = field(default_factory=dict)
    _clashes: list[Told] = field(default_factory=list)
    _refused: list[Refused] = field(default_factory=list)

    def load(self, ids: Collection[str]) -> None:
        """Read rows in one go, with the scenarios they belong to."""
        if self.done is None:
            self._read |= plan_rows.kept_with_plans(self.change.connection, ids)
        else:
            self._fetch(ids)

    def row(self, row: str) -> Kept | None:
        """Return a row as it stands or will be after this operation; None if unknown."""
        if row in self._steps:
            return self._steps[row].row
        self._fetch({row})
        return self._read.get(row)

    def known(self, row: str) -> Kept:
        """Return a row that must be there.

        Raises:
            UsageError: There never was one.
            NotPossible: Somebody removed it.
        """
        found = self.row(row)
        if found is None:
            raise UsageError("There is no such row in the plan.", "Open the plan anew.")
        if found.cells is None:
            raise NotPossible(
                f"This {found.kind} was removed.", "Bring it back from the history first."
            )
        return found

    def scenario(self, scenario: str) -> Scenario:
        """Return a scenario that may be edited.

        Raises:
            UsageError: There is none.
            NotPossible: It is agreed, archived or put away.
        """
        found = self.plan(scenario)[1]
        hold_editable(found)
        return found

    def plan(self, scenario: str) -> tuple[Kept, Scenario]:
        """Return a scenario in whatever state, with its row.

        Raises:
            UsageError: There is none.
        """
        kept = self.row(scenario)
        if kept is None or kept.kind != "scenario":
            raise UsageError("There is no such plan.", "Choose one that is shown.")
        return kept, Scenario.of(kept.cells or {})

    def require(self, act: Act, team: Team | None = None) -> None:
        """Hold that the actor may do an act.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        hold(self.actor, act, team)

    def require_change(self, row: Kept) -> None:
        """Hold that the actor may change a row.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        hold(self.actor, *right_to_change(row.kind, row.team))

    def put(self, row: Kept, cells: Cells | None) -> None:
        """Let a row have these cells at the end; None removes it."""
        content = None if cells is None else _without_blanks(cells)
        self._steps[row.id] = Step(replace(row, cells=content), self._read.get(row.id))

    def move(self, row: str, position: int) -> None:
        """Let a row stand elsewhere on its sheet."""
        found = self.row(row)
        if found is not None:
            self._steps[row] = Step(replace(found, position=position), self._read.get(row))

    def refuse(self, row: str, cell: str, sentence: str) -> None:
        """Tell that a cell cannot be so."""
        self._refused.append(Refused(row=row, cell=cell, sentence=sentence))

    def clash(self, row: Kept, cell: str, *, base: JsonValue, mine: JsonValue) -> None:
        """Tell that somebody else changed a cell; empty names the row as a whole."""
        theirs = self._who_changed(row, cell)
        shown = row.cells if row.cells is not None else (theirs.before or {})
        self._clashes.append(
            Told(
                row=row.id,
                cell=cell,
                base=base,
                mine=mine,
                theirs=None if row.cells is None or not cell else row.cells.get(cell),
                who=theirs.actor,
                at=theirs.at,
                revision=theirs.revision,
                title=title(row.kind, shown),
                removed=row.cells is None,
            )
        )

    @property
    def is_hindered(self) -> bool:
        """Whether something clashed or was refused."""
        return bool(self._clashes or self._refused)

    def bring(
        self, kind: Kind, scenario: str, team: Team, cells: Cells, position: int, own_id: str = ""
    ) -> None:
        """Let there be a new row."""
        self.put(Kept(own_id or uuid4().hex, kind, scenario, team, position, 0, 0, None), cells)

    def forget(self) -> None:
        """Change nothing after all; what was told stays told."""
        self._steps.clear()

    def finish(self, *, how: str = "", also: Collection[str] = ()) -> Saved:
        """Write what changed, and return what became of everything that was read.

        Args:
            how: What kind of operation it was, if no plain edit.
            also: Rows to return although nothing of them changed.
        """
        steps = [step for step in self._steps.values() if step.changes or step.moves]
        revision = self.done
        if revision is None and steps:
            self._fetch({step.row.scenario for step in steps if step.before is not None})
            steps += withdrawn(self.change.connection, steps, self._read, self.actor.name)
            steps = lifted(steps, self._read)
            revision = write(self.change, steps, self._thing(steps, how), self.id)
        rows = sorted(self._now(steps, revision, also), key=lambda one: (one.position, one.id))
        return Saved(
            revision=revision,
            operation=self.id,
            rows=tuple(one.row for one in rows if one.cells is not None),
            clashes=tuple(self._clashes),
            refused=tuple(self._refused),
        )

    def changes_of(self, row: Kept) -> Iterator[plan_rows.Changed]:
        """Return the changes of a row before this operation, newest first."""
        upto = None if self.done is None else self.done - 1
        return plan_rows.of_row(self.change.connection, row.id, upto)

    def _now(
        self, steps: Collection[Step], revision: int | None, also: Collection[str]
    ) -> Collection[Kept]:
        touched = {*also, *(told.row for told in self._clashes)}
        if self.done is not None:
            done = plan_rows.in_revision(self.change.connection, self.done)
            touched |= {*self._steps, *(changed.row for changed in done)}
            return plan_rows.kept(self.change.connection, touched).values()
        self._fetch(touched)
        # Nobody else writes meanwhile, so what was written need not be read again.
        now = {row: self._read[row] for row in touched if row in self._read}
        now |= {step.row.id: step.row.written(revision or 0) for step in steps}
        return now.values()

    def _fetch(self, ids: Collection[str]) -> None:
        missing = [one for one in ids if one not in self._read]
        if not missing:
            return
        connection = self.change.connection
        if self.done is None:
            self._read |= plan_rows.kept(connection, missing)
        else:
            self._read |= plan_rows.kept_as_of(connection, missing, self.done - 1)

    def _who_changed(self, row: Kept, cell: str) -> plan_rows.Changed:
        newest = None
        for changed in self.changes_of(row):
            newest = newest or changed
            if not cell or row.cells is None or _moved(changed, cell):
                return changed
        if newest is None:
            raise UsageError("There is no such row in the plan.", "Open the plan anew.")
        return newest

    def _thing(self, steps: Collection[Step], how: str) -> str:
        counts: dict[str, int] = {}
        # Rows that only make room for others are not what was done.
        for step in [step for step in steps if step.changes] or steps:
            counts[step.row.kind] = counts.get(step.row.kind, 0) + 1
        what = ", ".join(f"{kind} × {count}" for kind, count in counts.items())
        names = {self._name_of(step.row.scenario) for step in steps}
        told = f"{what} of {', '.join(sorted(names))}"
        return (f"{how}: {told}" if how else told)[:_LONGEST_THING]

    def _name_of(self, scenario: str) -> str:
        if scenario in _MEETINGS:
            return "meetings"
        found = self.row(scenario)
        before = self._read.get(scenario)
        cells = (found and found.cells) or (before and before.cells) or {}
        return title("scenario", cells)


def right_to_change(kind: Kind, team: Team) -> tuple[Act, Team | None]:
    """Return what somebody must be allowed in order to change a row."""
    if kind in {"proposal", "package"}:
        return "answer", team
    if kind == "signature":
        return "sign", team
    if kind == "closing":
        return "close", team
    if kind == "action":
        return "finish", team
    if kind == "assumption":
        return "assumptions", team
    if kind in {"line", "target", "coverage"}:
        return "edit", team
    acts: dict[Kind, Act] = {
        "scenario": "scenarios",
        "envelope": "envelopes",
        "comment": "comment",
        "goal": "goals",
        "criterion": "profile",
        "score": "profile",
        "dispute": "disputes",
        "decision": "decide",
        "note": "comment",
        "parked": "act",
        "meeting": "decide",
    }
    return acts[kind], None


@contextmanager
def operating(desk: Desk, operation: str | None) -> Iterator[Operation]:
    """Open one operation, committed whole at the end of the block.

    Args:
        desk: In whose hands it is; rights are asked per row.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        UsageError: The id is none, or somebody else's.
    """
    name = uuid4().hex if operation is None else operation
    if not name or len(name) > _LONGEST_ID:
        raise UsageError("An operation needs an id.", f"Use 1 to {_LONGEST_ID} letters.")
    author = Author(store=desk.store, actor=desk.actor.email, now=desk.now)
    with author.change(_ACT) as change:
        done = plan_rows.operation_of(change.connection, name) if operation else None
        if done is not None and done[1:] != (author.actor, _ACT):
            raise UsageError("This operation was somebody else's.", "Give it an id of its own.")
        actor = desk.present(change.connection)
        yield Operation(actor=actor, change=change, id=name, done=done[0] if done else None)


def _moved(changed: plan_rows.Changed, cell: str) -> bool:
    return (changed.before or {}).get(cell) != (changed.after or {}).get(cell)


def _without_blanks(cells: Cells) -> dict[str, JsonValue]:
    return {cell: value for cell, value in cells.items() if value is not None}
