"""Finding out by itself how a file is to be read, and reading its rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from data_sources.imports.file_kinds import kind_of
from data_sources.imports.shape import ColumnShape, FileShape
from planning.actuals.tables import TABLES
from planning.actuals.words import fold
from planning.errors import NotPossible

TOP_ROWS: Final = 100
_SAMPLES: Final = 5
_WIDE_ENOUGH: Final = 0.6
_KNOWN_NAMES: Final = frozenset(
    fold(name)
    for table in TABLES.values()
    for spec in table.fields
    for name in (spec.name, *spec.aliases)
)


def inspect_file(
    path: Path, *, label: str, sheet: str | None = None, wanted: Collection[str] = ()
) -> FileShape:
    """Find out encoding, separator, header row and columns of a file.

    Args:
        path: The file.
        label: Its name as the person knows it.
        sheet: Sheet of a workbook; None takes the first one with a table.
        wanted: Column names the person expects, which speak for a header row.

    Raises:
        NotPossible: The file cannot be read, or holds nothing.
        UsageError: The workbook has no such sheet.
    """
    kind = kind_of(path, label)
    known = _KNOWN_NAMES | {fold(name) for name in wanted}
    bare = FileShape(label=label, kind=kind)
    if kind == "parquet":
        from data_sources.imports.parquet_files import names_of_parquet

        top = list(islice(file_rows(path, bare), TOP_ROWS))
        header = names_of_parquet(path, label)
        return bare.model_copy(update={"header_row": 0, "columns": _columns(header, top)})
    if kind == "workbook":
        from data_sources.imports.workbooks import sheet_of

        bare = bare.model_copy(update={"sheet": sheet_of(path, label, sheet)})
    else:
        from data_sources.imports.text_files import encoding_of, separator_of

        encoding = encoding_of(path, label)
        separator = separator_of(path, label, encoding, known)
        bare = bare.model_copy(update={"encoding": encoding, "separator": separator})
    top = list(islice(file_rows(path, bare), TOP_ROWS))
    place = header_place(top, known)
    if place is None:
        raise NotPossible(f"{label} is empty.", "Choose a file with rows in it.")
    columns = _columns(top[place], top[place + 1 :])
    return bare.model_copy(update={"header_row": place + 1, "columns": columns})


def file_rows(
    path: Path,
    shape: FileShape,
    wanted: Collection[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Iterator[list[str]]:
    """Yield every row of a file, from its first, cells as text.

    Args:
        path: The file.
        shape: What was found out about it.
        wanted: Places of the columns that matter; others may come out empty.
        progress: Told the share of the file that has been read.
    """
    if shape.kind == "parquet":
        from data_sources.imports.parquet_files import rows_of_parquet

        return rows_of_parquet(path, shape.label, wanted, progress)
    if shape.kind == "workbook":
        from data_sources.imports.workbooks import rows_of_sheet

        return rows_of_sheet(path, shape.label, shape.sheet or "", progress)
    from data_sources.imports.text_files import rows_of_text

    encoding, separator = shape.encoding or "utf-8", shape.separator or ","
    return rows_of_text(path, shape.label, encoding, separator, progress)


def header_place(top: list[list[str]], known: Collection[str]) -> int | None:
    """Return the place of the row that names the columns, or None if nothing is there.

    It is the row with the most names that are known, if it has two or more and they
    are at least half of it; else the first row about as wide as the rows usually are,
    so that title lines above a table are passed over.

    Example:
        >>> header_place([["Report 2025"], [], ["Id", "City"], ["1", "Rome"]], {"id"})
        2
    """
    filled = {
        place: [cell for cell in row if cell.strip()]
        for place, row in enumerate(top)
        if any(cell.strip() for cell in row)
    }
    if not filled:
        return None
    hits = {place: sum(fold(c) in known for c in row) for place, row in filled.items()}
    best = max(hits, key=lambda place: (hits[place], -place))
    if hits[best] > 1 and hits[best] * 2 >= len(filled[best]):
        return best
    widths = sorted(len(row) for row in filled.values())
    usual = widths[len(widths) // 2]
    return next(place for place, row in filled.items() if len(row) >= usual * _WIDE_ENOUGH)


def _columns(header: list[str], below: list[list[str]]) -> tuple[ColumnShape, ...]:
    width = max([len(header), *(len(row) for row in below)])
    seen: dict[str, int] = {}
    columns = []
    for place in range(width):
        samples = _samples(below, place)
        name = header[place].strip() if place < len(header) else ""
        name = name or f"Column {place + 1}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name = f"{name} ({seen[name]})"
        columns.append(ColumnShape(name=name, samples=samples))
    while columns and not columns[-1].samples and columns[-1].name.startswith("Column "):
        columns.pop()
    return tuple(columns)


def _samples(below: list[list[str]], place: int) -> tuple[str, ...]:
    cells = (row[place].strip() for row in below if place < len(row))
    return tuple(islice(dict.fromkeys(cell for cell in cells if cell), _SAMPLES))
