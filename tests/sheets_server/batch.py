"""The requests of `spreadsheets.batchUpdate`, each a function; a batch is all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_server import marking
from tests.sheets_server.grid import Json, Range, Spreadsheet, Tab, Value, bad, new_number
from tests.sheets_server.marking import fields_of, refuse_protected


def run(book: Spreadsheet, body: Json, who: str) -> Json:
    """Do every request in its order; returns Google's answer."""
    asked = body.get("requests")
    if not asked:
        raise bad("Must specify at least one request.")
    replies = []
    for place, request in enumerate(asked):
        if len(request) != 1:
            raise bad(f"Invalid requests[{place}]: one kind of request is needed.")
        ((kind, told),) = request.items()
        if kind not in REQUESTS:
            raise bad(f'Invalid JSON payload received. Unknown name "{kind}"')
        try:
            replies.append(REQUESTS[kind](book, told, who) or {})
        except KeyError as error:
            raise bad(f"Invalid requests[{place}].{kind}: {error} is missing") from error
    return {"spreadsheetId": book.id, "replies": replies}


def _update_cells(book: Spreadsheet, told: Json, who: str) -> None:
    if "start" in told:
        start = told["start"]
        tab = book.tab(start.get("sheetId", 0))
        row, column = start.get("rowIndex", 0), start.get("columnIndex", 0)
    else:
        cells = Range.of(told["range"])
        tab, row, column = book.tab(cells.sheet_id), cells.r0 or 0, cells.c0 or 0
    _put(tab, row, column, told.get("rows", []), told["fields"], who, book.owner)


def _append_cells(book: Spreadsheet, told: Json, who: str) -> None:
    tab, rows = book.tab(told.get("sheetId", 0)), told["rows"]
    last = tab.last_row()
    tab.rows = max(tab.rows, last + len(rows))
    tab.columns = max([tab.columns, *(len(row.get("values", ())) for row in rows)])
    _put(tab, last, 0, rows, told["fields"], who, book.owner)


def _put(
    tab: Tab, row: int, column: int, rows: list[Json], fields: str, who: str, owner: str
) -> None:
    values = fields == "*" or fields.startswith("userEnteredValue")
    if not values and not fields.startswith("userEnteredFormat"):
        raise bad(f"Invalid field: {fields}")
    for down, cells in enumerate(rows):
        for across, cell in enumerate(cells.get("values", ())):
            place = row + down, column + across
            refuse_protected(tab, *place, who, owner)
            if values:
                tab.set(*place, _value(cell))


def _value(cell: Json) -> Value:
    given = cell.get("userEnteredValue")
    if not given:
        return None
    kind, value = next(iter(given.items()))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    right = {
        "stringValue": isinstance(value, str),
        "numberValue": number,
        "boolValue": isinstance(value, bool),
    }
    if not right.get(kind):
        raise bad(f"Invalid value at 'user_entered_value.{kind}': {value!r}")
    found: Value = value
    return found


def _insert_dimension(book: Spreadsheet, told: Json, _who: str) -> None:
    tab, rows, first, end = _lines(book, told["range"])
    if not 0 <= first <= (tab.rows if rows else tab.columns) or end <= first:
        raise bad("Invalid requests[0].insertDimension: the range is outside the grid")
    book.move_lines(tab, rows=rows, at=first, by=end - first)


def _delete_dimension(book: Spreadsheet, told: Json, _who: str) -> None:
    tab, rows, first, end = _lines(book, told["range"])
    size = tab.rows if rows else tab.columns
    if not 0 <= first < end <= size:
        raise bad("Invalid requests[0].deleteDimension: Cannot delete a row that doesn't exist.")
    if end - first == size:
        raise bad("Invalid requests[0].deleteDimension: You can't delete all the rows.")
    book.move_lines(tab, rows=rows, at=first, by=first - end)


def _append_dimension(book: Spreadsheet, told: Json, _who: str) -> None:
    tab = book.tab(told.get("sheetId", 0))
    if told["dimension"] == "ROWS":
        tab.rows += told["length"]
    else:
        tab.columns += told["length"]


def _lines(book: Spreadsheet, told: Json) -> tuple[Tab, bool, int, int]:
    return (
        book.tab(told.get("sheetId", 0)),
        told["dimension"] == "ROWS",
        told.get("startIndex", 0),
        told["endIndex"],
    )


def _add_sheet(book: Spreadsheet, told: Json, _who: str) -> Json:
    looks = told.get("properties", {})
    sheet_id, title = looks.get("sheetId"), looks.get("title") or f"Sheet{len(book.tabs) + 1}"
    if sheet_id is None:
        sheet_id = new_number()
    if any(tab.id == sheet_id for tab in book.tabs):
        raise bad(f"Invalid requests[0].addSheet: A sheet with the id {sheet_id} already exists.")
    _refuse_title(book, title, None)
    grid = dict(looks.get("gridProperties", {}))
    rows, columns = grid.pop("rowCount", 1000), grid.pop("columnCount", 26)
    if rows < 1 or columns < 1:
        raise bad("Invalid requests[0].addSheet: a grid has at least one row and one column.")
    tab = Tab(sheet_id, title, rows, columns, grid=grid, hidden=looks.get("hidden", False))
    index = looks.get("index", len(book.tabs))
    book.tabs.insert(index, tab)
    return {"addSheet": {"properties": tab.told(index, book.owner)["properties"]}}


def _refuse_title(book: Spreadsheet, title: str, own: Tab | None) -> None:
    known = book.titled(title)
    if known is not None and known is not own:
        raise bad(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _delete_sheet(book: Spreadsheet, told: Json, _who: str) -> None:
    tab = book.tab(told.get("sheetId", 0))
    if len(book.tabs) == 1:
        raise bad("You can't remove all the sheets in a document.")
    book.tabs.remove(tab)
    book.named = {k: one for k, one in book.named.items() if one[1].sheet_id != tab.id}


def _update_sheet(book: Spreadsheet, told: Json, _who: str) -> None:
    looks, grid = told["properties"], told["properties"].get("gridProperties", {})
    tab = book.tab(looks.get("sheetId", 0))
    for name in fields_of(told["fields"]):
        if name == "title":
            _refuse_title(book, looks["title"], tab)
            tab.title = looks["title"]
        elif name == "hidden":
            tab.hidden = looks.get("hidden", False)
        elif name == "index":
            book.tabs.remove(tab)
            book.tabs.insert(looks["index"], tab)
        elif name == "gridProperties.rowCount":
            tab.rows = grid["rowCount"]
        elif name == "gridProperties.columnCount":
            tab.columns = grid["columnCount"]
        elif name.startswith("gridProperties."):
            key = name.removeprefix("gridProperties.")
            tab.grid[key] = grid.get(key, 0)
        else:
            raise bad(f"Invalid field: {name}")
    tab.cells = {at: v for at, v in tab.cells.items() if at[0] < tab.rows and at[1] < tab.columns}


def _update_book(book: Spreadsheet, told: Json, _who: str) -> None:
    for name in fields_of(told["fields"]):
        if name != "title":
            raise bad(f"Invalid field: {name}")
        book.title = told["properties"]["title"]


def _repeat_cell(book: Spreadsheet, told: Json, _who: str) -> None:
    cells = Range.of(told["range"])
    tab = book.tab(cells.sheet_id)
    if not told["fields"].startswith("userEnteredFormat"):
        raise bad("This server repeats only formats.")
    tab.formats.append((cells, told["cell"].get("userEnteredFormat", {})))


REQUESTS: dict[str, Callable[[Spreadsheet, Any, str], Json | None]] = {
    "updateCells": _update_cells,
    "appendCells": _append_cells,
    "insertDimension": _insert_dimension,
    "deleteDimension": _delete_dimension,
    "appendDimension": _append_dimension,
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "updateSheetProperties": _update_sheet,
    "updateSpreadsheetProperties": _update_book,
    "repeatCell": _repeat_cell,
    "addNamedRange": marking.add_named,
    "updateNamedRange": marking.update_named,
    "deleteNamedRange": marking.delete_named,
    "addProtectedRange": marking.add_protected,
    "updateProtectedRange": marking.update_protected,
    "deleteProtectedRange": marking.delete_protected,
}
