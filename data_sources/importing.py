"""From a file to a new snapshot: stage, merge, publish, or leave everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from pydantic import JsonValue

from data_sources.facts import snapshots
from data_sources.facts.asof import latest_event
from data_sources.facts.merge import Merged, merge
from data_sources.facts.snapshots import Contents, PointerMoved, Snapshot, TableFile
from data_sources.home import Home
from data_sources.import_report import DEMO_LEFT, NOTHING_CHANGED, ImportReport, report
from data_sources.imports.mapping import shape_key
from data_sources.imports.request import ImportRequest
from data_sources.imports.stage import stage
from data_sources.imports.staged import Staged
from data_sources.store import agreed_values, channels, mappings
from data_sources.store.history import Author
from data_sources.store.tables import sources
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import Finding, NotPossible, UsageError

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is, from 0 to 1."""

_ROOM_PER_BYTE: Final = 4
_ROOM_AT_LEAST: Final = 50_000_000
_ATTEMPTS: Final = 20


@dataclass(frozen=True)
class _Merge:
    """One attempt: the snapshot it was made from, what came out, and the contents to be."""

    base: Snapshot | None
    merged: Merged
    contents: Contents

    @property
    def changes_nothing(self) -> bool:
        return self.base is not None and self.base.contents == self.contents

    @property
    def leaves_the_demo(self) -> bool:
        return self.base is not None and self.base.origin == "demo"

    def complete(self, told: ImportReport, new: Snapshot | None = None) -> ImportReport:
        """Add what became of the facts to what is known of the file."""
        found: tuple[Finding, ...] = ()
        if self.changes_nothing:
            found = (NOTHING_CHANGED,)
        elif self.leaves_the_demo:
            found = (DEMO_LEFT,)
        return told.model_copy(
            update={
                "added": self.merged.added,
                "changed": self.merged.changed,
                "removed": self.merged.removed,
                "findings": (*told.findings, *found),
                "as_of": self.contents.as_of,
                "snapshot": new.id if new else None,
            }
        )


def paths(home: Home, snapshot: Snapshot | None) -> dict[str, Path]:
    """Return the facts file of every table a snapshot has rows in.

    Raises:
        NotPossible: A file is gone from the home.
    """
    tables = {} if snapshot is None else snapshot.tables
    found = {name: home.facts / table.file for name, table in tables.items()}
    for name, path in found.items():
        if not path.is_file():
            raise NotPossible(
                f"The facts of {name} are gone: {path} is missing.",
                "Bring the file back from a copy of the home, or set TANDEM_HOME to an "
                "empty folder and import again.",
            )
    return found


def import_file(
    home: Home,
    author: Author,
    request: ImportRequest,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring a file into the facts as one new snapshot, or change nothing at all.

    Args:
        home: Where the facts lie.
        author: Who imports.
        request: The file, its table and how to read it.
        as_of: The date the facts stand at; stands until another is given.
        dry_run: Tell what would happen, keep only the rejects.
        progress: Told of the work's progress.

    Raises:
        UsageError: The table, file or mapping cannot be used.
        NotPossible: The disk is full, or the store cannot be written.
    """
    try:
        return _import_file(home, author, request, as_of=as_of, dry_run=dry_run, progress=progress)
    except OSError as error:
        raise NotPossible(
            f"The import stopped and changed nothing: {error.strerror or error}.",
            f"Check the disk of {home.root}, then import again.",
        ) from error


def _import_file(
    home: Home,
    author: Author,
    request: ImportRequest,
    *,
    as_of: date | None,
    dry_run: bool,
    progress: Progress | None,
) -> ImportReport:
    if request.table not in TABLES:
        raise UsageError(
            f"There is no table “{request.table}”.", f"Tables are {', '.join(TABLES)}."
        )
    home.refuse_without_room(_room_for(request.path))
    with home.workbench() as folder:
        company = _company_of_real_facts(author)
        staged = stage(request, company, folder, progress)
        rejects = home.keep_rejects(staged.rejects, staged.table) if staged.rejects else None
        told = report(staged, rejects, dry_run=dry_run)
        if staged.accepted == 0:
            standing = _current(author)
            return told.model_copy(update={"as_of": standing.as_of if standing else None})
        for _ in range(_ATTEMPTS):
            attempt = _merge(home, author, staged, as_of, folder)
            if dry_run or attempt.changes_nothing:
                return attempt.complete(told)
            try:
                new = _publish(home, author, request, staged, attempt, folder)
            except PointerMoved:
                continue
            return attempt.complete(told, new)
    raise NotPossible("Other imports kept changing the facts.", "Import the file again.")


def _room_for(path: Path) -> int:
    try:
        return path.stat().st_size * _ROOM_PER_BYTE + _ROOM_AT_LEAST
    except OSError as error:
        raise NotPossible(
            f"The file “{path}” cannot be read: {error.strerror or error}.", "Check its name."
        ) from error


def _current(author: Author) -> Snapshot | None:
    with author.store.read() as connection:
        return snapshots.current(connection)


def _company_of_real_facts(author: Author) -> Company:
    with author.store.read() as connection:
        return agreed_values.company_from(agreed_values.effective(connection, demo=False))


def _merge(home: Home, author: Author, staged: Staged, as_of: date | None, folder: Path) -> _Merge:
    base = _current(author)
    kept = base if base is not None and base.origin == "real" else None
    files = paths(home, kept)
    merged = merge(
        TABLES[staged.table],
        files.get(staged.table),
        staged.rows,
        staged.provided,
        staged.source,
        folder,
    )
    tables = dict(kept.tables) if kept else {}
    tables.pop(staged.table, None)
    files.pop(staged.table, None)
    if merged.path is not None:
        tables[staged.table] = TableFile(file=merged.path.name, rows=merged.rows)
        files[staged.table] = merged.path
    given = as_of or (kept.as_of_given if kept else None)
    contents = Contents(
        origin="real", as_of=given or latest_event(files), as_of_given=given, tables=tables
    )
    return _Merge(base=base, merged=merged, contents=contents)


def _publish(
    home: Home,
    author: Author,
    request: ImportRequest,
    staged: Staged,
    attempt: _Merge,
    folder: Path,
) -> Snapshot:
    path = attempt.merged.path
    if path is not None and path.parent == folder:
        home.place([path])
    with author.change("import") as change:
        base = attempt.base
        new = snapshots.publish(
            change.connection,
            attempt.contents,
            base.id if base else None,
            at=change.at,
            actor=change.actor,
        )
        if attempt.leaves_the_demo:
            agreed_values.withdraw(change.connection)
            channels.withdraw(change.connection)
        _remember_source(change.connection, request, staged, new)
        key = shape_key(staged.shape)
        known, told = mappings.remember(change.connection, key, staged.mapping, request.label)
        change.record(
            staged.table,
            before=_stood(base, known if told != known else None),
            after=_recorded(request, staged, new, told if told != known else None),
        )
    return new


def _stood(base: Snapshot | None, mapping: JsonValue) -> JsonValue:
    if base is None:
        return None
    stood: dict[str, JsonValue] = {"snapshot": base.id, "origin": base.origin}
    return {**stood, "mapping": mapping} if mapping else stood


def _recorded(
    request: ImportRequest, staged: Staged, new: Snapshot, mapping: JsonValue
) -> JsonValue:
    changed = {"mapping": mapping} if mapping else {}
    return changed | {
        "snapshot": new.id,
        "origin": new.origin,
        "source": staged.source,
        "file": request.label,
        "accepted": staged.accepted,
        "rejected": staged.rejected,
        "as_of": new.as_of.isoformat() if new.as_of else None,
    }


def _remember_source(
    connection: sa.Connection, request: ImportRequest, staged: Staged, new: Snapshot
) -> None:
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
