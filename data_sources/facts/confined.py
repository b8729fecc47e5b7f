"""What a DuckDB connection may touch: the files it was opened for and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 2,
    "memory_limit": "4GB",
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
}
"""Settings of every connection: modest, and never loading code by itself."""


def confining(paths: Iterable[Path]) -> str:
    """Return the statements after which only these files can be read, for good."""
    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return (
        f"SET allowed_paths = [{files}]; SET enable_external_access = false; "
        "SET python_enable_replacements = false; SET lock_configuration = true"
    )
