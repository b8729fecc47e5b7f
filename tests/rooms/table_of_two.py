"""Two teams at one table: a small plan with people of every role, seen by each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.actors import actor_named
from data_sources.agreement import Agreement, Offer
from data_sources.workspace import Workspace
from planning.agreed.packages import Addition
from planning.agreed.rights import Role
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.teams import Team
from tests.claims import opened_by
from tests.rooms.plans import line, planned

PEOPLE: Final[dict[str, tuple[Role, tuple[Team, ...]]]] = {
    "ada": ("planner", ("marketing",)),
    "max": ("leader", ("marketing",)),
    "bo": ("planner", ("sales",)),
    "sue": ("leader", ("sales",)),
    "eve": ("executive", ()),
    "vic": ("viewer", ()),
}
LINES: Final = (line("Events", plan_03="40000"), line("Outbound", team="sales"))
HEAD: Final[dict[str, JsonValue]] = {
    "team": "sales", "category": "people", "job": "development", "region": "EMEA",
    "status": "placed", "plan_03": "6000",
    "drivers": [
        {"job": "development", "heads": "1", "cost_per_month": "6000", "starts": "2025-03"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class TableOfTwo:
    """A plan of 2025: events of marketing with 40,000 in March, outbound of sales.

    Attributes:
        home: Its home.
        workspace: In the hands of the local administrator.
        scenario: The plan's row.
        visited: Opens the view as somebody.
    """

    home: Path
    workspace: Workspace
    scenario: PlanRow
    visited: Callable[[str], AppTest]

    def by(self, who: str) -> Agreement:
        """The agreement in somebody's hands."""
        with self.workspace.store.read() as connection:
            actor = actor_named(connection, f"{who}@example.com", self.workspace.settings)
        return self.workspace.acting_as(actor).agreement

    def row(self, channel: str) -> PlanRow:
        """A line by its channel."""
        rows = self.workspace.plan.rows("line", self.scenario.id)
        return next(row for row in rows if row["channel"] == channel)

    def packages(self) -> tuple[PlanRow, ...]:
        """The packages of the plan."""
        return self.workspace.plan.rows("package", self.scenario.id)

    def disputes(self) -> tuple[PlanRow, ...]:
        """The disputes of the plan."""
        return self.workspace.plan.rows("dispute", self.scenario.id)

    def offered(self) -> PlanRow:
        """Ada's package: March of events for a head."""
        changes = {self.row("Events").id: {"plan_03": "0"}}
        offer = Offer(
            "Events for a head", "marketing", changes, [Addition("line", HEAD)], "Leads wait."
        )
        return self.by("ada").offer(self.scenario.id, offer).rows[0]

    def target(self) -> PlanRow:
        """A target of marketing: 1,000 leads."""
        target = Target.model_validate(
            {"team": "marketing", "kpi": "leads", "start": "2025-01", "months": 12, "value": 1000}
        )
        return self.workspace.plan.add("target", self.scenario.id, target.cells()).rows[0]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TableOfTwo:
    """A plan with envelopes, and people of every role."""
    home = tmp_path / "home"
    workspace, scenario = planned(home, LINES, company="60000", marketing="43000", sales="8000")
    for who, (role, teams) in PEOPLE.items():
        workspace.people.add(f"{who}@example.com", [role], teams)

    def visited(who: str) -> AppTest:
        app = opened_by(monkeypatch, home, f"{who}@example.com")
        app.query_params["view"] = "Give and take"
        app.run()
        app.switch_page("plan/budget.py").run()
        assert not app.exception
        return app

    return TableOfTwo(home, workspace, scenario, visited)


def labels(app: AppTest) -> list[str]:
    """What the buttons of a page say."""
    return [button.label for button in app.button]


def read(app: AppTest) -> str:
    """Everything a visitor can read, without the marks that keep it from being Markdown."""
    shown = [*app.subheader, *app.markdown, *app.caption, *app.error, *app.warning]
    text = "\n".join(str(element.value) for element in shown)
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ").replace("**", "")
