"""What one change did to one row, in cells and in words."""

from __future__ import annotations

from dataclasses import dataclass

from planning.agreed.rows import Cells, Kind
from planning.teams import Team


@dataclass(frozen=True)
class RowTold:
    """What one change did to one row.

    Attributes:
        row, kind, scenario, team: The row.
        title: What people call it.
        before, after: The cells that differ; None where there was or is no row.
        sentence: The same, in one plain sentence.
    """

    row: str
    kind: Kind
    scenario: str
    team: Team
    title: str
    before: Cells | None
    after: Cells | None
    sentence: str
