"""The doctor finds what is broken, says so in words, and is content with what is whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_sources.checkup import of_doors
from data_sources.checkup.check import Check
from data_sources.diagnosis import diagnose
from data_sources.settings import Settings
from data_sources.store.tables import plan_rows
from data_sources.workspace import Workspace
from tests.sources.backup.homes import emptied, opened, planned
from tests.workspaces import csv_file, leads, request


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A home with a plan, on each database."""
    on_postgres = request.param == "postgresql"
    url = emptied(request.getfixturevalue("postgres_url")) if on_postgres else None
    workspace = opened(tmp_path / "home", url)
    planned(workspace)
    yield workspace
    workspace.close()


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Workspace]:
    """A home with one snapshot, on SQLite."""
    workspace = opened(tmp_path / "home")
    workspace.import_file(request(csv_file(tmp_path, "leads.csv", leads("L1")), "leads"))
    yield workspace
    workspace.close()


def check(workspace: Workspace, name: str) -> Check:
    """What the doctor says of one thing."""
    (found,) = (one for one in diagnose(workspace).checks if one.name == name)
    return found


def do(workspace: Workspace, *statements: str) -> None:
    with workspace.store.write() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_a_whole_home_is_whole(whole: Workspace) -> None:
    found = diagnose(whole)
    assert found.broken == ()
    assert {one.state for one in found.checks} == {"good"}
    assert check(whole, "plan").told == "8 changes replay to its 7 rows."


def test_a_row_that_is_not_what_its_history_says(whole: Workspace) -> None:
    with whole.store.write() as connection:
        line = plan_rows.c.kind == "line"
        connection.execute(sa.update(plan_rows).where(line).values(cells={"plan_01": "1.00"}))
    found = check(whole, "plan")
    assert found.state == "broken"
    assert "not what their history says" in found.told
    assert found.remedy


def test_a_row_that_is_gone_without_history(whole: Workspace) -> None:
    do(whole, "DELETE FROM plan_rows WHERE kind = 'comment'")
    assert check(whole, "plan").state == "broken"


def test_a_history_that_can_be_changed(whole: Workspace) -> None:
    if whole.store.file is None:
        do(whole, "DROP TRIGGER history_append_only ON history")
    else:
        do(whole, "DROP TRIGGER history_no_update", "DROP TRIGGER history_no_delete")
    found = check(whole, "history")
    assert (found.state, found.told) == ("broken", "history can be changed afterwards.")


def test_changes_that_do_not_follow_one_another(whole: Workspace) -> None:
    change = "UPDATE plan_changes SET version = 9 WHERE kind = 'line' AND version = 2"
    if whole.store.file is None:
        do(whole, "DROP TRIGGER plan_changes_append_only ON plan_changes", change)
    else:
        do(whole, "DROP TRIGGER plan_changes_no_update", change)
    assert "do not follow one another" in check(whole, "plan").told


def test_rows_that_refer_to_what_is_gone(facts: Workspace) -> None:
    assert facts.store.file is not None
    with closing(sqlite3.connect(facts.store.file)) as outside:
        outside.execute("DELETE FROM snapshots")
        outside.commit()
    found = check(facts, "references")
    assert found.state == "broken"
    assert "snapshot_files" in found.told


def test_a_store_with_a_damaged_page(facts: Workspace) -> None:
    file = facts.store.file
    assert file is not None
    with closing(sqlite3.connect(file)) as outside:
        outside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = outside.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'history'"
        ).fetchone()
        (size,) = outside.execute("PRAGMA page_size").fetchone()
    facts.store.close()
    with file.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\xff" * size)
    found = _store_checks(facts)
    assert any(one.state == "broken" for one in found)


def _store_checks(workspace: Workspace) -> list[Check]:
    from data_sources.checkup import of_store
    from planning.errors import NotPossible

    found: list[Check] = []
    try:
        found.extend(of_store.checks(workspace.store))
    except NotPossible as error:
        found.append(Check(name="store", state="broken", told=error.what, remedy=error.remedy))
    return found


def test_facts_files_that_are_gone_or_damaged(facts: Workspace, tmp_path: Path) -> None:
    assert check(facts, "files").told == "All 1 facts files are there."
    second = csv_file(tmp_path, "deals.csv", [{"opportunity_id": "D1", "stage": "Open"}])
    facts.import_file(request(second, "opportunities"))
    lost, damaged = sorted((facts.home.root / "facts").iterdir())
    lost.unlink()
    damaged.write_bytes(b"not what the name says")
    assert check(facts, "lost files").state == "broken"
    assert lost.name in check(facts, "lost files").told
    assert check(facts, "damaged files").state == "broken"
    assert damaged.name in check(facts, "damaged files").told


def test_files_no_snapshot_lists_are_a_note(facts: Workspace) -> None:
    (facts.home.root / "facts" / "leads-0123456789abcdef0123.parquet").write_bytes(b"old")
    found = check(facts, "spare files")
    assert (found.state, found.told[:7]) == ("note", "1 files")


def test_copies_of_older_stores_are_listed(facts: Workspace) -> None:
    for name in ("tandem.db.schema-0002", "tandem.db.before-restore-20250602t120000000000z"):
        (facts.home.root / name).write_bytes(b"x")
    found = check(facts, "copies")
    assert found.state == "note"
    assert "schema-0002" in found.told
    assert "before-restore" in found.told


def test_unfinished_files_are_named(facts: Workspace) -> None:
    (facts.home.root / "tandem.db.schema-0003.partial").write_bytes(b"x")
    found = check(facts, "leftovers")
    assert found.state == "note"
    assert "tandem.db.schema-0003.partial" in found.told


def test_whether_others_are_in_the_home(facts: Workspace) -> None:
    assert "Nobody else" in check(facts, "lock").told
    other = opened(facts.home.root)
    assert "also runs elsewhere" in check(facts, "lock").told
    other.close()
    # Looking took the doctor's own place away for a moment only.
    with pytest.raises(Exception, match="running in this home"), facts.home.alone():
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_a_home_open_to_others_is_a_note(facts: Workspace) -> None:
    facts.home.root.chmod(0o755)
    assert check(facts, "home").state == "note"


def test_drafts_of_people_who_left(facts: Workspace) -> None:
    facts.people.add("ada@example.com", ["administrator"])
    draft = "INSERT INTO drafts VALUES ('{}', 'budget', '2025-06-02', '{{}}')"
    do(facts, draft.format("gone@example.com"), draft.format("ada@example.com"))
    do(facts, draft.format("local"))
    assert check(facts, "drafts").told.startswith("1 unsaved drafts")


def doors(workspace: Workspace, file: Path, admin: str | None = None) -> dict[str, Check]:
    settings = Settings(home=workspace.home.root, admin=admin)
    return {one.name: one for one in of_doors.checks(settings, workspace.store, [file])}


def test_sign_in_without_an_administrator_is_broken(facts: Workspace, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    assert "No sign-in" in doors(facts, secrets)["sign-in"].told
    secrets.write_text('[auth]\ncookie_secret = "hunter2"\n')
    secrets.chmod(0o600)
    found = doors(facts, secrets)
    assert found["sign-in"].state == "good"
    assert found["people"].state == "broken"
    assert doors(facts, secrets, admin="ada@example.com")["people"].state == "good"
    assert "hunter2" not in str(found)


def test_secrets_others_can_read_or_nobody_can(facts: Workspace, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("not = [toml")
    secrets.chmod(0o644)
    found = doors(facts, secrets)
    assert found["sign-in"].state == "broken"
    if os.name == "posix":
        assert found["secrets"].state == "note"


def test_the_password_of_the_store_is_told_nowhere(tmp_path: Path, postgres_url: str) -> None:
    """The server trusts everybody here, so any password opens it."""
    url = emptied(postgres_url).replace("tandem@", "tandem:hunter2@")
    workspace = opened(tmp_path / "home", url)
    said = diagnose(workspace).model_dump_json()
    workspace.close()
    assert "tandem:***@" in said
    assert "hunter2" not in said
