"""What `tandem doctor` tells: where things are and whether they are whole."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources.checkup import of_doors, of_facts, of_home, of_plan, of_store
from data_sources.checkup.check import Check
from data_sources.facts.snapshots import missing_files
from data_sources.secrets import secrets_files
from data_sources.store.migrate import schema_of

if TYPE_CHECKING:
    from data_sources.workspace import Workspace

Progress = Callable[[str, float], None]

_LIBRARIES: Final = ("streamlit", "duckdb", "ibis-framework", "pandas", "sqlalchemy")


class Diagnosis(BaseModel):
    """The state of one home.

    Attributes:
        home: The home folder.
        free_mb: Room on its disk, in million bytes.
        store: The store's address without secrets.
        schema_version: The store's schema.
        revision: Number of its latest change.
        snapshot: Id of the current snapshot, or None.
        origin: Whether its facts are `demo` or `real`.
        as_of: The date they are read at.
        rows: Rows by fact table.
        missing_files: Files the snapshot lists that are not there.
        tandem, python: Versions.
        libraries: Versions by name.
        checks: What was looked at and how it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: str
    free_mb: int
    store: str
    schema_version: str | None
    revision: int
    snapshot: str | None = None
    origin: str | None = None
    as_of: date | None = None
    rows: dict[str, int]
    missing_files: tuple[str, ...] = ()
    tandem: str
    python: str
    libraries: dict[str, str]
    checks: tuple[Check, ...] = ()

    @property
    def broken(self) -> tuple[Check, ...]:
        """What needs somebody."""
        return tuple(check for check in self.checks if check.state == "broken")


def diagnose(workspace: Workspace, progress: Progress | None = None) -> Diagnosis:
    """Look at home, store, plan, facts and doors without changing them.

    Args:
        workspace: What is looked at.
        progress: Told what is being looked at and how far it is.
    """
    workspace.require("read")
    snapshot = workspace.snapshot()
    present = [file.name for file in workspace.home.facts.iterdir()]
    with workspace.store.read() as connection:
        schema = schema_of(connection)
    return Diagnosis(
        home=str(workspace.home.root),
        free_mb=shutil.disk_usage(workspace.home.root).free // 10**6,
        store=workspace.store.masked,
        schema_version=schema,
        revision=workspace.revision(),
        snapshot=snapshot.id if snapshot else None,
        origin=snapshot.origin if snapshot else None,
        as_of=snapshot.as_of if snapshot else None,
        rows=dict(snapshot.rows) if snapshot else {},
        missing_files=missing_files(snapshot, present) if snapshot else (),
        tandem=version("tandem-plan"),
        python=platform.python_version(),
        libraries={name: version(name) for name in _LIBRARIES},
        checks=tuple(_checks(workspace, progress)),
    )


def _checks(workspace: Workspace, progress: Progress | None) -> Iterator[Check]:
    home, store = workspace.home, workspace.store

    def tell(what: str, done: float) -> None:
        if progress is not None:
            progress(what, done)

    tell("Looking at the home", 0)
    yield from of_home.checks(home, store, workspace.presence)
    tell("Looking at the store", 0.1)
    yield from of_store.checks(store)
    tell("Replaying the plan's history", 0.3)
    yield from of_plan.checks(store)
    yield from of_facts.checks(
        home, store, lambda share: tell("Looking at the facts", 0.5 + share / 2)
    )
    yield from of_doors.checks(workspace.settings, store, secrets_files())
