"""A DuckDB in memory that can reach one folder and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data_sources.facts.confined import CONFIG, confining

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TELL_SECONDS: Final = 0.25
_COMPARED: Final = 24
"""Words up to which comparing with each is quicker than looking one up."""


@contextmanager
def workbench(folder: Path, *files: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database for one import; it closes with the block.

    Args:
        folder: Where it may read, write and spill.
        files: Other files it may read; it can reach nothing else.
    """
    import duckdb

    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        # Joins lose the order of the rows, and lists of constants could become joins.
        connection.execute("SET disabled_optimizers = 'in_clause'")
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        connection.execute(confining((file.resolve() for file in files), folder))
        yield connection


def run_telling(
    connection: DuckDBPyConnection, statement: str, tell: Callable[[float], None]
) -> list[tuple[Any, ...]]:
    """Run a statement that may take long, and return its rows.

    Args:
        connection: Where it runs.
        statement: The statement.
        tell: Told the share of the work behind while it runs, in the caller's thread;
            what it raises stops the statement.
    """
    with ThreadPoolExecutor(1) as worker:
        running = worker.submit(lambda: connection.execute(statement).fetchall())
        try:
            furthest = 0.0
            while not wait([running], timeout=_TELL_SECONDS).done:
                furthest = max(furthest, min(connection.query_progress() / 100, 1.0))
                tell(furthest)
        except BaseException:
            connection.interrupt()
            raise
        return running.result()


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


def one_of(text: str, words: Collection[str]) -> str:
    """Return SQL of whether a text is one of some words, without a join.

    Args:
        text: SQL of the text.
        words: Any number of different words.
    """
    if len(words) <= _COMPARED:
        return f"{text} IN ({', '.join(map(literal, words))})" if words else "FALSE"
    return f"({_place(text, words)} IS NOT NULL)"


def translated(text: str, meanings: Mapping[str, str | bool | None]) -> str:
    """Return SQL of what a text means, NULL where it is none of the known words.

    Example:
        >>> translated("word", {"yes": True, "no": False})
        "CASE word WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE END"
    """
    told = [
        str(meaning).upper() if isinstance(meaning, bool) else literal(meaning or "")
        for meaning in meanings.values()
    ]
    told = [
        "NULL" if meaning is None else said
        for meaning, said in zip(meanings.values(), told, strict=True)
    ]
    if not told:
        return "NULL"
    if len(told) > _COMPARED:
        return f"[{', '.join(told)}][{_place(text, meanings)} + 1]"
    words = zip(map(literal, meanings), told, strict=True)
    return f"CASE {text} {' '.join(f'WHEN {word} THEN {said}' for word, said in words)} END"


def _place(text: str, words: Collection[str]) -> str:
    # No literal here may be an expression; NUL, which would need one, never gets this far.
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"enum_code(TRY_CAST({text} AS ENUM({listed})))"
