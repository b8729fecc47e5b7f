"""Plans for the rooms: small ones, and a planner's hands on their sheet without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rows import Cells, PlanRow
from tests.rooms import companies


def line(channel: str, team: str = "marketing", **cells: JsonValue) -> Cells:
    """A line of programme money: 1,000 in each of the first three months."""
    months = {f"plan_{at:02d}": "1000.00" for at in range(1, 4)}
    known = {"team": team, "category": "programme", "channel": channel, "status": "placed"}
    return {**known, **months, **cells}


def planned(
    home: Path, lines: Sequence[Cells], *, year: int = 2025, **envelopes: str
) -> tuple[Workspace, PlanRow]:
    """A home of one's own with a plan of these lines and envelopes."""
    workspace = companies.opened(home)
    workspace.set_setting("name", "Acme")
    scenario = workspace.plan.begin(year, f"Plan {year}")
    saved = workspace.plan.add("line", scenario.id, [dict(it) for it in lines])
    assert not saved.refused, saved.refused
    edits = [
        Edit(row.id, {"amount": None}, {"amount": envelopes[str(row["scope"])]})
        for row in workspace.plan.rows("envelope", scenario.id)
        if row["scope"] in envelopes
    ]
    if edits:
        workspace.plan.save(edits)
    return workspace, scenario


def grid_key(app: AppTest, scenario: PlanRow, kind: str = "line") -> str:
    """The key of the grid as it is drawn now."""
    copy = app.session_state[f"copy-{kind}-{scenario.id}-local"]
    return f"grid-{kind}-{scenario.id}-{copy.grid}"


def typed(
    app: AppTest, scenario: PlanRow, edited: Mapping[int, Mapping[str, JsonValue]]
) -> AppTest:
    """Type into the grid: cells by position of the row, from 0."""
    rows = {at: dict(cells) for at, cells in edited.items()}
    app.session_state[grid_key(app, scenario)] = {
        "edited_rows": rows,
        "added_rows": [],
        "deleted_rows": [],
    }
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    """Press a button by what stands on it."""
    return next(button for button in app.button if button.label == label).click().run()
