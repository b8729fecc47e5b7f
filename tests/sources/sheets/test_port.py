"""What the port promises, kept by the client on a real server."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from data_sources.sheets.cells import Area, Region
from data_sources.sheets.changes import (
    AddTab,
    AppendRows,
    Change,
    DeleteRows,
    DeleteTab,
    Format,
    InsertRows,
    NameRegion,
    Protect,
    ShapeTab,
    UnnameRegion,
    Unprotect,
    WriteCells,
)
from data_sources.sheets.client import GoogleSheets
from data_sources.sheets.port import Sheets
from data_sources.sheets.troubles import (
    NoSuchSpreadsheet,
    NotShared,
    Refused,
    ServiceOff,
    TabGone,
)
from planning.errors import UsageError
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Refusal, Spreadsheet
from tests.sheets_server.person import Person
from tests.sheets_server.running import session_of
from tests.sheets_server.signing_in import ROBOT

TAB = "Sheet1"


def never() -> bool:
    raise AssertionError("Nothing went wrong, so nobody has to look.")


def write(sheets: Sheets, book: Spreadsheet, *changes: Change) -> None:
    sheets.write(book.id, changes, arrived=never)


class Detour(HTTPAdapter):
    """The network of this test: every host of Google is the local server."""

    def __init__(self, google: Google) -> None:
        super().__init__()
        self._google = google

    def send(self, request: PreparedRequest, *given: Any, **more: Any) -> Response:  # noqa: ANN401
        """Send a request to where the server listens."""
        parts = urlsplit(request.url or "")
        assert (parts.hostname or "").endswith(".googleapis.com")
        request.url = f"{self._google.address}{parts.path}?{parts.query}"
        return super().send(request, *given, **more)


def test_the_unmodified_gspread_talks_to_the_server(google: Google, book: Spreadsheet) -> None:
    session = session_of(google)
    session.mount("https://", Detour(google))
    client = gspread.Client(session.credentials, session)
    opened = client.open_by_key(book.id)
    sheet = opened.add_worksheet("Own's", 5, 4)
    sheet.update([["a", 1], ["b", 2.5]], "A1")
    sheet.append_row(["c", True])
    sheet.delete_rows(1)
    assert [tab.title for tab in opened.worksheets()] == [TAB, "Own's"]
    assert sheet.get_all_values() == [["b", "2.5"], ["c", "TRUE"]]
    assert sheet.batch_get(["A1:B1", "B2"]) == [[["b", "2.5"]], [["TRUE"]]]


def test_what_was_written_is_read_as_it_was(sheets: GoogleSheets, book: Spreadsheet) -> None:
    written = (
        ("=1+1", "+49 30", "2025-05-01", "TRUE", "'quoted", " blank ", "🌵"),
        (None, 0, -1.5, True, False, 1e15, 12_345_678_901),
    )
    write(sheets, book, WriteCells(0, 1, 1, written))
    (rows,) = sheets.read(book.id, [Area(TAB)])
    assert rows == ((), (None, *written[0]), (None, *written[1]))
    types = [type(cell) for cell in rows[2][2:]]
    assert types == [int, float, bool, bool, int, int]


def test_the_answer_to_a_write_tells_what_a_read_would(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    """Values as they are behind their format, of the areas asked for alone."""
    person.adds_tab("It's on")
    person.adds_tab("Other")
    person.pastes("It's on", 1, 2, [["#REF!", "#N/A", "x"], [date(2026, 1, 1), 0.05, True, 0]])
    person.types("Other", 0, 0, "not asked for")
    rows = ((None, "=1+1", 0, -1.5), (), ("a", False, 12_345_678_901.25))
    areas = [Area("It's on"), Area(TAB, end_column=3), Area("Other", 1, 3, 1)]
    google.seen.clear()
    told = sheets.write(book.id, [WriteCells(0, 0, 1, rows)], arrived=never, then=areas)
    assert google.count() == 1
    assert told == sheets.read(book.id, areas)
    assert told[0][2][2:4] == (46023, 0.05)
    assert told[1][0] == (None, None, "=1+1")


def test_an_answer_that_is_lost_tells_nothing(
    google: Google, sheets: GoogleSheets, book: Spreadsheet
) -> None:
    """The write arrived; what stands there is for a read to say."""
    google.faults.broken_after("writes")
    changes = [WriteCells(0, 0, 0, (("a",),))]
    assert sheets.write(book.id, changes, arrived=lambda: True, then=[Area(TAB)]) is None
    assert sheets.read(book.id, [Area(TAB)]) == ((("a",),),)


def test_several_areas_take_one_request(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    person.adds_tab("It's on")
    person.pastes("It's on", 0, 0, [["id", "name"], ["1", "Ada"], ["2", "Bo"]])
    areas = [Area("It's on", first_row=1), Area("It's on", end_column=1), Area(TAB)]
    assert sheets.read(book.id, areas) == (
        (("1", "Ada"), ("2", "Bo")),
        (("id",), ("1",), ("2",)),
        (),
    )
    assert google.count() == 1


def test_days_are_numbers_or_text(sheets: GoogleSheets, book: Spreadsheet, person: Person) -> None:
    person.types(TAB, 0, 0, date(2025, 5, 1))
    assert sheets.read(book.id, [Area(TAB)]) == (((45778,),),)
    assert sheets.read(book.id, [Area(TAB)], dates_as_text=True) == ((("2025-05-01",),),)


def test_a_batch_is_made_in_its_order_and_takes_one_request(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    write(
        sheets,
        book,
        AddTab(7, "Budget", rows=3, columns=2, frozen_rows=1),
        WriteCells(7, 0, 0, (("id", "amount"), ("1", 10), ("2", 20))),
        AppendRows(7, (("3", 30), ("4", 40))),
        DeleteRows(7, 1, 2),
        InsertRows(7, before=1),
        WriteCells(7, 1, 0, (("0", 5),)),
        Protect(Region(7, first_column=1), "computed", editors=("ada@example.com",)),
        NameRegion("budget1", "budget", Region(7, 0, 5, 0, 2)),
        Format(Region(7, 0, 1), bold=True, background="#f0f0f0", number="#,##0", align="RIGHT"),
    )
    assert google.count() == 1
    rows = [["id", "amount"], ["0", 5], ["2", 20], ["3", 30], ["4", 40]]
    assert person.shows("Budget") == rows
    told = sheets.book(book.id)
    tab = told.tab("Budget")
    assert (tab.id, tab.rows, tab.columns, tab.frozen_rows, tab.hidden) == (7, 5, 2, 1, False)
    (protection,) = tab.protected
    assert protection.region == Region(7, first_column=1)
    assert "ada@example.com" in protection.editors
    assert [(one.id, one.name) for one in told.named] == [("budget1", "budget")]
    assert told.named[0].region == Region(7, 0, 5, 0, 2)
    assert (told.title, told.tab_of(7), told.tab_of(8)) == ("Plan", tab, None)


def test_a_batch_with_one_bad_change_changes_nothing(
    sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    person.types(TAB, 0, 0, "before")
    modified = sheets.modified(book.id)
    with pytest.raises(Refused, match="id: 99"):
        write(
            sheets,
            book,
            WriteCells(0, 0, 0, (("after",),)),
            AddTab(5, "New", 1, 1),
            DeleteTab(99),
        )
    assert person.shows(TAB) == [["before"]]
    assert [tab.title for tab in sheets.book(book.id).tabs] == [TAB]
    assert sheets.modified(book.id) == modified


def test_what_was_marked_can_be_changed_and_taken_away(
    sheets: GoogleSheets, book: Spreadsheet
) -> None:
    write(sheets, book, Protect(Region(0, 0, 1), "head"), NameRegion("one", "one", Region(0)))
    (protection,) = sheets.book(book.id).tab(TAB).protected
    write(
        sheets,
        book,
        Protect(Region(0, 0, 2), "heads", ("bo@example.com",), id=protection.id),
        NameRegion("one", "two", Region(0, 3, 4), change=True),
        ShapeTab(0, title="Renamed", rows=10, hidden=False, frozen_columns=1),
    )
    told = sheets.book(book.id)
    tab = told.tab("Renamed")
    assert (tab.rows, tab.frozen_columns) == (10, 1)
    assert (tab.protected[0].description, tab.protected[0].region) == ("heads", Region(0, 0, 2))
    assert (told.named[0].name, told.named[0].region) == ("two", Region(0, 3, 4))
    write(sheets, book, Unprotect(protection.id), UnnameRegion("one"))
    told = sheets.book(book.id)
    assert (told.named, told.tab("Renamed").protected) == ((), ())


def test_an_id_that_is_named_already_refuses_the_whole_batch(
    sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    named = NameRegion("op1", "op1", Region(0, 0, 1, 0, 1))
    write(sheets, book, named, AppendRows(0, (("first",),)))
    with pytest.raises(Refused):
        write(sheets, book, named, AppendRows(0, (("twice",),)))
    assert person.shows(TAB) == [["first"]]


def test_people_cannot_change_what_is_protected(sheets: GoogleSheets, book: Spreadsheet) -> None:
    bo = Person(book, "bo@example.com")
    write(sheets, book, Protect(Region(0, 0, 1), "head", editors=("ada@example.com",)))
    with pytest.raises(Refusal, match="protected"):
        bo.types(TAB, 0, 0, "mine")
    bo.types(TAB, 1, 0, "mine")
    Person(book, "ada@example.com").types(TAB, 0, 0, "head")
    assert bo.shows(TAB) == [["head"], ["mine"]]
    write(sheets, book, WriteCells(0, 0, 0, (("Tandem may",),)))
    assert bo.shows(TAB) == [["Tandem may"], ["mine"]]


def test_the_last_change_by_anybody_is_told(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    before = datetime.now(UTC)
    person.types(TAB, 0, 0, "x")
    told = sheets.modified(book.id)
    assert told == book.modified.replace(microsecond=told.microsecond)
    assert (told.tzinfo, abs((told - before).total_seconds()) < 5) == (UTC, True)
    assert (google.count("drive"), google.count()) == (1, 1)


def test_a_spreadsheet_that_is_not_shared_says_with_whom_to_share_it(
    google: Google, sheets: GoogleSheets, book: Spreadsheet
) -> None:
    book.shared.clear()
    with pytest.raises(NotShared, match=f"may not read.*Share, and add {ROBOT} as Viewer"):
        sheets.book(book.id)
    book.shared[ROBOT] = "reader"
    assert sheets.book(book.id).title == "Plan"
    with pytest.raises(NotShared, match=f"may not edit.*add {ROBOT} as Editor"):
        write(sheets, book, WriteCells(0, 0, 0, (("x",),)))
    assert sheets.shared_with == ROBOT
    assert google.count() == 3


def test_a_deleted_or_renamed_tab_is_named(
    sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    person.adds_tab("Budget")
    person.renames_tab("Budget", "Old")
    with pytest.raises(TabGone, match="no tab “Budget”"):
        sheets.read(book.id, [Area(TAB), Area("Budget", 1, 2)])
    with pytest.raises(TabGone, match="no tab “Budget”"):
        sheets.book(book.id).tab("Budget")


def test_an_unknown_spreadsheet_is_told(sheets: GoogleSheets) -> None:
    with pytest.raises(NoSuchSpreadsheet, match="no such spreadsheet"):
        sheets.read("1" * 44, [Area(TAB)])
    with pytest.raises(NoSuchSpreadsheet):
        sheets.modified("1" * 44)


@pytest.mark.parametrize("wrong", ["", "a b", "../x", "a/b", "a?b=c", "a#b", "a:b", "é"])
def test_what_is_no_id_is_never_sent(google: Google, sheets: GoogleSheets, wrong: str) -> None:
    with pytest.raises(UsageError, match="not the address of a Google spreadsheet"):
        sheets.book(wrong)
    assert google.count() == 0


def test_a_project_without_the_interface_says_what_to_enable(
    google: Google, sheets: GoogleSheets, book: Spreadsheet
) -> None:
    google.faults.broken_before("reads", code=403, reason="SERVICE_DISABLED")
    with pytest.raises(ServiceOff, match="enable the Google Sheets API"):
        sheets.book(book.id)
