"""A DuckDB in memory that can reach one folder and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def workbench(folder: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database for one import; it closes with the block.

    Args:
        folder: The only place it may read from, write to and spill into.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
            "python_enable_replacements": False,
        },
    )
    try:
        place = str(folder.resolve())
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET temp_directory = {literal(str(Path(place) / 'spill'))}")
        connection.execute(f"SET allowed_directories = [{literal(place)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def name(text: str) -> str:
    """Return text as an identifier in SQL."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    r"""Return text as a literal in SQL, safe with any character.

    Example:
        >>> literal("it's"), literal("a\x00")
        ("'it''s'", "('a' || chr(0))")
    """
    pieces = []
    plain = ""
    for letter in text:
        if letter < " " or letter == "\x7f":
            pieces += [f"'{plain}'"] * bool(plain) + [f"chr({ord(letter)})"]
            plain = ""
        else:
            plain += "''" if letter == "'" else letter
    pieces += [f"'{plain}'"] * bool(plain or not pieces)
    return pieces[0] if len(pieces) == 1 else f"({' || '.join(pieces)})"
