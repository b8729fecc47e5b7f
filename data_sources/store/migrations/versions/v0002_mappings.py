"""How files of one shape were read, for the next of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the remembered mappings."""
    op.create_table(
        "mappings",
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("shape", "table_name", name="pk_mappings"),
    )
