"""Bringing in a tab of a Google spreadsheet in the room of the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.sheets.connecting import STEPS
from data_sources.sheets.secret import SECRET
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.sheets_server.app import Google
from tests.sheets_server.person import Person
from tests.sheets_server.running import running_google
from tests.sheets_server.signing_in import ROBOT, key_file
from views.formats import plain

OWNER = "ada@example.com"


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """A server that Tandem's settings name, with the account's key among its secrets."""
    with running_google() as served:
        monkeypatch.setenv(SECRET, key_file(served.address))
        monkeypatch.setenv("TANDEM_SHEETS_URL", served.address)
        yield served


@pytest.fixture
def person(google: Google) -> Person:
    """Somebody whose leads stand in a spreadsheet that is shared with Tandem to read."""
    book = google.new_book("Leads of May", OWNER)
    book.shared[ROBOT] = "reader"
    ada = Person(book, OWNER)
    heads = ["lead_id", "created_on", "channel"]
    ada.pastes("Sheet1", 0, 0, [heads, ["L1", "2025-05-01", "Fair"], [None, "2025-05-02", "Web"]])
    return ada


def room_of(visit: Visit, home: Path) -> AppTest:
    companies.empty(home)
    app = visit(home, "data")
    return chosen(app)


def chosen(app: AppTest) -> AppTest:
    origin = next(it for it in app.segmented_control if it.label == "Where do the rows stand?")
    origin.set_value("In a Google spreadsheet").run()
    assert not app.exception
    return app


def pressed(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def fetched(app: AppTest, address: str, tab: str = "") -> AppTest:
    fields = {field.label: field for field in app.text_input}
    fields["Address of the spreadsheet"].set_value(address)
    fields["Tab"].set_value(tab)
    return pressed(app, "Fetch")


def test_without_an_account_the_five_steps_stand_there(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "")
    said = words(room_of(visit, tmp_path / "home"))
    assert all(plain(step) in said for step in STEPS)


def test_a_tab_is_mapped_checked_and_imported_like_a_file(
    visit: Visit, tmp_path: Path, person: Person
) -> None:
    app = room_of(visit, tmp_path / "home")
    assert ROBOT in [code.value for code in app.code]
    app = fetched(app, f"https://docs.google.com/spreadsheets/d/{person.book.id}/edit")
    assert "Found in Leads of May, tab Sheet1: 3 columns, column names in row 1." in words(app)
    app = pressed(app, "Check only")
    assert "1 of 2 rows accepted, 1 rejected" in words(app)
    assert companies.opened(tmp_path / "home").snapshot() is None
    app = pressed(app, "Import")
    snapshot = companies.opened(tmp_path / "home").snapshot()
    assert snapshot is not None
    assert snapshot.rows == {"leads": 1}
    assert "Found in" not in words(app)


def test_what_cannot_be_fetched_is_said_with_what_to_do(
    visit: Visit, tmp_path: Path, person: Person
) -> None:
    app = room_of(visit, tmp_path / "home")
    assert "no tab “June”" in told(fetched(app, person.book.id, "June"))
    person.book.shared.clear()
    assert f"add {ROBOT} as Viewer" in told(fetched(app, person.book.id))
    assert "not the address of a Google spreadsheet" in told(fetched(app, "https://a.example/x"))


def told(app: AppTest) -> str:
    """The one trouble that is shown, without its escapes and word joiners."""
    (error,) = app.error
    return f"{error.proto.title} {error.value}".replace("\\", "").replace("\u2060", "")
