"""Letting go of what is needed no longer: old snapshots, their files and their counts.

Files go under the store's write lock and only where no snapshot that stays lists them;
imports place their files under the same lock, so none is taken from under a new snapshot.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources import agreeing
from data_sources.facts import snapshots
from data_sources.facts.retention import DELETION_WAITS, may_go
from data_sources.facts.snapshots import Snapshot
from data_sources.home import Home
from data_sources.store import agreed_values, chores
from data_sources.store.database import Store
from data_sources.store.history import Author
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

TIDY: Final = "tidy"
_EVERY: Final = timedelta(days=1)
_log = logging.getLogger(__name__)


class Tidied(BaseModel):
    """What was let go.

    Attributes:
        marked: Snapshots that are needed no longer and go after a day.
        gone: Snapshots that went.
        files: Facts files that were deleted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    marked: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def tidy(home: Home, author: Author) -> Tidied:
    """Mark snapshots that are needed no longer; let those go that were marked a day ago.

    Args:
        home: Where the facts lie.
        author: Whose clock it is, and who is recorded.
    """
    with author.change(TIDY) as change:
        connection, now = change.connection, change.at
        listed = snapshots.latest(connection)
        going = _going(connection, listed, now)
        fresh = [one.id for one in listed if one.id in going and one.may_go_since is None]
        snapshots.mark(connection, fresh, now)
        stay = [one.id for one in listed if one.id not in going and one.may_go_since]
        snapshots.mark(connection, stay, None)
        due = [one for one in listed if one.id in going and _waited(one, now)]
        gone, files = _delete(home, due, listed)
        if gone:
            snapshots.forget(connection, gone)
            change.record("snapshots", before={"snapshots": [*gone], "files": [*files]}, after=None)
        chores.done(connection, TIDY, now)
    _forget_counts(home, {one.id for one in listed} - set(gone))
    return Tidied(marked=tuple(fresh), gone=gone, files=files)


def keep(author: Author, name: str, reason: str) -> Snapshot:
    """Keep a snapshot for good.

    Args:
        author: Who keeps it.
        name: Its id, or the beginning.
        reason: What names it: a signature, a pack, a decision, or a person's own words.

    Raises:
        UsageError: There is no such snapshot, or no reason.
    """
    if not (why := reason.strip()):
        raise UsageError("Why is it to be kept?", "Name the reason.")
    with author.change("keep") as change:
        snapshot = snapshots.found(change.connection, name)
        snapshots.keep(change.connection, snapshot.id, why)
        snapshots.mark(change.connection, [snapshot.id], None)
        change.record(snapshot.id, before=None, after={"reason": why})
    return snapshot


def tidy_daily(home: Home, author: Author) -> None:
    """Tidy if nobody did for a day."""
    with author.store.read() as connection:
        last = chores.done_at(connection, TIDY)
    if last is None or author.now() - last >= _EVERY:
        tidy_if_possible(home, author)


def tidy_if_possible(home: Home, author: Author) -> None:
    """Tidy; a home that cannot be tidied now is left as it is, and the log says why."""
    try:
        tidy(home, author)
    except NotPossible as error:
        _log.warning("Old snapshots stay for now. %s", error)


def sweep(home: Home, store: Store) -> None:
    """Remove what killed work left, also finished files that no snapshot came to list."""

    def unlist(names: Collection[str], of_store: str) -> None:
        # Another store's snapshots may list them.
        if of_store != store.masked:
            return
        with store.write() as connection:
            for name in set(names) - snapshots.files_in_use(connection):
                (home.facts / Path(name).name).unlink(missing_ok=True)

    home.sweep(unlist)


@contextmanager
def workbench(home: Home, store: Store) -> Iterator[Path]:
    """Lend a workbench; facts files the store did not come to list go with it."""
    folder: Path | None = None
    try:
        with home.workbench() as folder:
            yield folder
    finally:
        if folder is not None and folder.exists():
            # A store that cannot be asked now is asked at the next start.
            with suppress(NotPossible):
                sweep(home, store)


def _going(connection: Connection, listed: Iterable[Snapshot], now: datetime) -> frozenset[str]:
    standing = snapshots.current(connection)
    stays = {one.id for one in listed if one.keeps} | ({standing.id} if standing else set())
    values = agreed_values.effective(connection, demo=agreeing.is_demo(standing))
    zone = agreed_values.company_from(values).time_zone
    return may_go(listed, now, zone, stays)


def _waited(snapshot: Snapshot, now: datetime) -> bool:
    since = snapshot.may_go_since
    return since is not None and now - since >= DELETION_WAITS


def _delete(
    home: Home, due: Iterable[Snapshot], listed: Iterable[Snapshot]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the files only snapshots that are due list; return who went and which files."""
    leaving = {one.id for one in due}
    needed = {file for one in listed if one.id not in leaving for file in _files(one)}
    gone: list[str] = []
    deleted: dict[str, None] = {}
    for one in due:
        try:
            for file in sorted(_files(one) - needed):
                (home.facts / file).unlink(missing_ok=True)
                deleted[file] = None
        except OSError as error:
            _log.warning("%s stays for now: %s", one.id, error.strerror)
            continue
        gone.append(one.id)
    return tuple(gone), tuple(deleted)


def _files(snapshot: Snapshot) -> set[str]:
    return {table.file for table in snapshot.tables.values()}


def _forget_counts(home: Home, stay: Collection[str]) -> None:
    """Delete what was computed of snapshots that are no more; it can be made again."""
    for folder in home.counts.glob("*v[0-9]*-*"):
        try:
            counted = json.loads((folder / "notes.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):  # another process removes it, or a crash cut it off
            continue
        if counted["snapshot_id"] not in stay:
            shutil.rmtree(folder, ignore_errors=True)
    for report in home.counts.glob("quality-*.json"):
        if report.name.split("-")[1] not in stay:
            report.unlink(missing_ok=True)
