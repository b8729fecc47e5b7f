"""Writers wait for one another, readers for nobody, and troubles are told plainly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_sources.store.database import Store
from data_sources.store.tables import settings
from planning.errors import NotPossible


def setting(key: str, value: str) -> sa.Insert:
    return sa.insert(settings).values(key=key, origin="real", value=value, version=1)


def test_sqlite_writes_ahead_syncs_fully_and_holds_foreign_keys(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'tandem.db'}")
    with store.read() as connection:
        asked = {
            name: connection.execute(sa.text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    store.close()
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }


def test_a_block_that_fails_writes_nothing(store: Store) -> None:
    def write_half() -> None:
        with store.write() as connection:
            connection.execute(setting("name", "half"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_half()
    with store.read() as connection:
        assert connection.execute(sa.select(settings)).all() == []


def test_readers_see_the_last_commit_while_somebody_writes(store: Store) -> None:
    with store.write() as connection:
        connection.execute(setting("name", "unfinished"))
        with store.read() as reader:
            assert reader.execute(sa.select(settings)).all() == []


def test_writers_take_turns(store: Store) -> None:
    with store.write() as connection:
        connection.execute(setting("count", "0"))

    def add_ten(_: int) -> None:
        for _ in range(10):
            with store.write() as connection:
                before = connection.execute(sa.select(settings.c.value)).scalar_one()
                connection.execute(sa.update(settings).values(value=str(int(before) + 1)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_ten, range(4)))
    with store.read() as connection:
        assert connection.execute(sa.select(settings.c.value)).scalar_one() == "40"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("not a url", "is not a database address"),
        ("mysql://host/db", "cannot keep its store in “mysql”"),
    ],
)
def test_a_useless_address_is_refused_with_a_remedy(url: str, what: str) -> None:
    with pytest.raises(NotPossible, match=what) as refused:
        Store.open(url)
    assert refused.value.remedy


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    store = Store.open("postgresql://ada:secret@127.0.0.1:1/tandem?password=secret")
    with pytest.raises(NotPossible) as refused, store.read():
        pass
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value)
