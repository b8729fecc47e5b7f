"""A file that stands for everything its source holds: what it does not hold is gone."""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path

from data_sources.facts.confined import connected
from data_sources.facts.merge import NAME_LENGTH, SOURCE
from planning.actuals.tables import TableSpec


def without_missing(
    spec: TableSpec, current: Path, staged: Path, source: str, folder: Path
) -> tuple[Path | None, int]:
    """Leave out the rows of a source that its new file no longer holds.

    With an id, a row is missing when no row of the file has its id; without one, when
    the file has no row of its month (the others of its source `merge` replaces).

    Args:
        spec: The table.
        current: Its present file.
        staged: Accepted rows of the new file.
        source: The source the file replaces.
        folder: Where a new file is written; nothing else is touched.

    Returns:
        The file of the rows that stay, the present one if all do and None if none does,
        and how many rows are gone.
    """
    with connected([current.resolve(), staged.resolve()], folder) as engine:
        missing = f"{SOURCE} IS NOT DISTINCT FROM $source AND NOT EXISTS ({_same(spec)})"
        given = {
            "current": str(current.resolve()),
            "staged": str(staged.resolve()),
            "source": source,
        }
        counted = engine.execute(
            f"SELECT count(*) FILTER (WHERE {missing}), count(*) "  # noqa: S608
            "FROM read_parquet($current) old",
            given,
        ).fetchall()
        gone, rows = (int(value) for value in counted[0])
        if not gone or gone == rows:
            return (None if gone else current), gone
        partial = folder / f"{spec.name}-kept.parquet"
        engine.execute(
            f"COPY (SELECT * EXCLUDE (file_row_number) "  # noqa: S608
            "FROM read_parquet($current, file_row_number = true) old "
            f"WHERE NOT ({missing}) ORDER BY file_row_number) TO {_literal(partial.resolve())} "
            "(FORMAT parquet, COMPRESSION zstd)",
            given,
        )
    return _named(partial, spec.name), gone


def _same(spec: TableSpec) -> str:
    """Return the query of the file's rows that a stored row finds itself in."""
    if spec.id_column:
        match = f'new."{spec.id_column}" = old."{spec.id_column}"'
    else:
        month = "date_trunc('month', {}.\"" + str(spec.main_date) + '")'
        match = f"{month.format('new')} IS NOT DISTINCT FROM {month.format('old')}"
    return f"SELECT 1 FROM read_parquet($staged) new WHERE {match}"  # noqa: S608


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _named(partial: Path, table: str) -> Path:
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()
    return partial.rename(partial.with_name(f"{table}-{digest[:NAME_LENGTH]}.parquet"))
