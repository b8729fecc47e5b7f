"""A disk that becomes full during an import: one sentence, whole facts, nothing left over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data_sources.facts import snapshots
from data_sources.imports.request import ImportRequest
from data_sources.workspace import Workspace
from planning.errors import NotPossible
from tests.workspaces import csv_file, leads, request, workspace_in

SIZE_MB = 72
ROWS = 4_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only root on Linux can mount a small disk.")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True, timeout=60)
    if done.returncode:
        pytest.skip(f"This machine lets nobody mount a disk: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True, timeout=60)


@pytest.fixture
def workspace(disk: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = workspace_in(disk / "home")
    before = csv_file(tmp_path, "before.csv", leads(*(f"B{number}" for number in range(ROWS))))
    opened.import_file(request(before, "leads"))
    yield opened
    opened.store.close()


def fill(filler: Path, *, leaving: int) -> None:
    """Fill a disk but for some bytes."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 65_536):
            pass
    os.truncate(filler, max(filler.stat().st_size - leaving, 0))


def hold_whole(workspace: Workspace) -> int:
    """Hold that facts are whole and nothing else lies in the home; returns the rows."""
    with workspace.store.read() as connection:
        current, listed = snapshots.current(connection), snapshots.files_in_use(connection)
    home = workspace.home.root
    assert {path.name for path in (home / "facts").iterdir()} == listed
    assert list((home / "staging").iterdir()) == []
    assert current is not None
    return current.rows["leads"]


@pytest.mark.parametrize("moment", [0.0, 0.8])
@pytest.mark.parametrize("leaving", [0, 40_000, 90_000, 300_000])
def test_an_import_meets_a_full_disk_whole(
    workspace: Workspace, disk: Path, tmp_path: Path, moment: float, leaving: int
) -> None:
    rows = leads(*(f"N{number}" for number in range(ROWS)), channel="Web")
    file = csv_file(tmp_path, "new.csv", rows)
    filler = disk / "filler"

    def tell(_: str, share: float) -> None:
        if share >= moment and not filler.exists():
            fill(filler, leaving=leaving)

    refused = said_by(workspace, request(file, "leads"), tell)
    assert filler.exists()
    if refused is None:
        assert leaving
    else:
        assert "\n" not in str(refused)
        assert refused.remedy
    assert hold_whole(workspace) == (ROWS if refused else 2 * ROWS)
    reopened = workspace_in(disk / "home")
    assert hold_whole(reopened) >= ROWS
    reopened.store.close()
    filler.unlink()
    workspace.import_file(request(file, "leads"))
    assert hold_whole(workspace) == 2 * ROWS


def said_by(
    workspace: Workspace, wish: ImportRequest, tell: Callable[[str, float], None]
) -> NotPossible | None:
    """Import a file; returns the refusal if there is one."""
    try:
        workspace.import_file(wish, progress=tell)
    except NotPossible as refused:
        return refused
    return None


def test_a_disk_that_is_full_already_refuses_before_it_begins(
    workspace: Workspace, disk: Path, tmp_path: Path
) -> None:
    fill(disk / "filler", leaving=0)
    with pytest.raises(NotPossible, match="MB free"):
        workspace.import_file(request(csv_file(tmp_path, "new.csv", leads("N1")), "leads"))
    assert hold_whole(workspace) == ROWS
