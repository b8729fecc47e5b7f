"""Plans that are mirrored in a spreadsheet, and what both sides last had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mirrors and their tabs."""
    op.create_table(
        "mirrors",
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.Column("spreadsheet", sa.String(128), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("scenario", name="pk_mirrors"),
    )
    op.create_table(
        "mirror_tabs",
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.Column("tab", sa.String(32), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("scenario", "tab", name="pk_mirror_tabs"),
    )
