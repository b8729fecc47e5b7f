"""Whatever a store holds, its backup holds: SQLite → PostgreSQL → SQLite."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from data_sources.backup.restoring import Wish, restore
from data_sources.backup.writing import write
from data_sources.home import Home
from data_sources.store.database import Store
from data_sources.store.migrate import migrate
from tests.sources.backup.any_states import put, states
from tests.sources.backup.homes import Rows, emptied, held
from tests.workspaces import NOON


def restored(archive: Path, home: Path, url: str) -> Store:
    store = Store.open(url)
    restore(Home(root=home), store, Wish(archive, "local", NOON, replace=True))
    return store


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(states())
def test_any_state_comes_back(postgres_url: str, rows: Rows) -> None:
    with TemporaryDirectory(prefix="tandem-states-") as name:
        folder = Path(name)
        home = Home(root=folder / "home")
        home.prepare()
        first = Store.open(f"sqlite:///{folder / 'first.db'}")
        migrate(first)
        put(first, rows)
        stood = held(first)
        one = write(home, first, folder / "one.zip", now=NOON)
        first.close()

        second = restored(folder / "one.zip", folder / "team", emptied(postgres_url))
        assert held(second, one.revision) == stood
        two = write(home, second, folder / "two.zip", now=NOON)
        second.close()

        third = restored(folder / "two.zip", folder / "laptop", f"sqlite:///{folder / 'third.db'}")
        assert held(third, one.revision) == stood
        third.close()

        differing = {name for name, it in one.members.items() if two.members[name] != it}
        assert differing == {"store/history.jsonl"}
        assert sum(two.tables.values()) == sum(one.tables.values()) + 1
