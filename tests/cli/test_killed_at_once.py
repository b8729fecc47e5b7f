"""An import, an upload and a scheduled import at once, killed at any moment: all or nothing.

`TANDEM_KILLS=50` kills at fifty moments; fewer by default, for time.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.facts import snapshots
from data_sources.imports.request import Mapping
from data_sources.schedules import Folder, Schedule
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.cli.at_once import processes, start
from tests.sources.store.postgres import fresh_database
from tests.workspaces import ADA, csv_file, leads

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")

KILLS = int(os.environ.get("TANDEM_KILLS", "4"))
KINDS = ("terminal", "upload", "schedule")
ROWS = 200


@dataclass
class Trial:
    """A home on which three imports start at once, round after round."""

    context: ForkServerContext
    folder: Path
    settings: Settings
    rounds: int = 0
    files: dict[str, Path] = field(default_factory=dict)

    def prepare(self) -> None:
        """Write a new file for each of the three."""
        self.rounds += 1
        for kind in KINDS:
            (self.folder / kind).mkdir(exist_ok=True)
            name = f"{kind}-{self.rounds:03}"
            rows = leads(*(f"{name}-{number}" for number in range(ROWS)))
            self.files[kind] = csv_file(self.folder / kind, f"{name}.csv", rows)

    def run(self, victims: set[str], moment: float) -> dict[str, int | None]:
        """Start all three, kill some after some seconds, return how each ended."""
        self.prepare()
        started = {
            kind: start(self.context, self.settings, kind, self.files[kind]) for kind in KINDS
        }
        if victims:
            time.sleep(moment)
            for kind in victims:
                started[kind].kill()
        for process in started.values():
            process.join(120)
        return {kind: process.exitcode for kind, process in started.items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def trial(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Trial]:
    url = None
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres_server"))
    with processes() as context:
        settings = Settings(home=tmp_path / "home", database_url=url)
        opened = Workspace.open(settings, ADA)
        inbox = Folder(folder=str(tmp_path / "schedule"), pattern="*.csv")
        (tmp_path / "schedule").mkdir()
        opened.schedules.add(Schedule(name="in", origin=inbox, mapping=Mapping(table="leads")))
        opened.store.close()
        yield Trial(context, tmp_path, settings)


def recorded(workspace: Workspace) -> set[str]:
    """Names of the files whose import is in the history."""
    entries = [one for one in workspace.history(10_000) if one.act == "import"]
    return {str(one.after["file"]) for one in entries if isinstance(one.after, dict)}


def hold_whole(settings: Settings) -> set[str]:
    """Hold that the next start finds whole facts and nothing partial; returns what is in."""
    workspace, home = Workspace.open(settings, ADA), settings.home
    with workspace.store.read() as connection:
        listed = snapshots.files_in_use(connection)
    current, done = workspace.snapshot(), recorded(workspace)
    workspace.store.close()
    lying = {path.name for path in (home / "facts").iterdir()}
    assert lying == listed
    assert [*(home / "staging").iterdir(), *home.rglob("*partial*")] == []
    if current is None:
        assert done == set()
        return done
    path = home / "facts" / current.tables["leads"].file
    assert sha256(path.read_bytes()).hexdigest()[:20] in path.name
    ids = pq.read_table(path)["lead_id"].to_pylist()
    assert len(set(ids)) == len(ids) == current.rows["leads"] == ROWS * len(done)
    assert {f"{one.rpartition('-')[0]}.csv" for one in ids} == done
    return done


def test_imports_killed_at_once_are_whole_or_never_happened(trial: Trial) -> None:
    began = time.monotonic()
    assert set(trial.run(set(), 0).values()) == {0}
    lasts = time.monotonic() - began
    assert len(hold_whole(trial.settings)) == len(KINDS)
    draw = random.Random(20250602)  # noqa: S311 - any moments will do
    killed = rounds = 0
    # A moment may come too late; then more are tried until one does not.
    while rounds < KILLS or (not killed and rounds < 10 * KILLS):
        rounds += 1
        victims = set(draw.sample(KINDS, draw.randint(1, len(KINDS))))
        ended = trial.run(victims, draw.uniform(0, lasts))
        done = hold_whole(trial.settings)
        for kind, code in ended.items():
            assert code == 0 or (code == -9 and kind in victims), (kind, code)
            # What ended well is in the history; what was killed says so by its status.
            assert code != 0 or trial.files[kind].name in done, kind
        killed += -9 in ended.values()
    assert killed
    assert set(trial.run(set(), 0).values()) == {0}
    scheduled = {f"schedule-{number:03}.csv" for number in range(1, trial.rounds + 1)}
    assert scheduled <= hold_whole(trial.settings)
