"""An offer while it is written: the columns that say what lines and targets should be."""

from __future__ import annotations

from planning.agreed.kinds import in_words, label
from planning.agreed.lines import PLAN
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import Scenario
from views import budget, targets
from views.packages import TEAM_NAMES, called
from views.sheets import Column


def grid_columns(kind: Kind, scenario: Scenario) -> tuple[Column, ...]:
    """Return the columns in which an offer says what lines or targets should be.

    Args:
        kind: Lines, by month; or targets, by what was agreed.
        scenario: Names the months.
    """
    team = Column("team_word", "Team", computed=lambda row: TEAM_NAMES[row.team], width=88)
    if kind == "target":
        name = Column("name", "Target", computed=targets.called, width=248, pinned=True)
        return (name, team, *map(_bound, ("value", "low", "high")))
    heads = budget.months(scenario)
    months = (
        Column(cell, head, "number", width=76) for cell, head in zip(PLAN, heads, strict=True)
    )
    return (Column("line", "Line", computed=called, width=200, pinned=True), team, *months)


def _bound(cell: str) -> Column:
    def told(row: PlanRow) -> str | None:
        return None if row[cell] is None else in_words("target", cell, row[cell], row.cells)

    return Column(cell, label("target", cell), "number", shown=told, width=96)
