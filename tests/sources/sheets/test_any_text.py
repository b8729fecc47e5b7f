"""No text is too odd for a spreadsheet: what is written is what is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.sheets.cells import Area, Cell
from data_sources.sheets.changes import WriteCells
from data_sources.sheets.client import GoogleSheets
from tests.sheets_server.grid import Spreadsheet

BLNS = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "dirty" / "blns.json"
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)


def came_back(sheets: GoogleSheets, book: Spreadsheet, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """What is read after a row was written between two marks."""
    sheets.write(book.id, [WriteCells(0, 0, 0, (("|", *row, "|"),))], arrived=lambda: False)
    ((_, *read, _),) = sheets.read(book.id, [Area("Sheet1")])[0]
    return tuple(read)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(row=st.lists(CELLS, min_size=4, max_size=4))
def test_what_was_written_is_what_is_read(
    sheets: GoogleSheets, book: Spreadsheet, row: list[Cell]
) -> None:
    assert came_back(sheets, book, tuple(row)) == tuple(row)


@pytest.mark.realdata
@pytest.mark.skipif(not BLNS.is_file(), reason="the naughty strings are not on this machine")
def test_naughty_strings_come_back(sheets: GoogleSheets, book: Spreadsheet) -> None:
    naughty = [text for text in json.loads(BLNS.read_text("utf-8")) if text]
    rows = tuple((text,) for text in naughty)
    sheets.write(book.id, [WriteCells(0, 0, 0, rows)], arrived=lambda: False)
    (read,) = sheets.read(book.id, [Area("Sheet1")])
    assert len(naughty) > 500
    assert read == rows
