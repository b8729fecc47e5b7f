"""A plan, an empty spreadsheet on a server of our own, and a person at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from data_sources.actors import LOCAL
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from tests.sheets_server.app import Google
from tests.sheets_server.running import running_google
from tests.sources.mirror.both_sides import BothSides, both_sides
from tests.sources.store.conftest import new_file, new_store, postgres_url

__all__ = ["new_file", "new_store", "postgres_url"]


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    """One server for a module's tests."""
    with running_google() as running:
        yield running


@pytest.fixture
def both(google: Google, new_store: Store, tmp_path: Path) -> Iterator[BothSides]:
    """A connected plan, on SQLite and on PostgreSQL."""
    google.books.clear()
    google.faults.none()
    url = SecretStr(new_store.engine.url.render_as_string(hide_password=False))
    settings = Settings(home=tmp_path / "home", database_url=url, facts_url=None)
    opened = Workspace.open(settings, LOCAL)
    yield both_sides(opened, google)
    opened.store.close()
