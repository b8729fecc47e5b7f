"""`tandem import` and `tandem refresh` with a Google spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.sheets.secret import SECRET
from tests.cli.conftest import Tandem
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Spreadsheet
from tests.sheets_server.person import Person
from tests.sheets_server.running import running_google
from tests.sheets_server.signing_in import ROBOT, key_file

OWNER = "ada@example.com"


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """A server that the environment names."""
    with running_google() as served:
        monkeypatch.setenv(SECRET, key_file(served.address))
        monkeypatch.setenv("TANDEM_SHEETS_URL", served.address)
        yield served


@pytest.fixture
def book(google: Google) -> Spreadsheet:
    """A shared spreadsheet with a lead on its second tab."""
    made = google.new_book("Leads", OWNER)
    made.shared[ROBOT] = "reader"
    ada = Person(made, OWNER)
    ada.adds_tab("May")
    ada.pastes("May", 0, 0, [["lead_id", "created_on"], ["L1", "2025-05-01"]])
    return made


def test_a_tab_is_imported_by_address_or_id(tandem: Tandem, book: Spreadsheet) -> None:
    address = f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid=0"
    for place in (address, book.id):
        said = tandem("import", place, "--as", "leads", "--tab", "May", "--json")
        assert (said.code, said.document["accepted"]) == (0, 1), said.err


def test_a_file_of_that_name_goes_first(
    tandem: Tandem, book: Spreadsheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / book.id).write_text("lead_id,created_on\nL7,2025-05-07\nL8,2025-05-08\n")
    said = tandem("import", book.id, "--as", "leads", "--json")
    assert said.document["accepted"] == 2
    assert tandem("import", book.id, "--as", "leads", "--tab", "May").code == 2


def test_a_saved_import_of_a_tab_is_refreshed(tandem: Tandem, book: Spreadsheet) -> None:
    where = ["--spreadsheet", book.id, "--tab", "May"]
    added = tandem("schedule", "add", "crm", "--as", "leads", *where, "--json")
    assert added.document["origin"] == {
        "kind": "spreadsheet", "spreadsheet": book.id, "tab": "May"
    }  # fmt: skip
    (run,) = tandem("refresh", "--json").document["schedules"]
    assert (run["outcome"]["status"], run["outcome"]["accepted"]) == ("done", 1)
    Person(book, OWNER).renames_tab("May", "June")
    said = tandem("refresh")
    assert said.code == 1
    assert "no tab “May”" in said.err


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (["--spreadsheet", "a/b"], "not the address of a Google spreadsheet"),
        (["--file", "a.csv", "--tab", "May"], "Where do the rows come from?"),
        (["--file", "a.csv", "--spreadsheet", "1" * 44], "Where do the rows come from?"),
    ],
)
def test_what_cannot_be_saved_is_refused(tandem: Tandem, more: list[str], what: str) -> None:
    said = tandem("schedule", "add", "crm", "--as", "leads", *more)
    assert said.code == 2
    assert what in said.err


def test_trouble_is_one_sentence_with_its_remedy(
    tandem: Tandem, book: Spreadsheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.shared.clear()
    said = tandem("import", book.id, "--as", "leads")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.startswith("Tandem may not read this spreadsheet. In the spreadsheet choose")
    monkeypatch.delenv(SECRET)
    said = tandem("import", book.id, "--as", "leads")
    assert said.code == 1
    assert "not connected to Google Sheets. To connect: 1. At console.cloud.google.com" in said.err
