"""A home with facts and a plan, its archive, and other places to restore it into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.workspace import Workspace
from tests.sources.backup.homes import filled
from tests.sources.store.conftest import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Workspace]:
    """A home with two snapshots, settings and a plan, in SQLite."""
    with filled(tmp_path) as workspace:
        yield workspace


@pytest.fixture
def archive(home: Workspace, tmp_path: Path) -> Path:
    """Its backup."""
    file = tmp_path / "backup.zip"
    home.backups.take(file)
    return file
