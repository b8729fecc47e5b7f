"""Writing an archive: every table of the store as at one moment, then the facts it lists."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import sqlalchemy as sa

from data_sources.backup.archive import (
    FACTS_FILE,
    LARGEST_RATIO,
    MANIFEST,
    Manifest,
    Member,
    facts_member,
    is_named_by,
    table_member,
)
from data_sources.backup.rows import as_line
from data_sources.facts import snapshots
from data_sources.home import Home
from data_sources.store import history
from data_sources.store.database import Store
from data_sources.store.migrate import schema_of
from data_sources.store.tables import metadata
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Progress = Callable[[str, float], None]

_CHUNK: Final = 1 << 20
_ROWS_AT_ONCE: Final = 500
_SHARE_OF_TABLES: Final = 0.3
# Far below what reading refuses, because this packs less well than the archive does.
_WORTH_PACKING: Final = LARGEST_RATIO // 4


@dataclass
class _Archive:
    """An archive under way."""

    zip: ZipFile
    made_at: datetime
    progress: Progress | None
    members: dict[str, Member] = field(default_factory=dict)

    def tell(self, what: str, done: float) -> None:
        if self.progress is not None:
            self.progress(what, done)

    @contextmanager
    def member(self, name: str, *, packed: bool) -> Iterator[IO[bytes]]:
        about = ZipInfo(name, self.made_at.timetuple()[:6])
        about.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        # Only their owner opens what came out of a backup.
        about.external_attr = 0o600 << 16
        with self.zip.open(about, "w", force_zip64=True) as target:
            yield target


def write(
    home: Home, store: Store, file: Path, *, now: datetime, progress: Progress | None = None
) -> Manifest:
    """Write everything a home and its store hold into a new archive.

    The store's tables are read in one transaction; the archive appears complete or not at
    all. Facts files that are gone are told in the manifest.

    Args:
        home: Where the facts lie.
        store: What is to be kept.
        file: The archive; must not exist.
        now: The moment it is said to be made at.
        progress: Told what is being written and how far it is.

    Returns:
        What the archive says about itself.

    Raises:
        NotPossible: The file exists or cannot be written, or the store cannot be read.
    """
    if file.exists():
        raise NotPossible(f"{file} exists already.", "Choose another name for the backup.")
    partial = file.with_name(f".{uuid4().hex}.partial")
    try:
        with home.workbench() as scratch, _owners_only(partial) as target:
            with ZipFile(target, "w") as packed:
                archive = _Archive(packed, now.astimezone(UTC), progress)
                manifest = _fill(archive, home, store, scratch)
            target.flush()
            os.fsync(target.fileno())
        # A link, unlike a rename, never takes the place of a file that came meanwhile.
        _place(partial, file)
    except FileExistsError as error:
        raise NotPossible(f"{file} exists already.", "Choose another name.") from error
    except OSError as error:
        raise NotPossible(
            f"The backup cannot be written: {error.strerror or error}.",
            "Check the folder and the room on its disk.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


@contextmanager
def _owners_only(path: Path) -> Iterator[IO[bytes]]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "w+b") as target:
        yield target


def _place(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        partial.rename(file)


def _fill(archive: _Archive, home: Home, store: Store, scratch: Path) -> Manifest:
    with store.read_as_at_once() as connection:
        schema = schema_of(connection)
        revision = history.revision(connection)
        files = sorted(snapshots.files_in_use(connection))
        for position, table in enumerate(metadata.sorted_tables):
            archive.tell(f"Store: {table.name}", position / 20 * _SHARE_OF_TABLES)
            _write_table(archive, connection, table, scratch)
    missing = _write_facts(archive, home, files)
    manifest = Manifest(
        tandem=version("tandem-plan"),
        schema_version=schema or "",
        revision=revision,
        made_at=archive.made_at,
        members=archive.members,
        missing=missing,
    )
    with archive.member(MANIFEST, packed=True) as target:
        target.write(manifest.model_dump_json(indent=1).encode())
    return manifest


def _write_table(archive: _Archive, connection: Connection, table: sa.Table, scratch: Path) -> None:
    """Write a table through a scratch file, which tells whether packing is worth it."""
    lines = scratch / f"{table.name}.jsonl"
    digest, size, rows, packer, packed = sha256(), 0, 0, zlib.compressobj(1), 0
    with lines.open("wb") as target:
        for line in _lines(connection, table):
            target.write(line)
            digest.update(line)
            packed += len(packer.compress(line))
            size, rows = size + len(line), rows + 1
    packed += len(packer.flush())
    name = table_member(table.name)
    with (
        lines.open("rb") as source,
        archive.member(name, packed=size <= packed * _WORTH_PACKING) as member,
    ):
        while block := source.read(_CHUNK):
            member.write(block)
    lines.unlink()
    archive.members[name] = Member(bytes=size, sha256=digest.hexdigest(), rows=rows)


def _lines(connection: Connection, table: sa.Table) -> Iterator[bytes]:
    plain = connection.dialect.name == "postgresql"
    # Alike for every engine: by the key's code points, whatever the database's language.
    order = [
        sa.collate(column, "C") if plain and isinstance(column.type, sa.String) else column
        for column in table.primary_key.columns
    ]
    listed = sa.select(table).order_by(*order).execution_options(yield_per=_ROWS_AT_ONCE)
    for row in connection.execute(listed).mappings():
        yield as_line(row)


def _write_facts(archive: _Archive, home: Home, files: list[str]) -> tuple[str, ...]:
    """Write the facts' files; return those that are not there, or not what their name says."""
    missing = []
    for position, file in enumerate(files):
        share = _SHARE_OF_TABLES + position / len(files) * (1 - _SHARE_OF_TABLES)
        archive.tell(f"Facts: {file}", share)
        name = facts_member(file)
        if not FACTS_FILE.fullmatch(name):
            missing.append(file)
            continue
        try:
            with (home.facts / file).open("rb") as source:
                digest = file_digest(source, "sha256").hexdigest()
                if not is_named_by(file, digest):
                    missing.append(file)
                    continue
                size = source.seek(0, os.SEEK_END)
                source.seek(0)
                with archive.member(name, packed=False) as member:
                    shutil.copyfileobj(source, member, _CHUNK)
        except FileNotFoundError:  # gone for long, or tidied away since the store was read
            missing.append(file)
            continue
        archive.members[name] = Member(bytes=size, sha256=digest)
    return tuple(missing)
