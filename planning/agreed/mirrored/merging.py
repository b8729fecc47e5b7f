"""Three-way merge of a tab with the plan, cell by cell, against what both last had."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from planning.agreed.cells import Column, Unfit
from planning.agreed.kinds import FIXED, label, refusals, title
from planning.agreed.mirrored.outcome import NotTaken, Outcome, Put, SheetClash
from planning.agreed.mirrored.reading import Grid, Reading, SheetRow, read_tab
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, kept, same, shown
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario


@dataclass(frozen=True)
class Sides:
    """The plan's side of a tab.

    Attributes:
        tab: Which tab it is.
        scenario: Its plan.
        base: The cells of each row as they were last the same on both sides.
        standing: The cells of each row of the plan.
        known: Tells which of some ids Tandem gave before, to whatever row.
        new_id: Gives an id nobody has.
        closed: Why the plan takes nothing at all; empty if it does.
    """

    tab: TabOf
    scenario: Scenario
    base: Mapping[str, Cells]
    standing: Mapping[str, Cells]
    known: Callable[[Collection[str]], Collection[str]]
    new_id: Callable[[], str]
    closed: str = ""


def merge_tab(sides: Sides, grid: Grid) -> Outcome:
    """Merge a tab with the plan.

    A cell that one side changed takes its value; both the same is fine; both different
    clash. A row that one side removed and the other changed clashes as a whole.
    """
    read = read_tab(sides.tab, sides.scenario, grid, sides.base)
    merging = _Merging(sides, Outcome({one: dict(it) for one, it in sides.base.items()}))
    if read.wrong:
        merging.out.wrong = read.wrong
        merging.out.written = merging.out.base
        return merging.out
    merging.out.written = {one: dict(it) for one, it in sides.base.items()}
    merging.rows(read)
    return merging.out


@dataclass
class _Merging:
    sides: Sides
    out: Outcome

    def rows(self, read: Reading) -> None:
        """Merge the rows on either side, then those that only one has."""
        base, standing = self.sides.base, self.sides.standing
        strange = [one for one in read.by_id if one not in base and one not in standing]
        known = frozenset(self.sides.known(strange)) if strange else frozenset()
        for own_id, row in read.by_id.items():
            if own_id in standing:
                self._both(own_id, row)
            elif own_id in base:
                self._removed_in_tandem(own_id, row)
            else:
                self._new(row, "" if own_id in known else own_id)
        for row in (*read.copies, *read.new):
            self._new(row, "")
        for own_id in [one for one in base if one not in read.by_id]:
            self._removed_in_sheet(own_id)
        for own_id, cells in standing.items():
            if own_id not in base and own_id not in read.by_id:
                own = self._own(cells)
                self.out.append.append((own_id, *self._line(cells)))
                self.out.written[own_id] = own
        self.out.delete.sort(reverse=True)

    # ---- rows on both sides ----

    def _both(self, own_id: str, row: SheetRow) -> None:
        base = self.sides.base.get(own_id, {})
        standing = self.sides.standing[own_id]
        wanted: dict[str, JsonValue] = {}
        for at, column in enumerate(self.sides.tab.columns, 1):
            name = column.name
            was, now = base.get(name), standing.get(name)
            if same(row.cells[name], shown(column, was)):
                if was != now:
                    self._written(own_id, name, now)
                    if not same(row.cells[name], shown(column, now)):
                        self.out.puts.append(Put(row.at, at, shown(column, now)))
                continue
            if same(row.cells[name], shown(column, now)):
                self._agreed(own_id, name, now)
                continue
            try:
                there = kept(column, row.cells[name])
            except Unfit as unfit:
                self._refuse(row.at, name, f"{self._label(name)} {unfit.tail}")
                continue
            if there == now:
                self._agreed(own_id, name, now)
            elif there == was:
                # It is written otherwise but says the same.
                self._written(own_id, name, now)
                self.out.puts.append(Put(row.at, at, shown(column, now)))
            elif was == now:
                wanted[name] = there
            else:
                clash = SheetClash(own_id, name, was, there, now, self._title(standing))
                self.out.clashes.append(clash)
        taken = self._fitting(row, standing, wanted)
        if taken:
            self.out.take[own_id] = taken
            for name, value in taken.items():
                self._agreed(own_id, name, value)
        # A row that neither had before is now known to both, though all of it clash.
        self.out.base.setdefault(own_id, {})
        self.out.written.setdefault(own_id, {})
        self._compute(row, {**standing, **taken})

    def _fitting(
        self, row: SheetRow, standing: Cells, wanted: Mapping[str, JsonValue]
    ) -> dict[str, JsonValue]:
        """Return what of an edit the plan takes; tell why not of the rest."""
        left = dict(wanted)
        if left and self.sides.closed:
            self._refuse(row.at, "", self.sides.closed)
            return {}
        for name in [name for name in left if name in FIXED[self._kind]]:
            del left[name]
            self._refuse(row.at, name, f"{self._label(name)} stays; add another row instead.")
        before = refusals(self._kind, standing, self.sides.scenario) if left else {}
        while left:
            odd = refusals(self._kind, {**standing, **left}, self.sides.scenario)
            odd = {name: it for name, it in odd.items() if name in left or name not in before}
            if not odd:
                break
            own = [name for name in odd if name in left] or list(left)
            for name in own:
                self._refuse(row.at, name, odd.get(name) or next(iter(odd.values())))
                del left[name]
        return left

    def _compute(self, row: SheetRow, cells: Cells) -> None:
        value = self.sides.tab.computed(cells)
        if not same(row.computed, value):
            self.out.puts.append(Put(row.at, len(self.sides.tab.columns) + 1, value))

    # ---- rows on one side ----

    def _removed_in_tandem(self, own_id: str, row: SheetRow) -> None:
        base = self.sides.base[own_id]
        if any(self._differs(it, row.cells[it.name], base) for it in self.sides.tab.columns):
            told = self._title(base)
            there = self._there(row)
            clash = SheetClash(own_id, "", None, None, None, told, "tandem", there)
            self.out.clashes.append(clash)
            return
        self.out.delete.append(row.at)
        del self.out.written[own_id]

    def _removed_in_sheet(self, own_id: str) -> None:
        standing, base = self.sides.standing.get(own_id), self.sides.base[own_id]
        if standing is not None:
            told = self._title(standing)
            if any(standing.get(it.name) != base.get(it.name) for it in self.sides.tab.columns):
                own = self._own(standing)
                clash = SheetClash(own_id, "", None, None, None, told, "sheet", own)
                self.out.clashes.append(clash)
                return
            if self.sides.closed:
                self._refuse(0, "", f"{told} is gone from the sheet. {self.sides.closed}")
                return
            self.out.remove.append(own_id)
        del self.out.base[own_id], self.out.written[own_id]

    def _new(self, row: SheetRow, own_id: str) -> None:
        """Give a row an id, or take it over once it has one on the tab."""
        if self.sides.closed:
            self._refuse(row.at, "", self.sides.closed)
            return
        cells: dict[str, JsonValue] = {"team": self.sides.tab.team}
        odd: dict[str, str] = {}
        for column in self.sides.tab.columns:
            try:
                value = kept(column, row.cells[column.name])
            except Unfit as unfit:
                odd[column.name] = f"{self._label(column.name)} {unfit.tail}"
            else:
                if value is not None:
                    cells[column.name] = value
        odd |= refusals(self._kind, cells, self.sides.scenario, whole=True) if not odd else {}
        for name, sentence in odd.items():
            self._refuse(row.at, name, sentence)
        if odd:
            return
        if own_id:
            self.out.add[own_id] = cells
            own = self._own(cells)
            self.out.base[own_id], self.out.written[own_id] = own, dict(own)
        else:
            self.out.puts.append(Put(row.at, 0, self.sides.new_id()))
        self._compute(row, cells)

    # ---- small things ----

    @property
    def _kind(self) -> Literal["line", "target", "coverage"]:
        kind = self.sides.tab.kind
        return "line" if kind == "line" else "target" if kind == "target" else "coverage"

    def _label(self, name: str) -> str:
        return label(self._kind, name, self.sides.scenario)

    def _title(self, cells: Cells) -> str:
        return title(self._kind, {**cells, "team": self.sides.tab.team})

    def _own(self, cells: Cells) -> dict[str, JsonValue]:
        names = (column.name for column in self.sides.tab.columns)
        return {name: cells[name] for name in names if cells.get(name) is not None}

    def _line(self, cells: Cells) -> tuple[SheetCell, ...]:
        own = (shown(column, cells.get(column.name)) for column in self.sides.tab.columns)
        return (*own, self.sides.tab.computed(cells))

    def _differs(self, column: Column, there: SheetCell, base: Cells) -> bool:
        was = base.get(column.name)
        if same(there, shown(column, was)):
            return False
        try:
            return kept(column, there) != was
        except Unfit:
            return True

    def _there(self, row: SheetRow) -> dict[str, JsonValue]:
        found: dict[str, JsonValue] = {}
        for column in self.sides.tab.columns:
            try:
                found[column.name] = kept(column, row.cells[column.name])
            except Unfit:
                found[column.name] = None
        return found

    def _agreed(self, own_id: str, name: str, value: JsonValue) -> None:
        self.out.base.setdefault(own_id, {})[name] = value
        self._written(own_id, name, value)

    def _written(self, own_id: str, name: str, value: JsonValue) -> None:
        self.out.written.setdefault(own_id, {})[name] = value

    def _refuse(self, at: int, name: str, sentence: str) -> None:
        self.out.not_taken.append(NotTaken(at, name, sentence))
