"""Bringing a file's rows into a fact table: a new immutable Parquet file or the old one."""

# ruff: noqa: S608 - every name in a query is a column of the table's specification, and
# every value a parameter.

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data_sources.facts.confined import CONFIG, confining
from planning.actuals.kinds import Kind
from planning.actuals.tables import TableSpec

if TYPE_CHECKING:
    import duckdb

SOURCE: Final = "source"
NAME_LENGTH: Final = 20
"""Hexadecimal digits of the content's hash in a file's name."""
ROW_GROUP: Final = 131_072

_TYPES: Final[dict[Kind, str]] = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "attributes": "VARCHAR",
    "day": "DATE",
    "month": "DATE",
    "count": "BIGINT",
    "money": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Merged:
    """A table after a file was brought in.

    Attributes:
        path: The table's Parquet file, or None if the table is empty.
        rows: Rows in the table now.
        added: Rows that were not there before.
        changed: Rows known by id whose values are now different.
        removed: Rows the file took the place of and does not repeat.
    """

    path: Path | None
    rows: int
    added: int
    changed: int
    removed: int


def merge(
    spec: TableSpec,
    current: Path | None,
    staged: Path,
    provided: Sequence[str],
    source: str,
    folder: Path,
) -> Merged:
    """Bring staged rows into a table; what stands stays as it is, in its order.

    With an id, a row updates the row of the same id: only the columns the file provides
    overwrite, the last of several rows counts, and the row keeps the source it first
    came from. Without an id, a file replaces its source's rows in the months it covers
    (its undated rows those undated); equal rows within the file are all kept.

    Args:
        spec: The table.
        current: Its present file, or None while it is empty.
        staged: Accepted rows of the file, in the file's order.
        provided: Fields or columns the file has; others keep their stored values.
        source: Which source the file belongs to.
        folder: Where fact files lie.

    Returns:
        The table's file, the present one if nothing changed, and what the file did.
    """
    import duckdb

    with duckdb.connect(":memory:", config=CONFIG) as engine:
        engine.execute(confining(path for path in (current, staged) if path is not None))
        _read(engine, "old", spec, current)
        _read(engine, "incoming", spec, staged, source)
        merged = _by_id(spec, _columns_of(spec, provided)) if spec.id_column else _by_month(spec)
        engine.execute(f"CREATE TEMP TABLE merged AS {merged}")
        added, changed, removed, rows = _differences(engine, spec)
        if not (added or changed or removed):
            return Merged(current, rows, 0, 0, 0)
        if not rows:
            return Merged(None, 0, added, changed, removed)
        names = ", ".join(_names(spec))
        table = engine.sql(f"SELECT {names} FROM merged ORDER BY part, place").to_arrow_table()
    return Merged(_write(table, spec.name, folder), rows, added, changed, removed)


def _names(spec: TableSpec) -> list[str]:
    return [*(f'"{field.column}"' for field in spec.fields), SOURCE]


def _columns_of(spec: TableSpec, provided: Sequence[str]) -> set[str]:
    wanted = set(provided)
    return {field.column for field in spec.fields if {field.name, field.column} & wanted}


def _read(
    engine: duckdb.DuckDBPyConnection,
    name: str,
    spec: TableSpec,
    path: Path | None,
    source: str | None = None,
) -> None:
    """Make a table of a file's rows with their place, typed as documented."""
    types = {**{field.column: _TYPES[field.kind] for field in spec.fields}, SOURCE: "VARCHAR"}
    there: set[str] = set()
    if path is not None:
        described = engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])
        there = {row[0] for row in described.fetchall()}
    columns = [
        f'CAST("{column}" AS {kind}) AS "{column}"'
        if column in there
        else f'CAST(NULL AS {kind}) AS "{column}"'
        for column, kind in types.items()
    ]
    given: list[Any] = []
    if source is not None:
        columns[-1] = f"CAST(? AS VARCHAR) AS {SOURCE}"
        given.append(source)
    if path is None:
        query = f"SELECT 0 AS place, {', '.join(columns)} WHERE false"
    else:
        query = (
            f"SELECT file_row_number AS place, {', '.join(columns)} "
            "FROM read_parquet(?, file_row_number = true)"
        )
        given.append(str(path))
    engine.execute(f"CREATE TEMP TABLE {name} AS {query}", given)


def _by_id(spec: TableSpec, provided: set[str]) -> str:
    """Return the query of stored rows with what the file says of them, then its new rows."""
    key = spec.id_column
    columns = ", ".join(
        f'CASE WHEN new.place IS NULL THEN old."{name}" ELSE new."{name}" END AS "{name}"'
        if name in provided
        else f'old."{name}"'
        for name in (field.column for field in spec.fields)
    )
    values = " OR ".join(f'old."{name}" IS DISTINCT FROM new."{name}"' for name in sorted(provided))
    last = (
        f"SELECT * FROM incoming WHERE {key} IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY place DESC) = 1"
    )
    names = ", ".join(f'new."{field.column}"' for field in spec.fields)
    return (
        f"WITH new AS ({last}) "
        f"SELECT 0 AS part, old.place, {columns}, old.{SOURCE}, "
        f"new.place IS NOT NULL AND ({values or 'false'}) AS changed "
        f"FROM old LEFT JOIN new ON old.{key} = new.{key} "
        f"UNION ALL SELECT 1, new.place, {names}, new.{SOURCE}, false "
        f"FROM new ANTI JOIN old ON old.{key} = new.{key}"
    )


def _by_month(spec: TableSpec) -> str:
    """Return the query of stored rows outside the file's months, then the file's rows."""
    month = f"date_trunc('month', \"{spec.main_date}\")"
    return (
        f"WITH covered AS (SELECT DISTINCT {SOURCE}, {month} AS month FROM incoming), "
        f"dated AS (SELECT *, {month} AS month_of_row FROM old) "
        "SELECT 0 AS part, dated.* EXCLUDE (month_of_row), false AS changed "
        f"FROM dated ANTI JOIN covered ON covered.{SOURCE} IS NOT DISTINCT FROM dated.{SOURCE} "
        "AND covered.month IS NOT DISTINCT FROM dated.month_of_row "
        "UNION ALL SELECT 1, incoming.*, false FROM incoming"
    )


def _differences(engine: duckdb.DuckDBPyConnection, spec: TableSpec) -> tuple[int, int, int, int]:
    """Return how many rows were added, changed and removed, and how many there are now."""
    added, changed, rows = _counted(
        engine,
        "SELECT count(*) FILTER (WHERE part = 1), count(*) FILTER (WHERE changed), count(*) "
        "FROM merged",
    )
    if spec.id_column:
        return added, changed, 0, rows
    names = ", ".join(_names(spec))
    dropped = (
        f"SELECT {names} FROM old WHERE place NOT IN (SELECT place FROM merged WHERE part = 0)"
    )
    removed, repeated = _counted(
        engine,
        f"WITH dropped AS ({dropped}) SELECT (SELECT count(*) FROM dropped), (SELECT count(*) "
        f"FROM (SELECT * FROM dropped INTERSECT ALL SELECT {names} FROM incoming))",
    )
    return added - repeated, 0, removed - repeated, rows


def _counted(engine: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(int(value) for value in engine.execute(query).fetchall()[0])


def _write(table: Any, name: str, folder: Path) -> Path:  # noqa: ANN401 - pyarrow is untyped
    """Write a table under a name made from its bytes; a reader never sees half a file."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    folder.mkdir(parents=True, exist_ok=True)
    handle, partial_name = tempfile.mkstemp(dir=folder, prefix=f".{name}-", suffix=".partial")
    partial = Path(partial_name)
    try:
        with os.fdopen(handle, "wb") as file:
            pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP)
            file.flush()
            os.fsync(file.fileno())
        with partial.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        path = folder / f"{name}-{digest[:NAME_LENGTH]}.parquet"
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _keep_on_disk(folder)
    return path


def _keep_on_disk(folder: Path) -> None:
    # A renamed file is safe only once its folder is; Windows cannot open folders.
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
