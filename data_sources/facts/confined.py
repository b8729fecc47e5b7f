"""What a DuckDB connection may touch and take: its files, one folder, and modest memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 2,
    "memory_limit": "4GB",
    "preserve_insertion_order": True,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,
}
"""Settings of every connection: modest, and never loading code by itself."""

SPILL: Final = "spill"


def confining(paths: Iterable[Path], folder: Path | None = None) -> str:
    """Return the statements after which a connection is confined for good.

    Args:
        paths: Files it may read.
        folder: Where it may read and write, and where it puts what does not fit into
            memory; without one it fails when memory is full.
    """
    files = ", ".join(_quoted(path) for path in paths)
    place = "" if folder is None else _quoted(folder.resolve())
    spill = "''" if folder is None else _quoted(folder.resolve() / SPILL)
    return (
        f"SET temp_directory = {spill}; SET allowed_directories = [{place}]; "
        f"SET allowed_paths = [{files}]; SET enable_external_access = false; "
        "SET lock_configuration = true"
    )


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
