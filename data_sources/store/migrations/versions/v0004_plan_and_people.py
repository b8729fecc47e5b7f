"""The plan's rows with all their states, unsaved drafts, and the people who may come in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data_sources.store.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of the plan; its states can be added to and never changed."""
    op.create_table(
        "plan_rows",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.Column("team", sa.String(16), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_plan_rows"),
    )
    op.create_index("ix_plan_rows_scenario", "plan_rows", ["scenario", "kind"])
    op.create_table(
        "plan_changes",
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("row", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.Column("team", sa.String(16), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("revision", "row", name="pk_plan_changes"),
    )
    op.create_index("ix_plan_changes_row", "plan_changes", ["row", "revision"])
    op.create_index("ix_plan_changes_scenario", "plan_changes", ["scenario", "kind", "revision"])
    _only_added_to("plan_changes")
    op.create_table(
        "drafts",
        sa.Column("person", sa.String(320), nullable=False),
        sa.Column("sheet", sa.String(100), nullable=False),
        sa.Column("saved_at", Moment, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("person", "sheet", name="pk_drafts"),
    )
    op.create_table(
        "users",
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("teams", sa.JSON, nullable=False),
        sa.Column("issuer", sa.String(500), nullable=True),
        sa.Column("subject", sa.String(500), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_users"),
        sa.UniqueConstraint("issuer", "subject", name="uq_users_issuer"),
    )


def _only_added_to(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()"
    )
