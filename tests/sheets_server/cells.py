"""Cells within a spreadsheet (GridData), as Google documents them; no recording has any.

A cell's `effectiveValue` is its value whatever its format; days are serial numbers. What is
zero, false or empty is left out, an empty cell is `{}`, and rows reach as far as any cell
of the tab does, so that empty ends do come.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.sheets_server import batch, looks
from tests.sheets_server.grid import Json, Range, Spreadsheet, Tab, Value, bad
from tests.sheets_server.notation import range_of
from tests.sheets_server.values import shown

_ERRORS = {"#REF!": "REF", "#DIV/0!": "DIVIDE_BY_ZERO", "#N/A": "N_A", "#VALUE!": "VALUE"}
KNOWN = frozenset((
    "spreadsheetId", "replies", "updatedSpreadsheet", "properties", "title", "sheets", "sheetId",
    "index", "sheetType", "hidden", "gridProperties", "data", "startRow", "startColumn", "rowData",
    "values", "effectiveValue", "userEnteredValue", "namedRanges", "protectedRanges",
))  # fmt: skip
"""Names of fields that there are; a mask with another one is refused."""


def changed(book: Spreadsheet, sent: Json, who: str, mask: str | None) -> Json:
    """Do a batch; its answer, with the spreadsheet as it is then where that was asked for."""
    tree = {} if mask in (None, "*") else looks.tree(mask or "")
    _refuse_unknown(tree)
    answer = batch.run(book, sent, who)
    if sent.get("includeSpreadsheetInResponse"):
        # With a mask it is the mask that says whether cells come.
        cells = bool(tree) or bool(sent.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = told(book, sent.get("responseRanges", ()), cells=cells)
    narrowed: Json = looks.masked(answer, tree)
    return narrowed


def told(book: Spreadsheet, ranges: Sequence[str], *, cells: bool) -> Json:
    """A spreadsheet, of it only the tabs that ranges name where there are any."""
    found = looks.told(book)
    asked: dict[int, list[Range]] = {}
    for text in ranges:
        tab, region = range_of(book, text)
        asked.setdefault(tab.id, []).append(region)
    sheets = []
    for tab, sheet in zip(book.tabs, found["sheets"], strict=True):
        if ranges and tab.id not in asked:
            continue
        if cells:
            whole = [Range(tab.id, 0, tab.rows, 0, tab.columns)]
            sheet["data"] = [_data(tab, one) for one in asked.get(tab.id, whole)]
        sheets.append(sheet)
    return found | {"sheets": sheets}


def _data(tab: Tab, region: Range) -> Json:
    r0, c0 = region.r0 or 0, region.c0 or 0
    last_row, last_column = region.r1 or tab.rows, region.c1 or tab.columns
    width = max((column for _, column in tab.cells), default=-1) + 2
    rows = [
        {
            "values": [
                _cell(tab.cells.get((row, column))) for column in range(c0, min(width, last_column))
            ]
        }
        for row in range(r0, min(tab.last_row() + 1, last_row))
    ]
    found: Json = {"rowData": [row if row["values"] else {} for row in rows]}
    return ({"startRow": r0} if r0 else {}) | ({"startColumn": c0} if c0 else {}) | found


def _cell(value: Value) -> Json:
    if value is None:
        return {}
    plain = shown(value, "UNFORMATTED_VALUE", "SERIAL_NUMBER")
    if isinstance(plain, str) and plain in _ERRORS:
        return {"effectiveValue": {"errorValue": {"type": _ERRORS[plain], "message": "Wrong."}}}
    kind = "stringValue" if isinstance(plain, str) else "numberValue"
    kind = "boolValue" if isinstance(plain, bool) else kind
    return {"effectiveValue": {kind: plain}}


def _refuse_unknown(tree: Json) -> None:
    for name, inner in tree.items():
        if name not in KNOWN:
            raise bad(f"Request contains an invalid argument: unknown field {name}")
        _refuse_unknown(inner)
