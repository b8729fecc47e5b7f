"""What merging a tab with the plan comes to, and what people are asked and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from planning.agreed.mirrored.values import SheetCell
from planning.agreed.rows import Cells

Gone = Literal["", "sheet", "tandem"]


@dataclass(frozen=True, slots=True)
class SheetClash:
    """What both sides changed to different values; both stay as they are until somebody says.

    Attributes:
        row: The row's id.
        cell: The cell; empty where the row as a whole is meant.
        base: What both last had.
        sheet: What stands in the spreadsheet.
        tandem: What stands in the plan.
        title: What people call the row.
        gone: Which side removed the row, if one did.
        cells: What the other side then has.
    """

    row: str
    cell: str
    base: JsonValue
    sheet: JsonValue
    tandem: JsonValue
    title: str
    gone: Gone = ""
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A cell of the spreadsheet that the plan cannot take; both sides stay as they are.

    Attributes:
        at: Place of its row on the tab, the heading is 0; 0 where the row is gone.
        cell: The cell; empty where the row as a whole is meant.
        sentence: Why.
    """

    at: int
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Put:
    """One cell to write.

    Attributes:
        at: Place of its row on the tab, the heading is 0.
        column: Its column, the id's is 0.
        value: What is to stand there; None empties it.
    """

    at: int
    column: int
    value: SheetCell


@dataclass
class Outcome:
    """What a merge comes to. The plan's side is applied first, the spreadsheet's after.

    Attributes:
        wrong: Why the tab cannot be read; then all else is empty.
        take: Cells the plan takes, by row id.
        add: Rows the plan gets, by the id they have on the tab.
        remove: Rows the plan loses.
        puts: Cells to write.
        append: Rows to write below the last.
        delete: Places of rows to delete.
        base: What both sides have once the plan's side is applied.
        written: What both sides have once the spreadsheet is written too.
        clashes: What both changed to different values.
        not_taken: What the plan refuses.
    """

    base: dict[str, dict[str, JsonValue]]
    wrong: tuple[str, ...] = ()
    take: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    add: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    puts: list[Put] = field(default_factory=list)
    append: list[tuple[SheetCell, ...]] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)
    written: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    clashes: list[SheetClash] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written to the spreadsheet."""
        return bool(self.puts or self.append or self.delete)

    @property
    def changes_plan(self) -> bool:
        """Whether the plan takes, gets or loses anything."""
        return bool(self.take or self.add or self.remove)


def settled(
    base: Mapping[str, Cells], clash: SheetClash, side: Literal["sheet", "tandem"]
) -> dict[str, dict[str, JsonValue]]:
    """Return the base from which the next merge takes one side of a clash.

    The side that is not wanted is what both are said to have had, so that only the other
    one has changed since.

    Example:
        >>> clash = SheetClash("r", "a", base=1, sheet=2, tandem=3, title="")
        >>> settled({"r": {"a": 1}}, clash, "sheet"), settled({"r": {"a": 1}}, clash, "tandem")
        ({'r': {'a': 3}}, {'r': {'a': 2}})
    """
    after = {one: dict(cells) for one, cells in base.items()}
    if clash.cell:
        value = clash.tandem if side == "sheet" else clash.sheet
        after.setdefault(clash.row, {})[clash.cell] = value
    elif clash.gone == side:
        # What is there is as both had it, and so goes.
        after[clash.row] = dict(clash.cells)
    else:
        # Known to neither before: the row that is there comes to the other side too.
        after.pop(clash.row, None)
    return after
