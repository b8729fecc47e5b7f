"""Synchronising a plan with its spreadsheet: read, take, read again, write, compare what came.

Between the second reading and the write lies one round trip in which somebody who types
into a cell that Tandem writes is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from data_sources.desk import Desk
from data_sources.locks import locked
from data_sources.mirroring.connecting import note_problem
from data_sources.mirroring.layout import LOG, changes_of, new_tabs, shortened, tab_ids
from data_sources.mirroring.state import Mirror, TabReport, TabState
from data_sources.mirroring.taking import Seen, take
from data_sources.sheets.cells import Area, Region, Rows
from data_sources.sheets.changes import Change, ShapeTab
from data_sources.sheets.port import Book, NamedRegion, Sheets
from data_sources.sheets.troubles import Refused, TabGone
from data_sources.sheets.writing import LogRow, mark_of, was_written, write_once
from data_sources.store import mirrors, plan_rows
from planning.agreed.mirrored.missing_the_row import Missed, missed
from planning.agreed.mirrored.outcome import Outcome
from planning.agreed.mirrored.tabs import TABS
from planning.agreed.mirrored.verifying import is_as_written
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible, TandemError

_LOCK: Final = "sheets.lock"
Grids = tuple[Rows, ...]
"""The tabs in their order, and the first column of the log."""


def sync(desk: Desk, sheets: Sheets, scenario: str) -> Mirror:
    """Synchronise a plan with its spreadsheet once.

    One request where nothing changed, three where something did, and one for a token that
    a new process asks for. More where an answer is lost or shows what nobody expected.

    Args:
        desk: Where the plan is.
        sheets: The port to the spreadsheet.
        scenario: The plan's id.

    Returns:
        How the mirror stands, with what clashed and what was refused.

    Raises:
        SheetsTrouble: The spreadsheet cannot be reached or used; it is noted too.
        NotPossible: The plan has no mirror, or is being synchronised by another process.
    """
    with locked(desk.home.root / _LOCK, wait_seconds=0.2) as held:
        if not held:
            raise NotPossible("A synchronisation is under way.", "Look again in a minute.")
        mirror = _mirror(desk, scenario)
        try:
            done = _Syncing(desk, sheets, mirror).run()
        except TandemError as trouble:
            note_problem(desk, scenario, str(trouble))
            raise
        now = desk.now()
        return _note(desk, scenario, {**done, "problem": "", "tried_at": now, "synced_at": now})


def _mirror(desk: Desk, scenario: str) -> Mirror:
    with desk.store.read() as connection:
        found = mirrors.of_plan(connection, scenario)
    if found is None:
        raise NotPossible("This plan has no spreadsheet.", "Connect it to one first.")
    return found


def _note(desk: Desk, scenario: str, update: Mapping[str, object]) -> Mirror:
    with desk.store.write() as connection:
        found = mirrors.of_plan(connection, scenario)
        if found is None:
            raise NotPossible("The spreadsheet was disconnected meanwhile.")
        mirror = found.model_copy(update=update)
        mirrors.keep(connection, mirror)
    return mirror


def _areas(states: Mapping[str, TabState]) -> list[Area]:
    return [*(Area(states[tab.key].title) for tab in TABS), Area(LOG, end_column=1)]


def _logged(grids: Grids) -> dict[str, None]:
    """Return the ids of the writes that arrived, the latest last."""
    return dict.fromkeys(str(row[0]) for row in grids[-1] if row and row[0])


def _writes(outs: Mapping[str, Outcome]) -> bool:
    return any(out.writes for out in outs.values())


@dataclass
class _Syncing:
    desk: Desk
    sheets: Sheets
    mirror: Mirror
    mark: str = ""

    def run(self) -> dict[str, object]:
        """Synchronise; returns what is to be noted."""
        self.mark = self.mirror.mark
        if not self.mirror.is_set_up:
            self._set_up()
        outs = self._taken(self._read())
        if _writes(outs):
            # Read right before writing: what was typed meanwhile is taken, not written over.
            grids = self._read()
            outs = self._taken(grids)
            if _writes(outs):
                outs = self._written(outs, grids)
        states = self._states()
        reports = tuple(
            TabReport(
                tab=tab.key,
                title=states[tab.key].title,
                rows=len(outs[tab.key].base),
                wrong=outs[tab.key].wrong,
                clashes=tuple(outs[tab.key].clashes),
                not_taken=tuple(outs[tab.key].not_taken),
            )
            for tab in TABS
        )
        return {"tabs": reports, "mark": self.mark}

    # ---- reading ----

    def _read(self) -> Grids:
        """Read every tab and the ids in the log, following tabs that were renamed."""
        try:
            return self.sheets.read(self.mirror.spreadsheet, _areas(self._states()))
        except TabGone:
            states = self._followed(self.sheets.book(self.mirror.spreadsheet))
            return self.sheets.read(self.mirror.spreadsheet, _areas(states))

    def _taken(self, grids: Grids) -> dict[str, Outcome]:
        """Take what was read into the plan; what is to be written to the sheet is left."""
        logged = _logged(grids)
        # Every write takes away the mark of the one before.
        self.mark = next(reversed(logged), self.mark)
        return {
            tab.key: take(self.desk, self.mirror, Seen(tab, grid, logged))
            for tab, grid in zip(TABS, grids, strict=False)
        }

    def _followed(self, book: Book) -> dict[str, TabState]:
        """Follow tabs that were renamed by their ids; one that was deleted stops everything.

        A tab that stands under the title of a deleted one, such as a copy of it, replaces it.
        """
        found = {}
        for key, state in self._states().items():
            tab = book.tab_of(state.tab_id) or book.tab(state.title)
            found[key] = state.model_copy(update={"tab_id": tab.id, "title": tab.title})
        book.tab(LOG)
        with self.desk.store.write() as connection:
            for key, state in found.items():
                mirrors.keep_tab(connection, self.mirror.scenario, key, state)
        return found

    def _states(self) -> dict[str, TabState]:
        with self.desk.store.read() as connection:
            return mirrors.tabs(connection, self.mirror.scenario)

    # ---- writing ----

    def _written(self, outs: dict[str, Outcome], grids: Grids) -> dict[str, Outcome]:
        """Write what is to be written and look what came of it, twice if need be.

        Args:
            outs: What the merge came to.
            grids: What was read for it.
        """
        try:
            after = self._write(outs, grids, self._book_with_mark(), first=True)
        except Refused:
            # The mark of the write before is gone, somebody else has written since, or a tab
            # that was read is another one: ids and mark are read first, so that a write
            # between these two reads is refused too.
            book = self.sheets.book(self.mirror.spreadsheet)
            self._followed(book)
            grids = self._read()
            outs = self._taken(grids)
            if not _writes(outs):
                return outs
            # Now it is known which tabs these are, and the answer is asked for nothing more.
            after = self._write(outs, grids, book)
        if after is None:
            return self._taken(self._read())
        shown = list(zip(TABS, grids, after, strict=False))
        if all(is_as_written(it, outs[it.key], *two) for it, *two in shown):
            return self._taken(after)
        self._put_back({it.key: missed(it, outs[it.key], *two) for it, *two in shown}, outs)
        return self._taken(self._read())

    def _write(
        self, outs: Mapping[str, Outcome], grids: Grids, book: Book, *, first: bool = False
    ) -> Grids | None:
        """Write; returns what the answer shows, or None if it does not show the write.

        Args:
            outs: What the merge came to.
            grids: What was read for it.
            book: The marks of earlier writes.
            first: Hold that the tabs that were read, by title, are those that are written, by
                id: no two tabs have one title, so that a batch that gives a tab the title of
                another one is refused. And let the answer show what came of it.
        """
        operation = uuid4().hex
        changes: list[Change] = []
        # What is about to be written is kept first: should no answer come, the next
        # reading tells by the log whether it arrived.
        with self.desk.store.write() as connection:
            for key, state in mirrors.tabs(connection, self.mirror.scenario).items():
                out = outs[key]
                if not out.writes and out.written == out.base:
                    continue
                if first:
                    changes.append(ShapeTab(state.tab_id, title=state.title))
                changes += changes_of(out, state)
                update = {"operation": operation, "written": out.written}
                pending = state.model_copy(update=update)
                mirrors.keep_tab(connection, self.mirror.scenario, key, pending)
        told = sum(len(it.puts) + len(it.append) + len(it.delete) for it in outs.values())
        log = self._log(operation, f"{told} changes")
        changes += shortened(self.mirror.log_tab_id, len(grids[-1]))
        then = _areas(self._states()) if first else ()
        after = write_once(self.sheets, book, changes, log, then)
        return after if after is not None and operation in _logged(after) else None

    def _put_back(self, hit: Mapping[str, Missed], outs: Mapping[str, Outcome]) -> None:
        """Give rows that the write was not meant for what they had, if there are any."""
        if not any(hit.values()):
            return
        book, changes = self.sheets.book(self.mirror.spreadsheet), list[Change]()
        with self.desk.store.write() as connection:
            for key, state in mirrors.tabs(connection, self.mirror.scenario).items():
                if hit[key] and state.operation:
                    written = hit[key].written(outs[key])
                    pending = state.model_copy(update={"written": written})
                    mirrors.keep_tab(connection, self.mirror.scenario, key, pending)
                    lines = [tuple(row) for row in hit[key].again]
                    back = Outcome({}, puts=hit[key].back, append=lines)
                    changes += changes_of(back, state)
        if changes:
            write_once(self.sheets, book, changes, self._log(uuid4().hex, "put back"))

    def _book_with_mark(self) -> Book:
        mark = mark_of(self.mark)
        named = (NamedRegion(mark, mark, Region(self.mirror.log_tab_id, 0, 1, 0, 1)),)
        return Book(self.mirror.spreadsheet, "", (), named if self.mark else ())

    def _log(self, operation: str, what: str) -> LogRow:
        cells = (self.desk.now().isoformat(timespec="seconds"), what)
        return LogRow(self.mirror.log_tab_id, LOG, operation, cells)

    def _set_up(self) -> None:
        mirror = self.mirror
        if not was_written(self.sheets, mirror.spreadsheet, LOG, mirror.set_up):
            book = self.sheets.book(mirror.spreadsheet)
            taken = {tab.title for tab in book.tabs} & {LOG, *(tab.title for tab in TABS)}
            if taken:
                hidden = " (View, Hidden sheets, shows it)" if taken == {LOG} else ""
                raise NotPossible(
                    f"The spreadsheet has a tab “{min(taken)}” already.",
                    f"Rename or delete it{hidden}, or connect an empty spreadsheet.",
                )
            log = self._log(mirror.set_up, "tabs made")
            write_once(
                self.sheets, book, new_tabs(mirror, self._scenario(), self.sheets.shared_with), log
            )
        ids = tab_ids(mirror.set_up)[1]
        with self.desk.store.write() as connection:
            for tab in TABS:
                state = TabState(tab_id=ids[tab.key], title=tab.title)
                mirrors.keep_tab(connection, mirror.scenario, tab.key, state)
            done = mirror.model_copy(update={"is_set_up": True, "mark": mirror.set_up})
            mirrors.keep(connection, done)
        self.mirror, self.mark = done, mirror.set_up

    def _scenario(self) -> Scenario:
        with self.desk.store.read() as connection:
            plan = plan_rows.kept(connection, [self.mirror.scenario]).get(self.mirror.scenario)
        if plan is None or plan.cells is None:
            raise NotPossible("This plan is gone.", "Connect another one.")
        return Scenario.of(plan.cells)
