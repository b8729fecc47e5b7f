"""The rows of a file as text, before anything is known of their meaning."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from data_sources.imports.database import literal
from data_sources.imports.read import file_rows
from data_sources.imports.row_rules import RAW
from data_sources.imports.shape import FileShape
from data_sources.imports.survey import Survey, survey_text
from data_sources.imports.text_files import CELL_LIMIT
from planning.actuals.reading import NUL, WHITESPACE, clean

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from duckdb import DuckDBPyConnection

    from data_sources.imports.survey import Places

ROW: Final = "row_number"
_BLOCK: Final = 2_000
_BLOCKS_AT_ONCE: Final = 25
"""Small blocks stay in the processor's cache; large ones are quicker to hand over."""

BLANK_LINES: Final = "blank_lines"
_CHUNK: Final = 4 * 1024 * 1024
_UNUSUAL_IN_PATHS: Final = frozenset("*?[]{}:")
Way = Literal["quick", "patient", "row by row"]
"""How a file is read: by the engine with all threads, by the engine from the start to the
end, or by Python, which makes something of every file."""

WAYS: Final[tuple[Way, ...]] = get_args(Way)
"""The ways in the order they are tried."""

_Block = tuple[list[int], list[list[str]]]
_Share = Callable[[float], None] | None


class NotAlikeError(Exception):
    """The engine took a file apart in another way than it was looked at."""


@contextmanager
def read_alike() -> Iterator[None]:
    """Turn what the engine's own reader cannot make sense of into `NotAlikeError`."""
    import duckdb

    try:
        yield
    # The second is how several threads say that they met in the middle of a cell.
    except (duckdb.InvalidInputException, duckdb.NotSupportedError) as problem:
        raise NotAlikeError from problem


@dataclass(frozen=True)
class RawRows:
    """What `raw` is made of.

    Attributes:
        expected: Rows it must have if it is read as it was looked at; None if that is sure.
        may_be_protected: Whether apostrophes may stand in front of texts.
    """

    expected: int | None = None
    may_be_protected: bool = True


def raw_rows(
    database: DuckDBPyConnection,
    path: Path,
    shape: FileShape,
    places: Sequence[int],
    folder: Path,
    way: Way,
    progress: _Share = None,
) -> RawRows:
    """Make `raw`: a view of a text file that is plain, else a table.

    Args:
        database: Where it is made.
        path: The file.
        shape: What was found out about it.
        places: Places of the columns that matter.
        folder: Where text in another encoding may be rewritten for the engine.
        way: How it is read; only text files know several ways.
        progress: Told the share of the file that has been read.
    """
    if shape.kind == "text" and way != "row by row":
        text, survey = _surveyed(path, shape, folder, progress)
        if survey.regular and survey.longest <= CELL_LIMIT:
            return _view(database, text, shape, survey, way)
    raw = [f"c{place}" for place in places]
    declared = ", ".join([f"{ROW} BIGINT", *(f"{column} VARCHAR" for column in raw)])
    database.execute(f"CREATE OR REPLACE TABLE {RAW} ({declared})")
    for blocks in _batched(_blocks(path, shape, places, progress), _BLOCKS_AT_ONCE):
        _append(database, [ROW, *raw], blocks)
    _keep(database, np.empty(0, np.int64))
    return RawRows(may_be_protected=shape.kind == "text")


def _surveyed(path: Path, shape: FileShape, folder: Path, progress: _Share) -> tuple[Path, Survey]:
    separator = shape.separator or ","
    unusual = bool(_UNUSUAL_IN_PATHS & set(path.resolve().as_posix()))
    if shape.encoding in ("utf-8", "utf-8-sig") and not unusual:
        survey = survey_text(path, separator, progress)
        if survey.is_utf8:
            return path, survey
    rewritten = folder / "rewritten.csv"
    _rewrite(path, shape.encoding or "utf-8", rewritten)
    return rewritten, survey_text(rewritten, separator, progress)


def _rewrite(path: Path, encoding: str, target: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file, target.open("wb") as rewritten:
        while chunk := file.read(_CHUNK):
            rewritten.write(decoder.decode(chunk).encode())
        rewritten.write(decoder.decode(b"", final=True).encode())


def _view(
    database: DuckDBPyConnection, path: Path, shape: FileShape, survey: Survey, way: Way
) -> RawRows:
    width = len(shape.columns)
    blanks = survey.blanks_below(shape.header_row)
    declared = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    quote = literal('"' if survey.quoted else "")
    # Rows may be shorter or longer than the first. Readers that begin in the middle of a
    # file see no line break in a cell, and not where a cell ends if they take any row.
    together = way == "quick" and not survey.tall
    strict = together and survey.quoted
    read = (
        f"read_csv({literal(str(path.resolve()))}, auto_detect = false, header = false, "
        f"skip = {shape.header_row}, delim = {literal(shape.separator or ',')}, "
        f"quote = {quote}, escape = {quote}, null_padding = true, strict_mode = {strict}, "
        f"compression = 'none', parallel = {together}, columns = {{{declared}}})"
    )
    cells = ", ".join(_trimmed(f"c{place}", survey) for place in range(width))
    # The engine passes blank lines over, except in a single column.
    passed = blanks if width > 1 else blanks[:0]
    _keep(database, passed)
    expected = survey.records - min(shape.header_row, survey.records) - passed.size
    rows = f"SELECT {shape.header_row} + row_number() OVER () AS {ROW}, {cells} FROM {read}"  # noqa: S608
    may_be_blank = survey.hollow or (width == 1 and bool(blanks.size))
    if may_be_blank:
        found = database.execute(f"SELECT count(*) FROM {read}").fetchone()  # noqa: S608
        if found != (expected,):
            raise NotAlikeError
        texts = ", ".join(f"c{place}" for place in range(width))
        rows = f"SELECT * FROM ({rows}) WHERE coalesce({texts}) IS NOT NULL"  # noqa: S608
    database.execute(f"CREATE OR REPLACE VIEW {RAW} AS {rows}")
    return RawRows(expected=None if may_be_blank else expected, may_be_protected=survey.protected)


def _keep(database: DuckDBPyConnection, passed: Places) -> None:
    """Keep from which row on how many blank lines lie above: a spreadsheet counts them."""
    import pyarrow as pa

    above = np.arange(passed.size)
    rows = passed - above
    last = np.diff(rows, append=-1) != 0
    table = pa.table({"from_row": rows[last], "passed": above[last] + 1})
    database.register("found", table)
    database.execute(f"CREATE OR REPLACE TABLE {BLANK_LINES} AS SELECT * FROM found")  # noqa: S608
    database.unregister("found")


def numbered(rows: str) -> str:
    """Return SQL of rows with their numbers as a spreadsheet counts them.

    Args:
        rows: SQL of a table or query with a column `row_number`, blank lines not counted.
    """
    return (
        f"SELECT * EXCLUDE (from_row, passed) REPLACE ({ROW} + coalesce(passed, 0) AS {ROW}) "  # noqa: S608
        f"FROM ({rows}) AS counted ASOF LEFT JOIN {BLANK_LINES} ON counted.{ROW} >= from_row"
    )


def _trimmed(column: str, survey: Survey) -> str:
    if not survey.untrimmed:
        return column
    blank = f"[{WHITESPACE}]"
    at_ends = f"regexp_matches({column}, {literal(f'^{blank}|{blank}$')})"
    trimmed = f"nullif(trim({column}, {literal(WHITESPACE)}), '')"
    return f"CASE WHEN {at_ends} THEN {trimmed} ELSE {column} END AS {column}"


def _batched(blocks: Iterator[_Block], size: int) -> Iterator[list[_Block]]:
    while batch := list(islice(blocks, size)):
        yield batch


def _blocks(
    path: Path, shape: FileShape, places: Sequence[int], progress: _Share
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


def _append(database: DuckDBPyConnection, names: Sequence[str], blocks: Iterable[_Block]) -> None:
    import pyarrow as pa

    batches = [
        pa.record_batch(
            [numbers, *(_cleaned(pa.array(text, pa.string())) for text in texts)], names
        )
        for numbers, texts in blocks
    ]
    database.register("block", pa.Table.from_batches(batches))
    database.execute(f"INSERT INTO {RAW} SELECT * FROM block")  # noqa: S608
    database.unregister("block")


def _cleaned(texts: pa.Array) -> pa.Array:
    """Do what `reading.clean` does to all texts of a block."""
    import pyarrow as pa
    import pyarrow.compute as pc  # type: ignore[import-untyped]

    if pc.any(pc.match_substring(texts, NUL)).as_py():
        return pa.array([clean(text) for text in texts.to_pylist()], pa.string())
    return pc.utf8_trim(texts, WHITESPACE)
