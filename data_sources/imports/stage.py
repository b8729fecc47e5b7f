"""From a file to checked, typed rows that wait to be merged into the facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.cells import Loaded, load_cells
from data_sources.imports.checks import CHECKED, REJECTED, Check
from data_sources.imports.columns import ATTRIBUTE, table_spec
from data_sources.imports.database import literal, name, run_telling, workbench
from data_sources.imports.findings import findings_of
from data_sources.imports.mapping import mapping_of
from data_sources.imports.plan import Plan, plan_import
from data_sources.imports.plan import source_name as source_name
from data_sources.imports.raw import WAYS, NotAlikeError, Way, read_alike
from data_sources.imports.read import inspect_file
from data_sources.imports.rejects import write_rejects
from data_sources.imports.request import ImportRequest
from data_sources.imports.row_rules import left_out_findings
from data_sources.imports.staged import Staged
from data_sources.imports.verdict import Judging, Look, Verdict
from planning.actuals.tables import TableSpec
from planning.company import Company
from planning.errors import NotPossible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float], None]
_ODD_ROW: Final = "This row is odd."
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
    tell = _never_back(progress or _silent)
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
    *quicker, last = WAYS
    for way in quicker:
        try:
            return _staged(plan, company, folder, tell, way)
        except NotAlikeError:
            continue
    return _staged(plan, company, folder, tell, last)


def _staged(plan: Plan, company: Company, folder: Path, tell: Progress, way: Way) -> Staged:
    request, label = plan.request, plan.request.label
    with workbench(folder, request.path) as database:
        with read_alike():
            loaded = load_cells(
                database, request.path, plan.shape, plan.columns, request.constants,
                lambda share: tell(f"Reading {label}", share * _READ_SHARE), plan.rules,
                folder=folder, way=way,
            )  # fmt: skip
            verdict = _write(database, plan, company, loaded, folder, tell)
        if not verdict.read and not loaded.left_out:
            raise NotPossible(
                f"{label} has column names but no rows below them.",
                "Choose a file with rows in it.",
            )
        tell("The rows are checked", 1.0)
        return _outcome(database, verdict, plan, loaded, folder)


def _write(
    database: DuckDBPyConnection,
    plan: Plan,
    company: Company,
    loaded: Loaded,
    folder: Path,
    tell: Progress,
) -> Verdict:
    """Check the rows and write the accepted ones; of a flawless file both at once."""
    tell("Checking the rows", _READ_SHARE)
    judging = Judging(database, table_spec(plan.request.table), plan, company)
    look = judging.look()
    target = _rows_file(folder, look.check.spec)
    if look.flawless:
        written = _written_at_once(database, look, plan.source, target, tell)
        if written is not None:
            _refuse_another_number(loaded, written)
            return Verdict(check=look.check, read=written)
    verdict = judging.judge(
        look,
        loaded.expected,
        lambda share: tell("Checking the rows", _between(_READ_SHARE, _CHECKED_SHARE, share)),
    )
    written = run_telling(
        database,
        _writing(
            verdict.check,
            "",
            f" WHERE NOT {REJECTED}" if verdict.rejected else "",
            plan.source,
            target,
        ),
        lambda share: tell("Writing the rows", _between(_CHECKED_SHARE, 1.0, share)),
    )[0][0]
    _refuse_another_number(loaded, written + verdict.rejected)
    return verdict


def _written_at_once(
    database: DuckDBPyConnection, look: Look, source: str, target: Path, tell: Progress
) -> int | None:
    """Return the number of rows written, or None if one of them is odd after all."""
    import duckdb

    tell("Writing the rows", _READ_SHARE)
    # Stops at the first odd row; else the one scan has checked them all.
    try:
        written = run_telling(
            database,
            _writing(look.check, look.speaks_against, "", source, target),
            lambda share: tell("Writing the rows", _between(_READ_SHARE, 1.0, share)),
        )
    except duckdb.InvalidInputException as problem:
        if _ODD_ROW not in str(problem):
            raise
        return None
    return int(written[0][0])


def _refuse_another_number(loaded: Loaded, rows: int) -> None:
    if loaded.expected not in (None, rows):
        raise NotAlikeError


def _rows_file(folder: Path, spec: TableSpec) -> Path:
    return folder / f"{spec.name}-staged.parquet"


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _never_back(tell: Progress) -> Progress:
    furthest = 0.0

    def told(what: str, share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, share)
        tell(what, furthest)

    return told


def _silent(_what: str, _share: float) -> None:
    """Take progress that nobody wants to see."""


def _outcome(
    database: DuckDBPyConnection, verdict: Verdict, plan: Plan, loaded: Loaded, folder: Path
) -> Staged:
    check, origin = verdict.check, plan.origin
    spec = check.spec
    rows, rejects = _rows_file(folder, spec), folder / f"{spec.name}-rejects.csv"
    if verdict.rejected:
        write_rejects(database, check, origin, plan.request.label, rejects)
    undated, repeated = _undated_and_repeated(database, spec, rows)
    found = (*plan.findings, *left_out_findings(spec.name, loaded.left_out))
    return Staged(
        table=spec.name,
        source=plan.source,
        read=verdict.read,
        accepted=verdict.read - verdict.rejected,
        rejected=verdict.rejected,
        undated=undated,
        repeated=repeated,
        findings=(*found, *findings_of(database, verdict, origin, repeated)),
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


def _undated_and_repeated(
    database: DuckDBPyConnection, spec: TableSpec, rows: Path
) -> tuple[int, int]:
    undated = f"count(*) - count({name(spec.main_date)})" if spec.main_date else "0"
    repeated = f"count(*) - count(DISTINCT {name(spec.id_column)})" if spec.id_column else "0"
    found = database.execute(
        f"SELECT {undated}, {repeated} FROM read_parquet({literal(str(rows.resolve()))})"  # noqa: S608
    ).fetchall()
    return int(found[0][0]), int(found[0][1])


def _writing(check: Check, odd: str, where: str, source: str, path: Path) -> str:
    listed: list[str] = []
    for field in check.spec.fields:
        column = name(field.column)
        if field.default is not None:
            column = f"coalesce({column}, {literal(str(field.default))})"
        if odd and not listed:
            # Beside the columns it needs no second look at them.
            column = f"CASE WHEN {odd} THEN error('{_ODD_ROW}') ELSE {column} END"
        listed.append(f"{column} AS {name(field.column)}")
    listed.append(f"CAST({literal(source)} AS VARCHAR) AS source")
    return (
        f"COPY (SELECT {', '.join(listed)} FROM {CHECKED}{where}) "  # noqa: S608
        f"TO {literal(str(path.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _provided(spec: TableSpec, origin: dict[str, str]) -> tuple[str, ...]:
    fields = set(origin)
    if any(field.startswith(ATTRIBUTE) for field in fields):
        fields.add("attributes")
    if spec.name == "opportunities" and "stage" in fields:
        fields.add("is_won")
    return tuple(field.column for field in spec.fields if field.name in fields)
