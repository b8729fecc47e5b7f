"""Plan rows: everything people edit in a plan, of whatever kind, as flat cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from pydantic import JsonValue

from planning.teams import Team

Kind = Literal[
    "scenario",
    "envelope",
    "line",
    "target",
    "comment",
    "proposal",
    "goal",
    "package",
    "signature",
    "dispute",
    "closing",
    "action",
    "decision",
    "assumption",
    "coverage",
    "criterion",
    "score",
    "note",
    "parked",
    "meeting",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

SIGNED: Final[frozenset[Kind]] = frozenset(
    {
        "scenario",
        "envelope",
        "line",
        "target",
        "goal",
        "assumption",
        "coverage",
        "criterion",
        "score",
    }
)
"""What a plan consists of: a change of one of these is a change of what was signed."""

MEETING: Final[frozenset[Kind]] = frozenset({"action", "decision", "note", "parked", "meeting"})
"""What meetings leave behind. It belongs to no plan and stands on a sheet of its own."""

Cells = Mapping[str, JsonValue]
"""JSON values by cell; money as decimal text, None or absent where a cell is blank."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan as it stands at a revision.

    Attributes:
        id: 32 hexadecimal digits, never given twice.
        kind: What the row is.
        scenario: Id of the scenario it belongs to, a scenario's own, or `meeting_sheet`.
        team: Whose row it is, for rights.
        position: Where it stands on its sheet.
        version: Counter of the row's changes.
        revision: The store's revision of its latest change.
        cells: Its values.
    """

    id: str
    kind: Kind
    scenario: str
    team: Team
    position: int = 0
    version: int = 1
    revision: int = 0
    cells: Cells = field(default_factory=dict)

    def with_cells(self, changes: Cells) -> PlanRow:
        """Return the row with some cells changed; its counters stay."""
        return replace(self, cells={**self.cells, **changes})

    def __getitem__(self, cell: str) -> JsonValue:
        """Return a cell's value, None where it is blank."""
        return self.cells.get(cell)


def meeting_sheet(origin: str) -> str:
    """Return what rows of meetings have in the place of a scenario's id.

    No scenario has this id, so that nothing which lists, copies or compares plans meets them.

    Args:
        origin: “real” or “demo”, as the facts are.

    Example:
        >>> meeting_sheet("demo")
        'meetings-demo'
    """
    return f"meetings-{origin}"
