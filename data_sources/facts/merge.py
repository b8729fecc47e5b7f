"""Bringing a file's rows into a fact table: a new immutable Parquet file or the old one."""

# ruff: noqa: S608 - every name in a query is a column of the table's specification, and
# every value is quoted.

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.facts.confined import connected
from planning.actuals.kinds import Kind
from planning.actuals.tables import TableSpec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOURCE: Final = "source"
NAME_LENGTH: Final = 20
"""Hexadecimal digits of the content's hash in a file's name."""

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
    *,
    distinct: bool = False,
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
        distinct: Whether the ids are known to be there, each once; counting them takes
            longer than all else where the table is empty.

    Returns:
        The table's file, the present one if nothing changed, and what the file did.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [path.resolve() for path in (current, staged) if path is not None]
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=f".{spec.name}-") as name,
        connected(files, Path(name)) as engine,
    ):
        merging = _Merging(engine, spec, source, Path(name), folder)
        merging.show("incoming", staged, source)
        if current is None:
            return merging.first(staged, distinct=distinct)
        merging.show("old", current)
        if spec.id_column:
            return merging.update(current, _columns_of(spec, provided))
        return merging.replace(current)


def _columns_of(spec: TableSpec, provided: Sequence[str]) -> set[str]:
    wanted = set(provided)
    return {field.column for field in spec.fields if {field.name, field.column} & wanted}


@dataclass(frozen=True)
class _Merging:
    """One file being brought into one table.

    Attributes:
        engine: Holds the views `incoming` and, where there is a present file, `old`.
        spec: The table.
        source: Which source the file belongs to.
        scratch: A folder of its own.
        folder: Where fact files lie.
    """

    engine: DuckDBPyConnection
    spec: TableSpec
    source: str
    scratch: Path
    folder: Path

    def show(self, name: str, path: Path, source: str | None = None) -> None:
        """Make a view of a file's rows with their place, typed as documented."""
        types = {field.column: _TYPES[field.kind] for field in self.spec.fields}
        there = {column for column, _ in self._described(path)}
        columns = [
            f'CAST("{column}" AS {kind}) AS "{column}"'
            if column in there
            else f'CAST(NULL AS {kind}) AS "{column}"'
            for column, kind in types.items()
        ]
        columns.append(SOURCE if source is None else f"{_quoted(source)} AS {SOURCE}")
        self.engine.execute(
            f"CREATE VIEW {name} AS SELECT file_row_number AS place, {', '.join(columns)} "
            f"FROM read_parquet({_quoted(str(path.resolve()))}, file_row_number = true)"
        )

    def first(self, staged: Path, *, distinct: bool) -> Merged:
        """Bring the rows into an empty table."""
        key = self.spec.id_column
        last_ones = f"count(DISTINCT {key})" if key and not distinct else "count(*)"
        every, last = self._counted(f"SELECT count(*), {last_ones} FROM incoming")
        if not last:
            return Merged(None, 0, 0, 0, 0)
        if last < every:
            self._keep_last()
            path = self._write(f"SELECT {self._names} FROM new ORDER BY place")
        elif self._is_finished(staged):
            path = self._take(staged)
        else:
            path = self._write(f"SELECT {self._names} FROM incoming")
        return Merged(path, last, last, 0, 0)

    def update(self, current: Path, provided: set[str]) -> Merged:
        """Bring the rows to those of the same id, and the new ones behind all."""
        key, names = self.spec.id_column, [field.column for field in self.spec.fields]
        self._keep_last()
        differs = " OR ".join(
            f'old."{name}" IS DISTINCT FROM new."{name}"' for name in sorted(provided)
        )
        self.engine.execute(
            f"CREATE TEMP TABLE met AS SELECT new.place, {differs or 'false'} AS changed "
            f"FROM old JOIN new ON old.{key} = new.{key}"
        )
        stood, brought = self._counted(
            "SELECT (FROM old SELECT count(*)), (FROM new SELECT count(*))"
        )
        met, changed = self._counted("SELECT count(*), count(*) FILTER (WHERE changed) FROM met")
        added = brought - met
        if not (added or changed):
            return Merged(current, stood, 0, 0, 0)
        kept = ", ".join(
            f'CASE WHEN new.place IS NULL THEN old."{name}" ELSE new."{name}" END AS "{name}"'
            if name in provided
            else f'old."{name}"'
            for name in names
        )
        path = self._write(
            f"SELECT {self._names} FROM (SELECT 0 AS part, old.place, {kept}, old.{SOURCE} "
            f"FROM old LEFT JOIN new ON old.{key} = new.{key} UNION ALL "
            f"SELECT 1, place, {self._names} FROM new ANTI JOIN met USING (place)) "
            "ORDER BY part, place"
        )
        return Merged(path, stood + added, added, changed, 0)

    def replace(self, current: Path) -> Merged:
        """Bring the rows in the place of their source's rows of the same months."""
        month = f"date_trunc('month', \"{self.spec.main_date}\")"
        self.engine.execute(
            f"CREATE TEMP TABLE covered AS SELECT DISTINCT {SOURCE} AS from_source, "
            f"{month} AS in_month FROM incoming"
        )
        covered = (
            f"{SOURCE} IS NOT DISTINCT FROM from_source AND {month} IS NOT DISTINCT FROM in_month"
        )
        self.engine.execute(
            f"CREATE TEMP TABLE dropped AS SELECT old.* FROM old SEMI JOIN covered ON {covered}"
        )
        stood, brought, gone = self._counted(
            "SELECT (FROM old SELECT count(*)), (FROM incoming SELECT count(*)), "
            "(FROM dropped SELECT count(*))"
        )
        again = 0
        if gone:
            (again,) = self._counted(
                f"SELECT count(*) FROM (SELECT {self._names} FROM dropped "
                f"INTERSECT ALL SELECT {self._names} FROM incoming)"
            )
        added, removed, rows = brought - again, gone - again, stood - gone + brought
        if not (added or removed):
            return Merged(current, rows, 0, 0, 0)
        if not rows:
            return Merged(None, 0, added, 0, removed)
        path = self._write(
            f"SELECT {self._names} FROM ("
            "SELECT 0 AS part, * FROM old ANTI JOIN dropped USING (place) "
            "UNION ALL SELECT 1, * FROM incoming) ORDER BY part, place"
        )
        return Merged(path, rows, added, 0, removed)

    @property
    def _names(self) -> str:
        return ", ".join([*(f'"{field.column}"' for field in self.spec.fields), SOURCE])

    def _keep_last(self) -> None:
        """Make a table of the last row of each id."""
        key = self.spec.id_column
        self.engine.execute(
            "CREATE TEMP TABLE new AS SELECT * FROM incoming SEMI JOIN (SELECT max(place) AS place "
            f"FROM incoming WHERE {key} IS NOT NULL GROUP BY {key}) AS last USING (place)"
        )

    def _counted(self, query: str) -> tuple[int, ...]:
        return tuple(int(value) for value in self.engine.execute(query).fetchall()[0])

    def _described(self, path: Path) -> list[tuple[str, str]]:
        found = self.engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path.resolve())])
        return [(row[0], row[1]) for row in found.fetchall()]

    def _is_finished(self, staged: Path) -> bool:
        """Return whether a file is already what the table's file has to be."""
        wanted = [(field.column, _TYPES[field.kind]) for field in self.spec.fields]
        if self._described(staged) != [*wanted, (SOURCE, "VARCHAR")]:
            return False
        (others,) = self._counted(
            f"SELECT count(*) FROM read_parquet({_quoted(str(staged.resolve()))}) "
            f"WHERE {SOURCE} IS DISTINCT FROM {_quoted(self.source)}"
        )
        return others == 0

    def _take(self, staged: Path) -> Path:
        taken = self.scratch / "taken.parquet"
        try:
            taken.hardlink_to(staged)
        except OSError:
            shutil.copyfile(staged, taken)
        return self._named(taken)

    def _write(self, rows: str) -> Path:
        written = self.scratch / "written.parquet"
        self.engine.execute(
            f"COPY ({rows}) TO {_quoted(str(written.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
        )
        return self._named(written)

    def _named(self, written: Path) -> Path:
        """Name a file by its bytes; a reader never sees half a file."""
        with written.open("r+b") as file:
            os.fsync(file.fileno())
            digest = file_digest(file, "sha256").hexdigest()
        path = self.folder / f"{self.spec.name}-{digest[:NAME_LENGTH]}.parquet"
        written.replace(path)
        _keep_on_disk(self.folder)
        return path


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _keep_on_disk(folder: Path) -> None:
    # A renamed file is safe only once its folder is; Windows cannot open folders.
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
