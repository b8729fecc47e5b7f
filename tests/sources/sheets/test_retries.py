"""When Google has trouble: what is asked again, how often, and what is never done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data_sources.sheets.cells import Area, Rows
from data_sources.sheets.changes import AddTab, AppendRows
from data_sources.sheets.client import GoogleSheets
from data_sources.sheets.patience import Patience
from data_sources.sheets.troubles import (
    GoogleUnavailable,
    NotSignedIn,
    SheetsTrouble,
    TimedOut,
    TooManyRequests,
)
from data_sources.sheets.writing import LogRow, logged, was_written, write_once
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Spreadsheet
from tests.sheets_server.person import Person
from tests.sheets_server.running import account_of, client_of
from tests.waiting import LONGEST_SECONDS, until

TAB = "Sheet1"
LOG = "Log"
FIRST, SECOND = "operation1", "operation2"


def written_once(
    sheets: GoogleSheets, book: Spreadsheet, value: str = "x", operation: str = FIRST
) -> None:
    """Append a row and a row of the log, whose tab is there or is added."""
    known = sheets.book(book.id)
    new = [] if known.tab_of(9) else [AddTab(9, LOG, 1, 3)]
    row = AppendRows(0, ((value,),))
    write_once(sheets, known, [*new, row], LogRow(9, LOG, operation, ("ada",)))


@pytest.fixture
def log(sheets: GoogleSheets, book: Spreadsheet, google: Google) -> None:
    """A log with one row, and requests counted from here."""
    written_once(sheets, book, "before", "operation0")
    google.seen.clear()


def test_reads_are_sent_again_and_waits_grow(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, waits: list[float]
) -> None:
    google.faults.broken_before("reads", times=2, code=503)
    google.faults.cut("reads")
    assert sheets.book(book.id).title == "Plan"
    assert waits == [0.75, 1.5, 3.0]
    assert google.count() == 4


def test_too_many_requests_wait_as_long_as_google_says(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, waits: list[float]
) -> None:
    google.faults.too_many(retry_after="7")
    google.faults.too_many()
    assert sheets.read(book.id, [Area(TAB)]) == ((),)
    assert waits == [7.5, 1.5]


def test_a_moment_to_come_back_at_is_understood() -> None:
    waits: list[float] = []
    noon = datetime(2025, 6, 2, 12, tzinfo=UTC)
    patience = Patience(sleep=waits.append, share=lambda: 0.0, now=lambda: noon)
    assert patience.wait(1, format_datetime(noon + timedelta(seconds=20), usegmt=True))
    assert patience.wait(1, format_datetime(noon - timedelta(seconds=20), usegmt=True))
    assert not patience.wait(1, format_datetime(noon + timedelta(hours=1), usegmt=True))
    assert patience.wait(1, "soon")
    assert waits == [20.0, 0.0, 0.5]


def test_a_wait_too_long_is_told_at_once(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, waits: list[float]
) -> None:
    google.faults.too_many(retry_after="3600")
    with pytest.raises(TooManyRequests, match=r"fewer requests.*Try again in a few minutes"):
        sheets.book(book.id)
    assert (waits, google.count()) == ([], 1)


@pytest.mark.parametrize("code", [500, 502, 503])
def test_no_request_is_sent_for_ever(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, waits: list[float], code: int
) -> None:
    google.faults.broken_before(times=99, code=code)
    with pytest.raises(GoogleUnavailable, match="cannot be reached at the moment"):
        sheets.book(book.id)
    assert (len(waits), google.count()) == (3, 4)


def test_nobody_listening_is_said_plainly(google: Google, waits: list[float]) -> None:
    patience = Patience(sleep=waits.append, tries=2)
    elsewhere = google.address.rpartition(":")[0] + ":9"
    gone = GoogleSheets(account_of(google), elsewhere, patience)
    with pytest.raises(GoogleUnavailable):
        gone.book("1" * 44)
    assert len(waits) == 1


def test_a_slow_read_is_given_up_and_asked_again(
    google: Google, hasty: GoogleSheets, book: Spreadsheet
) -> None:
    google.faults.slow("reads")
    assert hasty.book(book.id).title == "Plan"
    assert google.count() == 2
    google.faults.let_go()


def test_a_slow_google_is_told_in_the_end(google: Google, book: Spreadsheet) -> None:
    soon = (LONGEST_SECONDS, 1.0)
    patience = Patience(sleep=lambda _s: None, tries=2, timeout_seconds=soon)
    google.faults.slow("reads", times=9)
    with pytest.raises(TimedOut, match="did not answer in time"):
        client_of(google, patience).book(book.id)
    google.faults.none()


def test_an_expired_token_is_renewed_without_anybody_noticing(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    sheets.book(book.id)
    google.desk.expire()
    written_once(sheets, book)
    assert google.count("token") == 2
    assert person.shows(TAB) == [["x"]]


def test_an_account_google_refuses_is_told(
    google: Google, sheets: GoogleSheets, book: Spreadsheet
) -> None:
    google.faults.broken_before("reads", times=9, code=401)
    with pytest.raises(NotSignedIn, match="does not accept Tandem's service account"):
        sheets.book(book.id)
    google.faults.none()
    google.faults.broken_before("token", times=9, code=400)
    with pytest.raises(NotSignedIn):
        client_of(google).book(book.id)
    google.faults.none()


def test_a_desk_for_tokens_that_is_closed_is_told(google: Google, book: Spreadsheet) -> None:
    google.faults.broken_before("token", times=99, code=503)
    with pytest.raises(GoogleUnavailable):
        client_of(google).book(book.id)
    assert google.count() == 0


def test_a_write_without_trouble_is_one_request(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    written_once(sheets, book)
    assert [one.kind for one in google.seen if one.kind != "token"] == ["reads", "writes"]
    assert person.shows(LOG) == [[FIRST, "ada"]]


def trouble(google: Google, name: str) -> None:
    """Script a fault for the next write."""
    faults = google.faults
    {
        "429": lambda: faults.too_many("writes", retry_after="1"),
        "500 before": lambda: faults.broken_before("writes"),
        "500 after": lambda: faults.broken_after("writes"),
        "cut before": lambda: faults.cut("writes"),
        "cut after": lambda: faults.cut("writes", applied=True),
        "slow": lambda: faults.slow("writes"),
    }[name]()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("fault", "writes", "reads"),
    [
        ("429", 2, 0),
        ("500 before", 2, 2),
        ("500 after", 1, 1),
        ("cut before", 2, 2),
        ("cut after", 1, 1),
        ("slow", 1, 1),
    ],
)
def test_a_write_arrives_once_whatever_happens_to_its_answer(
    google: Google,
    sheets: GoogleSheets,
    hasty: GoogleSheets,
    book: Spreadsheet,
    person: Person,
    fault: str,
    writes: int,
    reads: int,
) -> None:
    client = hasty if fault == "slow" else sheets
    known = client.book(book.id)
    google.seen.clear()
    trouble(google, fault)
    write_once(client, known, [AppendRows(0, (("x",),))], LogRow(9, LOG, FIRST, ("ada",)))
    assert person.shows(TAB) == [["before"], ["x"]]
    assert person.shows(LOG) == [["operation0", "ada"], [FIRST, "ada"]]
    assert (google.count("writes"), google.count("reads")) == (writes, reads)
    google.faults.let_go()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("before_the_repeat", [True, False])
def test_a_write_that_comes_late_is_not_made_twice(
    google: Google, book: Spreadsheet, person: Person, *, before_the_repeat: bool
) -> None:
    """The first is given up and sent again; it arrives all the same, before or after that."""

    def arrive() -> None:
        google.faults.let_go()
        until(lambda: google.faults.held == 0, "the first write arrived")

    def wait(_seconds: float) -> None:
        if before_the_repeat:
            arrive()

    soon = (LONGEST_SECONDS, 1.0)
    sheets = client_of(google, Patience(sleep=wait, timeout_seconds=soon))
    known = sheets.book(book.id)
    google.seen.clear()
    google.faults.late()
    write_once(sheets, known, [AppendRows(0, (("x",),))], LogRow(9, LOG, FIRST, ("ada",)))
    assert google.faults.held == (0 if before_the_repeat else 1)
    arrive()
    assert google.count("writes") == 2
    assert person.shows(TAB) == [["before"], ["x"]]
    assert person.shows(LOG) == [["operation0", "ada"], [FIRST, "ada"]]


@pytest.mark.usefixtures("log")
def test_a_repeat_that_was_thought_lost_changes_nothing(
    sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    known = sheets.book(book.id)
    again = [AppendRows(0, (("x",),))]
    write_once(sheets, known, again, LogRow(9, LOG, FIRST))
    with pytest.raises(SheetsTrouble):
        write_once(sheets, known, again, LogRow(9, LOG, FIRST))
    with pytest.raises(SheetsTrouble):
        write_once(sheets, sheets.book(book.id), again, LogRow(9, LOG, FIRST))
    assert person.shows(TAB) == [["before"], ["x"]]


@pytest.mark.usefixtures("log")
def test_two_who_read_the_same_do_not_both_write(
    sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    seen_by_both = sheets.book(book.id)
    write_once(sheets, seen_by_both, [AppendRows(0, (("a",),))], LogRow(9, LOG, FIRST))
    with pytest.raises(SheetsTrouble, match="changed in the meantime"):
        write_once(sheets, seen_by_both, [AppendRows(0, (("b",),))], LogRow(9, LOG, SECOND))
    assert person.shows(TAB) == [["before"], ["a"]]


@pytest.mark.usefixtures("log")
def test_a_write_that_never_arrives_is_told_and_leaves_nothing(
    google: Google, sheets: GoogleSheets, book: Spreadsheet, person: Person
) -> None:
    google.faults.cut("writes", times=99)
    with pytest.raises(GoogleUnavailable):
        written_once(sheets, book)
    google.faults.none()
    assert person.shows(TAB) == [["before"]]
    assert not was_written(sheets, book.id, LOG, FIRST)
    assert google.count("writes") == 4


def test_what_was_written_is_known_by_mark_and_by_log(
    sheets: GoogleSheets, book: Spreadsheet
) -> None:
    assert not was_written(sheets, book.id, LOG, FIRST)
    written_once(sheets, book, "a", FIRST)
    written_once(sheets, book, "b", SECOND)
    assert was_written(sheets, book.id, LOG, FIRST)
    assert was_written(sheets, book.id, LOG, SECOND)
    assert logged(sheets, book.id, LOG) == {FIRST, SECOND}
    marks = [one.name for one in sheets.book(book.id).named]
    assert marks == [f"tandem_written_{SECOND}"]


def test_five_hundred_lines_of_twelve_months_take_few_requests(
    google: Google, sheets: GoogleSheets, book: Spreadsheet
) -> None:
    lines: Rows = tuple(
        (f"line{number}", *(number * month for month in range(1, 13))) for number in range(500)
    )
    known = sheets.book(book.id)
    google.seen.clear()
    log = LogRow(9, LOG, FIRST)
    write_once(sheets, known, [AddTab(9, LOG, 1, 3), AppendRows(0, lines)], log)
    again = sheets.book(book.id), sheets.read(book.id, [Area(TAB), Area(LOG)])
    assert again[1][0] == lines
    assert google.count() == 3
