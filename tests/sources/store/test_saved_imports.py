"""Saved imports run one after another, tell how it went and never take a file twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from data_sources.imports.query import rows_to_file
from data_sources.imports.request import Mapping
from data_sources.locks import locked
from data_sources.schedules import File, Folder, Origin, Outcome, Query, Schedule
from data_sources.settings import Settings
from data_sources.store import saved_imports
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.workspaces import ADA, NOON, VIEWER, csv_file, leads

NAME = "CRM_ADDRESS"


@pytest.fixture
def workspace(store: Store, tmp_path: Path) -> Iterator[Workspace]:
    url = store.engine.url.render_as_string(hide_password=False)
    settings = Settings(home=tmp_path / "home", database_url=SecretStr(url))
    opened = Workspace.open(settings, ADA, now=lambda: NOON)
    yield opened
    opened.store.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def save(workspace: Workspace, origin: Origin, name: str = "crm", table: str = "leads") -> Schedule:
    return workspace.schedules.add(Schedule(name=name, origin=origin, mapping=Mapping(table=table)))


def outcomes(workspace: Workspace) -> dict[str, str]:
    return {run.name: run.outcome.status for run in workspace.refresh()}


def files_of_history(workspace: Workspace) -> list[str]:
    entries = [one for one in workspace.history() if one.act == "import"]
    return [str(one.after["file"]) for one in reversed(entries) if isinstance(one.after, dict)]


def test_a_folders_files_are_imported_once_in_the_order_of_their_names(
    workspace: Workspace, inbox: Path
) -> None:
    save(workspace, Folder(folder=str(inbox), pattern="leads-*.csv"))
    csv_file(inbox, "leads-2.csv", leads("L1", channel="new"))
    csv_file(inbox, "leads-1.csv", leads("L1", channel="old"))
    csv_file(inbox, "other.csv", leads("X"))
    (inbox / ".leads-0.csv").touch()
    assert outcomes(workspace) == {"crm": "done"}
    assert files_of_history(workspace) == ["leads-1.csv", "leads-2.csv"]
    assert outcomes(workspace) == {"crm": "done"}
    csv_file(inbox, "leads-1.csv", leads("L2"))
    workspace.refresh()
    assert files_of_history(workspace) == ["leads-1.csv", "leads-2.csv", "leads-1.csv"]
    (saved,) = workspace.schedules.all()
    assert saved.last_run == NOON
    assert saved.last_outcome == Outcome(
        status="done",
        sentence="Files imported: 1, rows accepted: 1, rejected: 0.",
        files=1,
        accepted=1,
    )


def test_one_that_fails_does_not_keep_the_others_from_running(
    workspace: Workspace, inbox: Path, tmp_path: Path
) -> None:
    save(workspace, Folder(folder=str(tmp_path / "nowhere")), "a")
    save(workspace, Folder(folder=str(inbox)), "b")
    save(workspace, Query(url_name="NOBODY_SET_THIS", select="SELECT 1"), "c")
    (inbox / "1.csv").write_bytes(b"")
    csv_file(inbox, "2.csv", [{"lead_id": "", "created_on": "2025-05-01"}])
    csv_file(inbox, "3.csv", leads("L3"))
    file = csv_file(tmp_path, "d.csv", leads("L4"))
    save(workspace, File(path=str(file)), "d")
    assert outcomes(workspace) == {"a": "failed", "b": "failed", "c": "failed", "d": "done"}
    said = {
        one.name: one.last_outcome.sentence
        for one in workspace.schedules.failed()
        if one.last_outcome
    }
    assert "nowhere cannot be read" in said["a"]
    assert "2 files failed. The first: 1.csv" in said["b"]
    assert "“NOBODY_SET_THIS” is not set" in said["c"]
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.rows == {"leads": 2}


def test_a_file_that_failed_is_tried_again_and_newer_files_keep_the_last_word(
    workspace: Workspace, inbox: Path
) -> None:
    save(workspace, Folder(folder=str(inbox)))
    (inbox / "1.csv").write_bytes(b"")
    csv_file(inbox, "2.csv", leads("L1", channel="new"))
    assert outcomes(workspace) == {"crm": "failed"}
    csv_file(inbox, "1.csv", leads("L1", channel="old"))
    assert outcomes(workspace) == {"crm": "done"}
    assert list(workspace.rows("leads")["channel"]) == ["new"]
    assert workspace.schedules.failed() == ()


def test_a_single_file_is_imported_when_it_changed(workspace: Workspace, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "leads.csv", leads("L1"))
    save(workspace, File(path=str(file)))
    workspace.refresh()
    workspace.refresh()
    assert len(workspace.snapshots()) == 1
    csv_file(tmp_path, "leads.csv", leads("L1", "L2"))
    workspace.refresh()
    assert len(workspace.snapshots()) == 2


def test_a_refresh_beside_another_says_so_and_does_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    save(workspace, File(path=str(csv_file(tmp_path, "leads.csv", leads("L1")))))
    with (
        locked(workspace.home.root / "refresh.lock", wait_seconds=0),
        pytest.raises(NotPossible, match="Another refresh is running"),
    ):
        workspace.refresh()
    assert workspace.snapshot() is None


def test_a_run_that_was_cut_off_is_told_as_failed(workspace: Workspace, tmp_path: Path) -> None:
    save(workspace, File(path=str(csv_file(tmp_path, "leads.csv", leads("L1")))))
    running = Outcome(status="running", sentence="")
    with workspace.store.write() as connection:
        saved_imports.note(connection, "crm", running, began=NOON)
    (failed,) = workspace.schedules.failed()
    assert failed.last_outcome is not None
    assert "cut off" in failed.last_outcome.sentence
    with locked(workspace.home.root / "refresh.lock", wait_seconds=0):
        assert workspace.schedules.failed() == ()


def test_what_is_saved_is_in_the_history_and_asks_for_rights(
    workspace: Workspace, inbox: Path
) -> None:
    save(workspace, Folder(folder=str(inbox)))
    changed = save(workspace, Folder(folder=str(inbox), pattern="*.xlsx"))
    assert changed.version == 2
    workspace.schedules.remove("crm")
    entries = workspace.history()
    assert [(one.act, one.thing) for one in entries] == [("schedule", "crm")] * 3
    assert [one.after is None for one in entries] == [True, False, False]
    viewer = workspace.acting_as(VIEWER)
    assert viewer.schedules.all() == ()
    for forbidden in (
        lambda: save(viewer, Folder(folder=str(inbox))),
        lambda: viewer.schedules.remove("crm"),
        viewer.refresh,
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Folder(folder="/in", pattern="../*.csv"), "no pattern"),
        (Folder(folder="/in", pattern=" "), "no pattern"),
        (
            Query(url_name="postgresql://ada:pw@db/crm", select="SELECT 1"),
            "not the name of a secret",
        ),
        (Query(url_name=NAME, select="DELETE FROM deals"), "one statement that reads"),
        (Query(url_name=NAME, select="SELECT 1; DROP TABLE deals"), "one statement that reads"),
        (Query(url_name=NAME, select="SELECT * INTO copy FROM deals"), "one statement that reads"),
        (Query(url_name=NAME, select=""), "one statement that reads"),
    ],
)
def test_what_could_do_harm_is_not_saved(
    store: Store, tmp_path: Path, origin: Origin, words: str
) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    settings = Settings(home=tmp_path / "home", database_url=SecretStr(url))
    opened = Workspace.open(settings, ADA)
    with pytest.raises(UsageError, match=words) as refused:
        save(opened, origin)
    assert "pw" not in str(refused.value)
    assert opened.schedules.all() == ()
    opened.store.close()


@pytest.fixture
def crm(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> sa.Engine:
    """Another program's database of the store's kind, its address in a secret."""
    engine = workspace.store.engine
    if engine.dialect.name == "sqlite":
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE crm_leads (id INTEGER, created TIMESTAMP, channel TEXT, points NUMERIC)"
        )
        connection.exec_driver_sql(
            "INSERT INTO crm_leads VALUES (1, '2025-05-01 08:00:00', '=Web', 1.5), "
            "(2, '2025-05-02 08:00:00', '''tis 100%% :it', NULL)"
            if engine.dialect.name == "postgresql"
            else "INSERT INTO crm_leads VALUES (1, '2025-05-01 08:00:00', '=Web', 1.5), "
            "(2, '2025-05-02 08:00:00', '''tis 100% :it', NULL)"
        )
    monkeypatch.setenv(NAME, engine.url.render_as_string(hide_password=False))
    return engine


def test_a_query_is_imported_with_every_refresh(workspace: Workspace, crm: sa.Engine) -> None:
    columns = "id AS lead_id, created AS created_on, channel, points AS score_points"
    select = f"SELECT {columns} FROM crm_leads WHERE channel LIKE '%%' OR 'a:b' = 'c;' ORDER BY id;"
    save(workspace, Query(url_name=NAME, select=select))
    assert outcomes(workspace) == {"crm": "done"}
    rows = workspace.rows("leads").sort_values("lead_id")
    assert list(rows["channel"]) == ["=Web", "'tis 100% :it"]
    assert list(rows["created_on"].astype(str)) == ["2025-05-01", "2025-05-02"]
    workspace.refresh()
    assert len(workspace.snapshots()) == 1
    with crm.begin() as connection:
        connection.exec_driver_sql("DELETE FROM crm_leads")
    (run,) = workspace.refresh()
    assert (run.outcome.status, run.outcome.sentence) == ("done", "Nothing new.")


def test_a_query_cannot_write_whatever_it_says(
    workspace: Workspace, crm: sa.Engine, tmp_path: Path
) -> None:
    del workspace
    url = SecretStr(crm.url.render_as_string(hide_password=False))
    writes = "WITH gone AS (DELETE FROM crm_leads RETURNING *) SELECT * FROM gone"
    with pytest.raises(NotPossible, match="does not answer the query"):
        rows_to_file(url, writes, tmp_path / "out.csv")
    with crm.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM crm_leads").scalar() == 2


def test_a_query_names_each_column_once(crm: sa.Engine, tmp_path: Path) -> None:
    url = SecretStr(crm.url.render_as_string(hide_password=False))
    with pytest.raises(UsageError, match="2 columns named “id”"):
        rows_to_file(url, "SELECT id, id FROM crm_leads", tmp_path / "out.csv")


def test_no_secret_is_stored_or_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(NAME, "postgresql://ada:hush-hush@127.0.0.1:1/crm?password=hush-hush")
    save(workspace, Query(url_name=NAME, select="SELECT 1"))
    (run,) = workspace.refresh()
    assert run.outcome.status == "failed"
    assert "ada:***@127.0.0.1" in run.outcome.sentence
    said = f"{workspace.schedules.all()}{workspace.history()}{run}"
    assert "hush-hush" not in said
    database = tmp_path / "tandem.db"
    assert not database.exists() or b"hush-hush" not in database.read_bytes()
