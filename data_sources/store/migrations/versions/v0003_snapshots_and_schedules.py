"""What changed from snapshot to snapshot, which may go, and imports that run by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data_sources.store.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the snapshots, add what is told of them, and the saved imports."""
    _extend_snapshots()
    op.create_table(
        "snapshot_keeps",
        sa.Column("snapshot", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "reason", name="pk_snapshot_keeps"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name="fk_snapshot_keeps_snapshot"),
    )
    op.create_table(
        "chores",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("done_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chores"),
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("origin", sa.JSON, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("replace", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("last_run", Moment, nullable=True),
        sa.Column("last_outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_schedules"),
    )
    op.create_table(
        "schedule_files",
        sa.Column("schedule", sa.String(100), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("schedule", "name", name="pk_schedule_files"),
        sa.ForeignKeyConstraint(
            ["schedule"], ["schedules.name"], name="fk_schedule_files_schedule"
        ),
    )


def _extend_snapshots() -> None:
    op.add_column(
        "snapshots", sa.Column("number", sa.BigInteger, nullable=False, server_default="0")
    )
    op.add_column("snapshots", sa.Column("changes", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("snapshots", sa.Column("may_go_since", Moment, nullable=True))
    snapshots = sa.table(
        "snapshots", sa.column("id"), sa.column("created_at"), sa.column("number", sa.BigInteger)
    )
    connection = op.get_bind()
    oldest_first = sa.select(snapshots.c.id).order_by(snapshots.c.created_at, snapshots.c.id)
    for number, name in enumerate(connection.execute(oldest_first).scalars().all(), start=1):
        connection.execute(sa.update(snapshots).where(snapshots.c.id == name).values(number=number))
