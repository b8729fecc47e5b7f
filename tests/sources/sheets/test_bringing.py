"""Facts from a spreadsheet: the same mapping and rejects as files, by hand and by refresh."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_sources.imports.request import Mapping
from data_sources.schedules import Schedule
from data_sources.schedules import Spreadsheet as Origin
from data_sources.settings import Settings
from data_sources.sheets.connecting import STEPS
from data_sources.sheets.secret import SECRET
from data_sources.sheets.troubles import NotConnected, NotShared, TabGone
from data_sources.workspace import Workspace
from planning.errors import NotPossible, UsageError
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Spreadsheet
from tests.sheets_server.person import Person
from tests.sheets_server.signing_in import ROBOT, key_file
from tests.workspaces import ADA, csv_file, request, workspace_in

TAB = "Sheet1"
ROWS: list[list[object]] = [
    ["lead_id", "created_on", "channel", "Note", "is_ours"],
    ["L-1", "2025-05-01", "Webinars", "=cmd", True],
    ["L-2", date(2025, 5, 2), "Events", None, None],
    [None, "2025-05-03", "Events", "nobody", False],
    [4, "2025-05-04"],
]


@pytest.fixture
def workspace(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace that is connected to the local server by its settings alone."""
    monkeypatch.setenv(SECRET, key_file(google.address))
    settings = Settings(
        home=tmp_path / "home", database_url=None, facts_url=None, sheets_url=google.address
    )
    return Workspace.open(settings, ADA)


def leads_of(workspace: Workspace) -> dict[str, str]:
    """The leads' days by their ids."""
    rows = workspace.rows("leads")
    return dict(zip(rows["lead_id"], rows["created_on"].astype(str), strict=True))


def test_a_tab_becomes_facts_as_a_file_of_the_same_rows_would(
    google: Google, workspace: Workspace, book: Spreadsheet, person: Person, tmp_path: Path
) -> None:
    person.pastes(TAB, 0, 0, ROWS)
    google.seen.clear()
    mapping = Mapping(table="leads", columns={"attributes.note": "Note"})
    report = workspace.spreadsheets.bring(mapping, book.id)
    assert (report.read, report.accepted, report.rejected) == (4, 3, 1)
    assert google.count() == 2
    days = {"L-1": "2025-05-01", "L-2": "2025-05-02", "4": "2025-05-04"}
    assert leads_of(workspace) == days
    assert report.rejects_file
    assert '"Plan, tab Sheet1",4,lead_id' in Path(report.rejects_file).read_text("utf-8-sig")

    heads = [str(head) for head in ROWS[0]]
    listed = [dict(zip(heads, ["" if c is None else c for c in row], strict=False))
              for row in ROWS[1:]]  # fmt: skip
    file = csv_file(tmp_path, "leads.csv", listed)
    other = workspace_in(tmp_path / "other")
    same = other.import_file(request(file, "leads", columns={"attributes.note": "Note"}))
    assert (same.read, same.accepted, same.rejected) == (4, 3, 1)
    assert leads_of(other) == days


def test_numbers_are_numbers_whatever_they_look_like(
    workspace: Workspace, book: Spreadsheet, person: Person
) -> None:
    """1.234 alone would be a thousand and more in a file of somebody in Berlin."""
    heads = ["month", "team", "channel", "amount"]
    person.pastes(TAB, 0, 0, [heads, ["2025-05", "marketing", "Events", 1.25]])
    person.pastes(TAB, 2, 0, [["2025-06", "marketing", "Events", 1234.5]])
    for decimal in (None, ","):
        mapping = Mapping(table="spend", decimal=decimal)
        assert workspace.spreadsheets.bring(mapping, book.id).accepted == 2
        assert sorted(workspace.rows("spend")["cents"]) == [125, 123450]


def test_the_address_and_the_tab_say_what_is_read(
    workspace: Workspace, book: Spreadsheet, person: Person
) -> None:
    person.adds_tab("May's")
    person.pastes("May's", 2, 1, [["lead_id", "created_on"], ["L-9", "2025-05-09"]])
    address = f"https://docs.google.com/spreadsheets/d/{book.id}/edit?usp=sharing#gid=0"
    label, content = workspace.spreadsheets.fetched(address, tab="May's")
    assert label == "Plan, tab May's"
    assert content.decode("utf-8-sig").splitlines()[2] == '"","lead_id","created_on"'
    leads = Mapping(table="leads")
    report = workspace.spreadsheets.bring(leads, address, tab="May's")
    assert (report.accepted, report.rejected) == (1, 0)
    assert workspace.spreadsheets.bring(
        leads.model_copy(update={"sheet": "May's"}), address
    ).accepted
    with pytest.raises(NotPossible, match="tab Sheet1 is empty"):
        workspace.spreadsheets.bring(leads, address)
    with pytest.raises(TabGone, match="“June”"):
        workspace.spreadsheets.bring(leads, address, tab="June")


def test_a_large_tab_comes_in_pieces_and_whole(
    google: Google, workspace: Workspace, book: Spreadsheet, person: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("data_sources.sheets.fetching._CELLS", 26 * 100)
    rows = [["lead_id", "created_on"], *([f"L-{n}", "2025-05-01"] for n in range(250))]
    for number, row in enumerate(rows):
        person.book.tabs[0].set(number + (5 if number > 150 else 0), 0, row[0])
        person.book.tabs[0].set(number + (5 if number > 150 else 0), 1, row[1])
    google.seen.clear()
    report = workspace.spreadsheets.bring(Mapping(table="leads"), book.id)
    assert (report.accepted, report.rejected) == (250, 0)
    assert google.count("reads") == 11


def test_a_saved_import_brings_a_tab_when_it_changed(
    google: Google, workspace: Workspace, book: Spreadsheet, person: Person
) -> None:
    person.pastes(TAB, 0, 0, ROWS[:2])
    origin = Origin(spreadsheet=f"https://docs.google.com/spreadsheets/d/{book.id}/edit")
    saved = workspace.schedules.add(
        Schedule(name="crm", origin=origin, mapping=Mapping(table="leads"))
    )
    assert saved.place == f"Google Sheets {book.id}, first tab"

    (run,) = workspace.refresh()
    assert (run.outcome.status, run.outcome.accepted) == ("done", 1)
    google.seen.clear()
    (run,) = workspace.refresh()
    assert (run.outcome.sentence, google.count()) == ("Nothing new.", 2)
    person.types(TAB, 1, 1, "2025-05-30")
    (run,) = workspace.refresh()
    assert leads_of(workspace) == {"L-1": "2025-05-30"}

    book.shared.clear()
    (run,) = workspace.refresh()
    assert run.outcome.status == "failed"
    assert f"add {ROBOT} as Viewer" in run.outcome.sentence
    assert leads_of(workspace) == {"L-1": "2025-05-30"}


def test_without_an_account_five_steps_are_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.spreadsheets.shared_with() == ROBOT
    monkeypatch.setenv(SECRET, "")
    assert len(STEPS) == 5
    assert workspace.spreadsheets.shared_with() is None
    with pytest.raises(NotConnected) as said:
        workspace.spreadsheets.bring(Mapping(table="leads"), "1" * 44)
    assert all(step in str(said.value) for step in STEPS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not json", "it is not JSON"),
        ("[]", "it has no fields"),
        ('{"private_key": "hush"}', "its client_email is missing or wrong"),
        ('{"client_email": "a@b.c", "private_key": "hush"}', "its private_key is missing or"),
        ('{"client_email": "a@b.c", "private_key": "hush", "token_uri": "https://evil.example"}',
         "its token_uri"),
    ],
)  # fmt: skip
def test_a_secret_that_is_no_key_is_told_and_not_repeated(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    monkeypatch.setenv(SECRET, text)
    with pytest.raises(NotConnected, match=why) as said:
        workspace.spreadsheets.fetched("1" * 44)
    assert "hush" not in f"{said.value!r} {said.value}"


def test_a_spreadsheet_nobody_shared_changes_nothing(
    workspace: Workspace, book: Spreadsheet
) -> None:
    book.shared.clear()
    with pytest.raises(NotShared):
        workspace.spreadsheets.bring(Mapping(table="leads"), book.id)
    assert workspace.snapshot() is None


@pytest.mark.parametrize(
    "address",
    [
        "http://docs.google.com/spreadsheets/d/abc/edit",
        "https://docs.google.com.evil.example/spreadsheets/d/abc/edit",
        "https://docs.google.com@evil.example/spreadsheets/d/abc/edit",
        "https://docs.google.com/document/d/abc/edit",
        "https://docs.google.com/spreadsheets/d/a%2Fb/edit",
        "file:///etc/passwd",
    ],
)
def test_other_addresses_are_refused_before_anything_is_sent(
    google: Google, workspace: Workspace, address: str
) -> None:
    with pytest.raises(UsageError, match="not the address of a Google spreadsheet"):
        workspace.spreadsheets.bring(Mapping(table="leads"), address)
    assert google.seen == []


@pytest.mark.parametrize(
    "place",
    ["http://sheets.googleapis.com", "https://127.0.0.1", "http://10.0.0.1", "http://localhost",
     "http://127.0.0.1:1/path", "https://evil.example"],
)  # fmt: skip
def test_sheets_are_googles_or_on_this_machine(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_SHEETS_URL", place)
    with pytest.raises(NotPossible, match="TANDEM_SHEETS_URL cannot be used"):
        Settings.from_environment()
