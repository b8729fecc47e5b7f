"""`tandem sync` as cron runs it: a process of its own, its requests counted at the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from data_sources.actors import LOCAL
from data_sources.sheets.secret import SECRET
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.mirrored.tabs import TABS
from tests.sheets_server.app import Google
from tests.sheets_server.person import Person
from tests.sheets_server.running import running_google
from tests.sheets_server.signing_in import ROBOT, key_file
from tests.workspaces import workspace_in

OWNER = "ada@example.com"
BUDGET = TABS[0]
JANUARY = [column.name for column in BUDGET.columns].index("plan_01") + 1


@pytest.fixture
def google() -> Iterator[Google]:
    """A server for the process's requests."""
    with running_google() as served:
        yield served


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[tuple[Workspace, str, str]]:
    """A plan with two lines: the workspace and their ids."""
    opened = workspace_in(tmp_path / "home", LOCAL)
    scenario = opened.plan.begin(2026, "Plan 2026").id
    cells = {"team": "marketing", "category": "programme", "status": "placed", "plan_01": "1"}
    one, two = (opened.plan.add("line", scenario, cells).rows[-1].id for _ in range(2))
    yield opened, one, two
    opened.close()


def synced(google: Google, home: Path, *more: str) -> tuple[dict[str, Any], Sequence[str]]:
    """Run the command; what it answers, and the kinds of requests it sent."""
    google.seen.clear()
    set_elsewhere = ("TANDEM_DATABASE_URL", "TANDEM_FACTS_URL", "TANDEM_ADMIN")
    environment = {name: it for name, it in os.environ.items() if name not in set_elsewhere} | {
        "TANDEM_HOME": str(home),
        "TANDEM_SHEETS_URL": google.address,
        SECRET: key_file(google.address),
    }
    command = Path(sys.executable).with_name("tandem")
    done = subprocess.run(
        [command, "sync", *more, "--json"],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), [one.kind for one in google.seen]


def test_a_round_of_its_own_process_takes_few_requests(
    google: Google, plan: tuple[Workspace, str, str]
) -> None:
    """The token counted too: 2 where nothing changed, 4 where both sides did."""
    workspace, one, two = plan
    home = workspace.home.root
    book = google.new_book("Plan", OWNER)
    book.shared[ROBOT] = "writer"
    person = Person(book, OWNER)
    synced(google, home, "--connect", book.id)
    _, asked = synced(google, home)
    assert asked == ["token", "reads"]
    places = {str(row[0]): at for at, row in enumerate(person.shows(BUDGET.title))}
    person.types(BUDGET.title, places[one], JANUARY, 2)
    workspace.plan.save([Edit(two, {"plan_01": "1.00"}, {"plan_01": "3.00"})])
    told, asked = synced(google, home)
    assert asked == ["token", "reads", "reads", "writes"]
    assert told["plans"][0]["problem"] == ""
    assert workspace.plan.row(one)["plan_01"] == "2.00"
    assert person.shows(BUDGET.title)[places[two]][JANUARY] == 3
