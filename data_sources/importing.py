"""From a file to a new snapshot: stage, merge, publish, or leave everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from data_sources.disk import troubles_said_plainly
from data_sources.facts import snapshots
from data_sources.facts.asof import latest_event
from data_sources.facts.changes import Changes, TableChange
from data_sources.facts.merge import Merged, merge
from data_sources.facts.replacing import without_missing
from data_sources.facts.snapshots import Contents, PointerMoved, Snapshot, TableFile
from data_sources.home import Home
from data_sources.import_record import recorded, remember_source, stood
from data_sources.import_report import (
    DEMO_LEFT,
    NOTHING_CHANGED,
    ImportReport,
    report,
    rows_gone,
)
from data_sources.imports.mapping import shape_key
from data_sources.imports.request import ImportRequest
from data_sources.imports.stage import stage
from data_sources.imports.staged import Staged
from data_sources.store import agreed_values, channels, mappings
from data_sources.store.history import Author
from data_sources.tidying import workbench
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import NotPossible, UsageError

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is, from 0 to 1."""

_ROOM_PER_BYTE: Final = 4
_ROOM_AT_LEAST: Final = 50_000_000
_ATTEMPTS: Final = 20
_STAGED_SHARE: Final = 0.8
"""Share of the time that reading and checking a file usually takes."""


@dataclass(frozen=True)
class _Wish:
    """What is to be brought in, by whom and how."""

    home: Home
    author: Author
    request: ImportRequest
    as_of: date | None
    replace: bool
    dry_run: bool


@dataclass(frozen=True)
class _Merge:
    """One attempt: the snapshot it was made from, what came out, and the contents to be.

    Attributes:
        base: The snapshot it was made from.
        merged: What the file did to its table.
        missing: Of the rows removed those that only went because the file replaces its source.
        rows_before: Rows of the table before.
        contents: What the next snapshot says.
    """

    base: Snapshot | None
    merged: Merged
    missing: int
    rows_before: int
    contents: Contents

    @property
    def changes_nothing(self) -> bool:
        return self.base is not None and self.base.contents == self.contents

    @property
    def leaves_the_demo(self) -> bool:
        return self.base is not None and self.base.origin == "demo"

    def changes(self, request: ImportRequest, staged: Staged) -> Changes:
        """Return what is told of the snapshot that comes out."""
        table = TableChange.of(self.merged, self.rows_before)
        touched = table.added or table.changed or table.gone
        return Changes(
            how="import",
            file=request.label,
            source=staged.source,
            tables={staged.table: table} if touched else {},
        )

    def complete(self, told: ImportReport, new: Snapshot | None = None) -> ImportReport:
        """Add what became of the facts to what is known of the file."""
        found = [rows_gone(self.missing, told.source, dry_run=told.dry_run)] if self.missing else []
        if self.changes_nothing:
            found.append(NOTHING_CHANGED)
        elif self.leaves_the_demo:
            found.append(DEMO_LEFT)
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
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring a file into the facts as one new snapshot, or change nothing at all.

    Args:
        home: Where the facts lie.
        author: Who imports.
        request: The file, its table and how to read it.
        as_of: The date the facts stand at; stands until another is given.
        replace: The file is all its source holds: rows of the source that it does not
            hold are gone from the table.
        dry_run: Tell what would happen, keep only the rejects.
        progress: Told of the work's progress.

    Raises:
        UsageError: The table, file or mapping cannot be used.
        NotPossible: The disk is full, or the store cannot be written.
    """
    if request.table not in TABLES:
        raise UsageError(
            f"There is no table “{request.table}”.", f"Tables are {', '.join(TABLES)}."
        )
    wish = _Wish(home, author, request, as_of, replace, dry_run)
    home.refuse_without_room(_room_for(request.path))
    with troubles_said_plainly("import", home), workbench(home, author.store) as folder:
        return _import_file(wish, folder, progress)


def _import_file(wish: _Wish, folder: Path, progress: Progress | None) -> ImportReport:
    tell = progress or (lambda _what, _share: None)
    company = _company_of_real_facts(wish.author)
    staged = stage(
        wish.request, company, folder, lambda what, share: tell(what, share * _STAGED_SHARE)
    )
    rejects = wish.home.keep_rejects(staged.rejects, staged.table) if staged.rejects else None
    told = report(staged, rejects, dry_run=wish.dry_run)
    if staged.accepted:
        tell("Bringing the rows to the others", _STAGED_SHARE)
        told = _brought_in(wish, staged, folder, told)
    else:
        standing = _current(wish.author)
        told = told.model_copy(update={"as_of": standing.as_of if standing else None})
    tell("Done", 1.0)
    return told


def _brought_in(wish: _Wish, staged: Staged, folder: Path, told: ImportReport) -> ImportReport:
    for _ in range(_ATTEMPTS):
        attempt = _merge(wish, staged, folder)
        if wish.dry_run or attempt.changes_nothing:
            return attempt.complete(told)
        try:
            new = _publish(wish, staged, attempt, folder)
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


def _merge(wish: _Wish, staged: Staged, folder: Path) -> _Merge:
    base = _current(wish.author)
    kept = base if base is not None and base.origin == "real" else None
    files = paths(wish.home, kept)
    tables = dict(kept.tables) if kept else {}
    stood, path = tables.pop(staged.table, None), files.pop(staged.table, None)
    merged, missing = _merged(wish, staged, path, folder)
    if merged.path is not None:
        tables[staged.table] = TableFile(file=merged.path.name, rows=merged.rows)
        files[staged.table] = merged.path
    given = wish.as_of or (kept.as_of_given if kept else None)
    contents = Contents(
        origin="real", as_of=given or latest_event(files), as_of_given=given, tables=tables
    )
    rows_before = stood.rows if stood else 0
    return _Merge(base, merged, missing, rows_before, contents)


def _merged(wish: _Wish, staged: Staged, current: Path | None, folder: Path) -> tuple[Merged, int]:
    spec, missing = TABLES[staged.table], 0
    if wish.replace and current is not None:
        current, missing = without_missing(spec, current, staged.rows, staged.source, folder)
    merged = merge(
        spec, current, staged.rows, staged.provided, staged.source, folder,
        distinct=not staged.repeated,
    )  # fmt: skip
    return replace(merged, removed=merged.removed + missing), missing


def _publish(wish: _Wish, staged: Staged, attempt: _Merge, folder: Path) -> Snapshot:
    path, base = attempt.merged.path, attempt.base
    files = [path] if path is not None and path.parent == folder else []
    with wish.author.change("import") as change:
        new = snapshots.publish(
            change.connection,
            attempt.contents,
            base.id if base else None,
            at=change.at,
            actor=change.actor,
            changes=attempt.changes(wish.request, staged),
        )
        # Under the store's write lock, so that no tidying takes away a file found there.
        wish.home.place(files, wish.author.store.masked)
        if attempt.leaves_the_demo:
            agreed_values.withdraw(change.connection)
            channels.withdraw(change.connection)
        remember_source(change.connection, wish.request, staged, new)
        key = shape_key(staged.shape)
        label = wish.request.label
        known, told = mappings.remember(change.connection, key, staged.mapping, label)
        change.record(
            staged.table,
            before=stood(base, known if told != known else None),
            after=recorded(
                wish.request, staged, new, told if told != known else None, replace=wish.replace
            ),
        )
    wish.home.listed(files)
    return new
