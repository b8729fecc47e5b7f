"""Workspaces in temporary homes, and small files to import into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from data_sources.actors import Actor
from data_sources.imports.request import ImportRequest
from data_sources.settings import Settings
from data_sources.workspace import Workspace

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
ADA = Actor(email="ada@example.com", name="Ada", roles=frozenset({"administrator"}))
VIEWER = Actor(email="vic@example.com", name="Vic", roles=frozenset({"viewer"}))


def workspace_in(home: Path, actor: Actor = ADA) -> Workspace:
    """Open a workspace in a folder, whatever the environment says."""
    return Workspace.open(Settings(home=home, database_url=None, facts_url=None), actor)


def csv_file(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows of plain words as a CSV file."""
    listed = list(rows)
    heads = list(dict.fromkeys(head for row in listed for head in row))
    lines = [",".join(heads)]
    lines += [",".join(str(row.get(head, "")) for head in heads) for row in listed]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def request(path: Path, table: str, **options: object) -> ImportRequest:
    """Ask for a file to be read into a table."""
    return ImportRequest.model_validate(
        {"path": path, "label": path.name, "table": table, **options}
    )


def leads(*ids: str, created_on: str = "2025-05-01", **fields: object) -> list[dict[str, object]]:
    """Rows of the table leads."""
    return [{"lead_id": one, "created_on": created_on, **fields} for one in ids]
