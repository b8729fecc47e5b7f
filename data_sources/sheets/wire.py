"""Google's own words for what the port says: requests of a batch, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any, Final

from data_sources.sheets import changes as change
from data_sources.sheets.cells import Cell, Region, Rows
from data_sources.sheets.port import Book, NamedRegion, ProtectedRegion, Tab

Json = dict[str, Any]
BOOK_FIELDS: Final = (
    "spreadsheetId,properties.title,namedRanges,"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties),protectedRanges)"
)


@singledispatch
def request_of(wanted: change.Change) -> Json:
    """Return a change as one request of a batch."""
    raise TypeError(f"No request for {type(wanted).__name__}.")


@request_of.register
def _(wanted: change.WriteCells) -> Json:
    start = {"sheetId": wanted.tab_id, "rowIndex": wanted.row, "columnIndex": wanted.column}
    return {
        "updateCells": {
            "start": start,
            "rows": _row_data(wanted.values),
            "fields": "userEnteredValue",
        }
    }


@request_of.register
def _(wanted: change.AppendRows) -> Json:
    return {
        "appendCells": {
            "sheetId": wanted.tab_id,
            "rows": _row_data(wanted.rows),
            "fields": "userEnteredValue",
        }
    }


@request_of.register
def _(wanted: change.InsertRows) -> Json:
    rows = _dimension(wanted.tab_id, wanted.before, wanted.before + wanted.count)
    return {"insertDimension": {"range": rows, "inheritFromBefore": wanted.before > 0}}


@request_of.register
def _(wanted: change.DeleteRows) -> Json:
    return {"deleteDimension": {"range": _dimension(wanted.tab_id, wanted.first, wanted.end)}}


@request_of.register
def _(wanted: change.AddTab) -> Json:
    grid = {
        "rowCount": wanted.rows,
        "columnCount": wanted.columns,
        "frozenRowCount": wanted.frozen_rows,
        "frozenColumnCount": wanted.frozen_columns,
    }
    return {
        "addSheet": {
            "properties": {
                "sheetId": wanted.tab_id,
                "title": wanted.title,
                "sheetType": "GRID",
                "hidden": wanted.hidden,
                "gridProperties": grid,
            }
        }
    }


@request_of.register
def _(wanted: change.DeleteTab) -> Json:
    return {"deleteSheet": {"sheetId": wanted.tab_id}}


@request_of.register
def _(wanted: change.ShapeTab) -> Json:
    grid = {
        "rowCount": wanted.rows,
        "columnCount": wanted.columns,
        "frozenRowCount": wanted.frozen_rows,
        "frozenColumnCount": wanted.frozen_columns,
    }
    given = {name: value for name, value in grid.items() if value is not None}
    told = {"title": wanted.title, "hidden": wanted.hidden}
    plain = {name: value for name, value in told.items() if value is not None}
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": wanted.tab_id, **plain, "gridProperties": given},
            "fields": ",".join([*plain, *(f"gridProperties.{name}" for name in given)]),
        }
    }


@request_of.register
def _(wanted: change.Protect) -> Json:
    protected: Json = {
        "range": range_of(wanted.region),
        "description": wanted.description,
        "warningOnly": wanted.warning_only,
    }
    if not wanted.warning_only:
        protected["editors"] = {"users": list(wanted.editors)}
    if wanted.id is None:
        return {"addProtectedRange": {"protectedRange": protected}}
    return {
        "updateProtectedRange": {
            "protectedRange": {"protectedRangeId": wanted.id, **protected},
            "fields": ",".join(protected),
        }
    }


@request_of.register
def _(wanted: change.Unprotect) -> Json:
    return {"deleteProtectedRange": {"protectedRangeId": wanted.id}}


@request_of.register
def _(wanted: change.Format) -> Json:
    looks: Json = {}
    if wanted.number is not None:
        looks["numberFormat"] = {"type": _kind_of(wanted.number), "pattern": wanted.number}
    if wanted.background is not None:
        looks["backgroundColorStyle"] = {"rgbColor": _colour(wanted.background)}
    if wanted.align is not None:
        looks["horizontalAlignment"] = wanted.align
    fields = [f"userEnteredFormat.{name}" for name in looks]
    if wanted.bold is not None:
        looks["textFormat"] = {"bold": wanted.bold}
        fields.append("userEnteredFormat.textFormat.bold")
    return {
        "repeatCell": {
            "range": range_of(wanted.region),
            "cell": {"userEnteredFormat": looks},
            "fields": ",".join(fields),
        }
    }


def _kind_of(pattern: str) -> str:
    if pattern == "@":
        return "TEXT"
    return "DATE" if "y" in pattern else "NUMBER"


@request_of.register
def _(wanted: change.NameRegion) -> Json:
    named = {
        "namedRangeId": wanted.id,
        "name": wanted.name,
        "range": range_of(wanted.region),
    }
    if wanted.change:
        return {"updateNamedRange": {"namedRange": named, "fields": "name,range"}}
    return {"addNamedRange": {"namedRange": named}}


@request_of.register
def _(wanted: change.UnnameRegion) -> Json:
    return {"deleteNamedRange": {"namedRangeId": wanted.id}}


def range_of(region: Region) -> Json:
    """Return a region as Google says it; open ends are left out.

    Example:
        >>> range_of(Region(7, first_row=1, end_column=3))
        {'sheetId': 7, 'startRowIndex': 1, 'endColumnIndex': 3}
    """
    ends = {
        "startRowIndex": region.first_row or None,
        "endRowIndex": region.end_row,
        "startColumnIndex": region.first_column or None,
        "endColumnIndex": region.end_column,
    }
    return {"sheetId": region.tab_id, **{k: v for k, v in ends.items() if v is not None}}


def region_of(told: Mapping[str, Any]) -> Region:
    """Return the region Google tells of; it leaves zeros and open ends out.

    Example:
        >>> region_of({"startRowIndex": 1, "endColumnIndex": 3})
        Region(tab_id=0, first_row=1, end_row=None, first_column=0, end_column=3)
    """
    return Region(
        tab_id=told.get("sheetId", 0),
        first_row=told.get("startRowIndex", 0),
        end_row=told.get("endRowIndex"),
        first_column=told.get("startColumnIndex", 0),
        end_column=told.get("endColumnIndex"),
    )


def book_of(told: Mapping[str, Any]) -> Book:
    """Return a spreadsheet without its cells; tabs that hold no cells are left out."""
    tabs = [one for one in told.get("sheets", ()) if "gridProperties" in one["properties"]]
    return Book(
        id=told["spreadsheetId"],
        title=told["properties"]["title"],
        tabs=tuple(_tab(one) for one in tabs),
        named=tuple(
            NamedRegion(one["namedRangeId"], one["name"], region_of(one.get("range", {})))
            for one in told.get("namedRanges", ())
        ),
    )


def rows_of(values: Sequence[Sequence[Any]]) -> Rows:
    """Return rows as the port gives them: empty cells are None, none at an end.

    Example:
        >>> rows_of([["a", "", 1], ["", ""], []])
        (('a', None, 1),)
    """
    rows = [_shortened([None if cell == "" else cell for cell in row]) for row in values]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _shortened(row: list[Cell]) -> tuple[Cell, ...]:
    while row and row[-1] is None:
        row.pop()
    return tuple(row)


def _tab(told: Mapping[str, Any]) -> Tab:
    looks, grid = told["properties"], told["properties"]["gridProperties"]
    return Tab(
        id=looks.get("sheetId", 0),
        title=looks["title"],
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        frozen_rows=grid.get("frozenRowCount", 0),
        frozen_columns=grid.get("frozenColumnCount", 0),
        hidden=looks.get("hidden", False),
        protected=tuple(
            ProtectedRegion(
                id=one["protectedRangeId"],
                region=region_of(one.get("range", {})),
                description=one.get("description", ""),
                warning_only=one.get("warningOnly", False),
                editors=tuple(one.get("editors", {}).get("users", ())),
            )
            for one in told.get("protectedRanges", ())
        ),
    )


def _row_data(rows: Rows) -> list[Json]:
    return [{"values": [_cell_data(cell) for cell in row]} for row in rows]


def _cell_data(cell: Cell) -> Json:
    if cell is None or cell == "":
        return {}
    if isinstance(cell, bool):
        return {"userEnteredValue": {"boolValue": cell}}
    if isinstance(cell, int | float):
        return {"userEnteredValue": {"numberValue": cell}}
    return {"userEnteredValue": {"stringValue": cell}}


def _dimension(tab_id: int, first: int, end: int) -> Json:
    return {"sheetId": tab_id, "dimension": "ROWS", "startIndex": first, "endIndex": end}


def _colour(text: str) -> Json:
    parts = [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return dict(zip(("red", "green", "blue"), parts, strict=True))
