"""Which rows of a file are read, and from which column a field comes in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.imports.columns import column_called
from data_sources.imports.database import literal
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.actuals.words import same_word
from planning.errors import Finding, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RAW = "raw"
"""Table: the rows of the file before the rules, one text column `c<place>` per column."""


@dataclass(frozen=True)
class RowRules:
    """Rules that look at more than one column; columns by their name in the shape.

    Attributes:
        leave_out: Rows in which a column holds one of the words are not read.
        only_where: A field is missing in rows where a column holds none of the words.
        instead: Further columns of a field, read where the ones before are empty.
        first_of: Fields of whose cell, a list with semicolons, the first is read.
    """

    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_where: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_of: frozenset[str] = frozenset()

    @property
    def columns(self) -> frozenset[str]:
        """The columns the rules look at."""
        told = [column for columns in self.only_where.values() for column in columns]
        further = [column for columns in self.instead.values() for column in columns]
        return frozenset([*self.leave_out, *told, *further])


def row_rules(shape: FileShape, request: ImportRequest, columns: Iterable[ColumnGuess]) -> RowRules:
    """Return the rules a person asked for, columns by their name in the file.

    Raises:
        UsageError: A rule names a column that is not there, or a field no column feeds.
    """
    fed = {guess.field for guess in columns}
    for name in (*request.only_where, *request.instead, *request.first_of):
        if name not in fed:
            raise UsageError(
                f"There is a rule for “{name}”, but no column feeds it.",
                f'Say which with --map {name}="Column".',
            )
    return RowRules(
        leave_out={
            column_called(shape, column): words
            for column, words in request.leave_out.items()
            if words
        },
        only_where={
            name: {column_called(shape, column): words for column, words in rule.items()}
            for name, rule in request.only_where.items()
        },
        instead={
            name: tuple(column_called(shape, column) for column in further)
            for name, further in request.instead.items()
        },
        first_of=frozenset(request.first_of),
    )


def holding(
    database: DuckDBPyConnection, shape: FileShape, column: str, words: Iterable[str]
) -> str:
    """Return SQL of whether a column of `raw` holds one of some words, case aside."""
    cell = f"coalesce(c{shape.names.index(column)}, '')"
    wanted = {same_word(word) for word in words}
    found = database.execute(f"SELECT DISTINCT {cell} FROM {RAW} ORDER BY 1").fetchall()  # noqa: S608
    spellings = [literal(word) for (word,) in found if same_word(word) in wanted]
    return f"{cell} IN ({', '.join(spellings)})" if spellings else "FALSE"


def left_out(
    database: DuckDBPyConnection, shape: FileShape, rules: RowRules
) -> tuple[str, dict[str, int]]:
    """Return SQL of the rows that are not read, and their number by column.

    A row that several columns leave out counts at the first of them.
    """
    conditions = [
        holding(database, shape, column, words) for column, words in rules.leave_out.items()
    ]
    if not conditions:
        return "FALSE", {}
    counts = []
    for place, condition in enumerate(conditions):
        before = " OR ".join(conditions[:place]) or "FALSE"
        counts.append(f"count(*) FILTER ({condition} AND NOT ({before}))")
    found = database.execute(f"SELECT {', '.join(counts)} FROM {RAW}").fetchone() or ()  # noqa: S608
    numbers = dict(zip(rules.leave_out, map(int, found), strict=True))
    return " OR ".join(conditions), {column: rows for column, rows in numbers.items() if rows}


def left_out_findings(table: str, numbers: Mapping[str, int]) -> tuple[Finding, ...]:
    """Say how many rows were left out, and which column told it."""
    return tuple(
        Finding(
            level="info",
            code="left-out",
            message=f"{'1 row is' if rows == 1 else f'{rows:,} rows are'} left out because of "
            f"what “{column}” says.",
            remedy=f'To read them too, import with --leave-out "{column}=".',
            table=table,
            count=rows,
        )
        for column, rows in numbers.items()
    )
