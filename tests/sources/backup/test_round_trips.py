"""What is backed up is what is restored, whichever engine it came from and goes to."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from data_sources.backup.archive import MANIFEST
from data_sources.store.database import Store
from data_sources.store.migrate import build
from data_sources.store.tables import history, plan_changes
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.errors import NotPossible
from tests.sources.backup.homes import emptied, files, held, opened


def test_a_home_comes_back_as_it_was(home: Workspace, archive: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other")
    restored = other.backups.restore(archive)
    assert held(other.store, restored.manifest.revision) == held(home.store)
    assert files(other.home.root) == files(home.home.root)
    assert other.snapshot() == home.snapshot()
    counts, before = other.counts(), home.counts()
    assert counts is not None
    assert before is not None
    assert counts.cubes["base"].by("channel", "leads") == before.cubes["base"].by(
        "channel", "leads"
    )
    other.close()


def test_sqlite_to_postgresql_and_back_loses_nothing(
    home: Workspace, archive: Path, tmp_path: Path, postgres_url: str
) -> None:
    team = opened(tmp_path / "team", emptied(postgres_url))
    first = team.backups.restore(archive)
    assert held(team.store, first.manifest.revision) == held(home.store)
    again = tmp_path / "again.zip"
    there = team.backups.take(again)
    laptop = opened(tmp_path / "laptop")
    second = laptop.backups.restore(again)
    assert held(laptop.store, second.manifest.revision) == held(team.store)
    assert held(laptop.store, first.manifest.revision) == held(home.store)
    # Whatever the engine, equal rows are equal bytes.
    here = home.backups.take(tmp_path / "here.zip")
    changed = {name for name, one in here.members.items() if there.members[name] != one}
    assert changed <= {"store/history.jsonl", "store/chores.jsonl"}
    assert files(laptop.home.root) == files(home.home.root)
    team.close()
    laptop.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_work_goes_on_above_the_restored_revisions(
    archive: Path, tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    url = emptied(request.getfixturevalue("postgres_url")) if engine == "postgresql" else None
    other = opened(tmp_path / "other", url)
    restored = other.backups.restore(archive)
    assert other.revision() == restored.revision == restored.manifest.revision + 1
    plan = other.plan
    (scenario,) = plan.scenarios()
    (line,) = plan.rows("line", scenario.id)
    saved = plan.save([Edit(line.id, {"plan_01": "120.50"}, {"plan_01": "7.00"})])
    assert saved.revision == restored.revision + 1
    as_of = plan.rows("line", scenario.id, as_of=restored.manifest.revision)
    assert as_of[0]["plan_01"] == "120.50"
    other.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("act", ["UPDATE {} SET revision = 0", "DELETE FROM {}"])
def test_what_was_append_only_is_so_again(
    archive: Path, tmp_path: Path, request: pytest.FixtureRequest, engine: str, act: str
) -> None:
    url = emptied(request.getfixturevalue("postgres_url")) if engine == "postgresql" else None
    other = opened(tmp_path / "other", url)
    other.backups.restore(archive)
    for table in (history, plan_changes):
        with pytest.raises((NotPossible, sa.exc.DBAPIError), match="append-only"):
            _do(other, act.format(table.name))
    other.close()


def _do(workspace: Workspace, statement: str) -> None:
    with workspace.store.write() as connection:
        connection.execute(sa.text(statement))


def test_a_restore_is_recorded_with_what_it_replaced(archive: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other")
    first = other.backups.restore(archive)
    entry = other.history(1)[0]
    assert (entry.act, entry.actor, entry.before) == ("restore", "local", None)
    second = other.backups.restore(archive, replace=True)
    entry = other.history(1)[0]
    assert entry.before == {"revision": first.revision, "kept": second.kept}
    assert entry.revision == first.revision + 1
    other.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_stood_is_kept_whole_under_the_name_told(
    home: Workspace, archive: Path, tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    url = emptied(request.getfixturevalue("postgres_url")) if engine == "postgresql" else None
    other = opened(tmp_path / "other", url)
    other.set_setting("name", "Before")
    stood = held(other.store)
    restored = other.backups.restore(archive, replace=True)
    assert restored.kept is not None
    assert other.company.name == home.company.name
    if url is None:
        kept = opened(tmp_path / "kept", f"sqlite:///{restored.kept}")
        assert held(kept.store) == stood
        kept.close()
    else:
        with other.store.read() as connection:
            name = sa.text(f"SELECT value FROM {restored.kept}.settings WHERE key = 'name'")
            assert connection.execute(name).scalar_one() == "Before"
    other.close()


def test_a_home_that_holds_something_is_not_replaced_unasked(archive: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other")
    other.set_setting("name", "Before")
    with pytest.raises(NotPossible, match="holds something") as refused:
        other.backups.restore(archive)
    assert "--replace" in refused.value.remedy
    assert other.company.name == "Before"
    other.close()


def test_an_archive_of_an_older_schema_is_brought_to_the_newest(
    archive: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.zip"
    _as_written_in("0003", archive, older, tmp_path)
    other = opened(tmp_path / "other")
    restored = other.backups.restore(older)
    assert restored.migrated
    assert len(other.snapshots()) == 2
    assert other.plan.scenarios() == ()
    other.close()


def _as_written_in(schema: str, archive: Path, older: Path, folder: Path) -> None:
    """Write an archive as a Tandem of an older schema would have: its tables and columns."""
    store = Store.open(f"sqlite:///{folder / 'older.db'}")
    with store.write() as connection:
        build(connection, schema)
        look = sa.inspect(connection)
        columns = {
            f"store/{table}.jsonl": {it["name"] for it in look.get_columns(table)}
            for table in look.get_table_names()
        }
    store.close()
    with ZipFile(archive) as source, ZipFile(older, "w") as target:
        told = json.loads(source.read(MANIFEST)) | {"schema_version": schema}
        members = {}
        for name, member in told["members"].items():
            content = source.read(name)
            if name.startswith("store/"):
                if name not in columns:
                    continue
                rows = [json.loads(line) for line in content.splitlines()]
                kept = [{key: row[key] for key in row if key in columns[name]} for row in rows]
                content = b"".join(json.dumps(row).encode() + b"\n" for row in kept)
            digest = sha256(content).hexdigest()
            members[name] = member | {"bytes": len(content), "sha256": digest}
            target.writestr(name, content)
        target.writestr(MANIFEST, json.dumps(told | {"members": members}))


def test_secrets_never_enter_an_archive(
    home: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "hunter2-5f3a"  # noqa: S105 - what must not be found
    monkeypatch.setenv("CRM_URL", f"postgresql://ada:{secret}@db.example/crm")
    secrets = home.home.root / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(f'[auth]\nclient_secret = "{secret}"\n')
    home.backups.take(tmp_path / "secret.zip")
    with ZipFile(tmp_path / "secret.zip") as found:
        for name in found.namelist():
            assert secret.encode() not in found.read(name), name


def test_a_backup_never_takes_the_place_of_a_file(home: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "taken.zip"
    file.write_text("mine")
    with pytest.raises(NotPossible, match="exists already"):
        home.backups.take(file)
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.glob(".*.partial")] == []


def test_lost_facts_are_told_and_the_rest_is_kept(home: Workspace, tmp_path: Path) -> None:
    lost, damaged = sorted((home.home.root / "facts").iterdir())
    lost.unlink()
    damaged.write_bytes(b"not what the name says")
    manifest = home.backups.take(tmp_path / "partly.zip")
    assert set(manifest.missing) == {lost.name, damaged.name}
    other = opened(tmp_path / "other")
    other.backups.restore(tmp_path / "partly.zip")
    assert held(other.store, manifest.revision) == held(home.store)
    other.close()


def test_damaged_facts_are_mended_by_a_restore(home: Workspace, archive: Path) -> None:
    before = files(home.home.root)
    for path in (home.home.root / "facts").iterdir():
        path.write_bytes(b"not what the name says")
    home.backups.restore(archive, replace=True)
    assert files(home.home.root) == before
