"""A sheet of the plan and the people around it: tests state only what matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.plan import Plan
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rights import Role
from planning.agreed.rows import KINDS, Kind, PlanRow
from planning.teams import Team


def person(name: str, role: Role, *teams: Team) -> Actor:
    """Somebody with one role."""
    return Actor(
        email=f"{name.casefold()}@example.com",
        name=name,
        roles=frozenset({role}),
        teams=frozenset(teams),
    )


ADA = person("Ada", "planner", "marketing")
MAX = person("Max", "leader", "marketing")
BO = person("Bo", "planner", "sales")
SUE = person("Sue", "leader", "sales")
EVE = person("Eve", "executive")
VIC = person("Vic", "viewer", "marketing", "sales")
ALF = person("Alf", "administrator", "marketing", "sales")

LINE: dict[str, JsonValue] = {"team": "marketing", "category": "programme", "status": "placed"}
TARGET: dict[str, JsonValue] = {
    "team": "marketing",
    "kpi": "leads",
    "start": "2026-01",
    "months": 12,
    "value": "1000",
}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 1, 5, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Sheet:
    """A draft of a plan."""

    workspace: Workspace
    scenario: str

    def of(self, actor: Actor) -> Plan:
        """The plan in somebody's hands."""
        return self.workspace.acting_as(actor).plan

    def line(self, actor: Actor = MAX, **cells: JsonValue) -> PlanRow:
        """Add a line of the actor's team, or of the team the cells name."""
        own: dict[str, JsonValue] = {"team": min(actor.teams, default="joint")}
        return self.added("line", actor, LINE | own | cells)

    def target(self, actor: Actor = MAX, **cells: JsonValue) -> PlanRow:
        """Add a target of the actor's team, or of the team the cells name."""
        own: dict[str, JsonValue] = {"team": min(actor.teams, default="joint")}
        return self.added("target", actor, TARGET | own | cells)

    def added(self, kind: Kind, actor: Actor, cells: dict[str, JsonValue]) -> PlanRow:
        """Add a row that nothing refuses."""
        saved = self.of(actor).add(kind, self.scenario, cells)
        assert saved.refused == ()
        (row,) = saved.rows
        return row

    def envelope(self, scope: str) -> PlanRow:
        """The envelope of a team or of the company."""
        rows = self.of(EVE).rows("envelope", self.scenario)
        return next(row for row in rows if row["scope"] == scope)

    def now(self, row: PlanRow | str) -> PlanRow:
        """A row as it stands."""
        return self.of(VIC).row(row if isinstance(row, str) else row.id)

    def everything(self) -> dict[str, object]:
        """All that stands, and how many changes led to it."""
        rows = {row.id: row for kind in KINDS for row in self.of(EVE).rows(kind, self.scenario)}
        return {**rows, "revision": self.workspace.revision()}


def edit(row: PlanRow, **mine: JsonValue) -> Edit:
    """An edit by somebody who sees a row as given."""
    return Edit(row.id, {cell: row[cell] for cell in mine}, mine)
