"""What an older Tandem stored is understood by this one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from data_sources.facts import snapshots
from data_sources.store import migrate as migrating
from data_sources.store.database import Store
from data_sources.store.migrate import migrate

MIGRATIONS = Path(migrating.__file__).parent / "migrations"


def upgrade_to(store: Store, schema: str) -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    def steps(found: object, context: object) -> object:
        del context
        return scripts._upgrade_revs(schema, found)  # type: ignore[arg-type]

    with store.write() as connection:
        environment = EnvironmentContext(Config(), scripts, fn=steps)
        with environment:
            environment.configure(connection=connection, fn=steps)
            environment.run_migrations()


def test_snapshots_without_numbers_get_theirs_by_age(empty_store: Store) -> None:
    upgrade_to(empty_store, "0002")
    ages = {"middle": 2, "oldest": 1, "newest": 3}
    row = (
        "INSERT INTO snapshots (id, created_at, actor, origin) "
        "VALUES (:id, :at, 'ada@example.com', 'real')"
    )
    with empty_store.write() as connection:
        for name, day in ages.items():
            at = datetime(2025, 6, day, tzinfo=UTC)
            statement = sa.text(row).bindparams(
                sa.bindparam("at", type_=sa.DateTime(timezone=True))
            )
            connection.execute(statement, {"id": name, "at": at})
    migrate(empty_store)
    with empty_store.read() as connection:
        found = snapshots.latest(connection)
    assert [(one.id, one.number) for one in found] == [("newest", 3), ("middle", 2), ("oldest", 1)]
    assert {(one.changes, one.may_go_since, one.keeps) for one in found} == {(None, None, ())}
