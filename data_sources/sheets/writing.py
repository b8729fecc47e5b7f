"""Writing exactly once: a log row and a mark with the operation's id in the same batch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data_sources.sheets.cells import Area, Cell, Region, Rows
from data_sources.sheets.changes import AppendRows, Change, NameRegion, UnnameRegion
from data_sources.sheets.port import Book, Sheets
from planning.errors import UsageError

_OPERATION: Final = re.compile(r"[a-z0-9]{8,32}")
_MARK: Final = "tandem_written_"


@dataclass(frozen=True, slots=True)
class LogRow:
    """What is noted of a write in the spreadsheet itself.

    Attributes:
        tab_id, tab: Id and title of the log's tab; a batch may add the tab first.
        operation: Id of the operation, 8 to 32 of a-z and 0-9; the row's first cell.
        cells: The row's further cells.
    """

    tab_id: int
    tab: str
    operation: str
    cells: tuple[Cell, ...] = ()


def write_once(
    sheets: Sheets, book: Book, changes: Sequence[Change], log: LogRow, then: Sequence[Area] = ()
) -> tuple[Rows, ...] | None:
    """Make changes and log them, all or none, and never twice.

    The batch adds a named cell under the operation's id. Google refuses a batch that adds
    an id that exists, so that a repeat (of ours, or of a request that was thought lost
    and arrives late) changes nothing.

    Args:
        sheets: The port.
        book: The spreadsheet as it was read last; marks of earlier writes go.
        changes: The changes.
        log: The row of the log.
        then: What to tell of after the changes, at most one area of each tab.

    Returns:
        What stands in `then` after the changes; None where the answer does not tell.

    Raises:
        UsageError: The operation's id cannot be used.
        Refused: Somebody changed the spreadsheet in between; nothing was written.
    """
    if not _OPERATION.fullmatch(log.operation):
        raise UsageError("An operation needs an id of 8 to 32 letters a-z and digits.")
    mark = mark_of(log.operation)
    old = [
        UnnameRegion(one.id)
        for one in book.named
        if one.name.startswith(_MARK) and one.name != mark
    ]
    head = Region(log.tab_id, 0, 1, 0, 1)
    return sheets.write(
        book.id,
        [
            *changes,
            *old,
            NameRegion(mark, mark, head),
            AppendRows(log.tab_id, ((log.operation, *log.cells),)),
        ],
        arrived=lambda: was_written(sheets, book.id, log.tab, log.operation),
        then=then,
    )


def was_written(sheets: Sheets, spreadsheet_id: str, tab: str, operation: str) -> bool:
    """Tell whether an operation is in the spreadsheet: by its mark, else by the log.

    One request if it was the last write, two if others wrote since or it never arrived.

    Args:
        sheets: The port.
        spreadsheet_id: The spreadsheet.
        tab: Title of the log's tab, which need not be there yet.
        operation: The operation's id.
    """
    book = sheets.book(spreadsheet_id)
    if any(one.name == mark_of(operation) for one in book.named):
        return True
    known = any(one.title == tab for one in book.tabs)
    return known and operation in logged(sheets, spreadsheet_id, tab)


def logged(sheets: Sheets, spreadsheet_id: str, tab: str) -> frozenset[str]:
    """Return the ids of all operations in a log.

    Raises:
        TabGone: The log's tab is not there.
    """
    (rows,) = sheets.read(spreadsheet_id, [Area(tab, end_column=1)])
    return frozenset(str(row[0]) for row in rows if row and row[0] is not None)


def mark_of(operation: str) -> str:
    """Return the name and id of the cell that marks a write."""
    return _MARK + operation
