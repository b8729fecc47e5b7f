"""What stands for a new store in other tests is one."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data_sources.actors import LOCAL
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.store.migrate import migrate
from data_sources.store.tables import metadata
from data_sources.workspace import Workspace
from tests.sources.store.new_stores import copied, emptied, renewed


def standing(store: Store) -> dict[str, object]:
    """Every table, constraint and row of a store."""
    with store.read() as connection:
        looked = sa.inspect(connection)
        found: dict[str, object] = {"tables": sorted(looked.get_table_names())}
        for table in metadata.sorted_tables:
            found[table.name] = (
                connection.execute(table.select()).all(),
                [
                    (column["name"], str(column["type"]))
                    for column in looked.get_columns(table.name)
                ],
                looked.get_pk_constraint(table.name),
                looked.get_foreign_keys(table.name),
                looked.get_unique_constraints(table.name),
                looked.get_indexes(table.name),
            )
    return found


def used(store: Store, home: Path) -> int:
    """Change something by the product itself; returns the revision it is at."""
    url = store.engine.url.render_as_string(hide_password=False)
    workspace = Workspace.open(Settings(home=home, database_url=url, facts_url=None), LOCAL)
    workspace.set_setting("name", "Standing")
    workspace.plan.begin(2026, "Plan 2026")
    revision = workspace.revision()
    workspace.close()
    return revision


def test_a_copy_is_a_new_store(new_file: Path, tmp_path: Path) -> None:
    fresh = Store.open(f"sqlite:///{tmp_path / 'fresh.db'}")
    migrate(fresh)
    copy = copied(new_file, tmp_path / "copy.db")
    assert standing(copy) == standing(fresh)
    assert used(copy, tmp_path / "one") == used(fresh, tmp_path / "other")


def test_a_renewed_store_is_a_new_store(postgres_url: str, new_file: Path, tmp_path: Path) -> None:
    store = Store.open(postgres_url)
    emptied(store)
    migrate(store)
    new = standing(store)
    first = used(store, tmp_path / "one")
    assert standing(store) != new
    renewed(store, new_file)
    assert standing(store) == new
    assert used(store, tmp_path / "other") == first
    store.close()
