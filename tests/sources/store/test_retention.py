"""What nobody needs goes slowly: month ends stay, deletion waits, current never goes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from data_sources.facts import snapshots
from data_sources.facts.snapshots import Contents, TableFile
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from tests.workspaces import ADA, NOON

DAY = timedelta(days=1)


@pytest.fixture
def workspace(empty_store: Store, tmp_path: Path) -> Iterator[Workspace]:
    url = empty_store.engine.url.render_as_string(hide_password=False)
    settings = Settings(home=tmp_path / "home", database_url=SecretStr(url))
    opened = Workspace.open(settings, ADA, now=lambda: NOON)
    yield opened
    opened.store.close()


def at(workspace: Workspace, moment: datetime) -> Workspace:
    return replace(workspace, now=lambda: moment)


def publish(workspace: Workspace, moment: datetime, file: str) -> str:
    """Make a snapshot of one file with a cache of its counts and a report."""
    (workspace.home.facts / file).touch()
    tables = {"leads": TableFile(file=file, rows=1)}
    said = Contents(origin="real", as_of=None, as_of_given=None, tables=tables)
    with workspace.store.write() as connection:
        standing = snapshots.current(connection)
        parent = standing.id if standing else None
        new = snapshots.publish(connection, said, parent, at=moment, actor="ada@example.com")
    counts = workspace.home.counts / f"v1-{new.id}"
    counts.mkdir()
    (counts / "notes.json").write_text(json.dumps({"snapshot_id": new.id}))
    (workspace.home.counts / f"quality-{new.id}-v1-0.json").touch()
    return new.id


def listed(workspace: Workspace) -> set[str]:
    return {one.id for one in workspace.snapshots()}


def facts(workspace: Workspace) -> set[str]:
    return {path.name for path in workspace.home.facts.iterdir()}


@pytest.fixture
def aged(workspace: Workspace) -> dict[str, str]:
    """Snapshots by the day of 2025 they were made on."""
    days = ["01-10", "01-20", "02-05", "02-28", "03-01"]
    moments = {day: datetime.fromisoformat(f"2025-{day}T12:00+00:00") for day in days}
    return {day: publish(workspace, moment, f"{day}.parquet") for day, moment in moments.items()}


def test_after_thirty_days_month_ends_and_named_snapshots_stay(
    workspace: Workspace, aged: Mapping[str, str]
) -> None:
    workspace.keep_snapshot(aged["02-05"], "signed by Ada")
    now = datetime(2025, 6, 1, tzinfo=UTC)
    assert at(workspace, now).tidy().marked == (aged["01-10"],)
    tidied = at(workspace, now + DAY).tidy()
    assert tidied.gone == (aged["01-10"],)
    stay = {one.id: one.keeps for one in workspace.snapshots()}
    assert set(stay) == set(aged.values()) - {aged["01-10"]}
    assert stay[aged["02-05"]] == ("signed by Ada",)


def test_everything_stays_for_thirty_days(workspace: Workspace, aged: Mapping[str, str]) -> None:
    assert at(workspace, datetime(2025, 2, 9, 12, tzinfo=UTC)).tidy().marked == ()
    later = datetime(2025, 2, 9, 12, 0, 1, tzinfo=UTC)
    assert at(workspace, later).tidy().marked == (aged["01-10"],)


def test_deletion_waits_a_day_and_takes_only_what_nothing_else_lists(
    workspace: Workspace, aged: Mapping[str, str]
) -> None:
    again = publish(workspace, datetime(2025, 3, 2, tzinfo=UTC), "01-10.parquet")
    before = facts(workspace)
    now = datetime(2025, 6, 1, tzinfo=UTC)
    at(workspace, now).tidy()
    assert at(workspace, now + DAY - timedelta(seconds=1)).tidy().gone == ()
    assert facts(workspace) == before
    tidied = at(workspace, now + DAY).tidy()
    assert set(tidied.gone) == {aged["01-10"], aged["02-05"], aged["03-01"]}
    assert set(tidied.files) == {"02-05.parquet", "03-01.parquet"}
    assert facts(workspace) == {"01-10.parquet", "01-20.parquet", "02-28.parquet"}
    assert listed(workspace) == {again, aged["01-20"], aged["02-28"]}
    entry = workspace.history()[0]
    assert (entry.act, entry.before) == (
        "tidy",
        {"snapshots": [*tidied.gone], "files": [*tidied.files]},
    )


def test_counts_and_reports_of_gone_snapshots_go_too(
    workspace: Workspace, aged: Mapping[str, str]
) -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC)
    at(workspace, now).tidy()
    gone = at(workspace, now + DAY).tidy().gone
    left = {path.name for path in workspace.home.counts.iterdir()}
    kept = set(aged.values()) - set(gone)
    assert left == {f"v1-{one}" for one in kept} | {f"quality-{one}-v1-0.json" for one in kept}


def test_the_current_snapshot_never_goes(workspace: Workspace) -> None:
    only = publish(workspace, NOON, "a.parquet")
    far = NOON + 4000 * DAY
    publish(workspace, NOON + DAY, "b.parquet")
    current = publish(workspace, NOON, "c.parquet")
    at(workspace, far).tidy()
    at(workspace, far + DAY).tidy()
    assert listed(workspace) == {current}
    assert only != current


def test_a_file_that_cannot_be_deleted_keeps_its_snapshot_for_the_next_time(
    workspace: Workspace, aged: Mapping[str, str]
) -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC)
    at(workspace, now).tidy()
    stubborn = workspace.home.facts / "01-10.parquet"
    stubborn.unlink()
    stubborn.mkdir()
    assert aged["01-10"] not in at(workspace, now + DAY).tidy().gone
    assert aged["01-10"] in listed(workspace)
    stubborn.rmdir()
    assert at(workspace, now + DAY).tidy().gone == (aged["01-10"],)


def test_months_end_where_the_company_is(workspace: Workspace) -> None:
    workspace.set_setting("time_zone", "Pacific/Auckland")
    last_of_january = publish(workspace, datetime(2025, 1, 31, 10, tzinfo=UTC), "a.parquet")
    first_of_february = publish(workspace, datetime(2025, 1, 31, 12, tzinfo=UTC), "b.parquet")
    publish(workspace, datetime(2025, 3, 5, tzinfo=UTC), "c.parquet")
    assert at(workspace, NOON).tidy().marked == ()
    assert {last_of_january, first_of_february} <= listed(workspace)


def test_a_marked_snapshot_that_somebody_names_in_time_stays(
    workspace: Workspace, aged: Mapping[str, str]
) -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC)
    at(workspace, now).tidy()
    workspace.keep_snapshot(aged["01-10"], "board meeting")
    assert aged["01-10"] not in at(workspace, now + DAY).tidy().gone


def test_opening_a_home_tidies_it_once_a_day(workspace: Workspace, aged: Mapping[str, str]) -> None:
    def marked(moment: datetime) -> set[str]:
        opened = Workspace.open(workspace.settings, ADA, now=lambda: moment)
        found = {one.id for one in opened.snapshots() if one.may_go_since}
        opened.store.close()
        return found

    assert marked(NOON + DAY / 2) == set()
    assert aged["01-10"] in marked(NOON + DAY)
    assert aged["01-10"] in marked(NOON + DAY + DAY / 2)
    assert aged["01-10"] in {one.id for one in workspace.snapshots()}
    marked(NOON + 2 * DAY)
    assert aged["01-10"] not in {one.id for one in workspace.snapshots()}


def test_files_another_store_lists_are_never_taken(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, NOON, "a.parquet")
    address = SecretStr(f"sqlite:///{tmp_path / 'other.db'}")
    settings = Settings(home=workspace.home.root, database_url=address)
    other = Workspace.open(settings, ADA, now=lambda: NOON + 4000 * DAY)
    at(other, NOON + 4002 * DAY).tidy()
    other.store.close()
    assert facts(workspace) == {"a.parquet"}
