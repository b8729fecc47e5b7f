"""What a plan should be after each change, reckoned apart from the code that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

Row = Mapping[str, JsonValue]
States = dict[str, Row | None]


@dataclass
class Believed:
    """Rows as they should stand, and every change that led there.

    Attributes:
        rows: Cells of each row that is there.
        changes: For each revision the rows it changed, before and after.
        seen: All rows as they stood after each revision.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    changes: dict[int, dict[str, tuple[Row | None, Row | None]]] = field(default_factory=dict)
    seen: dict[int, dict[str, Row]] = field(default_factory=dict)

    def write(self, revision: int | None, wanted: States) -> None:
        """Hold that a revision was given just where something changed, and take it in."""
        moved = {row: cells for row, cells in wanted.items() if cells != self.rows.get(row)}
        assert (revision is not None) == bool(moved)
        if revision is None:
            return
        assert revision > max(self.seen, default=0)
        self.changes[revision] = {row: (self.rows.get(row), cells) for row, cells in moved.items()}
        for row, cells in moved.items():
            self.rows.pop(row, None)
            if cells is not None:
                self.rows[row] = cells
        self.seen[revision] = dict(self.rows)

    def edited(self, row: str, base: Row, mine: Row) -> tuple[States, set[str]]:
        """Return what an edit makes of a row, and the cells that clash."""
        standing = self.rows.get(row)
        if standing is None:
            return {}, set(mine)
        after, clashing = dict(standing), set()
        for cell, value in mine.items():
            wants = value != base.get(cell)
            stands = standing.get(cell)
            if wants and stands == base.get(cell):
                after[cell] = value
            elif wants and stands != value:
                clashing.add(cell)
        return {row: _filled(after)}, clashing

    def undone(self, revision: int) -> tuple[States, set[str]]:
        """Return what undoing a change makes of its rows, and the rows that clash."""
        wanted: States = {}
        clashing: set[str] = set()
        for row, (before, after) in self.changes[revision].items():
            standing = self.rows.get(row)
            if before is not None and after is not None:
                cells = [cell for cell in {**before, **after} if _differ(before, after, cell)]
                based = {cell: after.get(cell) for cell in cells}
                states, cells_clashing = self.edited(
                    row, based, {cell: before.get(cell) for cell in cells}
                )
                wanted |= states
                clashing |= {row} if cells_clashing else set()
            elif standing in (before, after):
                wanted[row] = before
            else:
                clashing.add(row)
        return wanted, clashing


def _differ(before: Row, after: Row, cell: str) -> bool:
    return before.get(cell) != after.get(cell)


def _filled(cells: Row) -> Row:
    return {cell: value for cell, value in cells.items() if value is not None}
