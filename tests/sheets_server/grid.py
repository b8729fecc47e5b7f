"""What the server keeps: spreadsheets, their tabs, cells, named and protected ranges."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

Json = dict[str, Any]
Value = str | int | float | bool | date | None
WRITERS = ("writer", "owner")


class Refusal(Exception):  # noqa: N818 - an answer of the server
    """An error answer: status, its name, and what is said."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code, self.status, self.message = code, status, message


def bad(message: str) -> Refusal:
    """The answer to a request that cannot be done as it stands."""
    return Refusal(400, "INVALID_ARGUMENT", message)


@dataclass
class Range:
    """Cells of a tab, half-open; None is the tab's edge."""

    sheet_id: int
    r0: int | None = None
    r1: int | None = None
    c0: int | None = None
    c1: int | None = None

    @classmethod
    def of(cls, told: Json) -> Range:
        """Read a GridRange."""
        return cls(
            told.get("sheetId", 0),
            told.get("startRowIndex"),
            told.get("endRowIndex"),
            told.get("startColumnIndex"),
            told.get("endColumnIndex"),
        )

    def told(self) -> Json:
        """Write a GridRange; a sheet id of zero is left out, as Google does."""
        ends = {
            "sheetId": self.sheet_id or None,
            "startRowIndex": self.r0,
            "endRowIndex": self.r1,
            "startColumnIndex": self.c0,
            "endColumnIndex": self.c1,
        }
        return {name: value for name, value in ends.items() if value is not None}

    def holds(self, sheet_id: int, row: int, column: int) -> bool:
        """Whether a cell lies within."""
        return (
            sheet_id == self.sheet_id
            and (self.r0 or 0) <= row
            and (self.r1 is None or row < self.r1)
            and (self.c0 or 0) <= column
            and (self.c1 is None or column < self.c1)
        )

    def shifted(self, *, rows: bool, at: int, by: int) -> Range | None:
        """Where it lies after lines came (by > 0) or went; None if it went with them."""
        first, end = (self.r0, self.r1) if rows else (self.c0, self.c1)

        def moved(edge: int | None) -> int | None:
            if edge is None or (edge <= at and (by < 0 or edge < at)):
                return edge
            return edge + by if by > 0 else max(at, edge + by)

        new_first = moved(first)
        new_end = end if end is None or end <= at else max(at, end + by)
        if new_end is not None and new_end <= (new_first or 0):
            return None
        if rows:
            return Range(self.sheet_id, new_first, new_end, self.c0, self.c1)
        return Range(self.sheet_id, self.r0, self.r1, new_first, new_end)


@dataclass
class Protected:
    """A protected range as Google tells it, its range and who made it apart."""

    id: int
    range: Range
    told: Json
    by: str


@dataclass
class Tab:
    """A tab: a grid of values, and how it looks as far as it was told."""

    id: int
    title: str
    rows: int = 1000
    columns: int = 26
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    grid: Json = field(default_factory=dict)
    hidden: bool = False
    protected: list[Protected] = field(default_factory=list)
    formats: list[tuple[Range, Json]] = field(default_factory=list)

    def set(self, row: int, column: int, value: Value) -> None:
        """Put a value into a cell of the grid; None or empty text empties it."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            raise bad(
                f"Range ({self.title}) exceeds grid limits. "
                f"Max rows: {self.rows}, max columns: {self.columns}"
            )
        if value is None or value == "":
            self.cells.pop((row, column), None)
        else:
            if isinstance(value, str) and len(value) > 50_000:
                raise bad("Your input contains more than the maximum of 50000 characters.")
            self.cells[row, column] = value

    def last_row(self) -> int:
        """How many rows there are up to the last that holds anything."""
        return max((row for row, _ in self.cells), default=-1) + 1

    def moved_lines(self, *, rows: bool, at: int, by: int) -> None:
        """Insert (by > 0) or delete rows or columns; what stands behind moves."""
        axis = 0 if rows else 1
        gone = range(at, at - by) if by < 0 else range(0)
        moved = {}
        for place, value in self.cells.items():
            if place[axis] in gone:
                continue
            step = by if place[axis] >= at else 0
            key = (place[0] + step, place[1]) if rows else (place[0], place[1] + step)
            moved[key] = value
        self.cells = moved
        if rows:
            self.rows += by
        else:
            self.columns += by
        kept = []
        for one in self.protected:
            shifted = one.range.shifted(rows=rows, at=at, by=by)
            if shifted is not None:
                kept.append(replace(one, range=shifted))
        self.protected = kept

    def told(self, index: int, owner: str) -> Json:
        """The tab as `spreadsheets.get` tells it."""
        grid = {"rowCount": self.rows, "columnCount": self.columns}
        grid |= {name: value for name, value in self.grid.items() if value}
        looks: Json = {
            "sheetId": self.id,
            "title": self.title,
            "index": index,
            "sheetType": "GRID",
            "gridProperties": grid,
        }
        if self.hidden:
            looks["hidden"] = True
        found: Json = {"properties": looks}
        if self.protected:
            found["protectedRanges"] = [_protected(one, owner) for one in self.protected]
        return found


def _protected(one: Protected, owner: str) -> Json:
    told = {"protectedRangeId": one.id, "range": one.range.told(), **one.told}
    if not told.get("warningOnly"):
        told["editors"] = {"users": editors_of(one, owner)}
    return told


def editors_of(one: Protected, owner: str) -> list[str]:
    """Who may change a protected range: who was named, the owner, and who protected it."""
    named = one.told.get("editors", {}).get("users", [])
    return list(dict.fromkeys([*named, owner, one.by]))


@dataclass
class Spreadsheet:
    """A spreadsheet with who may do what; `version` counts changes."""

    id: str
    title: str
    owner: str
    tabs: list[Tab] = field(default_factory=lambda: [Tab(0, "Sheet1")])
    named: dict[str, tuple[str, Range]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))

    def may(self, who: str, *, write: bool) -> bool:
        """Whether somebody may read, or write."""
        role = "owner" if who == self.owner else self.shared.get(who)
        return role in WRITERS if write else role is not None

    def tab(self, sheet_id: int) -> Tab:
        """A tab by its id."""
        for tab in self.tabs:
            if tab.id == sheet_id:
                return tab
        raise bad(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Tab | None:
        """A tab by its title, as people write it."""
        folded = title.casefold()
        return next((tab for tab in self.tabs if tab.title.casefold() == folded), None)

    def move_lines(self, tab: Tab, *, rows: bool, at: int, by: int) -> None:
        """Insert or delete lines of a tab; names move along."""
        tab.moved_lines(rows=rows, at=at, by=by)
        for key, (name, place) in list(self.named.items()):
            if place.sheet_id != tab.id:
                continue
            shifted = place.shifted(rows=rows, at=at, by=by)
            if shifted is None:
                del self.named[key]
            else:
                self.named[key] = (name, shifted)

    def changed(self, how: Callable[[Spreadsheet], Any]) -> Any:  # noqa: ANN401 - an answer
        """Change all or nothing; returns what the change says."""
        before = deepcopy((self.title, self.tabs, self.named))
        try:
            said = how(self)
        except BaseException:
            self.title, self.tabs, self.named = before
            raise
        self.modified = max(datetime.now(UTC), self.modified)
        return said


def new_number() -> int:
    """An id as Google draws them for tabs and protections."""
    return secrets.randbelow(2**31 - 2) + 1
