"""A backup runs beside everybody's work and is of one moment; a restore wants to be alone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from data_sources.settings import Settings
from data_sources.store.tables import plan_changes, plan_rows
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.errors import NotAllowed, NotPossible
from tests.sources.backup.homes import emptied, held, opened
from tests.workspaces import VIEWER

WAIT = """
import sys
from pathlib import Path
from data_sources.settings import Settings
from data_sources.workspace import Workspace
held = Workspace.open(Settings(home=Path(sys.argv[1]), database_url=None, facts_url=None))
print("open", flush=True)
sys.stdin.readline()
"""


@contextmanager
def somebody_in(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the home open."""
    other = subprocess.Popen(
        [sys.executable, "-c", WAIT, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield other
    finally:
        other.kill()
        other.wait(30)


def test_nothing_is_restored_while_somebody_is_in_the_home(archive: Path, tmp_path: Path) -> None:
    target = opened(tmp_path / "target")
    before = held(target.store)
    with somebody_in(tmp_path / "target"):
        with pytest.raises(NotPossible, match="running in this home") as refused:
            target.backups.restore(archive)
        assert "Stop the app" in refused.value.remedy
        assert held(target.store) == before
    # However the other ended, its place is free again.
    target.backups.restore(archive)
    target.close()


def test_nobody_comes_in_while_a_restore_is_under_way(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "home")
    workspace.close()
    with workspace.home.alone():
        entering = threading.Thread(target=lambda: opened(tmp_path / "home").close())
        entering.start()
        entering.join(0.5)
        assert entering.is_alive()
    entering.join(30)
    assert not entering.is_alive()


def test_many_are_in_a_home_at_once(tmp_path: Path) -> None:
    together = [opened(tmp_path / "home") for _ in range(5)]
    for one in together[1:]:
        one.close()
    with pytest.raises(NotPossible, match="running"), together[0].home.alone():
        pass
    together[0].close()
    with together[0].home.alone():
        pass


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_is_of_one_moment_while_others_save(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    """Two lines always add to 100: so they do in every backup taken meanwhile."""
    url = emptied(request.getfixturevalue("postgres_url")) if engine == "postgresql" else None
    address = None if url is None else SecretStr(url)
    workspace = opened(tmp_path / "home", url)
    plan = workspace.plan
    scenario = plan.begin(2026, "Plan 2026").id
    cells = {"team": "sales", "category": "travel", "status": "placed"}
    lines = [plan.add("line", scenario, {**cells, "plan_01": "50.00"}).rows[0].id for _ in "ab"]
    done = threading.Event()

    def move() -> None:
        own = Workspace.open(Settings(home=tmp_path / "home", database_url=address), None)
        now, number = 50, 0
        while not done.is_set():
            number += 1
            new = number % 100
            own.plan.save(
                [
                    Edit(lines[0], {"plan_01": f"{now}.00"}, {"plan_01": f"{new}.00"}),
                    Edit(lines[1], {"plan_01": f"{100 - now}.00"}, {"plan_01": f"{100 - new}.00"}),
                ]
            )
            now = new
        own.close()

    mover = threading.Thread(target=move)
    mover.start()
    try:
        for number in range(5):
            workspace.backups.take(tmp_path / f"{number}.zip")
    finally:
        done.set()
        mover.join(60)
    for number in range(5):
        other = opened(tmp_path / f"other-{number}")
        other.backups.restore(tmp_path / f"{number}.zip")
        _holds_together(other, scenario)
        other.close()
    workspace.close()


def _holds_together(workspace: Workspace, scenario: str) -> None:
    rows = workspace.plan.rows("line", scenario)
    assert sum(float(str(row["plan_01"])) for row in rows) == 100
    with workspace.store.read() as connection:
        latest = sa.select(sa.func.max(plan_changes.c.revision)).scalar_subquery()
        standing = sa.select(sa.func.max(plan_rows.c.revision)).scalar_subquery()
        assert connection.execute(sa.select(latest - standing)).scalar_one() == 0


def test_who_may_not_take_a_backup_may_not_restore_one(archive: Path, tmp_path: Path) -> None:
    target = opened(tmp_path / "target")
    viewer = target.acting_as(VIEWER)
    before = held(target.store)
    with pytest.raises(NotAllowed, match="may not take a backup"):
        viewer.backups.restore(archive)
    with pytest.raises(NotAllowed, match="may not take a backup"):
        viewer.backups.take(tmp_path / "mine.zip")
    assert held(target.store) == before
    assert not (tmp_path / "mine.zip").exists()
    target.close()
