"""A store comes to the newest schema once, whoever comes first, and loses nothing."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data_sources.store import migrate as migrating
from data_sources.store.database import Store
from data_sources.store.migrate import SCHEMAS, migrate, schema_of
from data_sources.store.tables import metadata
from planning.errors import NotPossible

MIGRATIONS = Path(migrating.__file__).parent / "migrations"


def test_migrations_lead_to_the_tables_the_code_uses(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_list_of_known_schemas_is_the_list_of_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([step.revision for step in steps])) == SCHEMAS


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store)
    with store.read() as connection:
        assert schema_of(connection) == SCHEMAS[-1]


def test_many_that_start_at_once_migrate_once(empty_store: Store) -> None:
    def start(_: int) -> None:
        own = Store.open(empty_store.engine.url.render_as_string(hide_password=False))
        migrate(own)
        own.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(start, range(6)))
    with empty_store.read() as connection:
        assert schema_of(connection) == SCHEMAS[-1]


def test_a_newer_store_is_refused_in_one_sentence(store: Store) -> None:
    with store.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotPossible, match=r"newer Tandem \(schema 9999") as refused:
        migrate(store)
    assert "Update Tandem" in refused.value.remedy


def test_another_programs_tables_are_left_alone(empty_store: Store) -> None:
    with empty_store.write() as connection:
        connection.execute(sa.text("CREATE TABLE settings (theirs INTEGER)"))
    with pytest.raises(NotPossible, match="another program"):
        migrate(empty_store)
    with empty_store.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["settings"]


def test_a_failed_migration_leaves_the_old_schema(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgrade_and_fail(connection: sa.Connection) -> None:
        upgrade(connection)
        raise RuntimeError("power cut")

    upgrade = migrating._upgrade
    monkeypatch.setattr(migrating, "_upgrade", upgrade_and_fail)
    with pytest.raises(RuntimeError, match="power cut"):
        migrate(empty_store)
    with empty_store.read() as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_a_sqlite_store_is_copied_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "tandem.db"
    store = Store.open(f"sqlite:///{database}")
    migrate(store)
    with store.write() as connection:
        connection.execute(sa.text("INSERT INTO settings VALUES ('name', 'real', '\"Kept\"', 1)"))
    monkeypatch.setattr(migrating, "SCHEMAS", (*SCHEMAS, "0002"))
    monkeypatch.setattr(migrating, "_upgrade", lambda _: None)
    migrate(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / f"tandem.db.schema-{SCHEMAS[-1]}")) as copy:
        assert copy.execute("SELECT value FROM settings").fetchall() == [('"Kept"',)]
