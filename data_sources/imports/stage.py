"""From a file to checked, typed rows that wait to be merged into the facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import Loaded, load_cells
from data_sources.imports.checks import CHECKED, REJECTED
from data_sources.imports.columns import ATTRIBUTE, table_spec
from data_sources.imports.database import literal, name, run_telling, workbench
from data_sources.imports.findings import findings_of
from data_sources.imports.mapping import mapping_of
from data_sources.imports.plan import Plan, plan_import
from data_sources.imports.plan import source_name as source_name
from data_sources.imports.raw import NotAlikeError, read_alike
from data_sources.imports.read import inspect_file
from data_sources.imports.rejects import write_rejects
from data_sources.imports.request import ImportRequest
from data_sources.imports.row_rules import left_out_findings
from data_sources.imports.staged import Staged
from data_sources.imports.verdict import Verdict, judge
from planning.actuals.tables import TableSpec
from planning.company import Company
from planning.errors import NotPossible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float], None]
_READ_SHARE: Final = 0.2
_CHECKED_SHARE: Final = 0.5
"""Share of the time that reading takes, and reading and checking together."""


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
    table_spec(request.table)
    tell(f"Looking at {request.label}", 0.0)
    shape = inspect_file(
        request.path,
        label=request.label,
        sheet=request.sheet,
        wanted=tuple(request.columns.values()),
    )
    plan = plan_import(request, shape)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _staged(plan, company, folder, tell, row_by_row=False)
    except NotAlikeError:
        return _staged(plan, company, folder, tell, row_by_row=True)


def _staged(
    plan: Plan, company: Company, folder: Path, tell: Progress, *, row_by_row: bool
) -> Staged:
    request, label = plan.request, plan.request.label
    with workbench(folder, request.path) as database:
        loaded = load_cells(
            database, request.path, plan.shape, plan.columns, request.constants,
            lambda share: tell(f"Reading {label}", share * _READ_SHARE), plan.rules,
            row_by_row=row_by_row, folder=folder,
        )  # fmt: skip
        tell("Checking the rows", _READ_SHARE)
        with read_alike():
            verdict = judge(
                database, table_spec(request.table), plan, company,
                lambda share: tell(
                    "Checking the rows", _between(_READ_SHARE, _CHECKED_SHARE, share)
                ),
            )  # fmt: skip
        if loaded.expected not in (None, verdict.read):
            raise NotAlikeError
        if not verdict.read and not loaded.left_out:
            raise NotPossible(
                f"{label} has column names but no rows below them.",
                "Choose a file with rows in it.",
            )
        return _outcome(
            database, verdict, plan, loaded, folder,
            lambda share: tell("Writing the rows", _between(_CHECKED_SHARE, 1.0, share)),
        )  # fmt: skip


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _silent(_what: str, _share: float) -> None:
    """Take progress that nobody wants to see."""


def _outcome(
    database: DuckDBPyConnection,
    verdict: Verdict,
    plan: Plan,
    loaded: Loaded,
    folder: Path,
    tell: Callable[[float], None],
) -> Staged:
    check, origin = verdict.check, plan.origin
    spec = check.spec
    rejects = folder / f"{spec.name}-rejects.csv"
    if verdict.rejected:
        write_rejects(database, check, origin, plan.request.label, rejects)
    rows = folder / f"{spec.name}-staged.parquet"
    tell(0.0)
    run_telling(database, _writing(verdict, plan.source, rows), tell)
    tell(1.0)
    found = (*plan.findings, *left_out_findings(spec.name, loaded.left_out))
    return Staged(
        table=spec.name,
        source=plan.source,
        read=verdict.read,
        accepted=verdict.read - verdict.rejected,
        rejected=verdict.rejected,
        undated=_undated(database, spec, rows),
        findings=(*found, *findings_of(database, verdict, origin, rows)),
        rows=rows,
        provided=_provided(spec, origin),
        rejects=rejects if verdict.rejected else None,
        shape=plan.shape,
        columns=plan.columns,
        dates=dict(check.reading.dates),
        preset=plan.preset.name if plan.preset else None,
        mapping=mapping_of(plan, check.reading.dates),
        left_out=dict(loaded.left_out),
    )


def _undated(database: DuckDBPyConnection, spec: TableSpec, rows: Path) -> int:
    if not spec.main_date:
        return 0
    found = database.execute(
        f"SELECT count(*) - count({name(spec.main_date)}) "  # noqa: S608
        f"FROM read_parquet({literal(str(rows.resolve()))})"
    ).fetchone()
    return int(found[0]) if found else 0


def _writing(verdict: Verdict, source: str, path: Path) -> str:
    listed = []
    for field in verdict.check.spec.fields:
        column = name(field.column)
        if field.default is not None:
            default = literal(str(field.default))
            column = f"coalesce({column}, {default}) AS {column}"
        listed.append(column)
    listed.append(f"CAST({literal(source)} AS VARCHAR) AS source")
    accepted = f" WHERE NOT {REJECTED}" if verdict.rejected else ""
    return (
        f"COPY (SELECT {', '.join(listed)} FROM {CHECKED}{accepted}) "  # noqa: S608
        f"TO {literal(str(path.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _provided(spec: TableSpec, origin: dict[str, str]) -> tuple[str, ...]:
    fields = set(origin)
    if any(field.startswith(ATTRIBUTE) for field in fields):
        fields.add("attributes")
    if spec.name == "opportunities" and "stage" in fields:
        fields.add("is_won")
    return tuple(field.column for field in spec.fields if field.name in fields)
