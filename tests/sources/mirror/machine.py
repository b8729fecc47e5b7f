"""A plan and its spreadsheet under any edits on both sides, faults and order of synchronising."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from data_sources.actors import LOCAL
from data_sources.mirroring import connecting
from data_sources.mirroring.state import Mirror
from data_sources.sheets.troubles import SheetsTrouble
from data_sources.store import plan_rows
from planning.agreed.mirrored.values import SheetCell, kept, same, shown
from planning.errors import UsageError
from tests.sheets_server.app import Google
from tests.sheets_server.faults import Fault
from tests.sources.mirror.both_sides import BUDGET, BothSides, both_sides, column
from tests.workspaces import workspace_in

CELLS = ("reason", "plan_07")
COLUMNS = {it.name: it for it in BUDGET.columns}
PLACES = st.integers(0, 3)
SIDES = st.sampled_from(["sheet", "tandem"])


@dataclass
class Later(Fault):
    """A fault that lets some requests pass first."""

    skip: int = 0

    def hits(self, kind: str) -> bool:
        """Whether it waits for such a request."""
        if not super().hits(kind):
            return False
        self.skip -= 1
        return self.skip < 0


def faults() -> st.SearchStrategy[Fault | None]:
    """Nothing, or one of what can go wrong at one of the calls, once or for good."""
    return st.one_of(
        st.none(),
        st.builds(
            Later,
            kind=st.sampled_from(["any", "reads", "writes"]),
            times=st.sampled_from([1, 2, 9]),
            applied=st.booleans(),
            code=st.sampled_from([None, 500, 503]),
            skip=st.integers(0, 3),
        ),
        st.builds(Later, kind=st.just("any"), code=st.sampled_from([429, 401])),
    )


class Mirrored(RuleBasedStateMachine):
    """Every value that is typed is typed once, so that it can be told what became of it."""

    google: Google

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
        value = f"{number}.00" if cell.startswith("plan") else f"v{number}"
        self.typed[value] = (cell, side)
        return value

    def _born(self) -> str:
        born = f"born{next(self.numbers)}"
        self.copies[born] = 0
        return born

    # ---- in Tandem ----

    @rule()
    def tandem_adds(self) -> None:
        """Add a line."""
        self.both.add(offer=self._born(), reason=self._value("reason", "local"))

    @rule(at=PLACES, cell=st.sampled_from(CELLS))
    def tandem_edits(self, at: int, cell: str) -> None:
        """Change a cell of a line."""
        rows = list(self.both.rows().values())
        if rows:
            row = rows[at % len(rows)]
            self.seen.add(str(row[cell]))
            self.both.edit(row.id, cell, self._value(cell, "local"))

    @rule(at=PLACES)
    def tandem_removes(self, at: int) -> None:
        """Remove a line."""
        rows = list(self.both.rows().values())
        if len(rows) > 1:
            row = rows[at % len(rows)]
            self.seen |= {str(row[cell]) for cell in CELLS}
            self.both.workspace.plan.remove([row.id])

    # ---- at the sheet ----

    def _at_sheet(self, at: int) -> int:
        return at % max(1, len(self.both.shows())) + 1

    def _there(self, place: int, cell: str) -> str:
        row = self.both.shows()[place - 1]
        value = cast("SheetCell", row[column(cell)])
        return str(kept(COLUMNS[cell], value))

    @precondition(lambda self: self.both.shows())
    @rule(at=PLACES, cell=st.sampled_from(CELLS))
    def sheet_types(self, at: int, cell: str) -> None:
        """Type into a cell."""
        place = self._at_sheet(at)
        self.seen.add(self._there(place, cell))
        value = shown(COLUMNS[cell], self._value(cell, "sheet"))
        self.both.person.types(BUDGET.title, place, column(cell), value)

    @rule()
    def sheet_adds(self) -> None:
        """Type a new row below the last."""
        place = len(self.both.shows()) + 1
        cells = {
            "category": "programme",
            "status": "placed",
            "offer": self._born(),
            "reason": self._value("reason", "sheet"),
        }
        for cell, value in cells.items():
            self.both.person.types(BUDGET.title, place, column(cell), value)

    @precondition(lambda self: len(self.both.shows()) > 1)
    @rule(at=PLACES)
    def sheet_deletes(self, at: int) -> None:
        """Delete a row."""
        place = self._at_sheet(at)
        self.seen |= {self._there(place, cell) for cell in CELLS}
        self.both.person.deletes_row(BUDGET.title, place)

    @precondition(lambda self: self.both.shows())
    @rule(at=PLACES)
    def sheet_copies(self, at: int) -> None:
        """Copy a row below the last, with its id."""
        row = self.both.shows()[self._at_sheet(at) - 1]
        self.copies[str(row[column("offer")])] += 1
        self.both.person.pastes(BUDGET.title, len(self.both.shows()) + 1, 0, [list(row)])

    @rule(cell=st.sampled_from(CELLS), descending=st.booleans())
    def sheet_sorts(self, cell: str, descending: bool) -> None:
        """Sort the rows."""
        self.both.person.sorts(BUDGET.title, column(cell), descending=descending)

    @precondition(lambda self: self.both.shows())
    @rule(at=PLACES, cell=st.sampled_from(CELLS))
    def both_edit(self, at: int, cell: str) -> None:
        """Change the same cell on both sides."""
        own_id = str(self.both.shows()[self._at_sheet(at) - 1][0])
        self.sheet_types(at, cell)
        if own_id in self.both.rows():
            row = self.both.rows()[own_id]
            self.seen.add(str(row[cell]))
            self.both.edit(own_id, cell, self._value(cell, "local"))

    # ---- synchronising ----

    @rule(fault=faults())
    def synchronises(self, fault: Fault | None) -> None:
        """Synchronise, whatever goes wrong."""
        if fault is not None:
            self.google.faults.waiting.append(fault)
        try:
            self._sync()
        except SheetsTrouble:
            assert fault is not None
        finally:
            self.google.faults.none()

    @precondition(lambda self: self.last is not None and self.last.clashes)
    @rule(at=PLACES, side=SIDES)
    def settles(self, at: int, side: connecting.Side) -> None:
        """Choose a side of a clash."""
        assert self.last is not None
        clashes = self.last.tabs[0].clashes
        clash = clashes[at % len(clashes)]
        # It may be chosen before, or another synchronisation was cut since.
        with suppress(UsageError):
            connecting.settle(self.both.workspace, self.both.scenario, BUDGET.key, clash, side)

    def _sync(self) -> None:
        self.last = self.both.sync()
        assert not self.last.tabs[0].wrong, self.last.tabs[0].wrong
        assert not self.last.tabs[0].not_taken, self.last.tabs[0].not_taken
        for clash in self.last.tabs[0].clashes:
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
            self._sync()
            assert self.last is not None
            for clash in self.last.tabs[0].clashes:
                side: connecting.Side = "sheet" if at % 2 else "tandem"
                connecting.settle(self.both.workspace, self.both.scenario, BUDGET.key, clash, side)
            if not self.last.clashes:
                break
        self.google.seen.clear()
        self._sync()
        assert len(self.google.seen) == 1
        self._same_on_both_sides()
        self._nothing_lost_or_doubled()

    def _same_on_both_sides(self) -> None:
        rows = self.both.rows()
        there = [row for row in self.both.shows() if any(it is not None for it in row)]
        assert sorted(str(row[0]) for row in there) == sorted(rows)
        for row in there:
            cells = rows[str(row[0])].cells
            for name, its in COLUMNS.items():
                there_now = cast("SheetCell", row[column(name)])
                assert same(there_now, shown(its, cells.get(name))), (row[0], name)
            computed = cast("SheetCell", row[len(COLUMNS) + 1])
            assert same(computed, BUDGET.computed(cells))

    def _nothing_lost_or_doubled(self) -> None:
        rows = self.both.rows().values()
        final = {str(value) for row in rows for value in row.cells.values()}
        assert set(self.typed) <= final | self.seen
        born = [str(row["offer"]) for row in rows]
        assert all(born.count(one) <= 1 + self.copies[one] for one in born)
        with self.both.workspace.store.read() as connection:
            for row in rows:
                changes = list(plan_rows.of_row(connection, row.id))
                for cell in CELLS:
                    if row[cell] is None:
                        continue
                    _, side = self.typed[str(row[cell])]
                    who = {it.actor for it in changes if (it.after or {}).get(cell) == row[cell]}
                    assert who & {"sheet:marketing", "local"}
                    if side == "sheet":
                        assert "sheet:marketing" in who
