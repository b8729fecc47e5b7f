"""A company with facts, a plan and people of every role: what rights are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from data_sources.actors import actor_named
from data_sources.imports.request import Mapping
from data_sources.schedules import Folder, Schedule
from data_sources.settings import Settings
from data_sources.store.tables import metadata
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rights import Role
from planning.agreed.rows import PlanRow
from planning.teams import Team
from tests.rights.at_the_table import AtTheTable, agreeing
from tests.rooms import companies

PEOPLE: Final[dict[str, tuple[Role, tuple[Team, ...]]]] = {
    "viewer": ("viewer", ()),
    "viewer of both teams": ("viewer", ("marketing", "sales")),
    "planner of marketing": ("planner", ("marketing",)),
    "planner of sales": ("planner", ("sales",)),
    "leader of marketing": ("leader", ("marketing",)),
    "leader of sales": ("leader", ("sales",)),
    "executive": ("executive", ()),
    "administrator": ("administrator", ()),
    "administrator of both teams": ("administrator", ("marketing", "sales")),
}
REMOVED: Final = "somebody removed"
EVERYBODY: Final = (*PEOPLE, REMOVED)

_LINE: Final[dict[str, JsonValue]] = {"category": "programme", "status": "placed", "plan_01": "5"}
_TARGET: Final[dict[str, JsonValue]] = {
    "team": "marketing", "kpi": "leads", "start": "2025-01", "months": 12, "value": "1000",
}  # fmt: skip


def address(who: str) -> str:
    """The address of somebody."""
    return f"{who.replace(' ', '.')}@example.com"


@dataclass(frozen=True)
class World:
    """A home, and what stands in it.

    Attributes:
        home: The home folder.
        file: A file of leads that may be imported.
        archive: A backup of the home.
        snapshots: Ids of an older snapshot and the current one.
        scenario: Id of the plan, a draft.
        lines: A line of each team.
        target, envelope, comment, proposal: One row each; the proposal is to marketing, by
            the planner of sales, the comment by the planner of marketing.
        changed: Revision of a change of marketing's line.
        table: Plans on their way to be agreed.
    """

    home: Path
    file: Path
    archive: Path
    snapshots: tuple[str, str]
    scenario: str
    lines: dict[Team, PlanRow]
    target: PlanRow
    envelope: PlanRow
    comment: str
    proposal: str
    changed: int
    table: AtTheTable

    def opened(self, home: Path | None = None) -> Workspace:
        """The home, or a copy of it, in the hands of the local administrator."""
        return Workspace.open(
            Settings(home=home or self.home, database_url=None, facts_url=None, admin=None)
        )


def in_hands_of(workspace: Workspace, who: str) -> Workspace:
    """The workspace in the hands of a registered person, or of one who was removed since."""
    if who == REMOVED:
        workspace.people.add(address(REMOVED), ["administrator", "executive"])
    with workspace.store.read() as connection:
        actor = actor_named(connection, address(who), workspace.settings)
    if who == REMOVED:
        workspace.people.remove(address(REMOVED))
    return workspace.acting_as(actor)


def everything(workspace: Workspace) -> dict[str, list[str]]:
    """Every row of every table of the store as it is kept, comparable."""
    with workspace.store.read() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')
            )
            for table in metadata.sorted_tables
        }


def built(folder: Path) -> World:
    """Make the world."""
    home = folder / "home"
    companies.whole(home)
    workspace = Workspace.open(Settings(home=home, database_url=None, facts_url=None))
    for who, (role, teams) in PEOPLE.items():
        workspace.people.add(address(who), [role], teams)
    _configured(workspace, folder)
    newest, older = (one.id for one in workspace.snapshots(2))
    scenario, lines, target, envelope, changed = _planned(workspace)
    line = lines["marketing"].id
    said = in_hands_of(workspace, "planner of marketing").plan.comment(line, "Why?")
    asked = in_hands_of(workspace, "planner of sales").plan.propose(
        line, {"plan_01": "7"}, "More leads"
    )
    table = agreeing(
        workspace,
        in_hands_of(workspace, "planner of marketing"),
        in_hands_of(workspace, "leader of sales"),
    )
    archive = folder / "archive.zip"
    workspace.backups.take(archive)
    # Kept in the home, so that no copy of it counts again.
    workspace.counts()
    return World(
        home=home,
        file=companies.written(folder / "more.csv", [companies.lead(900)]),
        archive=archive,
        snapshots=(older, newest),
        scenario=scenario,
        lines=lines,
        target=target,
        envelope=envelope,
        comment=_only(said.rows, "comment"),
        proposal=_only(asked.rows, "proposal"),
        changed=changed,
        table=table,
    )


def _configured(workspace: Workspace, folder: Path) -> None:
    workspace.set_channel("Webinars", team="marketing")
    origin = Folder(folder=str(folder), pattern="none-*.csv")
    workspace.schedules.add(Schedule(name="crm", origin=origin, mapping=Mapping(table="leads")))


def _planned(workspace: Workspace) -> tuple[str, dict[Team, PlanRow], PlanRow, PlanRow, int]:
    plan = workspace.plan
    scenario = plan.begin(2025, "Plan 2025").id
    teams: tuple[Team, ...] = ("marketing", "sales", "joint")
    lines = {team: plan.add("line", scenario, {**_LINE, "team": team}).rows[0] for team in teams}
    target = plan.add("target", scenario, _TARGET).rows[0]
    line = lines["marketing"]
    saved = plan.save([Edit(line.id, {"plan_01": line["plan_01"]}, {"plan_01": "6"})])
    lines["marketing"], changed = saved.rows[0], saved.revision
    assert changed is not None
    return scenario, lines, target, plan.rows("envelope", scenario)[0], changed


def _only(rows: tuple[PlanRow, ...], kind: str) -> str:
    return next(row.id for row in rows if row.kind == kind)
