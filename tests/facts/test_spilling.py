"""What does not fit into memory goes to disk, ends right, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.facts.confined import CONFIG, connected
from data_sources.facts.engine import open_engine
from data_sources.imports.database import workbench
from tests.builders import table_of

ROWS = 2_000_000
SMALL = "96MB"
"""Less than the query below needs, more than DuckDB needs to do anything."""

# Every row in the order of a hash: a sort that has to hold all of them.
QUERY = (
    "SELECT count(*), sum(place * (i % 7)) FROM (SELECT i, row_number() OVER (ORDER BY word) "
    "AS place FROM (SELECT i, md5(CAST(i AS VARCHAR)) || repeat('x', 40) AS word "
    f"FROM range({ROWS}) AS numbers(i)))"
)
Answer = tuple[Any, ...]
Ask = Callable[[str], Answer]


@contextmanager
def a_connection(folder: Path) -> Iterator[Ask]:
    with connected([], folder) as connection:
        yield lambda query: connection.execute(query).fetchall()[0]


@contextmanager
def an_import(folder: Path) -> Iterator[Ask]:
    with workbench(folder) as connection:
        yield lambda query: connection.execute(query).fetchall()[0]


@contextmanager
def the_counting_engine(folder: Path) -> Iterator[Ask]:
    path = folder / "people.parquet"
    pq.write_table(table_of("people", [{"person_id": "1"}]), path)
    with open_engine({"people": path}) as engine:
        yield lambda query: tuple(engine.ask(query).to_pylist()[0].values())
    path.unlink()


OPENINGS: list[Callable[[Path], AbstractContextManager[Ask]]] = [
    a_connection,
    an_import,
    the_counting_engine,
]


@pytest.fixture(scope="module")
def right() -> Answer:
    """What the query answers where memory is no matter."""
    with duckdb.connect() as unlimited:
        return tuple(unlimited.execute(QUERY).fetchall()[0])


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CONFIG, "memory_limit", SMALL)


def left_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("opening", OPENINGS)
def test_every_connection_has_a_limit_and_a_place_to_spill(
    tmp_path: Path, opening: Callable[[Path], AbstractContextManager[Ask]]
) -> None:
    with opening(tmp_path) as ask:
        limit, place = ask(
            "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        )
    assert limit == "953.6 MiB"
    assert Path(place).is_relative_to(tmp_path)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_query_larger_than_memory_spills_and_ends_right(
    tmp_path: Path, opening: Callable[[Path], AbstractContextManager[Ask]], right: Answer
) -> None:
    with opening(tmp_path) as ask:
        assert ask(QUERY) == right
    assert left_in(tmp_path) == []


def test_the_same_query_cannot_be_answered_without_spilling() -> None:
    config = CONFIG | {"memory_limit": SMALL, "temp_directory": ""}
    with (
        duckdb.connect(config=config) as connection,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        connection.execute(QUERY).fetchall()
