"""The facts: is every file a snapshot lists there, and is it what its name says?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.backup.archive import is_named_by
from data_sources.checkup.check import Check, Tell, broken, good, listed, note
from data_sources.facts import snapshots
from data_sources.home import Home
from data_sources.store.database import Store

if TYPE_CHECKING:
    from data_sources.facts.snapshots import Snapshot

_REMEDY: Final = "Restore a backup, which brings the files back, or import again."


def checks(home: Home, store: Store, tell: Tell) -> Iterator[Check]:
    """Look at every facts file; nothing is changed."""
    with store.read() as connection:
        current = snapshots.current(connection)
        wanted = sorted(snapshots.files_in_use(connection))
        going = {one.id for one in snapshots.latest(connection) if one.may_go_since}
        needed = _needed(snapshots.latest(connection), going, current)
    there = {path.name: path for path in home.facts.iterdir()}
    lost = [name for name in wanted if name not in there]
    damaged = []
    present = [name for name in wanted if name in there]
    for position, name in enumerate(present):
        tell(position / len(present))
        if not _is_whole(there[name]):
            damaged.append(name)
    yield _told("lost", "gone", lost, needed) if lost else good("files", _all(wanted))
    if damaged:
        yield _told("damaged", "damaged", damaged, needed)
    stray = [path for name, path in there.items() if name not in set(wanted)]
    if stray:
        size = sum(path.stat().st_size for path in stray) // 10**6
        yield note(
            "spare files",
            f"{len(stray)} files of {size} MB belong to no snapshot of this store.",
            "They may belong to a store kept before a restore; else delete them.",
        )


def _needed(
    listed_snapshots: tuple[Snapshot, ...], going: set[str], current: Snapshot | None
) -> set[str]:
    """Return the files of snapshots that stay: the current one and those not let go."""
    stay = [one for one in listed_snapshots if one.id not in going or one == current]
    return {table.file for one in stay for table in one.tables.values()}


def _is_whole(file: Path) -> bool:
    try:
        with file.open("rb") as source:
            return is_named_by(file.name, file_digest(source, "sha256").hexdigest())
    except FileNotFoundError:  # tidied away meanwhile
        return True


def _told(name: str, how: str, files: list[str], needed: set[str]) -> Check:
    bad = [file for file in files if file in needed]
    told = f"{len(files)} facts files are {how}: {listed(files)}."
    if not bad:
        return note(f"{name} files", told, "Only snapshots that go anyway list them.")
    return broken(f"{name} files", told, _REMEDY)


def _all(wanted: list[str]) -> str:
    return f"All {len(wanted)} facts files are there." if wanted else "There are no facts yet."
