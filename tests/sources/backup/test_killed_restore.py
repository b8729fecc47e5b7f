"""A restore killed at any moment leaves what stood or what was restored, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_sources.facts import snapshots
from data_sources.store import history
from tests.sources.backup.homes import emptied, files, filled, held, opened
from tests.sources.store.postgres import fresh_database

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("TANDEM_KILLS", "3"))
"""Kills at moments spread over a whole restore."""

DIE_AT = {
    "while the archive is checked": ("data_sources.backup.reading.Archive.check", "old"),
    "before the store is filled": ("data_sources.backup.building.fill", "old"),
    "before the record": ("data_sources.backup.restoring._record", "old"),
    "before the facts are placed": ("data_sources.home.Home.place", "old"),
    "once all is in place": ("data_sources.home.Home.listed", "new"),
}
DIE_AT_A_FILE = {
    "before what stood is kept": ("data_sources.backup.swapping._keep", "old"),
    "before the new takes its name": ("pathlib.Path.replace", "old"),
    "right after the swap": ("data_sources.backup.swapping._flush", "new"),
}
PROGRAM = """
import importlib, os, signal, sys
owner, name = sys.argv.pop(1).rsplit(".", 1)
try:
    place = importlib.import_module(owner)
except ModuleNotFoundError:
    module, kind = owner.rsplit(".", 1)
    place = getattr(importlib.import_module(module), kind)
usual = getattr(place, name)
def die(*args, **options):
    # Files are renamed elsewhere too; only the store's new file matters here.
    if name == "replace" and not str(args[0]).endswith(".restoring"):
        return usual(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, die)
import cli
cli.main()
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive the tests only read."""
    folder = tmp_path_factory.mktemp("archive")
    with filled(folder) as workspace:
        workspace.backups.take(folder / "backup.zip")
    return folder / "backup.zip"


@pytest.fixture(scope="module")
def database(postgres_server: str) -> str:
    """A database of this module's own: a killed process may hold on to it for a moment."""
    return fresh_database(postgres_server)


def standing(home: Path, url: str | None) -> dict[str, object]:
    """Put something into a home and return what it holds."""
    workspace = opened(home, url)
    workspace.set_setting("name", "Standing")
    found = held(workspace.store)
    workspace.close()
    return dict(found)


def start(
    home: Path, url: str | None, program: list[str], archive: Path
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", *program, "restore", str(archive), "--replace"],
        env={**os.environ, "TANDEM_HOME": str(home), "TANDEM_DATABASE_URL": url or ""},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def state(home: Path, url: str | None, stood: dict[str, object], archive: Path) -> str:
    """Open a home again and say whether the old or the new stands in it, whole."""
    workspace = opened(home, url)
    try:
        with workspace.store.read() as connection:
            acts = {entry.act for entry in history.entries(connection, 10)}
        now, lying = held(workspace.store), set(files(home))
        assert list((home / "staging").iterdir()) == []
        assert [path.name for path in home.glob("*.restoring*")] == []
        with workspace.store.read() as connection:
            assert lying == snapshots.files_in_use(connection)
        if "restore" not in acts:
            assert now == stood
            return "old"
        other = opened(home.with_name(f"{home.name}-beside"))
        restored = other.backups.restore(archive)
        assert held(workspace.store, restored.manifest.revision) == held(
            other.store, restored.manifest.revision
        )
        other.close()
        return "new"
    finally:
        workspace.close()


@pytest.mark.parametrize("moment", [*DIE_AT, *DIE_AT_A_FILE])
def test_sqlite_has_the_old_or_the_new(archive: Path, tmp_path: Path, moment: str) -> None:
    stood = standing(tmp_path / "home", None)
    where, expected = (DIE_AT | DIE_AT_A_FILE)[moment]
    process = start(tmp_path / "home", None, [PROGRAM, where], archive)
    assert process.wait(120) == -9
    assert state(tmp_path / "home", None, stood, archive) == expected


@pytest.mark.parametrize("moment", DIE_AT)
def test_postgresql_has_the_old_or_the_new(
    archive: Path, tmp_path: Path, database: str, moment: str
) -> None:
    url = emptied(database)
    stood = standing(tmp_path / "home", url)
    where, expected = DIE_AT[moment]
    process = start(tmp_path / "home", url, [PROGRAM, where], archive)
    assert process.wait(120) == -9
    assert state(tmp_path / "home", url, stood, archive) == expected


def test_killed_at_any_time(archive: Path, tmp_path: Path) -> None:
    """Kills spread over the whole of a restore, from its start to past its end."""
    home = tmp_path / "whole"
    standing(home, None)
    began = time.monotonic()
    assert start(home, None, ["import cli; cli.main()"], archive).wait(120) == 0
    whole = time.monotonic() - began
    ends = []
    for number in range(KILLS):
        home = tmp_path / f"home-{number}"
        stood = standing(home, None)
        process = start(home, None, ["import cli; cli.main()"], archive)
        time.sleep(whole * (0.45 + 0.6 * number / KILLS))
        process.kill()
        process.wait(30)
        ends.append(state(home, None, stood, archive))
    assert set(ends) <= {"old", "new"}


def test_what_a_killed_restore_left_is_no_obstacle_to_the_next(
    archive: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    standing(home, None)
    start(home, None, [PROGRAM, DIE_AT["before the record"][0]], archive).wait(120)
    assert start(home, None, ["import cli; cli.main()"], archive).wait(120) == 0
    workspace = opened(home)
    assert workspace.history(1)[0].act == "restore"
    workspace.close()
