"""Files people take away: written whole or not at all, in the place of an older one."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from planning.errors import NotPossible


def folder_of(file: Path) -> Path:
    """Return the folder a file is to be written into.

    Raises:
        NotPossible: There is none, or a folder goes by the file's name.
    """
    folder = file.resolve().parent
    if not folder.is_dir():
        raise NotPossible(f"There is no folder {file.parent}.", "Make it first, or name another.")
    if file.is_dir():
        raise NotPossible(f"{file} is a folder.", "Name a file.")
    return folder


def write_whole(file: Path, content: bytes) -> None:
    """Write a file; an older one of its name stays until the new one is there whole.

    Args:
        file: Where; its folder must exist.
        content: What.

    Raises:
        NotPossible: It cannot be written; the older one stands as it was.
    """
    partial = folder_of(file) / f".{uuid4().hex}.partial"
    try:
        with partial.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(file)
    except OSError as error:
        raise NotPossible(
            f"{file.name} cannot be written: {error.strerror or error}.",
            "Check the folder and the room on its disk.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
