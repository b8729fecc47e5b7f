"""Every rule of the store is proved on each database it can live in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.store.database import Store
from data_sources.store.migrate import migrate
from tests.sources.store.new_stores import copied, emptied, made_new, renewed
from tests.sources.store.postgres import fresh_database


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """A database of the folder's own on the server of all tests."""
    return fresh_database(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without any table."""
    if request.param == "sqlite":
        store = Store.open(f"sqlite:///{tmp_path / 'tandem.db'}")
    else:
        store = Store.open(request.getfixturevalue("postgres_url"))
        emptied(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite store, to be copied."""
    return made_new(tmp_path_factory.mktemp("new-store") / "tandem.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, new_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store in the newest schema that nobody used, for rules of what stands in it."""
    if request.param == "sqlite":
        store = copied(new_file, tmp_path / "tandem.db")
    else:
        store = Store.open(request.getfixturevalue("postgres_url"))
        renewed(store, new_file)
    yield store
    store.close()


@pytest.fixture
def store(empty_store: Store) -> Store:
    """A store in the newest schema."""
    migrate(empty_store)
    return empty_store
