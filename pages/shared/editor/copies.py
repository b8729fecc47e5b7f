"""A person's working copy of a sheet: what was on screen, and what they typed over it.

Plain functions without Streamlit. The grid is fed the frozen rows of one revision with
what had been typed when it was drawn anew; what was typed since is read from the grid by
row id and cell, never by drawing its own output again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from planning.agreed.changes import Edit
from planning.agreed.rows import PlanRow

Cells = dict[str, dict[str, JsonValue]]
"""Values by row id, then cell."""

Same = Callable[[str, JsonValue, JsonValue], bool]
"""Whether what was typed into a cell means the value that stands in it."""


@dataclass(frozen=True)
class Clashing:
    """A cell that two people changed: what each wants, and who was first."""

    row: str
    cell: str
    title: str
    who: str
    when: str
    revision: int = 0
    base: JsonValue = None
    mine: JsonValue = None
    theirs: JsonValue = None
    removed: bool = False


@dataclass
class Copy:
    """What one visitor has in hand; kept in the session, its draft in the store too.

    Attributes:
        shown: Revision of the rows on screen.
        based_on: Revision whose values the unsaved cells replace; older than `shown`
            only while a clash waits for an answer.
        mine: What was typed and is not saved, by row and cell.
        fed: What of it was on screen when the grid was last drawn anew.
        grid: How often it was; part of the grid's key.
        order: Row ids as the grid holds them, from its top.
        view: Which columns it shows.
        refused: Why a cell could not be saved, by row and cell.
        clashes: Cells that wait for an answer.
        said: What happened last, as one sentence.
        undoes: Revision that “Undo” takes back, None where nothing can be.
        dropped: What was let go last, with what it was based on: “Undo” brings it back.
        kept: What this visit last kept in the store; the rest there is another window's.
        operation: Names the save under way, so that a repeat is harmless.
        asked: What a click asked for (a dialog) and of which row, until it is drawn.
        told: Whether the dialog about the clashes was opened by itself.
        rerun: Whether the page around the sheet is to be drawn again.
    """

    shown: int
    based_on: int
    mine: Cells = field(default_factory=dict)
    fed: Cells = field(default_factory=dict)
    grid: int = 0
    order: tuple[str, ...] = ()
    view: str = ""
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    clashes: tuple[Clashing, ...] = ()
    said: str = ""
    undoes: int | None = None
    dropped: tuple[int, Cells] | None = None
    kept: Cells = field(default_factory=dict)
    operation: str | None = None
    asked: tuple[str, str] | None = None
    told: bool = False
    rerun: bool = False

    def draw_anew(self) -> None:
        """Let the next grid begin with all that was typed."""
        self.fed = {row: dict(cells) for row, cells in self.mine.items()}
        self.grid += 1


def typed(
    fed: Mapping[str, Mapping[str, JsonValue]],
    order: Sequence[str],
    edited: Mapping[int, Mapping[str, JsonValue]],
    base: Mapping[str, PlanRow],
    same: Same,
) -> Cells:
    """Return all that differs from the base: what was fed, with the grid's edits over it.

    Args:
        fed: What had been typed when the grid was drawn.
        order: Row ids by position in the grid.
        edited: The grid's edits by position, then cell.
        base: The frozen rows.
        same: Tells what was typed from what stands.

    Returns:
        Cells by row; a cell that came back to its base is in no draft.
    """
    found: Cells = {row: dict(cells) for row, cells in fed.items()}
    for position, cells in edited.items():
        if 0 <= position < len(order):
            found.setdefault(order[position], {}).update(
                {cell: _blank_is_none(value) for cell, value in cells.items()}
            )
    return without_same(found, base, same)


def _blank_is_none(value: JsonValue) -> JsonValue:
    return None if isinstance(value, str) and not value.strip() else value


def without_same(mine: Cells, base: Mapping[str, PlanRow], same: Same) -> Cells:
    """Drop cells that mean what stands, and rows that are no more."""
    left: Cells = {}
    for row, cells in mine.items():
        if row not in base:
            continue
        kept = {
            cell: value for cell, value in cells.items() if not same(cell, value, base[row][cell])
        }
        if kept:
            left[row] = kept
    return left


def put(mine: Cells, changes: Mapping[str, Mapping[str, JsonValue]]) -> Cells:
    """Return what was typed with more cells over it."""
    found: Cells = {row: dict(cells) for row, cells in mine.items()}
    for row, cells in changes.items():
        found.setdefault(row, {}).update(cells)
    return found


def edits(mine: Cells, base: Mapping[str, PlanRow], rows: Iterable[str]) -> tuple[Edit, ...]:
    """Return what is to be saved of some rows, with the values it is based on."""
    return tuple(
        Edit(row, {cell: base[row][cell] for cell in mine[row]}, dict(mine[row]))
        for row in rows
        if mine.get(row) and row in base
    )


def moved(mine: Cells, base: Mapping[str, PlanRow], now: Mapping[str, PlanRow]) -> Cells:
    """Return the typed cells whose value somebody else changed to something new since.

    Args:
        mine: What was typed.
        base: The rows it is based on.
        now: The rows as they stand.

    Returns:
        What was typed there, by row and cell; rows removed since are not in it.
    """
    found: Cells = {}
    for row, cells in mine.items():
        if row not in base or row not in now:
            continue
        clash = {c: v for c, v in cells.items() if now[row][c] != base[row][c]}
        if clash:
            found[row] = clash
    return found


def without(mine: Cells, cells: Iterable[tuple[str, str]]) -> Cells:
    """Return what was typed without some cells."""
    gone = set(cells)
    left: Cells = {}
    for row, typed_cells in mine.items():
        kept = {c: v for c, v in typed_cells.items() if (row, c) not in gone}
        if kept:
            left[row] = kept
    return left
