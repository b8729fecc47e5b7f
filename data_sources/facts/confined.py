"""What a DuckDB connection may touch and take: its files, one folder, and modest memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources import scratch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "preserve_insertion_order": True,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,
}
"""Settings of every connection: modest, and never loading code by itself."""

STAGING: Final = "staging"
"""Folder of a home in which work is done, beside that of the facts."""

_SPILL: Final = "spill"


@contextmanager
def connected(files: Collection[Path], folder: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """Open a confined database in memory; it closes with the block.

    Args:
        files: Files it may read.
        folder: Where it may read and write, and puts what does not fit into memory; a
            folder is lent for that if none is given.
    """
    import duckdb

    place = nullcontext(folder) if folder else room_to_spill(files)
    with place as room, duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute(confining(files, room))
        yield connection


@contextmanager
def room_to_spill(files: Collection[Path]) -> Iterator[Path | None]:
    """Lend a folder for what does not fit into memory, on the disk of some files.

    Args:
        files: Facts files of a home, whose staging folder it lies in, or others, beside
            which it lies; without any there is nothing that could need room.
    """
    beside = next((file.resolve().parent for file in files), None)
    if beside is None:
        yield None
        return
    staging = beside.parent / STAGING
    with scratch.lent(staging if staging.is_dir() else beside / scratch.INSIDE) as folder:
        yield folder


def confining(paths: Iterable[Path], folder: Path | None) -> str:
    """Return the statements after which a connection is confined for good.

    Args:
        paths: Files it may read.
        folder: Where it may read and write, and where it puts what does not fit into
            memory; without one it fails when memory is full.
    """
    files = ", ".join(quoted(path) for path in paths)
    place = "" if folder is None else quoted(folder.resolve())
    spill = "''" if folder is None else quoted(folder.resolve() / _SPILL)
    return (
        f"SET temp_directory = {spill}; SET allowed_directories = [{place}]; "
        f"SET allowed_paths = [{files}]; SET enable_external_access = false; "
        "SET lock_configuration = true"
    )


def quoted(path: Path) -> str:
    """Return a path as a statement writes it."""
    return "'" + str(path).replace("'", "''") + "'"
