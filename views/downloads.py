"""Files people take away: CSV that spreadsheets cannot run, XLSX without formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from planning.actuals.figures import Figure, plain_number

Cell = str | int | float | None
_DANGEROUS: Final = re.compile(r"^[=+\-@\t\r']")
_CELL_LIMIT: Final = 32_767  # characters an XLSX cell can hold


def safe_cell(value: Cell) -> Cell:
    """Put an apostrophe before text a spreadsheet would run; numbers never.

    The importer removes it again, so a round trip changes nothing.

    Example:
        >>> safe_cell("=1+1"), safe_cell("'quoted'"), safe_cell(-5), safe_cell("plain")
        ("'=1+1", "''quoted'", -5, 'plain')
    """
    return f"'{value}" if isinstance(value, str) and _DANGEROUS.match(value) else value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark, as spreadsheets expect."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(str(head)) for head in frame.columns])
    for row in _rows(frame):
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Write tables as a workbook, one sheet each; text stays text."""
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            for at, head in enumerate(frame.columns):
                sheet.write_string(0, at, str(head), bold)
            for line, row in enumerate(_rows(frame), start=1):
                _write_row(sheet, line, row)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, max(len(frame.columns) - 1, 0), 18)
    return buffer.getvalue()


def _write_row(sheet: Any, line: int, row: Sequence[Cell]) -> None:  # noqa: ANN401 - untyped library
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(line, at, cell[:_CELL_LIMIT])
        elif cell is not None:
            sheet.write_number(line, at, cell)


def _rows(frame: pd.DataFrame) -> Iterable[list[Cell]]:
    for row in frame.itertuples(index=False, name=None):
        yield [_cell(value) for value in row]


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)


def figures_frame(figures: Mapping[str, Figure], currency: str) -> pd.DataFrame:
    """Lay every figure out with what explains it; fractions stay fractions."""
    return pd.DataFrame(
        [
            {
                "KPI": figure.kpi.name,
                "Value": plain_number(figure.value),
                "Unit": currency if figure.unit == "money" else figure.unit,
                "Numerator": plain_number(figure.numerator),
                "Denominator": plain_number(figure.denominator),
                "Low": plain_number(figure.low),
                "High": plain_number(figure.high),
                "Definition": figure.definition,
                "Note": figure.note,
            }
            for figure in figures.values()
        ]
    )


def about_frame(lines: Mapping[str, str]) -> pd.DataFrame:
    """Lay out what a file speaks of: company, months, filters, as-of."""
    return pd.DataFrame({"About": list(lines), "": list(lines.values())})
