"""What Google's answer to a write says of the cells as they are after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from data_sources.sheets.cells import Area, Cell, Rows
from data_sources.sheets.wire import rows_of

AFTER_FIELDS: Final = (
    "spreadsheetId,updatedSpreadsheet.sheets(properties(sheetId,title),"
    "data(startRow,startColumn,rowData.values.effectiveValue))"
)
_ERRORS: Final[Mapping[str, str]] = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


def asking_for(areas: Sequence[Area]) -> dict[str, Any]:
    """Return what a batch says so that its answer tells of these areas after it."""
    return {
        "includeSpreadsheetInResponse": True,
        "responseRanges": [area.a1 for area in areas],
        "responseIncludeGridData": True,
    }


def told_after(answer: Mapping[str, Any], areas: Sequence[Area]) -> tuple[Rows, ...] | None:
    """Return the values of areas as an answer to a write tells them, in their order.

    They are as the port reads them: what is behind the format.

    Args:
        answer: Google's answer.
        areas: What was asked for, one for each tab.

    Returns:
        Their rows; None where the answer does not tell every one of them for certain.

    Example:
        >>> cell = {"effectiveValue": {"numberValue": 5}}
        >>> tab = {"properties": {"title": "Plan"}, "data": [{"rowData": [{"values": [cell]}]}]}
        >>> told_after({"updatedSpreadsheet": {"sheets": [tab]}}, [Area("Plan")])
        (((5,),),)
        >>> told_after({}, [Area("Plan")]) is None
        True
    """
    sheets = answer.get("updatedSpreadsheet", {}).get("sheets", ())
    by_title = {one.get("properties", {}).get("title"): one for one in sheets}
    found: list[Rows] = []
    for area in areas:
        pieces = by_title.get(area.tab, {}).get("data", ())
        if len(pieces) != 1 or not _begins(pieces[0], area):
            return None
        rows = pieces[0].get("rowData", ())
        found.append(rows_of([[_cell(it) for it in row.get("values", ())] for row in rows]))
    return tuple(found)


def _begins(piece: Mapping[str, Any], area: Area) -> bool:
    first = piece.get("startRow", 0), piece.get("startColumn", 0)
    return first == (area.first_row, area.first_column)


def _cell(told: Mapping[str, Any]) -> Cell:
    value = told.get("effectiveValue") or {}
    if "errorValue" in value:
        return _ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!")
    for kind in ("stringValue", "numberValue", "boolValue"):
        if kind in value:
            found: Cell = value[kind]
            return found
    return None
