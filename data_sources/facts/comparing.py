"""Two files of one fact table side by side: what was added, changed and is gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources.facts.confined import connected
from data_sources.facts.merge import SOURCE
from planning.actuals.tables import TableSpec

if TYPE_CHECKING:
    import duckdb

_KINDS: Final = ("added", "changed", "gone")


class TableDifference(BaseModel):
    """How one table differs between two snapshots.

    Attributes:
        added, changed, gone: Rows; in tables without ids a changed row is one that is
            gone and one that is added.
        before, after: All rows of the table.
        added_ids, changed_ids, gone_ids: Some of their ids, in order; none in tables
            without ids.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: int = 0
    changed: int = 0
    gone: int = 0
    before: int = 0
    after: int = 0
    added_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    gone_ids: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether the two hold the same rows."""
        return not (self.added or self.changed or self.gone)


def difference(
    spec: TableSpec, before: Path | None, after: Path | None, limit: int, folder: Path
) -> TableDifference:
    """Compare two files of a table.

    Args:
        spec: The table.
        before: The earlier file, or None where the table was empty.
        after: The later file, or None where it is empty.
        limit: How many ids to tell of each kind.
        folder: Takes what does not fit into memory.
    """
    before, after = (path and path.resolve() for path in (before, after))

    with connected([path for path in (before, after) if path], folder) as engine:
        for name, path in (("old", before), ("new", after)):
            _view(engine, name, spec, path)
        rows = dict(zip(("before", "after"), _totals(engine), strict=True))
        if spec.id_column is None:
            return TableDifference(**rows, **_without_ids(engine, spec))
        return _with_ids(engine, spec, spec.id_column, limit).model_copy(update=rows)


def _view(engine: duckdb.DuckDBPyConnection, name: str, spec: TableSpec, path: Path | None) -> None:
    if path is not None:
        place = "'" + str(path).replace("'", "''") + "'"
        engine.execute(f"CREATE VIEW {name} AS FROM read_parquet({place})")
        return
    columns = ", ".join(f'NULL AS "{field.column}"' for field in spec.fields)
    engine.execute(f"CREATE VIEW {name} AS SELECT {columns}, NULL AS {SOURCE} WHERE false")


def _totals(engine: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    found = engine.execute("SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM new)")
    before, after = found.fetchall()[0]
    return int(before), int(after)


def _with_ids(
    engine: duckdb.DuckDBPyConnection, spec: TableSpec, key: str, limit: int
) -> TableDifference:
    values = " OR ".join(
        f'old."{field.column}" IS DISTINCT FROM new."{field.column}"' for field in spec.fields
    )
    engine.execute(
        "CREATE TEMP TABLE differences AS SELECT CASE "  # noqa: S608 - names of our own
        f"WHEN old.{key} IS NULL THEN 'added' WHEN new.{key} IS NULL THEN 'gone' "
        f"ELSE 'changed' END AS kind, coalesce(new.{key}, old.{key}) AS id "
        f"FROM old FULL JOIN new ON old.{key} = new.{key} "
        f"WHERE old.{key} IS NULL OR new.{key} IS NULL OR {values}"
    )
    counted = engine.execute("SELECT kind, count(*) FROM differences GROUP BY kind").fetchall()
    found: dict[str, object] = {str(kind): int(count) for kind, count in counted}
    for kind in _KINDS:
        some = engine.execute(
            "SELECT id FROM differences WHERE kind = ? ORDER BY id LIMIT ?", [kind, limit]
        )
        found[f"{kind}_ids"] = tuple(str(row[0]) for row in some.fetchall())
    return TableDifference.model_validate(found)


def _without_ids(engine: duckdb.DuckDBPyConnection, spec: TableSpec) -> dict[str, int]:
    names = ", ".join([*(f'"{field.column}"' for field in spec.fields), SOURCE])

    def beyond(these: str, those: str) -> int:
        found = engine.execute(
            f"SELECT count(*) FROM (SELECT {names} FROM {these} "  # noqa: S608 - names of our own
            f"EXCEPT ALL SELECT {names} FROM {those})"
        ).fetchall()
        return int(found[0][0])

    return {"added": beyond("new", "old"), "gone": beyond("old", "new")}
