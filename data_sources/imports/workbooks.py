"""Excel workbooks: the sheet with the table, its cells as the text a CSV would hold."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_PROBE_ROWS: Final = 200
_WHOLE_LIMIT: Final = 1e15
_DAMAGE: Final = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError,
    OSError, EOFError, NotImplementedError,
)  # fmt: skip
"""What a workbook with broken insides makes the reader raise."""


def _open(path: Path, label: str) -> Workbook:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise NotPossible("Workbooks cannot be read safely here.", "Install defusedxml.")
    try:
        # What a workbook holds beside its cells is no concern of a reader of tables.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as problem:
        raise NotPossible(
            f"{label} is damaged: it cannot be read as a workbook.", "Save it again, or as CSV."
        ) from problem


def sheets_of(path: Path, label: str) -> tuple[tuple[str, int], ...]:
    """Return the visible sheets with the number of filled rows at their top.

    Raises:
        NotPossible: The workbook is damaged.
    """
    book = _open(path, label)
    try:
        return tuple(
            (sheet.title, sum(1 for row in islice(_rows(sheet), _PROBE_ROWS) if any(row)))
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        )
    except _DAMAGE as problem:
        raise NotPossible(
            f"{label} is damaged: a sheet cannot be read.", "Save it again, or as CSV."
        ) from problem
    finally:
        book.close()


def sheet_of(path: Path, label: str, wanted: str | None) -> str:
    """Return the sheet to read: the one asked for, else the first with a table.

    Raises:
        UsageError: The sheet asked for is not there.
        NotPossible: No sheet holds anything.
    """
    sheets = sheets_of(path, label)
    if wanted is not None:
        if wanted not in dict(sheets):
            listed = ", ".join(f"“{name}”" for name, _ in sheets)
            raise UsageError(f"{label} has no sheet “{wanted}”.", f"It has {listed}.")
        return wanted
    for least in (2, 1):
        for name, filled in sheets:
            if filled >= least:
                return name
    raise NotPossible(f"{label} is empty.", "Choose a workbook with rows in it.")


def rows_of_sheet(
    path: Path, label: str, sheet: str, progress: Callable[[float], None] | None = None
) -> Iterator[list[str]]:
    """Yield the rows of a sheet from its first row, cells as text.

    Dates are written in ISO spelling, whole numbers without a point; formulas give the
    value the spreadsheet last saw, errors such as #N/A are empty.

    Raises:
        NotPossible: The workbook is damaged.
    """
    book = _open(path, label)
    try:
        table = book[sheet]
        height = max(table.max_row or 1, 1)
        for number, row in enumerate(_rows(table), start=1):
            if progress and number % 10_000 == 0:
                progress(min(number / height, 1.0))
            yield row
    except _DAMAGE as problem:
        raise NotPossible(
            f"{label} is damaged: sheet “{sheet}” cannot be read.", "Save it again, or as CSV."
        ) from problem
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[list[str]]:  # noqa: ANN401 - a sheet in read-only mode
    # Some programs write a wrong table size; without it every row is read.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell of any kind
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _WHOLE_LIMIT
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else str(value.date())
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
