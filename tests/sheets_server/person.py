"""A person at the sheet: types, inserts, deletes, sorts, renames; with that person's rights."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from tests.sheets_server.grid import Spreadsheet, Tab, Value, new_number
from tests.sheets_server.marking import refuse_protected


@dataclass(frozen=True)
class Person:
    """Somebody who has a spreadsheet open; rows and columns count from zero.

    Everything raises `grid.Refusal` where the sheet would not let that person do it.
    """

    book: Spreadsheet
    email: str

    def tab(self, title: str) -> Tab:
        """The tab of that title."""
        tab = self.book.titled(title)
        assert tab is not None, title
        return tab

    def shows(self, title: str) -> list[list[Value]]:
        """What stands in the tab, every row as wide as the widest."""
        tab = self.tab(title)
        width = max((column for _, column in tab.cells), default=-1) + 1
        return [
            [tab.cells.get((row, column)) for column in range(width)]
            for row in range(tab.last_row())
        ]

    def types(self, title: str, row: int, column: int, value: Value) -> None:
        """Type into a cell."""

        def typed(book: Spreadsheet) -> None:
            tab = self.tab(title)
            refuse_protected(tab, row, column, self.email, book.owner)
            tab.set(row, column, value)

        self.book.changed(typed)

    def pastes(self, title: str, row: int, column: int, rows: list[list[Any]]) -> None:
        """Paste rows, the first value into a cell."""
        for down, values in enumerate(rows):
            for across, value in enumerate(values):
                self.types(title, row + down, column + across, value)

    def inserts_row(self, title: str, before: int) -> None:
        """Insert an empty row."""
        tab = self.tab(title)
        self.book.changed(lambda book: book.move_lines(tab, rows=True, at=before, by=1))

    def deletes_row(self, title: str, row: int) -> None:
        """Delete a row."""
        self._may_touch(title, row)
        tab = self.tab(title)
        self.book.changed(lambda book: book.move_lines(tab, rows=True, at=row, by=-1))

    def sorts(self, title: str, column: int, *, first: int = 1, descending: bool = False) -> None:
        """Sort the rows from `first` on by a column; empty ones stay at the end."""
        tab = self.tab(title)
        rows = range(first, tab.last_row())

        def place(row: int) -> tuple[bool, str, float, str]:
            value = tab.cells.get((row, column))
            number = float(value) if isinstance(value, int | float) else 0.0
            return value is None, "" if number else "text", number, str(value)

        known = [row for row in rows if tab.cells.get((row, column)) is not None]
        empty = [row for row in rows if row not in known]
        order = [*sorted(known, key=place, reverse=descending), *empty]
        self._in_order(tab, rows, order)

    def moves_row(self, title: str, row: int, to: int) -> None:
        """Drag a row to another place."""
        tab = self.tab(title)
        rows = range(min(row, to), max(row, to) + 1)
        order = [one for one in rows if one != row]
        order.insert(to - rows.start, row)
        self._in_order(tab, rows, order)

    def _in_order(self, tab: Tab, rows: range, order: list[int]) -> None:
        def ordered(_book: Spreadsheet) -> None:
            came = dict(zip(order, rows, strict=True))
            tab.cells = {(came.get(r, r), c): value for (r, c), value in tab.cells.items()}

        self.book.changed(ordered)

    def renames_column(self, title: str, column: int, name: str, *, head: int = 0) -> None:
        """Write another name at a column's head."""
        self.types(title, head, column, name)

    def moves_column(self, title: str, column: int, to: int) -> None:
        """Drag a column to another place."""
        tab = self.tab(title)
        order = [one for one in range(tab.columns) if one != column]
        order.insert(to, column)

        def moved(_book: Spreadsheet) -> None:
            came = {old: new for new, old in enumerate(order)}
            tab.cells = {(r, came[c]): value for (r, c), value in tab.cells.items()}

        self.book.changed(moved)

    def inserts_column(self, title: str, before: int) -> None:
        """Insert an empty column."""
        tab = self.tab(title)
        self.book.changed(lambda book: book.move_lines(tab, rows=False, at=before, by=1))

    def deletes_column(self, title: str, column: int) -> None:
        """Delete a column."""
        tab = self.tab(title)
        self.book.changed(lambda book: book.move_lines(tab, rows=False, at=column, by=-1))

    def adds_tab(self, title: str) -> None:
        """Add an empty tab."""
        self.book.changed(lambda book: book.tabs.append(Tab(new_number(), title)))

    def copies_tab(self, title: str, name: str) -> None:
        """Copy a tab under another title."""
        copy = replace(deepcopy(self.tab(title)), id=new_number(), title=name)
        self.book.changed(lambda book: book.tabs.append(copy))

    def deletes_tab(self, title: str) -> None:
        """Delete a tab, with its names."""
        tab = self.tab(title)

        def deleted(book: Spreadsheet) -> None:
            book.tabs.remove(tab)
            book.named = {k: one for k, one in book.named.items() if one[1].sheet_id != tab.id}

        self.book.changed(deleted)

    def renames_tab(self, title: str, name: str) -> None:
        """Give a tab another title."""
        tab = self.tab(title)
        self.book.changed(lambda _book: setattr(tab, "title", name))

    def _may_touch(self, title: str, row: int) -> None:
        tab = self.tab(title)
        for column in range(tab.columns):
            refuse_protected(tab, row, column, self.email, self.book.owner)
