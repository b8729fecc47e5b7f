"""The pack of a week as a workbook: the tables behind each page, text safe, nothing that runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from views.pack.section import Cell, Section, Table
from views.pack.week_pack import WeekPack

ABOUT: Final = "About"
EXACT: Final = ", exact"
"""What stands behind the head of a column of exact numbers."""

_NAME_LIMIT: Final = 31  # characters of a sheet's name
_CELL_LIMIT: Final = 32_767  # characters a cell can hold
_WIDEST, _NARROWEST = 44, 9
_UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a file format without time zones
"""Equal words give an equal file: when it was written is not told."""

Row = Sequence[Cell]


def week_xlsx(pack: WeekPack) -> bytes:
    """Write a pack as a workbook: a first sheet on what it rests on, then one for each page.

    Cells hold what stands in print; to the right of a table stand the exact numbers behind
    it, to go on computing with.

    Args:
        pack: What stands on it.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": pack.title, "created": _UNDATED})
        bold = book.add_format({"bold": True})
        sheet = _Sheet(book.add_worksheet(ABOUT), bold)
        sheet.heading(pack.title)
        sheet.pairs(pack.about)
        sheet.finish()
        for section in pack.sections:
            sheet = _Sheet(book.add_worksheet(section.name[:_NAME_LIMIT]), bold)
            _write(sheet, section)
            sheet.finish()
    return buffer.getvalue()


def _write(sheet: _Sheet, section: Section) -> None:
    sheet.heading(section.heading)
    sheet.lines(section.paragraphs)
    for table in section.tables:
        sheet.table(table)
    for chart in section.charts:
        sheet.lines((f"{chart.finding}.", f"{chart.subtitle}."))
    sheet.lines(section.notes)


class _Sheet:
    """One sheet, written from the top."""

    def __init__(self, sheet: Any, bold: Any) -> None:  # noqa: ANN401 - untyped library
        self._sheet, self._bold = sheet, bold
        self._line = 0
        self._widths: dict[int, int] = {}

    def heading(self, text: str) -> None:
        """Write the finding on top."""
        self._text(0, text, bold=True)
        self._line += 2

    def lines(self, texts: Iterable[str]) -> None:
        """Write sentences, one a row, and leave a row free."""
        before = self._line
        for text in texts:
            self._text(0, text)
            self._line += 1
        self._line += self._line > before

    def pairs(self, values: Mapping[str, str]) -> None:
        """Write names with their values."""
        for name, value in values.items():
            self._counted(0, name, bold=True)
            self._counted(1, value)
            self._line += 1

    def table(self, table: Table) -> None:
        """Write a table as it is printed, the exact numbers to its right."""
        self._text(0, table.title, bold=True)
        self._line += 1
        exact = [at for at in range(len(table.columns)) if _has_numbers(table.rows, at)]
        heads = [it.head for it in table.columns]
        heads += [f"{table.columns[at].head}{EXACT}" for at in exact]
        for at, head in enumerate(heads):
            self._counted(at, head, bold=True)
        self._line += 1
        for row in table.rows:
            for at, cell in enumerate(row):
                self._counted(at, cell.shown)
            for place, at in enumerate(exact, start=len(row)):
                if (value := row[at].value) is not None:
                    self._sheet.write_number(self._line, place, value)
            self._line += 1
        self._line += 1

    def finish(self) -> None:
        """Make columns as wide as what stands in them."""
        for at, width in self._widths.items():
            self._sheet.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))

    def _counted(self, at: int, text: str, *, bold: bool = False) -> None:
        self._widths[at] = max(self._widths.get(at, 0), len(text))
        self._text(at, text, bold=bold)

    def _text(self, at: int, text: str, *, bold: bool = False) -> None:
        if text:
            style = self._bold if bold else None
            self._sheet.write_string(self._line, at, text[:_CELL_LIMIT], style)


def _has_numbers(rows: Sequence[Row], at: int) -> bool:
    return any(row[at].value is not None for row in rows)
