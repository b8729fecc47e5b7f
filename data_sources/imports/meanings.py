"""Words of a file replaced by what the person says they mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import CELLS
from data_sources.imports.database import name, one_of, translated
from data_sources.imports.raw import ROW
from planning.actuals.reading import Reading
from planning.actuals.words import same_word

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEANT: Final = "meant"
"""View: the rows of `cells` with every word by its meaning, missing as NULL, and beside
it the source's own word."""


TOP: Final = "top"
"""Table: the first rows of `cells`, if there are more of them than are looked at first."""

MEANT_TOP: Final = "meant_top"
"""View: the same as `meant` of the rows of `top`."""


def own(field: str) -> str:
    """Return the column of `meant` that keeps the source's own word, for messages."""
    return f"own {field}"


def meant(field: str) -> str:
    """Return the column of `checked` that keeps a word's meaning before it is read."""
    return f"meant {field}"


def give_meanings(
    database: DuckDBPyConnection, fields: Collection[str], reading: Reading, *, top: bool = False
) -> None:
    """Make the view `meant` from `cells`, and the same of the table `top`.

    Args:
        database: Holds `cells`.
        fields: Names of the columns of `cells`.
        reading: Holds what the words mean.
        top: Whether there is a table `top` of the first rows of `cells`.
    """
    columns = [f"cells.{ROW}"]
    for field in fields:
        cell = f"cells.{name(field)}"
        told = _told(database, field, reading.values.get(field, {}))
        meaning = translated(cell, told)
        known = f"CASE WHEN {one_of(cell, told)} THEN {meaning} ELSE {cell} END"
        columns.append(f"{known if told else cell} AS {name(field)}")
        columns.append(f"{cell} AS {name(own(field))}")
    for view, rows in ((MEANT, CELLS), (MEANT_TOP, TOP))[: 1 + top]:
        database.execute(
            f"CREATE OR REPLACE VIEW {view} AS SELECT {', '.join(columns)} FROM {rows} AS cells"  # noqa: S608 - identifiers are quoted
        )


def _told(
    database: DuckDBPyConnection, field: str, known: Mapping[str, str]
) -> dict[str, str | None]:
    """Return the meaning of each spelling that a column has of the known words."""
    if not known:
        return {}
    cell = name(field)
    found = database.execute(
        f"SELECT DISTINCT {cell} FROM {CELLS} WHERE {cell} IS NOT NULL ORDER BY 1"  # noqa: S608
    ).fetchall()
    return {word: known[same_word(word)] or None for (word,) in found if same_word(word) in known}
