"""An archive that is not whole, or not one, is refused in one sentence; nothing is changed."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.backup.archive import MANIFEST
from data_sources.workspace import Workspace
from planning.errors import NotPossible
from tests.sources.backup.homes import files, filled, held, opened

Members = dict[str, bytes]


def members(archive: Path) -> Members:
    with ZipFile(archive) as found:
        return {name: found.read(name) for name in found.namelist()}


def written(file: Path, contents: Members, *, told: bool = True, packed: bool = False) -> Path:
    """Write an archive; with `told` its manifest lists what it holds, right in every hash."""
    if told:
        manifest = json.loads(contents[MANIFEST])
        listed = {}
        for name, content in contents.items():
            if name != MANIFEST:
                rows = content.count(b"\n") if name.endswith(".jsonl") else None
                digest = sha256(content).hexdigest()
                listed[name] = {"bytes": len(content), "sha256": digest, "rows": rows}
        manifest["members"] = listed
        contents = contents | {MANIFEST: json.dumps(manifest).encode()}
    with ZipFile(file, "w", ZIP_DEFLATED if packed else 0) as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return file


def manifest_with(contents: Members, **changes: Any) -> Members:  # noqa: ANN401
    told = json.loads(contents[MANIFEST]) | changes
    return contents | {MANIFEST: json.dumps(told).encode()}


def table_with(contents: Members, table: str, **changes: Any) -> Members:  # noqa: ANN401
    """Change columns of a table's first row."""
    name = f"store/{table}.jsonl"
    first, *others = contents[name].splitlines()
    row = json.loads(first) | changes
    lines = [json.dumps({key: it for key, it in row.items() if it is not ...}).encode(), *others]
    return contents | {name: b"".join(line + b"\n" for line in lines)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good archive, which the tests only read."""
    folder = tmp_path_factory.mktemp("archive")
    with filled(folder) as workspace:
        workspace.backups.take(folder / "backup.zip")
    return folder / "backup.zip"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Workspace]:
    """A home with something in it, that nothing may happen to."""
    workspace = opened(tmp_path / "target")
    workspace.set_setting("name", "Standing")
    yield workspace
    workspace.close()


def refused(target: Workspace, file: Path) -> str:
    """The sentence a restore is refused with, after holding that nothing happened."""
    before, lying = held(target.store), files(target.home.root)
    with pytest.raises(NotPossible) as refusal:
        target.backups.restore(file, replace=True)
    assert held(target.store) == before
    assert files(target.home.root) == lying
    beside = {path.name for path in target.home.root.iterdir() if path.is_file()}
    assert beside <= {"tandem.db", "tandem.db-wal", "tandem.db-shm", "in-use.lock"}
    assert list((target.home.root / "staging").iterdir()) == []
    assert "\n" not in str(refusal.value)
    assert refusal.value.remedy
    return str(refusal.value)


ODD_NAMES = (
    "../evil.parquet",
    "facts/../../evil-0123456789.parquet",
    "facts/..%2fevil-0123456789.parquet",
    "/etc/passwd",
    "C:\\evil.parquet",
    "facts\\leads-0123456789.parquet",
    "facts/LEADS-0123456789.parquet",
    "facts/leads-0123456789.parquet/",
    "facts/leads-0123456789.parquet\x00.txt",
    "store/history.jsonl ",
    "store/../history.jsonl",
    "store/sqlite_master.jsonl",
    "readme.txt",
)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_no_backup_holds(archive: Path, target: Workspace, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / "odd.zip", members(archive) | {name: b"x"})
    assert "damaged" in refused(target, file)
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.9, 0.999])
def test_an_archive_that_is_cut_off(
    archive: Path, target: Workspace, tmp_path: Path, share: float
) -> None:
    content = archive.read_bytes()
    file = tmp_path / "cut.zip"
    file.write_bytes(content[: int(len(content) * share)])
    assert "cut off" in refused(target, file)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"SQLite format 3\x00" * 100])
def test_a_file_that_is_no_archive(target: Workspace, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.zip"
    file.write_bytes(content)
    assert "no backup of Tandem" in refused(target, file)


def test_an_archive_of_something_else(target: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / "other.zip", {}, told=False)
    assert "no backup of Tandem" in refused(target, file)


def test_a_file_that_is_not_there(target: Workspace, tmp_path: Path) -> None:
    assert "cannot be opened" in refused(target, tmp_path / "none.zip")
    assert "cannot be opened" in refused(target, tmp_path)


def test_a_member_that_is_missing(archive: Path, target: Workspace, tmp_path: Path) -> None:
    for name in members(archive):
        contents = {key: it for key, it in members(archive).items() if key != name}
        refused(target, written(tmp_path / "less.zip", contents, told=False))
        if name != MANIFEST:
            said = refused(target, written(tmp_path / "less.zip", contents))
            assert "is missing" in said or "is listed by no snapshot" in said


def test_a_facts_file_no_snapshot_lists(archive: Path, target: Workspace, tmp_path: Path) -> None:
    content = b"anything"
    name = f"facts/leads-{sha256(content).hexdigest()[:20]}.parquet"
    file = written(tmp_path / "more.zip", members(archive) | {name: content})
    assert "listed by no snapshot" in refused(target, file)


def test_a_facts_file_that_is_not_what_its_name_says(
    archive: Path, target: Workspace, tmp_path: Path
) -> None:
    contents = members(archive)
    name = next(name for name in contents if name.startswith("facts/"))
    file = written(tmp_path / "swapped.zip", contents | {name: b"something else"})
    assert "not what its name says" in refused(target, file)


def test_a_member_that_is_there_twice(archive: Path, target: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "twice.zip"
    file.write_bytes(archive.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(file, "a") as more:
        more.writestr("store/settings.jsonl", b"")
    assert "twice" in refused(target, file)


def test_a_member_that_unpacks_to_very_much(
    archive: Path, target: Workspace, tmp_path: Path
) -> None:
    bomb = members(archive) | {"store/settings.jsonl": b" " * 300_000_000}
    file = written(tmp_path / "bomb.zip", bomb, packed=True)
    assert file.stat().st_size < 2_000_000
    assert "would unpack to 300,000,000 bytes" in refused(target, file)


def test_a_size_that_lies(archive: Path, target: Workspace, tmp_path: Path) -> None:
    """The list in front of a member may say anything; what is read is counted."""
    contents = members(archive) | {"store/settings.jsonl": b"x" * 5_000_000}
    file = written(tmp_path / "lies.zip", contents, packed=True)
    raw = file.read_bytes().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 999))
    file.write_bytes(raw)
    refused(target, file)


MANIFESTS: dict[str, Callable[[Members], Members]] = {
    "another format": lambda them: manifest_with(them, format="tandem-backup-2"),
    "an unknown field": lambda them: manifest_with(them, more=1),
    "no schema": lambda them: manifest_with(them, schema_version=""),
    "an odd revision": lambda them: manifest_with(them, revision=-1),
    "no JSON": lambda them: them | {MANIFEST: b"{"},
    "no object": lambda them: them | {MANIFEST: b"[]"},
    "not UTF-8": lambda them: them | {MANIFEST: b"\xff\xfe{}"},
    "very deep": lambda them: them | {MANIFEST: b"[" * 100_000},
}


@pytest.mark.parametrize("how", MANIFESTS)
def test_a_list_of_members_that_is_odd(
    archive: Path, target: Workspace, tmp_path: Path, how: str
) -> None:
    contents = MANIFESTS[how](members(archive))
    assert "damaged" in refused(target, written(tmp_path / "odd.zip", contents, told=False))


def test_a_newer_schema_is_refused_with_what_to_do(
    archive: Path, target: Workspace, tmp_path: Path
) -> None:
    contents = manifest_with(members(archive), schema_version="9999")
    said = refused(target, written(tmp_path / "newer.zip", contents, told=False))
    assert "written by a newer Tandem (schema 9999" in said
    assert "Update Tandem" in said


ROWS: dict[str, Callable[[Members], Members]] = {
    "an unknown column": lambda them: table_with(them, "settings", evil="x"),
    "a missing column": lambda them: table_with(them, "settings", version=...),
    "text for a number": lambda them: table_with(them, "settings", version="1; DROP TABLE users"),
    "a fraction": lambda them: table_with(them, "settings", version=1.5),
    "a truth value": lambda them: table_with(them, "settings", version=True),
    "a number for text": lambda them: table_with(them, "settings", key=5),
    "nothing where something must be": lambda them: table_with(them, "settings", key=None),
    "a moment without zone": lambda them: table_with(them, "history", at="2025-06-02T12:00:00"),
    "no moment": lambda them: table_with(them, "history", at="yesterday"),
    "no day": lambda them: table_with(them, "snapshots", as_of="2025-02-31"),
    "a number too large": lambda them: table_with(them, "history", revision=10**30),
    "the same key twice": lambda them: table_with(them, "history", revision=2),
    "a stranger referred to": lambda them: table_with(them, "pointers", snapshot="nobody"),
    "an unknown table": lambda them: them | {"store/evil.jsonl": b"{}\n"},
    "a lone surrogate": lambda them: table_with(them, "settings", key="\ud800"),
    "no JSON": lambda them: them | {"store/settings.jsonl": b"nonsense\n"},
    "NaN": lambda them: them | {"store/settings.jsonl": b'{"value":NaN}\n'},
    "very deep": lambda them: them | {"store/settings.jsonl": b"[" * 100_000 + b"\n"},
    "a cut row": lambda them: (
        them | {"store/settings.jsonl": them["store/settings.jsonl"].rstrip(b"\n")}
    ),
}


@pytest.mark.parametrize("how", ROWS)
def test_rows_no_store_holds(archive: Path, target: Workspace, tmp_path: Path, how: str) -> None:
    assert "damaged" in refused(target, written(tmp_path / "rows.zip", ROWS[how](members(archive))))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_flipped_byte_is_noticed_or_changes_nothing(
    archive: Path, target: Workspace, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(archive.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    file = tmp_path / "flipped.zip"
    file.write_bytes(content)
    other = opened(tmp_path / "other")
    try:
        restored = other.backups.restore(file, replace=True)
    except NotPossible:
        refused(target, file)
    else:
        # Some bytes of a zip file mean nothing, such as the dates of its members.
        assert members(file) == members(archive)
        assert held(other.store, restored.manifest.revision)["history"]
    finally:
        other.close()
