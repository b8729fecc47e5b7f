"""Both sides of a mirror in a test's hands."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from data_sources.mirroring import connecting
from data_sources.mirroring.state import Mirror
from data_sources.mirroring.syncing import sync
from data_sources.sheets.client import GoogleSheets
from data_sources.sheets.patience import Patience
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.mirrored.tabs import TABS, TabOf
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from tests.sheets_server.app import Google
from tests.sheets_server.grid import Value
from tests.sheets_server.person import Person
from tests.sheets_server.running import client_of
from tests.sheets_server.signing_in import ROBOT

BUDGET = TABS[0]
OWNER = "ada@example.com"


@dataclass
class BothSides:
    """A plan, its spreadsheet and who works on them.

    Attributes:
        workspace: Where the plan is.
        scenario: The plan's id.
        google: The server.
        person: Somebody at the sheet.
        sheets: The product's client.
    """

    workspace: Workspace
    scenario: str
    google: Google
    person: Person
    sheets: GoogleSheets

    def sync(self) -> Mirror:
        """Synchronise once."""
        return sync(self.workspace, self.sheets, self.scenario)

    def signs_in_anew(self) -> None:
        """Go on as a new process, which has no token yet."""
        self.sheets = a_client(self.google)

    def add(self, tab: TabOf = BUDGET, **cells: JsonValue) -> str:
        """Add a row in Tandem; returns its id."""
        needed: dict[str, dict[str, JsonValue]] = {
            "line": {"category": "programme", "status": "placed"},
            "target": {"kpi": "leads", "start": "2026-01", "months": 12},
            "coverage": {"account": "ACC-7", "motion": "acquire"},
        }
        every = {"team": tab.team, **needed[tab.kind], **cells}
        return self.workspace.plan.add(tab.kind, self.scenario, every).rows[-1].id

    def edit(self, row: str, cell: str, value: JsonValue) -> None:
        """Edit a cell in Tandem."""
        was = self.workspace.plan.row(row)[cell]
        self.workspace.plan.save([Edit(row, {cell: was}, {cell: value})])

    def rows(self, tab: TabOf = BUDGET) -> dict[str, PlanRow]:
        """The rows of a tab in Tandem, by id."""
        found = self.workspace.plan.rows(tab.kind, self.scenario)
        return {row.id: row for row in found if row.team == tab.team}

    def shows(self, tab: TabOf = BUDGET) -> list[list[Value]]:
        """The rows of the tab below its headings."""
        return self.person.shows(tab.title)[1:]

    def place(self, row: str, tab: TabOf = BUDGET) -> int:
        """Where a row stands on its tab."""
        return next(at for at, it in enumerate(self.shows(tab), 1) if it and it[0] == row)

    def types(self, row: str, cell: str, value: Value, tab: TabOf = BUDGET) -> None:
        """Type into a row's cell at the sheet."""
        self.person.types(tab.title, self.place(row, tab), column(cell, tab), value)

    def at_sheet(self, row: str, cell: str, tab: TabOf = BUDGET) -> Value:
        """What stands in a row's cell at the sheet."""
        return self.shows(tab)[self.place(row, tab) - 1][column(cell, tab)]

    def year(self) -> Scenario:
        """The plan."""
        return Scenario.of(self.workspace.plan.row(self.scenario).cells)


def column(cell: str, tab: TabOf = BUDGET) -> int:
    """Which column of a tab a cell is in."""
    return [it.name for it in tab.columns].index(cell) + 1


def both_sides(workspace: Workspace, google: Google) -> BothSides:
    """Begin a plan and connect it to an empty spreadsheet."""
    book = google.new_book("Plan", OWNER)
    book.shared[ROBOT] = "writer"
    scenario = workspace.plan.begin(2026, "Plan 2026").id
    connecting.connect(workspace, book.id, scenario)
    return BothSides(workspace, scenario, google, Person(book, OWNER), a_client(google))


def a_client(google: Google) -> GoogleSheets:
    """The product's client, which does not really wait."""
    patience = Patience(sleep=lambda _: None, share=lambda: 0.5, timeout_seconds=(10.0, 60.0))
    return client_of(google, patience)
