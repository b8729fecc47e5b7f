"""The local server's own rules: what moves with rows, what people at the sheet may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server import looks, values
from tests.sheets_server.batch import run
from tests.sheets_server.grid import Json, Range, Refusal, Spreadsheet
from tests.sheets_server.notation import letters, range_of, written
from tests.sheets_server.person import Person

OWNER = "ada@example.com"
TAB = "Sheet1"
SIZE = 12


def a_book() -> Spreadsheet:
    return Spreadsheet("1", "Plan", OWNER)


@given(st.data())
def test_a_region_keeps_its_rows_when_others_come_or_go(data: st.DataObject) -> None:
    """Brute force: every row carries its old number; the region is where its rows are now."""
    first = data.draw(st.integers(0, SIZE - 1))
    end = data.draw(st.integers(first + 1, SIZE))
    at = data.draw(st.integers(0, SIZE - 1))
    by = data.draw(st.integers(1, 3)) * data.draw(st.sampled_from([1, -1]))
    by = max(by, at - SIZE)
    rows: list[int | None] = list(range(SIZE))
    if by > 0:
        rows[at:at] = [None] * by
    else:
        del rows[at : at - by]
    kept = [place for place, row in enumerate(rows) if row is not None and first <= row < end]
    shifted = Range(0, first, end).shifted(rows=True, at=at, by=by)
    if not kept:
        assert shifted is None
    else:
        assert shifted == Range(0, kept[0], kept[-1] + 1)


@given(st.integers(0, 800), st.integers(0, 25), st.integers(1, 30), st.integers(1, 26))
def test_a_written_range_is_read_as_the_same_cells(r0: int, c0: int, r1: int, c1: int) -> None:
    book = a_book()
    tab = book.tabs[0]
    end_row, end_column = min(r0 + r1, 1000), min(c0 + c1, 26)
    text = written(tab, r0, end_row, c0, end_column)
    assert range_of(book, text) == (tab, Range(0, r0, end_row, c0, end_column))


def test_columns_are_lettered_as_in_every_spreadsheet() -> None:
    assert [letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("Sheet1", (0, 0), (1000, 26)),
        ("Sheet1!B2", (1, 1), (2, 2)),
        ("'Sheet1'!B:C", (0, 1), (1000, 3)),
        ("Sheet1!3:4", (2, 0), (4, 26)),
        ("Sheet1!A5:B", (4, 0), (1000, 2)),
        ("Sheet1!A3:ZZZ", (2, 0), (1000, 26)),
        ("B2:C3", (1, 1), (3, 3)),
    ],
)
def test_every_way_of_writing_a_range_is_understood(
    text: str, first: tuple[int, int], end: tuple[int, int]
) -> None:
    _, cells = range_of(a_book(), text)
    assert (cells.r0, cells.c0, cells.r1, cells.c1) == (*first, *end)


@pytest.mark.parametrize("text", ["Nope!A1", "Sheet1!A0:", "Sheet1!1A", "Sheet1!AA1", "Nope"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        range_of(a_book(), text)
    assert refused.value.code == 400


def test_people_sort_drag_rename_and_delete() -> None:
    ada = Person(a_book(), OWNER)
    ada.pastes(TAB, 0, 0, [["id", "n"], ["a", 3], ["b", 1], ["c", 2], ["d", None]])
    ada.sorts(TAB, 1)
    assert [row[0] for row in ada.shows(TAB)] == ["id", "b", "c", "a", "d"]
    ada.sorts(TAB, 1, descending=True)
    assert [row[0] for row in ada.shows(TAB)] == ["id", "a", "c", "b", "d"]
    ada.moves_row(TAB, 1, 3)
    assert [row[0] for row in ada.shows(TAB)] == ["id", "c", "b", "a", "d"]
    ada.moves_row(TAB, 3, 1)
    ada.moves_column(TAB, 1, 0)
    assert ada.shows(TAB) == [["n", "id"], [3, "a"], [2, "c"], [1, "b"], [None, "d"]]
    ada.inserts_column(TAB, 0)
    ada.renames_column(TAB, 0, "new")
    ada.deletes_row(TAB, 1)
    ada.inserts_row(TAB, 1)
    assert ada.shows(TAB)[:3] == [["new", "n", "id"], [None, None, None], [None, 2, "c"]]
    ada.deletes_column(TAB, 0)
    ada.adds_tab("More")
    ada.renames_tab("More", "Less")
    ada.deletes_tab("Less")
    assert [tab.title for tab in ada.book.tabs] == [TAB]


def _batch(book: Spreadsheet, *requests: Json) -> Json:
    answer: Json = book.changed(lambda it: run(it, {"requests": list(requests)}, OWNER))
    return answer


def test_a_refused_batch_leaves_every_part_as_it_was() -> None:
    book = a_book()
    _batch(book, {"addNamedRange": {"namedRange": {"name": "n", "range": {"sheetId": 0}}}})
    before = looks.told(book), values.get(book, TAB, "UNFORMATTED_VALUE", "SERIAL_NUMBER")
    cell = {"userEnteredValue": {"stringValue": "x"}}
    fine: list[Json] = [
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [cell]}], "fields": "*"}},
        {"addSheet": {"properties": {"title": "New"}}},
        {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"updateSheetProperties": {"properties": {"title": "T"}, "fields": "title"}},
    ]
    with pytest.raises(Refusal):
        _batch(book, *fine, {"deleteSheet": {"sheetId": 404}})
    after = looks.told(book), values.get(book, TAB, "UNFORMATTED_VALUE", "SERIAL_NUMBER")
    assert before == after
    _batch(book, *fine)
    assert looks.told(book) != before[0]


@pytest.mark.parametrize(
    "request_",
    [
        {"nonsense": {}},
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 1000}, "fields": "*",
                         "rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}]}},
        {"updateCells": {"start": {"sheetId": 0}, "fields": "*",
                         "rows": [{"values": [{"userEnteredValue": {"numberValue": "1"}}]}]}},
        {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 999, "endIndex": 1001}}},
        {"addSheet": {"properties": {"title": "sheet1"}}},
        {"deleteSheet": {"sheetId": 0}},
        {"deleteNamedRange": {"namedRangeId": "x"}},
        {"deleteProtectedRange": {"protectedRangeId": 1}},
        {"addNamedRange": {"namedRange": {"name": "n", "range": {"sheetId": 5}}}},
    ],
)  # fmt: skip
def test_what_google_refuses_is_refused(request_: Json) -> None:
    with pytest.raises(Refusal):
        _batch(a_book(), request_)
