"""The files of a folder, and what tells whether one changed since it was imported."""

from __future__ import annotations

from fnmatch import fnmatch
from hashlib import file_digest
from pathlib import Path

from data_sources.store.saved_imports import Known
from planning.errors import NotPossible


def files_in(folder: Path, pattern: str) -> tuple[Path, ...]:
    """Return a folder's files by name, hidden ones aside.

    Args:
        folder: The folder; folders inside it are not looked into.
        pattern: Which names count, as `*.csv`.

    Raises:
        NotPossible: The folder cannot be read.
    """
    try:
        found = [one for one in folder.iterdir() if _belongs(one.name, pattern) and one.is_file()]
    except OSError as error:
        raise NotPossible(
            f"The folder {folder} cannot be read: {error.strerror or error}.",
            "Check that it is there and may be read.",
        ) from error
    return tuple(sorted(found, key=lambda one: one.name))


def _belongs(name: str, pattern: str) -> bool:
    return fnmatch(name, pattern) and not name.startswith(".")


def as_it_is(file: Path) -> Known:
    """Return what tells a file's state.

    Raises:
        NotPossible: The file cannot be read.
    """
    try:
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
            return Known(name=file.name, size=opened.tell(), sha256=digest)
    except OSError as error:
        raise NotPossible(
            f"The file “{file}” cannot be read: {error.strerror or error}.", "Check its name."
        ) from error
