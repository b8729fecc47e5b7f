"""The mapped columns of a file as trimmed text in a database table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.database import literal, name
from data_sources.imports.read import file_rows
from data_sources.imports.row_rules import RAW, RowRules, holding, left_out
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.actuals.reading import FORMULA_STARTS, NUL, WHITESPACE, clean

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from duckdb import DuckDBPyConnection

CELLS: Final = "cells"
"""Table: `row_number` in the file, then one text column per field, missing as NULL."""

ROW: Final = "row_number"
_BLOCK: Final = 2_000
_BLOCKS_AT_ONCE: Final = 25
"""Small blocks stay in the processor's cache; large ones are quicker to hand over."""

_Block = tuple[list[int], list[list[str]]]


_NO_RULES: Final = RowRules()


@dataclass(frozen=True)
class Loaded:
    """How many rows were read.

    Attributes:
        read: Rows in `cells`.
        left_out: Rows that a rule kept out, by the column that told it.
    """

    read: int
    left_out: Mapping[str, int] = field(default_factory=dict)


def load_cells(
    database: DuckDBPyConnection,
    path: Path,
    shape: FileShape,
    columns: Sequence[ColumnGuess],
    constants: Mapping[str, str],
    progress: Callable[[float], None] | None = None,
    rules: RowRules = _NO_RULES,
) -> Loaded:
    """Read the mapped columns of a file into the table `cells`.

    Args:
        database: Where the table is made.
        path: The file.
        shape: What was found out about it.
        columns: Which column feeds which field.
        constants: Text that stands in a field of every row.
        progress: Told the share of the file that has been read.
        rules: Which rows are read, and where a field comes from in each.

    Returns:
        How many rows below the header are not blank.
    """
    used = {*(guess.column for guess in columns), *rules.columns}
    places = sorted(shape.names.index(column) for column in used)
    raw = [f"c{place}" for place in places]
    declared = ", ".join([f"{ROW} BIGINT", *(f"{column} VARCHAR" for column in raw)])
    database.execute(f"CREATE TABLE {RAW} ({declared})")
    read = sum(
        _append(database, [ROW, *raw], blocks)
        for blocks in _batched(_blocks(path, shape, places, progress), _BLOCKS_AT_ONCE)
    )
    unescape = shape.kind == "text"
    escaped = {column for column in raw if unescape and _is_escaped(database, column)}
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
        f"CREATE TABLE {CELLS} AS SELECT {', '.join([ROW, *fields])} "  # noqa: S608 - identifiers are quoted
        f"FROM {RAW} WHERE NOT ({unread})"
    )
    database.execute(f"DROP TABLE {RAW}")
    return Loaded(read=read - sum(numbers.values()), left_out=numbers)


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


def _batched(blocks: Iterator[_Block], size: int) -> Iterator[list[_Block]]:
    while batch := list(islice(blocks, size)):
        yield batch


def _blocks(
    path: Path,
    shape: FileShape,
    places: Sequence[int],
    progress: Callable[[float], None] | None,
) -> Iterator[_Block]:
    rows = file_rows(path, shape, places, progress)
    below = islice(enumerate(rows, start=1), shape.header_row, None)
    while block := list(islice(below, _BLOCK)):
        filled = [(number, row) for number, row in block if _has_text(row)]
        texts = [row for _, row in filled]
        narrow = min(map(len, texts), default=0) <= max(places, default=-1)
        pick = _padded if narrow else _picked
        yield [number for number, _ in filled], [pick(texts, place) for place in places]


def _has_text(row: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _picked(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows]


def _padded(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] if place < len(row) else "" for row in rows]


def _append(database: DuckDBPyConnection, names: Sequence[str], blocks: Iterable[_Block]) -> int:
    import pyarrow as pa

    batches = [
        pa.record_batch(
            [numbers, *(_cleaned(pa.array(text, pa.string())) for text in texts)], names
        )
        for numbers, texts in blocks
    ]
    table = pa.Table.from_batches(batches)
    database.register("block", table)
    database.execute("INSERT INTO raw SELECT * FROM block")
    database.unregister("block")
    return int(table.num_rows)


def _cleaned(texts: pa.Array) -> pa.Array:
    """Do what `reading.clean` does to all texts of a block."""
    import pyarrow as pa
    import pyarrow.compute as pc  # type: ignore[import-untyped]

    if pc.any(pc.match_substring(texts, NUL)).as_py():
        return pa.array([clean(text) for text in texts.to_pylist()], pa.string())
    return pc.utf8_trim(texts, WHITESPACE)


def _is_escaped(database: DuckDBPyConnection, column: str) -> bool:
    """Return whether apostrophes in front of a column's texts only protect them.

    Where one stands before anything else, the file does not follow the convention and
    its apostrophes belong to the texts.
    """
    found = database.execute(
        f"SELECT count(*), count(*) FILTER (NOT {_protected(column)}) "  # noqa: S608
        f"FROM raw WHERE starts_with({column}, '''')"
    ).fetchone()
    return found is not None and found[0] > 0 and found[1] == 0


def _protected(text: str) -> str:
    starts = literal(FORMULA_STARTS)
    return f"(length({text}) > 1 AND contains({starts}, substr({text}, 2, 1)))"


def _filled(column: str, escaped: set[str]) -> str:
    if column in escaped:
        column = f"CASE WHEN starts_with({column}, '''') THEN substr({column}, 2) ELSE {column} END"
        column = f"trim({column}, {literal(WHITESPACE)})"
    return f"nullif({column}, '')"
