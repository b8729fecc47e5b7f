"""`tandem pack`: the paper of the week that contains a day."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from data_sources.meeting_week import whole
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.together.agenda import week_agenda
from tests.cli.conftest import Tandem, at_home
from tests.rooms import printed
from tests.workspaces import csv_file, leads


@pytest.fixture(scope="module")
def own_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo company of this module's own: a pack keeps the facts it names."""
    return Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("packed") / "home"))


@pytest.fixture
def tandem(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Tandem:
    """The command on the demo company."""
    return at_home(own_home, monkeypatch)


WEEK = ("--week", "2026-07-01")


def test_it_writes_a_pdf_and_says_what_it_rests_on(tandem: Tandem, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    said = tandem("pack", *WEEK, "--out", file)
    assert said.code == 0, said.err
    assert printed.pages(file) == 10
    for told in ("Wrote pack.pdf: 10 pages.", "Week of 29 Jun 2026", "facts up to 30 Jun 2026"):
        assert told in said.out
    text = " ".join(printed.layout(file, 1))
    snapshot = said.out.split("snapshot ")[1].split()[0]
    assert snapshot in text


def test_the_agenda_is_the_one_on_screen_item_by_item(
    tandem: Tandem, own_home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "pack.xlsx"
    assert tandem("pack", *WEEK, "--out", file).code == 0
    workspace = Workspace.open(Settings(home=own_home))
    shown = week_agenda(whole(workspace))
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    rows = [(row[0], row[4]) for row in book["Agenda"].iter_rows(values_only=True) if row[4]]
    assert len(shown.first) == 6
    told = [(item.what, item.lever) for item in (*shown.first, *shown.rest, *shown.good)]
    assert [row for row in rows if row[0] != "Finding"] == told
    for item in (*shown.first, *shown.rest, *shown.good):
        assert item.finding == f"{item.what}: {item.lever}."


def test_it_writes_a_workbook_whose_first_sheet_tells_what_it_rests_on(
    tandem: Tandem, tmp_path: Path
) -> None:
    file = tmp_path / "pack.XLSX"
    said = tandem("pack", *WEEK, "--out", file)
    assert said.code == 0, said.err
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[1]}
    assert about["Facts up to"] == "30 Jun 2026"
    assert str(about["Snapshot"]) in said.out
    assert (about["Plan"], about["State of the plan"]) == ("Plan 2026", "draft")
    assert f"Wrote pack.XLSX: {len(book.sheetnames)} sheets." in said.out


def test_a_later_week_is_told_by_the_newest_facts_and_says_so(
    tandem: Tandem, tmp_path: Path
) -> None:
    file = tmp_path / "pack.pdf"
    said = tandem("pack", "--week", "2030-01-01", "--out", file)
    assert said.code == 0, said.err
    note = "The facts end on 30 Jun 2026, before this week began"
    assert note in said.out
    assert note in " ".join(printed.flat(line) for line in printed.layout(file, 1))


def test_a_week_before_the_first_facts_cannot_be_told(tandem: Tandem, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    said = tandem("pack", "--week", "2020-06-03", "--out", file)
    assert (said.code, said.out) == (1, "")
    assert "the first end on 30 Jun 2026. Choose 2026-06-30 or a later day." in said.err
    assert not file.exists()


def test_without_facts_it_says_how_to_bring_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = at_home(tmp_path / "home", monkeypatch)("pack", *WEEK, "--out", tmp_path / "a.pdf")
    assert said.code == 1
    assert "tandem import" in said.err


def test_facts_without_dates_have_no_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tandem = at_home(tmp_path / "home", monkeypatch)
    rows = [{"lead_id": one["lead_id"], "channel": "Web"} for one in leads("a", "b")]
    path = csv_file(tmp_path, "leads.csv", rows)
    assert tandem("import", path, "--as", "leads").code == 0
    said = tandem("pack", *WEEK, "--out", tmp_path / "a.pdf")
    assert said.code == 1
    assert "The facts have no dates" in said.err


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--week", "1 July", "--out", "a.pdf"], "1 July"),
        (["--week", "20260701", "--out", "a.pdf"], "20260701"),
        (["--week", "2026-02-30", "--out", "a.pdf"], "2026-02-30"),
        (["--week", "9999-12-31", "--out", "a.pdf"], "9999"),
        (["--week", "0001-01-01", "--out", "a.pdf"], "Nobody plans for 1"),
        ([*WEEK, "--out", "a.docx"], "a.docx"),
        ([*WEEK, "--out", "pdf"], "pdf"),
        ([*WEEK], "--out"),
        (["--out", "a.pdf"], "--week"),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_2(
    tandem: Tandem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], names: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    said = tandem("pack", *arguments)
    assert (said.code, said.out) == (2, "")
    assert names in said.err
    assert "Traceback" not in said.err
    assert not list(tmp_path.glob("*.pdf"))


def test_an_older_file_gives_way_only_to_a_whole_one(
    tandem: Tandem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(b"older")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("data_sources.files_to_take.os.fsync", full)
        said = tandem("pack", *WEEK, "--out", file)
    assert said.code == 1
    assert "pack.pdf cannot be written: No space left on device." in said.err
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]
    assert tandem("pack", *WEEK, "--out", file).code == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_folder_is_said_before_the_work(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("pack", *WEEK, "--out", tmp_path / "none" / "pack.pdf")
    assert said.code == 1
    assert "There is no folder" in said.err
    folder = tmp_path / "folder.pdf"
    folder.mkdir()
    assert "is a folder" in tandem("pack", *WEEK, "--out", folder).err


def test_the_facts_a_pack_names_are_kept_and_nothing_else_changes(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_home, tmp_path / "home")
    tandem = at_home(tmp_path / "home", monkeypatch)
    before = tandem("doctor", "--json").document["revision"]
    for _ in range(2):
        assert tandem("pack", *WEEK, "--out", tmp_path / "pack.xlsx").code == 0
    (snapshot,) = tandem("snapshots", "--json").document["snapshots"]
    assert snapshot["keeps"] == ["the pack of the week of 29 Jun 2026 names it"]
    assert tandem("doctor", "--json").document["revision"] == before


def test_whoever_may_read_may_take_it_and_nobody_else(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_home, tmp_path / "home")
    tandem, file = at_home(tmp_path / "home", monkeypatch), tmp_path / "pack.pdf"
    assert tandem("user", "add", "vic@example.com", "--role", "viewer").code == 0
    assert tandem("--as", "vic@example.com", "pack", *WEEK, "--out", file).code == 0
    file.unlink()
    said = tandem("--as", "nobody@example.com", "pack", *WEEK, "--out", file)
    assert said.code != 0
    assert not file.exists()
