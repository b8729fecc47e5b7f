"""The home folder: where facts, caches and rejects lie, and who may tidy up."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from data_sources.locks import locked
from planning.errors import NotPossible

_REJECTS_KEPT: Final = 50
_LOCK_SECONDS: Final = 60


@dataclass(frozen=True)
class Home:
    """One home folder.

    Attributes:
        root: The folder of `TANDEM_HOME`.
    """

    root: Path

    @property
    def facts(self) -> Path:
        """Folder of the content-named Parquet files."""
        return self.root / "facts"

    @property
    def counts(self) -> Path:
        """Folder of cached counts; may be deleted at any time."""
        return self.root / "counts"

    @property
    def rejects(self) -> Path:
        """Folder of the files that tell why rows were rejected."""
        return self.root / "rejects"

    @property
    def _staging(self) -> Path:
        return self.root / "staging"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            NotPossible: The home cannot be written; the sentence says why.
        """
        try:
            # What a company earns is nobody else's business on a shared machine.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.facts, self.counts, self.rejects, self._staging):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self._staging / f"{uuid4().hex}.probe"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise NotPossible(
                f"The home {self.root} cannot be written: {error.strerror or error}.",
                "Set TANDEM_HOME to a folder you may write.",
            ) from error

    def refuse_without_room(self, needed_bytes: int) -> None:
        """Check the disk before work begins.

        Raises:
            NotPossible: Less than the needed room is free.
        """
        free = shutil.disk_usage(self.root).free
        if free < needed_bytes:
            raise NotPossible(
                f"The disk of {self.root} has {free // 10**6} MB free, this import needs "
                f"about {needed_bytes // 10**6} MB.",
                "Free some room and import again.",
            )

    @contextmanager
    def workbench(self) -> Iterator[Path]:
        """Lend an empty folder that is removed afterwards, also after a kill."""
        folder = self._staging / uuid4().hex
        # The lock comes before the folder, so that no sweep meets a folder without one.
        lock = folder.with_suffix(".lock")
        with locked(lock, wait_seconds=_LOCK_SECONDS):
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        lock.unlink(missing_ok=True)

    def place(self, files: Collection[Path]) -> None:
        """Move finished files into the facts folder, for good even after a power cut."""
        for file in files:
            target = self.facts / file.name
            # The name tells the content, so a file that stands there is the same one.
            if not target.exists():
                file.replace(target)
        _flush_folder(self.facts)

    def keep_rejects(self, rejects: Path, table: str) -> Path:
        """Keep a file of rejects under a name of its content, and only the latest ones."""
        digest = sha256(rejects.read_bytes()).hexdigest()[:12]
        kept = self.rejects / f"{table}-{digest}.csv"
        shutil.copyfile(rejects, kept)
        newest_first = sorted(self.rejects.glob("*.csv"), key=_modified, reverse=True)
        for old in newest_first[_REJECTS_KEPT:]:
            old.unlink(missing_ok=True)
        return kept

    def sweep(self) -> None:
        """Remove what killed imports left; what a running import works on stays.

        Finished facts files are never removed here: a snapshot may list them.
        """
        for lock in self._staging.glob("*.lock"):
            with locked(lock, wait_seconds=0) as held:
                if held:
                    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                    lock.unlink(missing_ok=True)


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _flush_folder(folder: Path) -> None:
    # Windows cannot open folders and needs no flush for renames.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
