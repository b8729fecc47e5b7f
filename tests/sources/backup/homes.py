"""Homes for tests of backups: what they hold, as values that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr

from data_sources.actors import LOCAL
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.store.tables import metadata
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from tests.workspaces import csv_file, leads, request

Rows = dict[str, list[dict[str, Any]]]


def opened(home: Path, url: str | None = None) -> Workspace:
    """The local administrator in a home, with the store in it or elsewhere."""
    address = None if url is None else SecretStr(url)
    return Workspace.open(Settings(home=home, database_url=address, facts_url=None), LOCAL)


def held(store: Store, upto: int | None = None) -> Rows:
    """All rows of all tables by name, in order of their keys.

    What a start leaves in `chores` differs from home to home and is left out; of the
    history what is numbered above `upto` is left out too.
    """
    found: Rows = {}
    with store.read_as_at_once() as connection:
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            keys = [column.name for column in table.primary_key.columns]
            found[table.name] = sorted(rows, key=lambda row: [row[key] for key in keys])
    del found["chores"]
    if upto is not None:
        found["history"] = [row for row in found["history"] if row["revision"] <= upto]
    return found


def files(home: Path) -> dict[str, str]:
    """The facts files of a home and what they hash to."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in (home / "facts").iterdir()}


@contextmanager
def filled(folder: Path) -> Iterator[Workspace]:
    """A home with two snapshots, a setting and a plan, in SQLite."""
    workspace = opened(folder / "home")
    workspace.set_setting("name", "Ünïcode & Söhne")
    for number in (1, 2):
        path = csv_file(folder, f"{number}.csv", leads(f"L{number}", channel="Webinars"))
        workspace.import_file(request(path, "leads"))
    planned(workspace)
    yield workspace
    workspace.close()


def planned(workspace: Workspace) -> str:
    """Begin a plan with a line that was changed, and return its id."""
    plan = workspace.plan
    scenario = plan.begin(2026, "Plan 2026").id
    cells = {"team": "marketing", "category": "programme", "status": "placed"}
    (row,) = plan.add("line", scenario, {**cells, "plan_01": "100.00"}).rows
    plan.save([Edit(row.id, {"plan_01": "100.00"}, {"plan_01": "120.50"})])
    plan.comment(row.id, "Why not more, “Bo”?\n100 % sure", mentions=("bo@example.com",))
    return scenario


def emptied(url: str) -> str:
    """A PostgreSQL database without anything in it."""
    store = Store.open(url)
    with store.write() as connection:
        names = connection.execute(
            sa.text(
                "SELECT nspname FROM pg_namespace WHERE nspname = 'public' "
                "OR nspname LIKE 'before_restore%'"
            )
        ).scalars()
        for name in names.all():
            connection.execute(sa.text(f'DROP SCHEMA "{name}" CASCADE'))
        connection.execute(sa.text("CREATE SCHEMA public"))
    store.close()
    return url
