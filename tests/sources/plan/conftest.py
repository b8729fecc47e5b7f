"""Every rule of the plan is proved on each database it can live in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from tests.sources.plan.sheets import EVE, Clock, Sheet
from tests.sources.store.conftest import new_file, new_store, postgres_url

__all__ = ["new_file", "new_store", "postgres_url"]


@pytest.fixture
def clock() -> Clock:
    """The clock of the sheet; it stands until it is moved."""
    return Clock()


@pytest.fixture
def sheet(new_store: Store, tmp_path: Path, clock: Clock) -> Iterator[Sheet]:
    """An empty draft of a plan, on SQLite and on PostgreSQL."""
    url = SecretStr(new_store.engine.url.render_as_string(hide_password=False))
    settings = Settings(home=tmp_path / "home", database_url=url, facts_url=None)
    opened = Workspace.open(settings, EVE, now=clock)
    yield Sheet(opened, opened.plan.begin(2026, "Plan 2026").id)
    opened.store.close()
