"""Backup, restore and doctor by terminal: one sentence, one document, one exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tandem, at_home
from tests.workspaces import csv_file, leads


@pytest.fixture
def archive(tandem: Tandem, tmp_path: Path) -> Path:
    """The backup of a home with three leads."""
    file = csv_file(tmp_path, "leads.csv", leads("L1", "L2", "L3"))
    tandem("import", file, "--as", "leads")
    told = tandem("backup", tmp_path / "backup.zip", "--json")
    assert (told.code, told.err) == (0, "")
    assert told.document["bytes"] == (tmp_path / "backup.zip").stat().st_size
    assert told.document["tables"]["snapshots"] == 1
    assert told.document["warnings"] == []
    return tmp_path / "backup.zip"


def test_a_backup_restores_into_an_empty_home(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = at_home(tmp_path / "other", monkeypatch)
    told = other("restore", archive, "--json").document
    assert (told["kept"], told["migrated"], told["facts_files"]) == (None, False, 1)
    assert other("doctor", "--json").document["rows"] == {"leads": 3}


def test_a_full_home_is_replaced_only_on_purpose(archive: Path, tandem: Tandem) -> None:
    refused = tandem("restore", archive)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.strip().count("\n") == 0
    assert "--replace" in refused.err
    told = tandem("restore", archive, "--replace", "--json").document
    assert Path(told["kept"]).exists()
    assert "before-restore" in tandem("doctor").out


def test_a_store_that_cannot_be_opened_can_be_replaced(
    archive: Path, tandem: Tandem, tmp_path: Path
) -> None:
    store = tmp_path / "home" / "tandem.db"
    store.write_bytes(b"no database at all" * 1000)
    for beside in ("tandem.db-wal", "tandem.db-shm"):
        store.with_name(beside).unlink(missing_ok=True)
    assert tandem("doctor").code == 1
    told = tandem("restore", archive, "--replace", "--json").document
    assert Path(told["kept"]).read_bytes() == b"no database at all" * 1000
    found = tandem("doctor", "--json")
    assert (found.code, found.document["rows"]) == (0, {"leads": 3})


def test_a_backup_says_what_is_lost_and_keeps_the_rest(
    archive: Path, tandem: Tandem, tmp_path: Path
) -> None:
    (lost,) = (tmp_path / "home" / "facts").iterdir()
    lost.unlink()
    told = tandem("backup", tmp_path / "second.zip", "--json")
    assert told.code == 0
    assert told.document["warnings"] == ["1 facts files are gone or damaged; run tandem doctor."]
    assert tandem("restore", archive, "--replace").code == 0
    assert tandem("doctor").code == 0


def test_whoever_is_no_administrator_neither_takes_nor_restores(
    archive: Path, tandem: Tandem, tmp_path: Path
) -> None:
    tandem("user", "add", "ada@example.com", "--role", "administrator")
    tandem("user", "add", "vic@example.com", "--role", "viewer")
    for arguments in (("backup", tmp_path / "mine.zip"), ("restore", archive, "--replace")):
        refused = tandem("--as", "vic@example.com", *arguments)
        assert refused.code == 1
        assert "may not take a backup" in refused.err
    assert not (tmp_path / "mine.zip").exists()
    assert tandem("--as", "ada@example.com", "restore", archive, "--replace").code == 0


def test_what_a_doctor_finds_is_one_document(archive: Path, tandem: Tandem) -> None:
    assert archive.exists()
    checks = tandem("doctor", "--json").document["checks"]
    assert {one["state"] for one in checks} == {"good"}
    assert {one["name"] for one in checks} >= {
        "home", "disk", "lock", "leftovers", "schema", "database", "references", "history",
        "plan", "files", "sign-in", "people", "secrets", "extras",
    }  # fmt: skip
