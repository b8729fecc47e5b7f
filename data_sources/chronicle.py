"""The chronicle: all that was ever changed, by whom and when, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import JsonValue

from data_sources.people import ACT as OF_PEOPLE
from data_sources.planning import telling
from data_sources.planning.naming import names_of
from data_sources.planning.telling import Entry
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from data_sources.store.tables import history, plan_changes
from planning.agreed import rights
from planning.agreed.rows import Cells, Kind

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.workspace import Workspace

About = Literal["plan", "facts", "agreements", "people"]

ACTS: Final[Mapping[About, tuple[str, ...]]] = {
    "plan": ("plan",),
    "facts": ("import", "demo", "back", "keep", "tidy", "schedule", "mapping"),
    "agreements": ("setting", "channel"),
    "people": (OF_PEOPLE,),
}
"""What changes are about, by the acts they are recorded as."""

_PLAN: Final = "plan"


@dataclass(frozen=True)
class Wanted:
    """Which changes are asked for; None means any.

    Attributes:
        about: What they are about.
        person: E-mail address of whoever made them, or `local`.
        scenario: A plan's id.
        row: A plan row's id.
        day: A day of the company's time zone.
    """

    about: About | None = None
    person: str | None = None
    scenario: str | None = None
    row: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Happened:
    """One change.

    Attributes:
        revision: Its number.
        at: When, in the company's time zone.
        who: E-mail address of whoever made it, or `local`.
        name: Their shown name.
        act, thing: What was done to what.
        before, after: The thing before and after; None for changes of a plan.
        plan: What it did to a plan, None for everything else.
    """

    revision: int
    at: datetime
    who: str
    name: str
    act: str
    thing: str
    before: JsonValue = None
    after: JsonValue = None
    plan: Entry | None = None


@dataclass(frozen=True)
class Chronicle:
    """The history of a workspace, for whoever may read it.

    What people may do is told to those only who may change it.
    """

    workspace: Workspace

    def count(self, wanted: Wanted) -> int:
        """Return how many changes there are of those asked for."""
        self.workspace.require("read")
        asked = sa.select(sa.func.count()).select_from(history).where(*self._conditions(wanted))
        with self.workspace.store.read() as connection:
            return int(connection.execute(asked).scalar_one())

    def latest(self, wanted: Wanted) -> datetime | None:
        """Return when the newest of the changes asked for was made, in the company's zone."""
        self.workspace.require("read")
        asked = sa.select(history.c.at).where(*self._conditions(wanted))
        with self.workspace.store.read() as connection:
            newest = asked.order_by(history.c.revision.desc()).limit(1)
            found = connection.execute(newest).scalar_one_or_none()
        return None if found is None else found.astimezone(self._zone)

    def page(self, wanted: Wanted, number: int = 1, size: int = 25) -> tuple[Happened, ...]:
        """Return one page of changes, newest first.

        Args:
            wanted: Which ones.
            number: Of the page, from 1.
            size: Changes on a page.
        """
        self.workspace.require("read")
        asked = (
            sa.select(history.c.revision, history.c.at, history.c.actor, history.c.act)
            .add_columns(history.c.thing)
            .where(*self._conditions(wanted))
            .order_by(history.c.revision.desc())
            .limit(size)
            .offset((number - 1) * size)
        )
        to, zone = self.workspace.actor.email, self._zone
        with self.workspace.store.read() as connection:
            found = connection.execute(asked).all()
            of_plans = [row.revision for row in found if row.act == _PLAN]
            told = telling.of_revisions(connection, of_plans, to, self.workspace.accounts.called)
            plans = {one.revision: one for one in told}
            states = _states(connection, [row.revision for row in found if row.act != _PLAN])
            names = telling.names_for(connection, to)
        return tuple(
            Happened(
                row.revision,
                row.at.astimezone(zone),
                row.actor,
                names.get(row.actor, row.actor),
                row.act,
                row.thing,
                *states.get(row.revision, (None, None)),
                plan=plans.get(row.revision),
            )
            for row in found
        )

    def people(self) -> dict[str, str]:
        """Return everybody who ever changed something, by address, with their shown names."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            names = telling.names_for(connection, self.workspace.actor.email)
            found = connection.execute(sa.select(history.c.actor).distinct()).scalars()
            known = {who: names.get(who, who) for who in found}
        return dict(sorted(known.items(), key=lambda one: one[1].casefold()))

    def stood(self, row: str, revision: int) -> Cells | None:
        """Return the cells a plan row had after a revision, None where there was none."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            found = plan_rows.kept_as_of(connection, [row], revision).get(row)
        return None if found is None else found.cells

    def stands(self, row: str) -> Kept | None:
        """Return a plan row as it stands, also once it is removed; None if there never was one."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return plan_rows.kept(connection, [row]).get(row)

    def named(self, kind: Kind, cells: Cells | None) -> Cells | None:
        """Return the cells of a plan row with names in place of ids, to be read."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            names = names_of(connection, [(kind, cells)], self.workspace.accounts.called)
        return names.named(kind, cells)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.workspace.company.time_zone)

    def _conditions(self, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if wanted.about is not None:
            found.append(history.c.act.in_(ACTS[wanted.about]))
        if not rights.may(self.workspace.present(), "people"):
            found.append(history.c.act != OF_PEOPLE)
        if wanted.person is not None:
            found.append(history.c.actor == wanted.person)
        if wanted.day is not None:
            zone = self._zone
            begins = datetime.combine(wanted.day, time(), zone)
            ends = datetime.combine(wanted.day + timedelta(days=1), time(), zone)
            found += [history.c.at >= begins, history.c.at < ends]
        for column, value in (
            (plan_changes.c.row, wanted.row),
            (plan_changes.c.scenario, wanted.scenario),
        ):
            if value is not None:
                touched = sa.select(plan_changes.c.revision).where(column == value)
                found.append(history.c.revision.in_(touched))
        return found


def _states(connection: Connection, revisions: list[int]) -> dict[int, tuple[JsonValue, JsonValue]]:
    """Return what some changes were recorded to have changed."""
    found = connection.execute(
        sa.select(history.c.revision, history.c.before, history.c.after).where(
            history.c.revision.in_(revisions)
        )
    )
    return {row.revision: (row.before, row.after) for row in found}
