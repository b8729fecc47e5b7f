"""What the teams do together between plans: actions and decisions, in the hands of one actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from data_sources.planning import meeting, noting
from data_sources.planning.meeting import Chosen as Chosen
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed import rights
from planning.agreed.changes import Edit
from planning.agreed.kinds import title
from planning.agreed.rows import Cells, Kind, PlanRow, meeting_sheet
from planning.kpis import KPIS
from planning.together.minutes import Stamp

if TYPE_CHECKING:
    from data_sources.workspace import Workspace


@dataclass(frozen=True)
class Together:
    """The meetings of a workspace: read by everybody, changed by whom it concerns."""

    workspace: Workspace

    def today(self) -> date:
        """Return the day of the calendar in the company's time zone; only actions use it."""
        zone = ZoneInfo(self.workspace.company.time_zone)
        return self.workspace.now().astimezone(zone).date()

    # ---- actions ----

    def actions(self, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return all actions, open and done, in the order they were added.

        Args:
            as_of: After which revision of the store; None means now.
        """
        return self._rows("action", as_of)

    def may_finish(self) -> frozenset[str]:
        """Return the ids of the actions the actor may change, finish and reopen."""
        actor = self.workspace.present()
        rows = self.actions()
        with self.workspace.store.read() as connection:
            brought = plan_rows.firsts(connection, [row.id for row in rows])
        return frozenset(
            row.id
            for row in rows
            if rights.may(actor, "finish", row.team)
            or meeting.is_own(actor, row, brought[row.id].actor)
        )

    def add_action(self, cells: Cells, *, operation: str | None = None) -> Saved:
        """Add an action; see `data_sources.planning.meeting.add_action`."""
        return meeting.add_action(self.workspace, cells, self._origin, operation)

    def finish(self, action: str, *, operation: str | None = None) -> Saved:
        """Mark an action as done; see `data_sources.planning.meeting.finish`."""
        return meeting.finish(self.workspace, action, self.today(), operation)

    def reopen(self, action: str, *, operation: str | None = None) -> Saved:
        """Make a finished action an open one; see `data_sources.planning.meeting.reopen`."""
        return meeting.reopen(self.workspace, action, operation)

    # ---- decisions ----

    def decisions(self, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return all questions, open and decided, in the order they were put.

        Args:
            as_of: After which revision of the store; None means now.
        """
        return self._rows("decision", as_of)

    def ask(self, cells: Cells, *, operation: str | None = None) -> Saved:
        """Put a question with its options; see `data_sources.planning.meeting.ask`."""
        return meeting.ask(self.workspace, cells, self._origin, operation)

    def decide(self, decision: str, chosen: Chosen, *, operation: str | None = None) -> Saved:
        """Record what was chosen; see `data_sources.planning.meeting.decide`."""
        return meeting.decide(self.workspace, decision, chosen, self.today(), operation)

    # ---- notes, parked items, held meetings ----

    def notes(self, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return all notes, in the order they were written.

        Args:
            as_of: After which revision of the store; None means now.
        """
        return self._rows("note", as_of)

    def note(self, cells: Cells, *, operation: str | None = None) -> Saved:
        """Write a note; see `data_sources.planning.noting.note`."""
        return noting.note(self.workspace, cells, self._origin, operation)

    def parked(self, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return the items that were parked, also those whose day has come.

        Args:
            as_of: After which revision of the store; None means now.
        """
        return self._rows("parked", as_of)

    def park(self, cells: Cells, *, operation: str | None = None) -> Saved:
        """Keep an item off the agenda; see `data_sources.planning.noting.park`."""
        return noting.park(self.workspace, cells, self._origin, operation)

    def remove(self, row: str, *, operation: str | None = None) -> Saved:
        """Remove a note or a parked item; see `data_sources.planning.noting.remove`."""
        return noting.remove(self.workspace, row, operation)

    def held(self, *, as_of: int | None = None) -> tuple[PlanRow, ...]:
        """Return the meetings that were closed.

        Args:
            as_of: After which revision of the store; None means now.
        """
        return self._rows("meeting", as_of)

    def close(self, week: date, agenda: list[JsonValue], *, operation: str | None = None) -> Saved:
        """Close the meeting of a week; see `data_sources.planning.noting.close`."""
        today = self.today()
        return noting.close(self.workspace, week, agenda, today, self._origin, operation)

    def called(self, rows: Iterable[PlanRow]) -> dict[str, str]:
        """Return what the rows of plans are called that rows of the meetings are about, by id.

        Args:
            rows: Actions; those about a KPI or about nothing are passed over.
        """
        self.workspace.require("read")
        ids = {about for row in rows if isinstance(about := row["about"], str)} - set(KPIS)
        with self.workspace.store.read() as connection:
            kept = plan_rows.kept(connection, ids) if ids else {}
        return {one: title(it.kind, it.cells) for one, it in kept.items() if it.cells is not None}

    def stamps(self, rows: Iterable[PlanRow]) -> dict[str, Stamp]:
        """Return when rows were added and last changed, and by whom, by id.

        Args:
            rows: Of a meeting.
        """
        listed = list(rows)
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            brought = plan_rows.firsts(connection, [row.id for row in listed])
            last = plan_rows.of_revisions(connection, {row.revision for row in listed})
        zone = ZoneInfo(self.workspace.company.time_zone)
        latest = {one.row: one.at.astimezone(zone).date() for one in last}
        return {
            row.id: Stamp(
                added=brought[row.id].at.astimezone(zone).date(),
                changed=latest[row.id],
                by=brought[row.id].actor,
            )
            for row in listed
        }

    # ---- all of them ----

    def change(self, edits: Sequence[Edit], *, operation: str | None = None) -> Saved:
        """Change actions, open questions and notes of one's own; see `planning.meeting.change`."""
        return meeting.change(self.workspace, edits, operation)

    def _rows(self, kind: Kind, as_of: int | None) -> tuple[PlanRow, ...]:
        return self.workspace.plan.rows(kind, meeting_sheet(self._origin), as_of=as_of)

    @property
    def _origin(self) -> str:
        return "demo" if self.workspace.is_demo else "real"
