"""The store's tables as the newest migration leaves them (a test compares both)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so one is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any zone into UTC before writing."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark what was read as UTC."""
        del dialect
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


metadata: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

settings: Final = sa.Table(
    "settings",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    # demo values stand apart so that they leave with the demo company
    sa.Column("origin", sa.String(8), primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

channels: Final = sa.Table(
    "channels",
    metadata,
    sa.Column("channel", sa.String(500), primary_key=True),
    sa.Column("origin", sa.String(8), primary_key=True),
    sa.Column("team", sa.String(16), nullable=False),
    sa.Column("aliases", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

sources: Final = sa.Table(
    "sources",
    metadata,
    sa.Column("table_name", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(500), primary_key=True),
    sa.Column("provided", sa.JSON, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("snapshot", sa.String(32), nullable=False),
)

mappings: Final = sa.Table(
    "mappings",
    metadata,
    sa.Column("shape", sa.String(64), primary_key=True),
    sa.Column("table_name", sa.String(32), primary_key=True),
    sa.Column("mapping", sa.JSON, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

snapshots: Final = sa.Table(
    "snapshots",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("parent", sa.String(32), nullable=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("actor", sa.String(320), nullable=False),
    sa.Column("origin", sa.String(8), nullable=False),
    sa.Column("as_of", sa.Date, nullable=True),
    sa.Column("as_of_given", sa.Date, nullable=True),
    # the order of snapshots, which no clock tells
    sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("changes", sa.JSON(none_as_null=True), nullable=True),
    # since when its files may be deleted; null while it is kept
    sa.Column("may_go_since", Moment, nullable=True),
)

snapshot_files: Final = sa.Table(
    "snapshot_files",
    metadata,
    sa.Column("snapshot", sa.String(32), sa.ForeignKey("snapshots.id"), primary_key=True),
    sa.Column("table_name", sa.String(32), primary_key=True),
    sa.Column("file", sa.String(128), nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
)

snapshot_keeps: Final = sa.Table(
    "snapshot_keeps",
    metadata,
    sa.Column("snapshot", sa.String(32), sa.ForeignKey("snapshots.id"), primary_key=True),
    sa.Column("reason", sa.String(500), primary_key=True),
)

pointers: Final = sa.Table(
    "pointers",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("snapshot", sa.String(32), sa.ForeignKey("snapshots.id"), nullable=True),
)

chores: Final = sa.Table(
    "chores",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("done_at", Moment, nullable=False),
)

schedules: Final = sa.Table(
    "schedules",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("table_name", sa.String(32), nullable=False),
    # where the rows come from; names of secrets, never secrets
    sa.Column("origin", sa.JSON, nullable=False),
    sa.Column("mapping", sa.JSON, nullable=False),
    sa.Column("replace", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_run", Moment, nullable=True),
    sa.Column("last_outcome", sa.JSON(none_as_null=True), nullable=True),
)

schedule_files: Final = sa.Table(
    "schedule_files",
    metadata,
    sa.Column("schedule", sa.String(100), sa.ForeignKey("schedules.name"), primary_key=True),
    sa.Column("name", sa.String(500), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
)

plan_rows: Final = sa.Table(
    "plan_rows",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("scenario", sa.String(32), nullable=False),
    sa.Column("team", sa.String(16), nullable=False),
    # where a row stands on its sheet, kept when it is changed
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # of its latest change
    sa.Column("revision", sa.Integer, nullable=False),
    # null once it is removed: its version goes on if it comes back
    sa.Column("cells", sa.JSON(none_as_null=True), nullable=True),
    sa.Index("ix_plan_rows_scenario", "scenario", "kind"),
)

plan_changes: Final = sa.Table(
    "plan_changes",
    metadata,
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("row", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("scenario", sa.String(32), nullable=False),
    sa.Column("team", sa.String(16), nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # whole states of the row, so that any revision can be read without replaying all
    sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
    sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
    sa.Index("ix_plan_changes_row", "row", "revision"),
    sa.Index("ix_plan_changes_scenario", "scenario", "kind", "revision"),
)

agreed_years: Final = sa.Table(
    "agreed_years",
    metadata,
    # the key holds that a fiscal year has one agreed plan at most
    sa.Column("origin", sa.String(8), primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("scenario", sa.String(32), nullable=False, unique=True),
)

drafts: Final = sa.Table(
    "drafts",
    metadata,
    sa.Column("person", sa.String(320), primary_key=True),
    sa.Column("sheet", sa.String(100), primary_key=True),
    sa.Column("saved_at", Moment, nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
)

mirrors: Final = sa.Table(
    "mirrors",
    metadata,
    sa.Column("scenario", sa.String(32), primary_key=True),
    sa.Column("spreadsheet", sa.String(128), nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
)

mirror_tabs: Final = sa.Table(
    "mirror_tabs",
    metadata,
    sa.Column("scenario", sa.String(32), primary_key=True),
    sa.Column("tab", sa.String(32), primary_key=True),
    # what both sides last had, row by row
    sa.Column("value", sa.JSON, nullable=False),
)

users: Final = sa.Table(
    "users",
    metadata,
    sa.Column("email", sa.String(320), primary_key=True),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("teams", sa.JSON, nullable=False),
    # who the first verified sign-in was; both null before it
    sa.Column("issuer", sa.String(500), nullable=True),
    sa.Column("subject", sa.String(500), nullable=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("issuer", "subject", name="uq_users_issuer"),
)

history: Final = sa.Table(
    "history",
    metadata,
    # the store's revision; autoincrement so that SQLite never gives a number twice
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String(320), nullable=False),
    sa.Column("operation_id", sa.String(64), nullable=False, unique=True),
    sa.Column("act", sa.String(32), nullable=False),
    sa.Column("thing", sa.String(500), nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
    sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
    sqlite_autoincrement=True,
)
