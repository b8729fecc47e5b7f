"""A tab of a spreadsheet, written into a file that is imported like any other."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from data_sources.sheets.cells import Area, Cell, Rows
from planning.actuals.reading import plain_to_csv
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from data_sources.sheets.port import Book, Sheets, Tab

Sign = Literal[".", ","]
_CELLS: Final = 400_000
"""Cells of one request: a few megabytes of answer."""


@dataclass(frozen=True)
class Fetched:
    """A tab that was fetched.

    Attributes:
        label: What people know it as.
        spreadsheet: Title of its spreadsheet.
        tab: Its title.
        rows: Rows up to the last that holds anything, the head among them.
    """

    label: str
    spreadsheet: str
    tab: str
    rows: int


def fetch(
    sheets: Sheets,
    spreadsheet_id: str,
    tab: str | None,
    path: Path,
    *,
    decimal: Sign = ".",
    progress: Callable[[str, float], None] | None = None,
) -> Fetched:
    """Write a tab's values into a CSV file: two requests, more for a very large tab.

    Args:
        sheets: The port.
        spreadsheet_id: The spreadsheet.
        tab: Title of its tab; None takes the first that is not hidden.
        path: The file to write; made anew.
        decimal: Sign before decimals that numbers are written with.
        progress: Told what is being done and the share of it, 0 to 1.

    Raises:
        SheetsTrouble: Google does not give it.
        NotPossible: The tab is empty.
    """
    book = sheets.book(spreadsheet_id)
    found = _tab(book, tab)
    label = f"{book.title}, tab {found.title}"
    tell = progress or (lambda _what, _share: None)
    tell(f"Fetching {label}", 0.0)
    rows, blank = 0, 0
    # The mark at the beginning says for certain how the text is encoded.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for row, share in _padded(_pieces(sheets, spreadsheet_id, found)):
            if not any(cell is not None for cell in row):
                blank += 1
                continue
            writer.writerows([""] for _ in range(blank))
            writer.writerow([text_of(cell, decimal) for cell in row])
            rows, blank = rows + blank + 1, 0
            if rows % 10_000 == 0:
                tell(f"Fetching {label}", share)
    if not rows:
        raise NotPossible(f"{label} is empty.", "Choose a tab with rows in it.")
    tell(f"Fetching {label}", 1.0)
    return Fetched(label, book.title, found.title, rows)


def _tab(book: Book, title: str | None) -> Tab:
    if title is not None:
        return book.tab(title)
    shown = [tab for tab in book.tabs if not tab.hidden]
    if not shown:
        raise UsageError(f"{book.title} has no tab with cells.", "Choose another spreadsheet.")
    return shown[0]


def _pieces(sheets: Sheets, spreadsheet_id: str, tab: Tab) -> Iterator[tuple[Rows, int, float]]:
    """Give the tab's rows piece by piece, each with its size and the share that is read."""
    size = max(1, _CELLS // max(tab.columns, 1))
    whole = tab.rows <= size
    for first in range(0, tab.rows, size):
        end = min(first + size, tab.rows)
        area = Area(tab.title) if whole else Area(tab.title, first, end)
        (rows,) = sheets.read(spreadsheet_id, [area], dates_as_text=True)
        yield rows, end - first, end / tab.rows


def _padded(
    pieces: Iterator[tuple[Rows, int, float]],
) -> Iterator[tuple[tuple[Cell, ...], float]]:
    """Give rows as wide as the widest of the first piece; Google leaves empty ends out."""
    width = 0
    for number, (rows, size, share) in enumerate(pieces):
        if number == 0:
            width = max(map(len, rows), default=0)
        blank: Rows = ((),) * (size - len(rows))
        for row in chain(rows, blank):
            yield (*row, *(None,) * (width - len(row))), share


def text_of(cell: Cell, decimal: Sign = ".") -> str:
    """Return a cell as the importer reads it.

    Example:
        >>> text_of(None), text_of(True), text_of("=1+1"), text_of("5"), text_of(1e15)
        ('', 'true', "'=1+1", '5', '1000000000000000')
        >>> text_of(1234.5), text_of(1234.5, ","), text_of(0.0000001)
        ('1234.5', '1234,5', '0.0000001')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return plain_to_csv(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return format(Decimal(repr(cell)), "f").replace(".", decimal)
