"""Reading and writing values: get, batchGet, update, append, clear, batchUpdate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tests.sheets_server.grid import Json, Range, Spreadsheet, Tab, Value, bad
from tests.sheets_server.notation import range_of, written

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ZERO = date(1899, 12, 30)
RENDERED = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")


def get(book: Spreadsheet, text: str, render: str, dates: str) -> Json:
    """Values of a range, without empty cells at an end."""
    if render not in RENDERED:
        raise bad(f"Invalid value at 'value_render_option': {render}")
    tab, cells = range_of(book, text)
    r0, r1, c0, c1 = _ends(tab, cells)
    rows: list[list[Any]] = []
    for row in range(r0, min(r1, tab.last_row())):
        line = [shown(tab.cells.get((row, column)), render, dates) for column in range(c0, c1)]
        while line and line[-1] == "":
            line.pop()
        rows.append(line)
    while rows and not rows[-1]:
        rows.pop()
    found: Json = {"range": written(tab, r0, r1, c0, c1), "majorDimension": "ROWS"}
    return found | ({"values": rows} if rows else {})


def put(book: Spreadsheet, text: str, values: Sequence[Sequence[Any]], option: str) -> Json:
    """Write values from the range's first cell on."""
    tab, cells = range_of(book, text)
    r0, r1, c0, c1 = _ends(tab, cells)
    width = max((len(row) for row in values), default=0)
    one_cell = r1 - r0 == 1 and c1 - c0 == 1 and ":" not in text.rpartition("!")[2]
    whole_tab = "!" not in text
    if not (one_cell or whole_tab) and (len(values) > r1 - r0 or width > c1 - c0):
        raise bad(f"Requested writing within range [{text}], but tried writing to more")
    return _written(book, tab, r0, c0, values, option)


def _written(
    book: Spreadsheet, tab: Tab, r0: int, c0: int, values: Sequence[Sequence[Any]], option: str
) -> Json:
    width = max((len(row) for row in values), default=0)
    for down, row in enumerate(values):
        for across, value in enumerate(row):
            if value is not None:
                tab.set(r0 + down, c0 + across, _entered(value, option))
    return {
        "spreadsheetId": book.id,
        "updatedRange": written(tab, r0, r0 + max(len(values), 1), c0, c0 + max(width, 1)),
        "updatedRows": len(values),
        "updatedColumns": width,
        "updatedCells": sum(len(row) for row in values),
    }


def append(book: Spreadsheet, text: str, values: Sequence[Sequence[Any]], option: str) -> Json:
    """Write rows below the table that a range touches; the grid grows."""
    tab, cells = range_of(book, text)
    table = _last_table(tab, cells)
    found: Json = {"spreadsheetId": book.id}
    row, column = cells.r0 or 0, cells.c0 or 0
    if table is not None:
        found["tableRange"] = written(tab, *_ends(tab, table))
        row, column = table.r1 or 0, table.c0 or 0
    tab.rows = max(tab.rows, row + len(values))
    tab.columns = max(tab.columns, *(column + len(one) for one in values))
    return found | {"updates": _written(book, tab, row, column, values, option)}


def _last_table(tab: Tab, cells: Range) -> Range | None:
    """The last block of cells that touch each other: to Google that is the table."""
    left = {place for place in tab.cells if cells.holds(tab.id, *place)}
    tables: list[Range] = []
    while left:
        block, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            block.add((row, column))
            near = {(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)} & left
            left -= near
            edge += near
        rows, columns = [row for row, _ in block], [column for _, column in block]
        tables.append(Range(tab.id, min(rows), max(rows) + 1, min(columns), max(columns) + 1))
    return max(tables, key=lambda it: (it.r1 or 0, it.c0 or 0), default=None)


def clear(book: Spreadsheet, text: str) -> Json:
    """Empty a range's cells."""
    tab, cells = range_of(book, text)
    r0, r1, c0, c1 = _ends(tab, cells)
    for place in list(tab.cells):
        if cells.holds(tab.id, *place):
            del tab.cells[place]
    return {"spreadsheetId": book.id, "clearedRange": written(tab, r0, r1, c0, c1)}


def batch_update(book: Spreadsheet, body: Json) -> Json:
    """Write several ranges, all or none."""
    option = body.get("valueInputOption", "RAW")
    said = [put(book, one["range"], one.get("values", ()), option) for one in body["data"]]
    tabs = {one["updatedRange"].rpartition("!")[0] for one in said}
    return {
        "spreadsheetId": book.id,
        "totalUpdatedRows": sum(one["updatedRows"] for one in said),
        "totalUpdatedColumns": max(one["updatedColumns"] for one in said),
        "totalUpdatedCells": sum(one["updatedCells"] for one in said),
        "totalUpdatedSheets": len(tabs),
        "responses": said,
    }


def _ends(tab: Tab, cells: Range) -> tuple[int, int, int, int]:
    return (
        cells.r0 or 0,
        tab.rows if cells.r1 is None else cells.r1,
        cells.c0 or 0,
        tab.columns if cells.c1 is None else cells.c1,
    )


def _entered(value: Any, option: str) -> Value:  # noqa: ANN401 - any JSON
    if isinstance(value, dict | list):
        raise bad("Invalid values[0][0]: struct_value or list_value")
    if option == "RAW" or not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    if option != "USER_ENTERED":
        raise bad("'valueInputOption' is required but not specified")
    if value.startswith("="):
        raise bad("This server knows no formulas.")
    if value.upper() in {"TRUE", "FALSE"}:
        return value.upper() == "TRUE"
    return float(value) if _NUMBER.fullmatch(value) else value


def shown(value: Value, render: str, dates: str) -> Any:  # noqa: ANN401 - any JSON
    """A cell as it is asked for."""
    if value is None:
        return ""
    plain = render != "FORMATTED_VALUE"
    if isinstance(value, date):
        if plain and dates == "SERIAL_NUMBER":
            return _serial(value)
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, bool):
        return value if plain else str(value).upper()
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        number = int(value) if whole else value
        return number if plain else f"{number:.10g}"
    return value


def _serial(value: date) -> float:
    if isinstance(value, datetime):
        part = value - datetime(value.year, value.month, value.day, tzinfo=value.tzinfo)
        return (value.date() - _ZERO).days + part.total_seconds() / 86400
    return (value - _ZERO).days
