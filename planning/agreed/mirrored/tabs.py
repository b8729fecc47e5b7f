"""Tabs: which cells of which kind stand in a spreadsheet, under which headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planning.agreed import targets
from planning.agreed.accounts import coverage
from planning.agreed.cells import Column, Read, day, money, month, number
from planning.agreed.kinds import COLUMNS, label
from planning.agreed.lines import PLAN
from planning.agreed.mirrored.values import SheetCell
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.teams import Team

ID_HEADING: Final = "Tandem id"
_NAMES: Final[Mapping[Kind, str]] = {
    "line": "Budget",
    "target": "Targets",
    "coverage": "Coverage",
}
_COMPUTED: Final[Mapping[Kind, str]] = {
    "line": "Year",
    "target": "Target in words",
    "coverage": "Coverage in words",
}
_MONEY: Final = "#,##0.00"
_NOT_THERE: Final = frozenset({"team", "copied_from", "drivers", "goal"})
"""Cells that stay in Tandem: whose row it is, where it came from, lists and links."""


@dataclass(frozen=True, slots=True)
class TabOf:
    """One team's rows of one kind, on a tab of their own.

    Attributes:
        kind: line, target or coverage.
        team: marketing or sales; what both share is edited in Tandem alone.
    """

    kind: Kind
    team: Team

    @property
    def title(self) -> str:
        """What people read on the tab."""
        return f"{_NAMES[self.kind]} {self.team}"

    @property
    def key(self) -> str:
        """A short name that never changes."""
        return f"{self.kind}-{self.team}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The cells a person edits, in the order of the tab."""
        foreign = {"marketing": "owner", "sales": "programme"}.get(self.team)
        hidden = _NOT_THERE | ({foreign} if self.kind == "coverage" else set())
        return tuple(it for it in COLUMNS[self.kind].values() if it.name not in hidden)

    def headings(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the first row of the tab: id, cells, what Tandem computes."""
        names = (label(self.kind, column.name, scenario) for column in self.columns)
        return (ID_HEADING, *names, _COMPUTED[self.kind])

    def computed(self, cells: Cells) -> SheetCell:
        """Return what Tandem computes of a row: the year's sum, or the row in words."""
        if self.kind == "line":
            total = sum((Decimal(str(cells.get(name) or 0)) for name in PLAN), Decimal(0))
            return int(total) if total == int(total) else float(total)
        return (targets.title if self.kind == "target" else coverage.title)(cells)

    def formats(self) -> tuple[str, ...]:
        """Return the number format of each column of the tab.

        `@` keeps what is typed; with none a number looks as it was typed, a share as percent.
        """
        by_reader: dict[Read, str] = {
            money: _MONEY,
            number: "",
            day: "yyyy-mm-dd",
            month: "yyyy-mm",
        }
        own = (by_reader.get(column.read, "@") for column in self.columns)
        return ("@", *own, _MONEY if self.kind == "line" else "@")


TABS: Final = tuple(
    TabOf(kind, team) for kind in ("line", "target", "coverage") for team in ("marketing", "sales")
)
"""The tabs of a mirror, in their order."""
