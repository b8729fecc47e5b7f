"""An import killed at a known moment leaves the snapshot before it and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data_sources.facts import snapshots
from data_sources.workspace import Workspace
from tests.workspaces import csv_file, leads, request, workspace_in

ROWS_BEFORE = 10
ROWS_KILLED = 200

DIE_AT = {
    "while reading": "data_sources.importing.stage",
    "before merging": "data_sources.importing.merge",
    "between files and pointer": "data_sources.facts.snapshots.publish",
    "before the record": "data_sources.store.history.Change.record",
}
PROGRAM = """
import importlib, os, signal, sys
owner, name = sys.argv.pop(1).rsplit(".", 1)
try:
    place = importlib.import_module(owner)
except ModuleNotFoundError:
    module, kind = owner.rsplit(".", 1)
    place = getattr(importlib.import_module(module), kind)
setattr(place, name, lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL))
import cli
cli.main()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = workspace_in(tmp_path / "home")
    before = csv_file(tmp_path, "before.csv", leads(*(f"B{n}" for n in range(ROWS_BEFORE))))
    opened.import_file(request(before, "leads"))
    yield opened
    opened.store.close()


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The file whose import is killed."""
    return csv_file(tmp_path, "killed.csv", leads(*(f"K{n}" for n in range(ROWS_KILLED))))


def start(home: Path, program: list[str], file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", *program, "import", str(file), "--as", "leads"],
        env={**os.environ, "TANDEM_HOME": str(home), "TANDEM_DATABASE_URL": ""},
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def leads_in(home: Path) -> int:
    """Rows of the current snapshot, after holding that it is whole and nothing lies about."""
    with closing(workspace_in(home).store) as store, store.read() as connection:
        current = snapshots.current(connection)
        listed = snapshots.files_in_use(connection)
    assert current is not None
    assert {path.name for path in (home / "facts").iterdir()} == listed
    assert list((home / "staging").iterdir()) == []
    return current.rows["leads"]


@pytest.mark.parametrize("moment", DIE_AT)
def test_an_import_killed_before_its_end_never_happened(
    workspace: Workspace, killed: Path, moment: str
) -> None:
    home = workspace.home.root
    process = start(home, [PROGRAM, DIE_AT[moment]], killed)
    assert process.wait(120) == -9
    assert leads_in(home) == ROWS_BEFORE
    assert len(workspace.history()) == 1
