"""Bringing back what an archive holds: checked whole, built beside, put in place in one step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_sources.backup import building, swapping
from data_sources.backup.archive import Manifest, is_named_by
from data_sources.backup.reading import Archive, damaged, opened
from data_sources.disk import troubles_said_plainly
from data_sources.home import Home
from data_sources.store import history as histories
from data_sources.store.database import Store
from data_sources.store.migrate import SCHEMAS, VERSION_TABLE
from data_sources.store.tables import history, snapshot_files
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Progress = Callable[[str, float], None]

_ROOM: Final = 100_000_000
# A table's rows and their indexes take more room in a database than as lines.
_ROOM_PER_BYTE: Final = 3


class Restored(BaseModel):
    """What a restore did.

    Attributes:
        manifest: What the archive says about itself.
        migrated: Whether its schema was older and was brought to this version's.
        revision: Number of the change that records the restore.
        kept: Where what stood before is kept; None where nothing stood.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: Manifest
    migrated: bool
    revision: int
    kept: str | None


@dataclass(frozen=True)
class _Standing:
    """What is in the home before: whether anything is, and its latest change."""

    is_empty: bool
    revision: int


@dataclass(frozen=True)
class Wish:
    """A restore that is asked for.

    Attributes:
        file: The archive.
        actor: Who is recorded.
        now: The moment.
        replace: Whether what stands may be put aside.
        progress: Told what is being done and how far it is.
    """

    file: Path
    actor: str
    now: datetime
    replace: bool = False
    progress: Progress | None = None

    def tell(self, what: str, start: float, end: float) -> Callable[[float], None]:
        """Return what tells how far one part of the work is."""

        def told(share: float) -> None:
            if self.progress is not None:
                self.progress(what, start + share * (end - start))

        told(0)
        return told


def restore(home: Home, store: Store, wish: Wish) -> Restored:
    """Put what an archive holds in the place of what stands.

    Nothing is changed before the whole archive was checked. The store is built beside and
    swapped in one step, so a kill at any moment leaves what stood or what was restored.

    Args:
        home: Where the facts go; nobody may work in it.
        store: What is to be filled.
        wish: What is asked for.

    Raises:
        NotPossible: The archive is not whole, a newer Tandem wrote it, the home is in use or
            holds something that is not to be replaced, or the disk has no room.
    """
    home.prepare()
    with home.alone(), opened(wish.file) as archive:
        building.refuse_unknown_schema(archive)
        standing = _standing(store)
        if not (standing.is_empty or wish.replace):
            raise NotPossible(
                "This home holds something already.",
                "Add --replace: what stands is then kept beside.",
            )
        home.refuse_without_room(
            archive.manifest.unpacked_bytes * _ROOM_PER_BYTE + _ROOM, "restore"
        )
        archive.check(wish.tell("Checking the archive", 0, 0.4))
        with troubles_said_plainly("restore", home):
            return _restore(home, store, archive, standing, wish)


def _restore(
    home: Home, store: Store, archive: Archive, standing: _Standing, wish: Wish
) -> Restored:
    manifest = archive.manifest
    moment = None if standing.is_empty else f"{wish.now:%Y%m%dt%H%M%S%fz}"
    kept = None if moment is None else swapping.name_of_kept(store, moment)
    with home.workbench() as folder:
        files = _unpack(home, archive, folder, wish.tell("Unpacking the facts", 0.4, 0.6))
        with swapping.replaced(store, moment) as connection:
            building.fill(connection, archive, wish.tell("Filling the store", 0.6, 1))
            _refuse_other_facts(connection, archive)
            revision = _record(connection, standing, wish, manifest, kept)
            home.place(files, store.masked)
        home.listed(files)
    return Restored(
        manifest=manifest,
        migrated=manifest.schema_version != SCHEMAS[-1],
        revision=revision,
        kept=kept,
    )


def _standing(store: Store) -> _Standing:
    """Look at what is there; what cannot be read counts as something."""
    if store.file is not None and not store.file.exists():
        return _Standing(is_empty=True, revision=0)
    try:
        with store.read() as connection:
            if not sa.inspect(connection).has_table(VERSION_TABLE):
                return _Standing(is_empty=True, revision=0)
            revision = histories.revision(connection)
    except (NotPossible, sa.exc.DatabaseError):
        if store.file is None:
            raise
        return _Standing(is_empty=False, revision=0)
    return _Standing(is_empty=revision == 0, revision=revision)


def _unpack(
    home: Home, archive: Archive, folder: Path, tell: Callable[[float], None]
) -> list[Path]:
    """Unpack the facts files the home lacks, and return them; mend those that are damaged."""
    wanted = archive.manifest.facts_files
    unpacked = []
    for position, name in enumerate(wanted):
        tell(position / len(wanted))
        standing = home.facts / name
        if standing.exists() and _is_whole(standing):
            continue
        archive.unpack(name, folder / name)
        if standing.exists():
            # Damaged: nobody can read it, and its name says what belongs there.
            (folder / name).replace(standing)
        else:
            unpacked.append(folder / name)
    return unpacked


def _is_whole(file: Path) -> bool:
    with file.open("rb") as source:
        return is_named_by(file.name, file_digest(source, "sha256").hexdigest())


def _refuse_other_facts(connection: Connection, archive: Archive) -> None:
    """Hold that the archive has just the files its snapshots list."""
    listed = set(connection.execute(sa.select(snapshot_files.c.file).distinct()).scalars())
    held: Collection[str] = archive.manifest.facts_files
    for name in sorted(listed ^ {*held, *archive.manifest.missing}):
        what = "is missing" if name in listed else "is listed by no snapshot"
        raise damaged(archive.file, f"the facts file “{ascii(name)[1:-1]}” {what}")


def _record(
    connection: Connection,
    standing: _Standing,
    wish: Wish,
    manifest: Manifest,
    kept: str | None,
) -> int:
    """Add the restore to the history, above every number either side has used."""
    highest = max(standing.revision, histories.revision(connection), manifest.revision)
    before = None if kept is None else {"revision": standing.revision, "kept": kept}
    after = {
        "archive": wish.file.name,
        "made_at": manifest.made_at.isoformat(),
        "revision": manifest.revision,
    }
    connection.execute(
        sa.insert(history).values(
            revision=highest + 1,
            at=wish.now,
            actor=wish.actor,
            operation_id=uuid4().hex,
            act="restore",
            thing="everything",
            before=before,
            after=after,
        )
    )
    building.count_on_from(connection, highest + 1)
    return highest + 1
