"""What the store keeps of an import beside the facts: its history and its source."""

from __future__ import annotations

import sqlalchemy as sa
from pydantic import JsonValue

from data_sources.facts.snapshots import Snapshot
from data_sources.imports.request import ImportRequest
from data_sources.imports.staged import Staged
from data_sources.store.tables import sources


def stood(base: Snapshot | None, mapping: JsonValue) -> JsonValue:
    """Return what the history tells of the time before an import.

    Args:
        base: The snapshot that stood, if any.
        mapping: How files of this shape were read before, where that changed.
    """
    if base is None:
        return None
    stood: dict[str, JsonValue] = {"snapshot": base.id, "origin": base.origin}
    return {**stood, "mapping": mapping} if mapping else stood


def recorded(
    request: ImportRequest, staged: Staged, new: Snapshot, mapping: JsonValue, *, replace: bool
) -> JsonValue:
    """Return what the history tells of an import.

    Args:
        request: What was asked for.
        staged: The file's rows.
        new: The snapshot that came out.
        mapping: How files of this shape are read from now on, where that changed.
        replace: Whether the file was all its source holds.
    """
    changed: dict[str, JsonValue] = {"mapping": mapping} if mapping else {}
    if replace:
        changed["replace"] = True
    return changed | {
        "snapshot": new.id,
        "origin": new.origin,
        "source": staged.source,
        "file": request.label,
        "accepted": staged.accepted,
        "rejected": staged.rejected,
        "as_of": new.as_of.isoformat() if new.as_of else None,
    }


def remember_source(
    connection: sa.Connection, request: ImportRequest, staged: Staged, new: Snapshot
) -> None:
    """Keep what a source's latest file was, and which columns it spoke about."""
    this = sa.and_(sources.c.table_name == staged.table, sources.c.name == staged.source)
    connection.execute(sa.delete(sources).where(this))
    connection.execute(
        sa.insert(sources).values(
            table_name=staged.table,
            name=staged.source,
            provided=list(staged.provided),
            file=request.label,
            imported_at=new.created_at,
            rows=staged.accepted,
            snapshot=new.id,
        )
    )
