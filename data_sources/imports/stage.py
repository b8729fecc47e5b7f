"""From a file to checked, typed rows that wait to be merged into the facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import ROW, Loaded, load_cells
from data_sources.imports.checks import CHECKED, REJECTED, Check, check_rows
from data_sources.imports.columns import ATTRIBUTE, table_spec
from data_sources.imports.database import literal, name, workbench
from data_sources.imports.decide import decide
from data_sources.imports.findings import findings_of
from data_sources.imports.mapping import mapping_of
from data_sources.imports.plan import Plan, plan_import
from data_sources.imports.plan import source_name as source_name
from data_sources.imports.read import inspect_file
from data_sources.imports.rejects import write_rejects
from data_sources.imports.request import ImportRequest
from data_sources.imports.row_rules import left_out_findings
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
    plan = plan_import(request, shape)
    folder.mkdir(parents=True, exist_ok=True)
    with workbench(folder) as database:
        loaded = load_cells(
            database, request.path, shape, plan.columns, plan.request.constants,
            lambda share: tell(f"Reading {request.label}", share * _READ_SHARE), plan.rules,
        )  # fmt: skip
        if not loaded.read and not loaded.left_out:
            raise NotPossible(
                f"{request.label} has column names but no rows below them.",
                "Choose a file with rows in it.",
            )
        tell("Checking the rows", _READ_SHARE)
        reading = decide(database, spec, plan.origin, plan.request, company)
        check = Check(spec=spec, fields=tuple(plan.origin), reading=reading, company=company)
        check_rows(database, check)
        tell("Writing the rows", 0.9)
        return _outcome(database, check, plan, loaded, folder)


def _silent(_what: str, _share: float) -> None:
    """Take progress that nobody wants to see."""


def _outcome(
    database: DuckDBPyConnection, check: Check, plan: Plan, loaded: Loaded, folder: Path
) -> Staged:
    spec, origin = check.spec, plan.origin
    rejected = _count(database, f"WHERE {REJECTED}")
    undated = f"WHERE NOT {REJECTED} AND {name(spec.main_date)} IS NULL" if spec.main_date else ""
    rejects = folder / f"{spec.name}-rejects.csv"
    if rejected:
        write_rejects(database, check, origin, plan.request.label, rejects)
    rows = folder / f"{spec.name}-staged.parquet"
    _write_rows(database, spec, rows)
    found = (*plan.findings, *left_out_findings(spec.name, loaded.left_out))
    return Staged(
        table=spec.name,
        source=plan.source,
        read=loaded.read,
        accepted=loaded.read - rejected,
        rejected=rejected,
        undated=_count(database, undated) if undated else 0,
        findings=(*found, *findings_of(database, check, origin)),
        rows=rows,
        provided=_provided(spec, origin),
        rejects=rejects if rejected else None,
        shape=plan.shape,
        columns=plan.columns,
        dates=dict(check.reading.dates),
        preset=plan.preset.name if plan.preset else None,
        mapping=mapping_of(plan, check.reading.dates),
        left_out=dict(loaded.left_out),
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
