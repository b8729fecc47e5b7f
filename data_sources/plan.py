"""The plan that both teams edit together, in the hands of one actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from data_sources.planning import arranging, beginning, editing, proposing, telling, undoing
from data_sources.planning.saved import Refused as Refused
from data_sources.planning.saved import Saved as Saved
from data_sources.planning.saved import Told as Told
from data_sources.planning.telling import Asked, ChangedRows, Entry
from data_sources.store import drafts, plan_rows
from data_sources.store.drafts import Draft as Draft
from planning.agreed.changes import Edit
from planning.agreed.rows import Cells, Kind, PlanRow
from planning.errors import UsageError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace


@dataclass(frozen=True)
class Plan:
    """The plan of a workspace: read by everybody, changed by whom it belongs to."""

    workspace: Workspace

    # ---- what stands, what stood ----

    def scenarios(self) -> tuple[PlanRow, ...]:
        """Return the plans of the demo company or of the own one, as the facts are.

        The latest fiscal year comes first; those put away are left out.
        """
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            rows = plan_rows.of_kind(connection, "scenario", None)
        return beginning.shown(rows, self._origin)

    def rows(
        self, kind: Kind, scenario: str, *, as_of: int | date | None = None
    ) -> tuple[PlanRow, ...]:
        """Return the rows of a plan by position.

        Args:
            kind: What they are.
            scenario: The plan's id.
            as_of: After which revision, or at the end of which day; None means now.
        """
        self.workspace.require("read")
        revision = self.revision_at(as_of) if isinstance(as_of, date) else as_of
        with self.workspace.store.read() as connection:
            if revision is None:
                return plan_rows.of_kind(connection, kind, scenario)
            return plan_rows.of_kind_as_of(connection, kind, scenario, revision)

    def row(self, row: str) -> PlanRow:
        """Return a row as it stands.

        Raises:
            UsageError: There is none, or it was removed.
        """
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            found = plan_rows.kept(connection, [row]).get(row)
        if found is None or found.cells is None:
            raise UsageError("There is no such row in the plan.", "Open the plan anew.")
        return found.row

    def revision_at(self, day: date) -> int:
        """Return the revision at the end of a day of the company's time zone."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return plan_rows.revision_before(connection, self._moment(day + timedelta(days=1)))

    def begun_by(self, rows: Sequence[str]) -> dict[str, plan_rows.Changed]:
        """Return the change that brought each row in: who said a comment, and when."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return plan_rows.firsts(connection, rows)

    # ---- life of a plan ----

    def begin(self, fiscal_year: int, name: str) -> PlanRow:
        """Begin an empty draft with an envelope for each team and the company.

        Raises:
            NotAllowed: The actor may not begin drafts.
            UsageError: The name or year cannot be used, or the name is taken.
        """
        self.workspace.require("scenarios")
        first_month = self.workspace.company.fiscal_year_start
        saved = beginning.begin(self.workspace, fiscal_year, first_month, name, self._origin)
        return next(row for row in saved.rows if row.kind == "scenario")

    def rename(self, scenario: str, name: str) -> Saved:
        """Give a draft another name; see `data_sources.planning.beginning.rename`."""
        return beginning.rename(self.workspace, scenario, name)

    def put_away(self, scenario: str) -> Saved:
        """Put a draft away; see `data_sources.planning.beginning.put_away`."""
        return beginning.put_away(self.workspace, scenario)

    # ---- changing it ----

    def save(self, edits: Sequence[Edit], *, operation: str | None = None) -> Saved:
        """Save edits of lines, targets and envelopes; see `data_sources.planning.editing.save`."""
        return editing.save(self.workspace, edits, operation)

    def add(
        self,
        kind: Kind,
        scenario: str,
        cells: Cells | Sequence[Cells],
        *,
        after: str | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Add one or several lines or targets; see `data_sources.planning.editing.add`."""
        rows = [cells] if isinstance(cells, Mapping) else cells
        return editing.add(self.workspace, kind, scenario, rows, after, operation)

    def remove(
        self, ids: Sequence[str], *, seen: int | None = None, operation: str | None = None
    ) -> Saved:
        """Remove rows; see `data_sources.planning.editing.remove`."""
        return editing.remove(self.workspace, ids, seen=seen, operation=operation)

    def arrange(
        self, scenario: str, goals: Sequence[str], *, operation: str | None = None
    ) -> Saved:
        """Let a plan's goals stand in another order; see `data_sources.planning.arranging`."""
        return arranging.arrange(self.workspace, scenario, goals, operation)

    def undo(self, revision: int, *, operation: str | None = None) -> Saved:
        """Take one change back by a new one; see `data_sources.planning.undoing.take_back`."""
        return undoing.take_back(self.workspace, revision, operation)

    def restore(self, row: str, revision: int, *, operation: str | None = None) -> Saved:
        """Give a row the cells it had then; see `data_sources.planning.undoing.bring_back`."""
        return undoing.bring_back(self.workspace, row, revision, operation)

    # ---- speaking with one another ----

    def propose(
        self,
        row: str,
        changes: Mapping[str, JsonValue],
        reason: str,
        *,
        seen: Cells | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Ask a row's team for other values; see `data_sources.planning.proposing.propose`."""
        wishes = proposing.Wishes(row, changes, reason, seen)
        return proposing.propose(self.workspace, wishes, operation)

    def answer(
        self, proposal: str, take: bool, words: str, *, operation: str | None = None
    ) -> Saved:
        """Take or decline a proposal; see `data_sources.planning.proposing.answer`."""
        return proposing.answer(self.workspace, proposal, take, words, operation)

    def withdraw(self, proposal: str, *, operation: str | None = None) -> Saved:
        """Take one's own open proposal back; see `data_sources.planning.proposing.withdraw`."""
        return proposing.withdraw(self.workspace, proposal, operation)

    def comment(
        self, row: str, text: str, mentions: Sequence[str] = (), *, operation: str | None = None
    ) -> Saved:
        """Say something about a row; see `data_sources.planning.proposing.comment`."""
        return proposing.comment(self.workspace, row, text, mentions, operation)

    # ---- what happened ----

    def changes_since(self, revision: int, scenario: str) -> tuple[ChangedRows, ...]:
        """Return which rows of a plan were changed after a revision, oldest first."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return telling.since(connection, revision, scenario)

    def history(
        self,
        person: str | None = None,
        row: str | None = None,
        day: date | None = None,
        scenario: str | None = None,
        limit: int = 200,
    ) -> tuple[Entry, ...]:
        """Return the latest changes in sentences, newest first.

        Args:
            person: Only those of an e-mail address.
            row: Only those of a row.
            day: Only those of a day of the company's time zone.
            scenario: Only those of a plan.
            limit: Largest number of changes.
        """
        self.workspace.require("read")
        begins = None if day is None else self._moment(day)
        ends = None if day is None else self._moment(day + timedelta(days=1))
        with self.workspace.store.read() as connection:
            asked = Asked(person, row, begins, ends, scenario, limit)
            ask = self.workspace.accounts.called
            return telling.told(connection, asked, self.workspace.actor.email, ask)

    # ---- unsaved edits, each person's own ----

    def draft(self, sheet: str) -> Draft | None:
        """Return the actor's unsaved edits of a sheet, or None."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return drafts.kept(connection, self.workspace.actor.email, sheet)

    def keep_draft(self, sheet: str, draft: Draft) -> None:
        """Keep the actor's unsaved edits of a sheet in the place of earlier ones.

        Raises:
            NotAllowed: The actor may not plan.
            UsageError: The sheet's name is no name.
        """
        self.workspace.require("propose")
        desk = self.workspace
        with desk.store.write() as connection:
            drafts.keep(connection, desk.actor.email, sheet, draft, desk.now())

    def drop_draft(self, sheet: str) -> None:
        """Forget the actor's unsaved edits of a sheet."""
        self.workspace.require("read")
        with self.workspace.store.write() as connection:
            drafts.drop(connection, self.workspace.actor.email, sheet)

    @property
    def _origin(self) -> str:
        return "demo" if self.workspace.is_demo else "real"

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.workspace.company.time_zone))
