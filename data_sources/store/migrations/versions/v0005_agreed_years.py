"""Which plan is agreed for which fiscal year: one at most."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table whose key lets no year have two agreed plans."""
    op.create_table(
        "agreed_years",
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("origin", "fiscal_year", name="pk_agreed_years"),
        sa.UniqueConstraint("scenario", name="uq_agreed_years_scenario"),
    )
