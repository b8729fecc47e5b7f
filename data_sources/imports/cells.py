"""The mapped columns of a file as trimmed text in a database table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.database import literal, name
from data_sources.imports.raw import ROW, Way, raw_rows
from data_sources.imports.row_rules import RAW, RowRules, holding, left_out
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.actuals.reading import FORMULA_STARTS, WHITESPACE, clean

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CELLS: Final = "cells"
"""View: `row_number` in the file, then one text column per field, missing as NULL."""

_NO_RULES: Final = RowRules()


@dataclass(frozen=True)
class Loaded:
    """What is known of the rows before they are looked at one by one.

    Attributes:
        left_out: Rows that a rule kept out, by the column that told it.
        expected: Rows that `cells` must have if the file is read as it was looked at;
            None if that is sure.
    """

    left_out: Mapping[str, int] = field(default_factory=dict)
    expected: int | None = None


def load_cells(
    database: DuckDBPyConnection,
    path: Path,
    shape: FileShape,
    columns: Sequence[ColumnGuess],
    constants: Mapping[str, str],
    progress: Callable[[float], None] | None = None,
    rules: RowRules = _NO_RULES,
    *,
    folder: Path,
    way: Way,
) -> Loaded:
    """Make the view `cells` of the mapped columns of a file.

    Args:
        database: Where it is made.
        path: The file.
        shape: What was found out about it.
        columns: Which column feeds which field.
        constants: Text that stands in a field of every row.
        progress: Told the share of the file that has been read.
        rules: Which rows are read, and where a field comes from in each.
        folder: Where text in another encoding may be rewritten for the engine.
        way: How the file is read.
    """
    used = {*(guess.column for guess in columns), *rules.columns}
    places = sorted(shape.names.index(column) for column in used)
    rows = raw_rows(database, path, shape, places, folder, way, progress)
    escaped = _escaped(database, places) if rows.may_be_protected else set()
    fields = [
        f"{_field(database, shape, guess, escaped, rules)} AS {name(guess.field)}"
        for guess in columns
    ]
    fields += [
        f"CAST({literal(clean(text)) if clean(text) else 'NULL'} AS VARCHAR) AS {name(field)}"
        for field, text in constants.items()
    ]
    unread, numbers = left_out(database, shape, rules)
    database.execute(
        f"CREATE VIEW {CELLS} AS SELECT {', '.join([ROW, *fields])} "  # noqa: S608 - identifiers are quoted
        f"FROM {RAW}" + (f" WHERE NOT ({unread})" if rules.leave_out else "")
    )
    left = sum(numbers.values())
    return Loaded(
        left_out=numbers, expected=None if rows.expected is None else rows.expected - left
    )


def _field(
    database: DuckDBPyConnection,
    shape: FileShape,
    guess: ColumnGuess,
    escaped: set[str],
    rules: RowRules,
) -> str:
    sources = [guess.column, *rules.instead.get(guess.field, ())]
    cells = [_filled(f"c{shape.names.index(column)}", escaped) for column in sources]
    text = cells[0] if len(cells) == 1 else f"coalesce({', '.join(cells)})"
    if guess.field in rules.first_of:
        text = f"nullif(trim(split_part({text}, ';', 1), {literal(WHITESPACE)}), '')"
    rule = rules.only_where.get(guess.field, {})
    told = [holding(database, shape, column, words) for column, words in rule.items()]
    return f"CASE WHEN {' AND '.join(told)} THEN {text} END" if told else text


def _escaped(database: DuckDBPyConnection, places: Sequence[int]) -> set[str]:
    """Return the columns in which apostrophes in front of texts only protect them.

    Where one stands before anything else, the file does not follow the convention and
    its apostrophes belong to the texts.
    """
    columns = [f"c{place}" for place in places]
    found = _counts(
        database,
        [
            count
            for column in columns
            for count in (
                f"count(*) FILTER (starts_with({column}, ''''))",
                f"count(*) FILTER (starts_with({column}, '''') AND NOT {_protected(column)})",
            )
        ],
    )
    return {
        column
        for column, all_of_them, others in zip(columns, found[::2], found[1::2], strict=True)
        if all_of_them and not others
    }


def _counts(database: DuckDBPyConnection, counts: Sequence[str]) -> tuple[int, ...]:
    if not counts:
        return ()
    return database.execute(f"SELECT {', '.join(counts)} FROM {RAW}").fetchone() or ()  # noqa: S608


def _protected(text: str) -> str:
    starts = literal(FORMULA_STARTS)
    return f"(length({text}) > 1 AND contains({starts}, substr({text}, 2, 1)))"


def _filled(column: str, escaped: set[str]) -> str:
    if column in escaped:
        column = f"CASE WHEN starts_with({column}, '''') THEN substr({column}, 2) ELSE {column} END"
        column = f"trim({column}, {literal(WHITESPACE)})"
    return f"nullif({column}, '')"
