"""Settings, channels, sources, snapshots and the append-only history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build the store's first schema."""
    _agreed_tables()
    _snapshot_tables()
    _history()


def _agreed_tables() -> None:
    op.create_table(
        "settings",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "origin", name="pk_settings"),
    )
    op.create_table(
        "channels",
        sa.Column("channel", sa.String(500), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("team", sa.String(16), nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("channel", "origin", name="pk_channels"),
    )
    op.create_table(
        "sources",
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("provided", sa.JSON, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("snapshot", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "name", name="pk_sources"),
    )


def _snapshot_tables() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("parent", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("as_of", sa.Date, nullable=True),
        sa.Column("as_of_given", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
    )
    op.create_table(
        "snapshot_files",
        sa.Column("snapshot", sa.String(32), nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("file", sa.String(128), nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "table_name", name="pk_snapshot_files"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name="fk_snapshot_files_snapshot"),
    )
    pointers = op.create_table(
        "pointers",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("snapshot", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_pointers"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name="fk_pointers_snapshot"),
    )
    # The row always exists, so that moving the pointer is one compare-and-swap.
    op.bulk_insert(pointers, [{"name": "facts", "snapshot": None}])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("revision", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("operation_id", sa.String(64), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("thing", sa.String(500), nullable=False),
        sa.Column("before", sa.JSON, nullable=True),
        sa.Column("after", sa.JSON, nullable=True),
        sa.PrimaryKeyConstraint("revision", name="pk_history"),
        sa.UniqueConstraint("operation_id", name="uq_history_operation_id"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_no_{act.lower()} BEFORE {act} ON history "
                "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()"
    )
