"""A home with facts and a plan, its archive, and other places to restore it into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.workspace import Workspace
from tests.sources.backup.homes import opened, planned
from tests.sources.store.conftest import postgres_url
from tests.workspaces import csv_file, leads, request

__all__ = ["postgres_url"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Workspace]:
    """A home with two snapshots, settings and a plan, in SQLite."""
    workspace = opened(tmp_path / "home")
    workspace.set_setting("name", "Ünïcode & Söhne")
    for number in (1, 2):
        path = csv_file(tmp_path, f"{number}.csv", leads(f"L{number}", channel="Webinars"))
        workspace.import_file(request(path, "leads"))
    planned(workspace)
    yield workspace
    workspace.close()


@pytest.fixture
def archive(home: Workspace, tmp_path: Path) -> Path:
    """Its backup."""
    file = tmp_path / "backup.zip"
    home.backups.take(file)
    return file
