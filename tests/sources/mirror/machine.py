"""A plan and its spreadsheet under any edits on both sides, faults and order of synchronising."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from data_sources.actors import LOCAL
from data_sources.mirroring import connecting
from data_sources.mirroring.state import Mirror, TabReport
from data_sources.sheets.troubles import SheetsTrouble
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, kept, shown
from planning.errors import UsageError
from tests.sheets_server.app import Google
from tests.sheets_server.faults import Fault
from tests.sheets_server.grid import Value
from tests.sources.mirror import ending
from tests.sources.mirror.both_sides import BothSides, both_sides, column
from tests.sources.mirror.kinds import SPOILT, Meanwhile, Worked, faults
from tests.workspaces import workspace_in

PLACES = st.integers(0, 3)
CELLS = st.sampled_from([0, 1])
SIDES = st.sampled_from(["sheet", "tandem"])


class Mirrored(RuleBasedStateMachine):
    """Every value that is typed is typed once, so that it can be told what became of it."""

    google: Google
    work: Worked
    rows_move = "TANDEM_MIRRORED" in os.environ
    """Whether people move rows within the stated round trip too: only in a long trial."""

    @property
    def tab(self) -> TabOf:
        """The tab that is worked on."""
        return self.work.tab

    @initialize()
    def begin(self) -> None:
        """Two rows on both sides."""
        self.home = Path(tempfile.mkdtemp())
        self.google.books.clear()
        self.google.faults.none()
        self.both: BothSides = both_sides(workspace_in(self.home, LOCAL), self.google)
        self.numbers = count(1)
        self.typed: dict[str, tuple[str, str]] = {}
        self.seen: set[str] = set()
        self.copies: dict[str, int] = {}
        self.last: Mirror | None = None
        for _ in range(2):
            self.tandem_adds()
        self.last = self.both.sync()

    def _value(self, cell: str, side: str) -> str:
        number = next(self.numbers)
        value = f"v{number}" if cell == "reason" else self.work.of(number)
        self.typed[value] = (cell, side)
        return value

    def _born(self) -> str:
        born = f"born{next(self.numbers)}"
        self.copies[born] = 0
        return born

    # ---- in Tandem ----

    @rule()
    def tandem_adds(self) -> None:
        """Add a row."""
        cells = {self.work.born: self._born(), "reason": self._value("reason", "local")}
        self.both.add(self.tab, **cells)

    @rule(at=PLACES, which=CELLS)
    def tandem_edits(self, at: int, which: int) -> None:
        """Change a cell of a row."""
        rows = list(self.both.rows(self.tab).values())
        if rows:
            self._edit(rows[at % len(rows)].id, self.work.cells[which])

    def _edit(self, own_id: str, cell: str) -> None:
        self.seen.add(str(self.both.rows(self.tab)[own_id][cell]))
        self.both.edit(own_id, cell, self._value(cell, "local"))

    @rule(at=PLACES)
    def tandem_removes(self, at: int) -> None:
        """Remove a row."""
        rows = list(self.both.rows(self.tab).values())
        if len(rows) > 1:
            row = rows[at % len(rows)]
            self.seen |= {str(row[cell]) for cell in self.work.cells}
            self.both.workspace.plan.remove([row.id])

    # ---- at the sheet ----

    def _rows(self) -> list[list[Value]]:
        return self.both.shows(self.tab)

    def _at_sheet(self, at: int) -> int:
        """The place of a row that is not empty."""
        places = [place for place, row in enumerate(self._rows(), 1) if any(row)]
        return places[at % len(places)] if places else 1

    def _there(self, place: int, cell: str) -> str:
        value = cast("SheetCell", self._rows()[place - 1][column(cell, self.tab)])
        return str(kept(self.work.columns[cell], value))

    def _type(self, place: int, cell: str, value: Value) -> None:
        self.both.person.types(self.tab.title, place, column(cell, self.tab), value)

    @precondition(lambda self: self._rows())
    @rule(at=PLACES, which=CELLS)
    def sheet_types(self, at: int, which: int) -> None:
        """Type into a cell."""
        place, cell = self._at_sheet(at), self.work.cells[which]
        self.seen.add(self._there(place, cell))
        self._type(place, cell, shown(self.work.columns[cell], self._value(cell, "sheet")))

    @precondition(lambda self: self._rows())
    @rule(at=PLACES)
    def sheet_spoils(self, at: int) -> None:
        """Type what the plan refuses."""
        self._type(self._at_sheet(at), self.work.spoilt, f"{SPOILT}{next(self.numbers)}")

    @rule()
    def sheet_adds(self) -> None:
        """Type a new row below the last."""
        place = len(self._rows()) + 1
        own = {self.work.born: self._born(), "reason": self._value("reason", "sheet")}
        for cell, value in {**self.work.needed, **own}.items():
            self._type(place, cell, value)

    @precondition(lambda self: len(self._rows()) > 1)
    @rule(at=PLACES)
    def sheet_deletes(self, at: int) -> None:
        """Delete a row."""
        place = self._at_sheet(at)
        self.seen |= {self._there(place, cell) for cell in self.work.cells}
        self.both.person.deletes_row(self.tab.title, place)

    @precondition(lambda self: self._rows())
    @rule(at=PLACES, elsewhere=st.booleans())
    def sheet_copies(self, at: int, elsewhere: bool) -> None:
        """Copy a row with its id, below the last of this tab or of the other team's."""
        row = self._rows()[self._at_sheet(at) - 1]
        to = self.work.other if elsewhere else self.tab
        if not elsewhere:
            self.copies[str(row[column(self.work.born, self.tab)])] += 1
        self.both.person.pastes(to.title, len(self.both.shows(to)) + 1, 0, [list(row)])

    @rule(which=CELLS, descending=st.booleans())
    def sheet_sorts(self, which: int, descending: bool) -> None:
        """Sort the rows."""
        by = column(self.work.cells[which], self.tab)
        self.both.person.sorts(self.tab.title, by, descending=descending)

    @precondition(lambda self: self._rows())
    @rule(at=PLACES, which=CELLS)
    def both_edit(self, at: int, which: int) -> None:
        """Change the same cell on both sides."""
        own_id = str(self._rows()[self._at_sheet(at) - 1][0])
        self.sheet_types(at, which)
        if own_id in self.both.rows(self.tab):
            self._edit(own_id, self.work.cells[which])

    # ---- synchronising ----

    @rule(fault=faults())
    def synchronises(self, fault: Fault | None) -> None:
        """Synchronise, whatever goes wrong."""
        if fault is not None:
            self.google.faults.waiting.append(fault)
        try:
            self.sync()
        except SheetsTrouble:
            assert fault is not None
        finally:
            self.google.faults.none()

    @precondition(lambda self: self.rows_move and self._rows())
    @rule(at=PLACES, what=st.sampled_from(["sorts", "deletes", "inserts"]))
    def synchronises_while_rows_move(self, at: int, what: str) -> None:
        """Synchronise; somebody moves rows between the last look and the write."""

        def moves() -> None:
            if what == "sorts":
                self.sheet_sorts(at % 2, descending=at > 1)
            elif what == "inserts":
                self.both.person.inserts_row(self.tab.title, self._at_sheet(at))
            elif len(self._rows()) > 1:
                self.sheet_deletes(at)

        self.google.faults.waiting.append(Meanwhile("writes", does=moves))
        self.sync()
        self.google.faults.none()

    @precondition(lambda self: self.last is not None and self.report().clashes)
    @rule(at=PLACES, side=SIDES)
    def settles(self, at: int, side: connecting.Side) -> None:
        """Choose a side of a clash."""
        clashes = self.report().clashes
        clash = clashes[at % len(clashes)]
        # It may be chosen before, or another synchronisation was cut since.
        with suppress(UsageError):
            connecting.settle(self.both.workspace, self.both.scenario, self.tab.key, clash, side)

    def report(self) -> TabReport:
        """How the tab stands."""
        assert self.last is not None
        return next(it for it in self.last.tabs if it.tab == self.tab.key)

    def sync(self) -> None:
        """Synchronise; only what was spoilt is refused, and what clashes is shown."""
        self.last = self.both.sync()
        for tab in self.last.tabs:
            assert not tab.wrong, tab.wrong
            assert all(it.cell == self.work.spoilt for it in tab.not_taken), tab.not_taken
        for clash in self.report().clashes:
            self.seen |= {str(clash.sheet), str(clash.tandem)}
            self.seen |= {str(value) for value in clash.cells.values()}

    def teardown(self) -> None:
        """Both sides come to the same; nothing was lost, doubled or left out of the history."""
        if not hasattr(self, "both"):
            return
        try:
            self._converges()
        finally:
            self.both.workspace.close()
            shutil.rmtree(self.home)

    def _converges(self) -> None:
        for at in range(12):
            ending.mend(self.both, self.work)
            self.sync()
            for clash in self.report().clashes:
                side: connecting.Side = "sheet" if at % 2 else "tandem"
                connecting.settle(
                    self.both.workspace, self.both.scenario, self.tab.key, clash, side
                )
            assert self.last is not None
            if not self.last.clashes and not any(tab.not_taken for tab in self.last.tabs):
                break
        self.google.seen.clear()
        self.sync()
        assert len(self.google.seen) == 1
        for tab in (self.tab, self.work.other):
            ending.same_on_both_sides(self.both, tab)
        final = {
            str(value) for row in self.both.rows(self.tab).values() for value in row.cells.values()
        }
        assert set(self.typed) <= final | self.seen, set(self.typed) - final - self.seen
        ending.nothing_doubled(self.both, self.work, self.copies)
        ending.history_tells_who(self.both, self.work, self.typed)
