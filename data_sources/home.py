"""The home folder: where facts, caches and rejects lie, and who may tidy up."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from data_sources import scratch
from data_sources.locks import Presence, locked
from planning.errors import NotPossible

_REJECTS_KEPT: Final = 50
_ENTER_SECONDS: Final = 30


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

    def enter(self) -> Presence:
        """Say that somebody works in this home; while they do, nothing is restored into it.

        Raises:
            NotPossible: A backup is being restored.
        """
        presence = Presence(self._in_use)
        if not presence.enter(wait_seconds=_ENTER_SECONDS):
            raise NotPossible("A backup is being restored.", "Start again when that is done.")
        return presence

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out for the block.

        Raises:
            NotPossible: Somebody works in this home.
        """
        with locked(self._in_use, wait_seconds=0) as held:
            if not held:
                raise NotPossible(
                    "Tandem is running in this home, so nothing can be restored into it.",
                    "Stop the app and its commands, then restore again.",
                )
            yield

    @property
    def _in_use(self) -> Path:
        return self.root / "in-use.lock"

    def refuse_without_room(self, needed_bytes: int, work: str = "import") -> None:
        """Check the disk before work begins.

        Args:
            needed_bytes: Room the work needs.
            work: The work as the sentence names it.

        Raises:
            NotPossible: Less than the needed room is free.
        """
        free = shutil.disk_usage(self.root).free
        if free < needed_bytes:
            raise NotPossible(
                f"The disk of {self.root} has {free // 10**6} MB free, this {work} needs "
                f"about {needed_bytes // 10**6} MB.",
                f"Free some room and {work} again.",
            )

    def workbench(self) -> AbstractContextManager[Path]:
        """Lend an empty folder that is removed afterwards, also after a kill."""
        return scratch.lent(self._staging)

    def place(self, files: Collection[Path], store: str) -> None:
        """Move finished files into the facts folder, for good even after a power cut.

        Args:
            files: Files of one workbench, named by their content; `listed` is to follow.
            store: Address of the store whose next snapshot lists them.
        """
        for folder in {file.parent for file in files}:
            # Should the store not come to list them, the next start knows.
            names = [file.name for file in files if file.parent == folder]
            told = json.dumps({"store": store, "files": names})
            (folder / scratch.UNFINISHED).write_text(told, encoding="utf-8")
        for file in files:
            target = self.facts / file.name
            # The name tells the content, so a file that stands there is the same one.
            if not target.exists():
                file.replace(target)
        _flush_folder(self.facts)

    def listed(self, files: Collection[Path]) -> None:
        """Note that the store lists files that were placed; their workbench has done its work."""
        for folder in {file.parent for file in files}:
            (folder / scratch.UNFINISHED).unlink(missing_ok=True)

    def keep_rejects(self, rejects: Path, table: str) -> Path:
        """Move a file of rejects where it stays, named by its content; only the latest stay."""
        digest = sha256(rejects.read_bytes()).hexdigest()[:12]
        kept = self.rejects / f"{table}-{digest}.csv"
        rejects.replace(kept)
        os.utime(kept)
        newest_first = sorted(self.rejects.glob("*.csv"), key=_modified, reverse=True)
        for old in newest_first[_REJECTS_KEPT:]:
            old.unlink(missing_ok=True)
        return kept

    def sweep(self, unlist: Callable[[Collection[str], str], None] | None = None) -> None:
        """Remove what killed work left; what running work needs stays.

        Args:
            unlist: Told the names of finished facts files that a killed import had placed
                and the store that was to list them, so that it removes those it does not.
        """

        def leaving(folder: Path) -> None:
            if unlist is not None and (placed := _placed(folder)):
                unlist(*placed)

        scratch.clear(self._staging, leaving)
        scratch.clear(self.counts / scratch.INSIDE)


def _placed(folder: Path) -> tuple[list[str], str] | None:
    try:
        told = json.loads((folder / scratch.UNFINISHED).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # none, or cut off: then nothing was placed
        return None
    return told["files"], told["store"]


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
