"""Files people take away: safe in spreadsheets, unchanged in every character."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.escape import unescape

from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit
from views.downloads import csv_bytes, safe_cell, xlsx_bytes

BLNS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dirty" / "blns.json"


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[sheet].values)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(sign: str) -> None:
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"


def test_numbers_never_get_an_apostrophe() -> None:
    rows = read_csv(csv_bytes(pd.DataFrame({"a": [-1.5, 2.0]})))
    assert rows == [["a"], ["-1.5"], ["2.0"]]


def test_undefined_is_an_empty_cell() -> None:
    rows = read_csv(csv_bytes(pd.DataFrame({"name": ["x", "y"], "a": [1.0, None]})))
    assert rows[2] == ["y", ""]


def test_names_come_back_from_csv_once_the_apostrophe_is_gone() -> None:
    rows = read_csv(csv_bytes(pd.DataFrame({"name": list(NAUGHTY)})))
    for cell, name in zip([row[0] for row in rows[1:]], NAUGHTY, strict=True):
        assert cell == safe_cell(name)
        assert not cell.startswith(("=", "+", "-", "@"))


def test_names_come_back_from_a_workbook_as_text() -> None:
    content = xlsx_bytes({"Names": pd.DataFrame({"name": list(NAUGHTY)})})
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [row[0] for row in book["Names"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(NAUGHTY)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.realdata
@pytest.mark.skipif(not BLNS.exists(), reason="the shared data are not here")
def test_every_naughty_string_survives_both_files() -> None:
    names = [text.strip() for text in json.loads(BLNS.read_text("utf-8")) if text.strip()]
    frame = pd.DataFrame({"name": names})
    assert [row[0] for row in read_csv(csv_bytes(frame))[1:]] == [safe_cell(it) for it in names]
    sheet = read_xlsx(xlsx_bytes({"Names": frame}), "Names")
    # Workbooks write control characters as _x0001_; spreadsheets read them back.
    assert [unescape(str(row[0])) for row in sheet[1:]] == names


def test_the_table_and_everything_behind_it_can_be_taken_away(
    visit: Visit, small_home: Path
) -> None:
    labels = [it.proto.label for it in visit(small_home).get("download_button")]
    assert labels == ["Table as CSV", "Everything as XLSX"]
