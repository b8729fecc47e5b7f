"""Reading an archive and trusting nothing in it that was not checked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from data_sources.backup.archive import (
    FACTS_FILE,
    LARGEST_MANIFEST,
    LARGEST_RATIO,
    LARGEST_ROW,
    MANIFEST,
    MOST_MEMBERS,
    RATIO_MATTERS_FROM,
    TABLE,
    Manifest,
    facts_member,
    is_named_by,
    table_member,
)
from planning.errors import NotPossible

_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1


def damaged(file: Path, why: str) -> NotPossible:
    """Return the refusal of an archive that is not whole."""
    return NotPossible(f"{file.name} is damaged: {why}.", "Take another backup.")


@dataclass(frozen=True)
class Archive:
    """An archive whose list of members was checked; its contents are checked as they are read.

    Attributes:
        file: Where it lies.
        manifest: What it says about itself.
    """

    file: Path
    manifest: Manifest
    _zip: ZipFile

    def check(self, tell: Callable[[float], None]) -> None:
        """Read every member once and hold it to its size and hash.

        Args:
            tell: Told how far it is, from 0 to 1.

        Raises:
            NotPossible: A member is not what the manifest says.
        """
        done, everything = 0, max(1, self.manifest.unpacked_bytes)
        for name, member in self.manifest.members.items():
            for block in self._blocks(name):
                done += len(block)
                tell(done / everything)
            named = FACTS_FILE.fullmatch(name)
            if named and not is_named_by(named[1], member.sha256):
                raise damaged(self.file, f"“{name}” is not what its name says")

    def lines(self, table: str) -> Iterator[bytes]:
        """Return the lines of a table of the store.

        Raises:
            NotPossible: They are not what the manifest says.
        """
        name = table_member(table)
        rest = b""
        for block in self._blocks(name):
            *whole, rest = (rest + block).split(b"\n")
            if len(rest) > LARGEST_ROW:
                raise damaged(self.file, f"a row of “{table}” never ends")
            yield from whole
        if rest:
            raise damaged(self.file, f"the last row of “{table}” is cut off")

    def unpack(self, facts_file: str, target: Path) -> None:
        """Write a facts file to a path.

        Raises:
            NotPossible: It is not what the manifest says.
        """
        with target.open("xb") as written:
            for block in self._blocks(facts_member(facts_file)):
                written.write(block)

    def _blocks(self, name: str) -> Iterator[bytes]:
        """Return a member block by block; the last comes only if size and hash are right."""
        wanted, digest, size = self.manifest.members[name], sha256(), 0
        held = b""
        try:
            with self._zip.open(name) as source:
                while block := source.read(_CHUNK):
                    size += len(block)
                    if size > wanted.bytes:
                        break
                    digest.update(block)
                    yield held
                    held = block
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            # zipfile says NotImplementedError of a packing it does not know.
            raise damaged(self.file, f"“{name}” cannot be read") from error
        if size != wanted.bytes or digest.hexdigest() != wanted.sha256:
            raise damaged(self.file, f"“{name}” is not what was backed up")
        yield held


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Open an archive and check what it lists, before anything of it is used.

    Raises:
        NotPossible: It is no backup of Tandem, is damaged, or lists what no backup holds.
    """
    try:
        source = file.open("rb")
    except OSError as error:
        raise NotPossible(
            f"{file} cannot be opened: {error.strerror or error}.", "Name a backup."
        ) from error
    with source, _unzipped(file, source) as packed:
        found = _listed(file, packed)
        manifest = _manifest(file, packed, found)
        _compare(file, found, manifest)
        yield Archive(file, manifest, packed)


@contextmanager
def _unzipped(file: Path, source: IO[bytes]) -> Iterator[ZipFile]:
    try:
        packed = ZipFile(source)
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NotPossible(
            f"{file.name} is no backup of Tandem, or is cut off.", "Take another backup."
        ) from error
    with packed:
        yield packed


def _listed(file: Path, packed: ZipFile) -> Mapping[str, ZipInfo]:
    listed = packed.infolist()
    if len(listed) > MOST_MEMBERS:
        raise damaged(file, f"it lists {len(listed):,} members")
    found: dict[str, ZipInfo] = {}
    for one in listed:
        name = one.orig_filename
        if name in found:
            raise damaged(file, f"it holds “{_label(name)}” twice")
        if name != MANIFEST and not TABLE.fullmatch(name) and not FACTS_FILE.fullmatch(name):
            raise damaged(file, f"“{_label(name)}” belongs to no backup")
        if one.flag_bits & _ENCRYPTED or one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise damaged(file, f"“{name}” is packed in an unknown way")
        _refuse_bomb(file, one)
        found[name] = one
    return found


def _refuse_bomb(file: Path, one: ZipInfo) -> None:
    if one.file_size > max(RATIO_MATTERS_FROM, one.compress_size * LARGEST_RATIO):
        raise damaged(file, f"“{one.filename}” would unpack to {one.file_size:,} bytes")


def _manifest(file: Path, packed: ZipFile, found: Mapping[str, ZipInfo]) -> Manifest:
    if MANIFEST not in found:
        raise NotPossible(f"{file.name} is no backup of Tandem.", "Name a backup.")
    try:
        with packed.open(MANIFEST) as source:
            told = source.read(LARGEST_MANIFEST + 1)
        if len(told) > LARGEST_MANIFEST:
            raise damaged(file, "its list is too long")
        return Manifest.model_validate_json(told)
    except (BadZipFile, zlib.error, EOFError, OSError, ValidationError) as error:
        raise damaged(file, "its list cannot be read") from error


def _compare(file: Path, found: Mapping[str, ZipInfo], manifest: Manifest) -> None:
    for name in sorted({*found} ^ {*manifest.members, MANIFEST}):
        raise damaged(file, f"“{_label(name)}” is missing or was put in")
    for name, member in manifest.members.items():
        if found[name].file_size != member.bytes:
            raise damaged(file, f"“{name}” has another size than it had")
        if (member.rows is None) == (TABLE.fullmatch(name) is not None):
            raise damaged(file, f"“{name}” is listed as what it is not")


def _label(name: str) -> str:
    """Return an untrusted name as people may read it."""
    return ascii(name[:80])[1:-1]
