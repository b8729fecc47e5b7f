"""The history holds every change, in order, for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from data_sources.store.database import Store
from data_sources.store.history import Author, entries, revision
from data_sources.store.tables import history, settings

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)


def author(store: Store, at: datetime = NOON) -> Author:
    return Author(store=store, actor="ada@example.com", now=lambda: at)


def record(store: Store, thing: str) -> None:
    with author(store).change("setting") as change:
        change.record(thing, before=None, after={"of": thing})


def test_an_empty_store_is_at_revision_zero(store: Store) -> None:
    with store.read() as connection:
        assert revision(connection) == 0


def test_a_change_is_recorded_with_author_moment_and_both_states(store: Store) -> None:
    with author(store).change("setting") as change:
        change.record("name", before="Old", after="New")
    with store.read() as connection:
        entry = entries(connection, 10)[0]
    assert (entry.actor, entry.at, entry.act, entry.thing) == (
        "ada@example.com",
        NOON,
        "setting",
        "name",
    )
    assert (entry.before, entry.after) == ("Old", "New")


def test_moments_are_kept_in_utc_whatever_zone_they_came_in(store: Store) -> None:
    east = datetime(2025, 6, 2, 14, tzinfo=timezone(timedelta(hours=2)))
    with author(store, at=east).change("setting") as change:
        change.record("name", before=None, after="New")
    with store.read() as connection:
        assert entries(connection, 1)[0].at == NOON


def test_later_changes_have_higher_revisions_and_come_first(store: Store) -> None:
    for thing in ("one", "two", "three"):
        record(store, thing)
    with store.read() as connection:
        found = entries(connection, 2)
        assert [entry.thing for entry in found] == ["three", "two"]
        assert revision(connection) == found[0].revision > found[1].revision


def test_a_change_that_fails_leaves_no_record(store: Store) -> None:
    def fail() -> None:
        with author(store).change("setting") as change:
            change.record("name", before=None, after="New")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    with store.read() as connection:
        assert entries(connection, 10) == ()
        assert revision(connection) == 0


@pytest.mark.parametrize(
    "tampering", [sa.update(history).values(actor="nobody"), sa.delete(history)]
)
def test_the_history_cannot_be_altered(store: Store, tampering: sa.Executable) -> None:
    record(store, "kept")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.execute(tampering)
    with store.read() as connection:
        assert entries(connection, 1)[0].actor == "ada@example.com"


def test_one_operation_is_recorded_once(store: Store) -> None:
    row = {"at": NOON, "actor": "a", "operation_id": "same", "act": "x", "thing": "y"}

    def operate(key: str) -> None:
        with store.write() as connection:
            connection.execute(
                sa.insert(settings).values(key=key, origin="real", value=1, version=1)
            )
            connection.execute(sa.insert(history).values(row))

    operate("first")
    with pytest.raises(sa.exc.IntegrityError):
        operate("again")
    with store.read() as connection:
        assert connection.execute(sa.select(settings.c.key)).scalars().all() == ["first"]
