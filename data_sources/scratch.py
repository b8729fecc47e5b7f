"""Folders lent for one piece of work: gone after it, and after a kill at the next start."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from data_sources.locks import locked

INSIDE: Final = ".partial"
"""Place for folders lent inside a folder of finished things, on the same disk."""

UNFINISHED: Final = "unfinished.json"
"""A folder in which this file stands is left to the next start, which reads it."""

_LOCK_SECONDS: Final = 60


@contextmanager
def lent(place: Path) -> Iterator[Path]:
    """Lend an empty folder inside a place for the block.

    Args:
        place: Holds nothing but lent folders and their locks; made if missing.
    """
    place.mkdir(parents=True, exist_ok=True)
    folder = place / uuid4().hex
    # The lock comes before the folder, so that no sweep meets a folder without one.
    lock = folder.with_suffix(".lock")
    try:
        with locked(lock, wait_seconds=_LOCK_SECONDS):
            folder.mkdir()
            try:
                yield folder
            finally:
                if not _is_unfinished(folder):
                    shutil.rmtree(folder, ignore_errors=True)
    finally:
        if not _is_unfinished(folder):
            lock.unlink(missing_ok=True)


def _is_unfinished(folder: Path) -> bool:
    return (folder / UNFINISHED).exists()


def clear(place: Path, leaving: Callable[[Path], None] | None = None) -> None:
    """Remove what killed work left in a place; what is in use stays.

    Args:
        place: Where folders were lent.
        leaving: Told each folder before it is removed.
    """
    for lock in place.glob("*.lock"):
        with locked(lock, wait_seconds=0) as held:
            if not held:
                continue
            folder = lock.with_suffix("")
            if leaving is not None and folder.is_dir():
                leaving(folder)
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)
