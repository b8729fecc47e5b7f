"""Words of a file replaced by what the person says they mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import CELLS
from data_sources.imports.database import name
from data_sources.imports.raw import ROW
from planning.actuals.reading import Reading
from planning.actuals.words import same_word

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEANT: Final = "meant"
"""View: the rows of `cells` with every word by its meaning, missing as NULL, and beside
it the source's own word."""


def own(field: str) -> str:
    """Return the column of `meant` that keeps the source's own word, for messages."""
    return f"own {field}"


def meant(field: str) -> str:
    """Return the column of `checked` that keeps a word's meaning before it is read."""
    return f"meant {field}"


def give_meanings(database: DuckDBPyConnection, fields: Collection[str], reading: Reading) -> None:
    """Make the view `meant` from `cells`.

    Args:
        database: Holds `cells`.
        fields: Names of the columns of `cells`.
        reading: Holds what the words mean.
    """
    columns = [f"cells.{ROW}"]
    joins: list[str] = []
    for field in fields:
        known = reading.values.get(field)
        table = f"meanings_{len(joins)}"
        if known and _write_meanings(database, field, known, table):
            cell = f"cells.{name(field)}"
            column = f"CASE WHEN {table}.word IS NULL THEN {cell} ELSE {table}.meaning END"
            columns.append(f"{column} AS {name(field)}")
            joins.append(f"LEFT JOIN {table} ON {table}.word = {cell}")
        else:
            columns.append(f"cells.{name(field)}")
        columns.append(f"cells.{name(field)} AS {name(own(field))}")
    database.execute(
        f"CREATE OR REPLACE VIEW {MEANT} AS SELECT {', '.join(columns)} "  # noqa: S608 - identifiers are quoted
        f"FROM {CELLS} AS cells {' '.join(joins)}"
    )


def _write_meanings(
    database: DuckDBPyConnection, field: str, known: Mapping[str, str], table: str
) -> bool:
    """Write a table of the spellings that a column has of the known words, if any."""
    cell = name(field)
    found = database.execute(
        f"SELECT DISTINCT {cell} FROM {CELLS} WHERE {cell} IS NOT NULL ORDER BY 1"  # noqa: S608
    ).fetchall()
    told = [(word, known[same_word(word)] or None) for (word,) in found if same_word(word) in known]
    if told:
        database.execute(f"CREATE OR REPLACE TABLE {table} (word VARCHAR, meaning VARCHAR)")
        database.executemany(f"INSERT INTO {table} VALUES (?, ?)", told)  # noqa: S608
    return bool(told)
