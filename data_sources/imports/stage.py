"""From a file to checked, typed rows that wait to be merged into the facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import ROW, load_cells
from data_sources.imports.checks import CHECKED, REJECTED, Check, check_rows
from data_sources.imports.columns import ATTRIBUTE, choose_columns, table_spec
from data_sources.imports.database import literal, name, workbench
from data_sources.imports.decide import decide
from data_sources.imports.findings import findings_of
from data_sources.imports.read import inspect_file
from data_sources.imports.rejects import write_rejects
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import ColumnGuess, FileShape
from data_sources.imports.staged import Staged
from planning.actuals.tables import TableSpec
from planning.company import Company
from planning.errors import NotPossible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float], None]
_READ_SHARE: Final = 0.6
"""Share of the time that reading the file takes."""


def stage(
    request: ImportRequest, company: Company, folder: Path, progress: Progress | None = None
) -> Staged:
    """Read a file, check every row and write the accepted ones as typed Parquet.

    Args:
        request: The file, its table and what the person said about it.
        company: Its time zone, currency and rates.
        folder: Where the outcome is written; made if it is not there.
        progress: Told what is being done and the share of the work behind, 0 to 1.

    Raises:
        UsageError: Table, columns, sheet or date format do not fit the file.
        NotPossible: The file cannot be read, or holds no rows.
    """
    tell = progress or _silent
    spec = table_spec(request.table)
    tell(f"Looking at {request.label}", 0.0)
    shape = inspect_file(
        request.path,
        label=request.label,
        sheet=request.sheet,
        wanted=tuple(request.columns.values()),
    )
    columns = choose_columns(shape, request)
    origin = {guess.field: guess.column for guess in columns}
    origin |= {field: f"--set {field}" for field in request.constants}
    folder.mkdir(parents=True, exist_ok=True)
    with workbench(folder) as database:
        read = load_cells(
            database, request.path, shape, columns, request.constants,
            lambda share: tell(f"Reading {request.label}", share * _READ_SHARE),
        )  # fmt: skip
        if not read:
            raise NotPossible(
                f"{request.label} has column names but no rows below them.",
                "Choose a file with rows in it.",
            )
        tell("Checking the rows", _READ_SHARE)
        reading = decide(database, spec, origin, request, company)
        check = Check(spec=spec, fields=tuple(origin), reading=reading, company=company)
        check_rows(database, check)
        tell("Writing the rows", 0.9)
        return _outcome(database, check, request, shape, columns, origin, read, folder)


def _silent(_what: str, _share: float) -> None:
    """Take progress that nobody wants to see."""


def _outcome(
    database: DuckDBPyConnection,
    check: Check,
    request: ImportRequest,
    shape: FileShape,
    columns: tuple[ColumnGuess, ...],
    origin: dict[str, str],
    read: int,
    folder: Path,
) -> Staged:
    spec = check.spec
    rejected = _count(database, f"WHERE {REJECTED}")
    undated = f"WHERE NOT {REJECTED} AND {name(spec.main_date)} IS NULL" if spec.main_date else ""
    rejects = folder / f"{spec.name}-rejects.csv"
    if rejected:
        write_rejects(database, check, origin, request.label, rejects)
    rows = folder / f"{spec.name}-staged.parquet"
    _write_rows(database, spec, rows)
    return Staged(
        table=spec.name,
        source=request.source or source_name(spec.name, shape.names, request.constants),
        read=read,
        accepted=read - rejected,
        rejected=rejected,
        undated=_count(database, undated) if undated else 0,
        findings=findings_of(database, check, origin),
        rows=rows,
        provided=_provided(spec, origin),
        rejects=rejects if rejected else None,
        shape=shape,
        columns=columns,
        dates=dict(check.reading.dates),
    )


def _count(database: DuckDBPyConnection, where: str) -> int:
    found = database.execute(f"SELECT count(*) FROM {CHECKED} {where}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _write_rows(database: DuckDBPyConnection, spec: TableSpec, path: Path) -> None:
    listed = []
    for field in spec.fields:
        column = name(field.column)
        if field.default is not None:
            default = literal(str(field.default))
            column = f"coalesce({column}, {default}) AS {column}"
        listed.append(column)
    database.execute(
        f"COPY (SELECT {', '.join(listed)} FROM {CHECKED} WHERE NOT {REJECTED} ORDER BY {ROW}) "  # noqa: S608
        f"TO {literal(str(path.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _provided(spec: TableSpec, origin: dict[str, str]) -> tuple[str, ...]:
    fields = set(origin)
    if any(field.startswith(ATTRIBUTE) for field in fields):
        fields.add("attributes")
    if spec.name == "opportunities" and "stage" in fields:
        fields.add("is_won")
    return tuple(field.column for field in spec.fields if field.name in fields)


def source_name(table: str, columns: Sequence[str], constants: dict[str, str]) -> str:
    """Return the name of the source a file belongs to when nobody names it.

    Files with the same columns and constants share a source, so that a newer file takes
    the place of an older one.

    Args:
        table: The fact table.
        columns: Every column name of the file.
        constants: Text set by the person, by field.

    Example:
        >>> source_name("spend", ["Date", "Cost"], {}) == source_name("spend", ["Cost", "Date"], {})
        True
    """
    told = json.dumps([table, sorted(columns), sorted(constants.items())], ensure_ascii=False)
    return f"{table}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
