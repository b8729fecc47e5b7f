"""The pointer moves from the snapshot a change was made from, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data_sources.facts import snapshots
from data_sources.facts.snapshots import Contents, PointerMoved, Snapshot, TableFile
from data_sources.store.database import Store

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)


def contents(as_of: date | None = None, **files: str) -> Contents:
    tables = {name: TableFile(file=file, rows=1) for name, file in files.items()}
    return Contents(origin="real", as_of=as_of, as_of_given=None, tables=tables)


def publish(store: Store, said: Contents, parent: str | None) -> Snapshot:
    with store.write() as connection:
        return snapshots.publish(connection, said, parent, at=NOON, actor="ada@example.com")


def current(store: Store) -> Snapshot | None:
    with store.read() as connection:
        return snapshots.current(connection)


def test_an_empty_store_points_to_nothing(store: Store) -> None:
    assert current(store) is None


def test_what_was_published_is_read_back(store: Store) -> None:
    said = contents(date(2025, 5, 31), leads="leads-a.parquet", spend="spend-a.parquet")
    new = publish(store, said, None)
    found = current(store)
    assert found == new
    assert found is not None
    assert (found.contents, found.actor, found.created_at) == (said, "ada@example.com", NOON)
    assert found.rows == {"leads": 1, "spend": 1}


def test_each_snapshot_knows_what_it_was_made_from(store: Store) -> None:
    first = publish(store, contents(leads="a"), None)
    second = publish(store, contents(leads="b"), first.id)
    assert current(store) == second
    assert second.parent == first.id


def test_a_change_made_from_an_older_snapshot_is_turned_away(store: Store) -> None:
    first = publish(store, contents(leads="a"), None)
    winner = publish(store, contents(leads="b"), first.id)
    with pytest.raises(PointerMoved):
        publish(store, contents(leads="c"), first.id)
    assert current(store) == winner


def test_of_two_equal_changes_at_once_one_is_turned_away(store: Store) -> None:
    first = publish(store, contents(leads="a"), None)
    publish(store, contents(leads="b"), first.id)
    with pytest.raises(PointerMoved):
        publish(store, contents(leads="b"), first.id)


def test_returning_to_earlier_contents_is_a_snapshot_of_its_own(store: Store) -> None:
    first = publish(store, contents(leads="a"), None)
    second = publish(store, contents(leads="b"), first.id)
    third = publish(store, contents(leads="a"), second.id)
    assert third.contents == first.contents
    assert third.id != first.id
    with store.read() as connection:
        listed = {one.id for one in snapshots.latest(connection, 10)}
    assert listed == {first.id, second.id, third.id}


@pytest.mark.parametrize(
    "other",
    [
        contents(date(2025, 5, 30), leads="a"),
        contents(leads="b"),
        contents(spend="a"),
        Contents(origin="demo", as_of=None, as_of_given=None, tables=contents(leads="a").tables),
        contents(leads="a").model_copy(update={"as_of_given": date(2025, 5, 31)}),
    ],
)
def test_everything_a_snapshot_says_is_in_its_id(other: Contents) -> None:
    assert contents(leads="a").id_after("p") != other.id_after("p")


def test_files_listed_by_any_snapshot_are_in_use(store: Store) -> None:
    first = publish(store, contents(leads="a"), None)
    second = publish(store, contents(leads="b"), first.id)
    with store.read() as connection:
        assert snapshots.files_in_use(connection) == {"a", "b"}
    assert snapshots.missing_files(second, ["a"]) == ("b",)
