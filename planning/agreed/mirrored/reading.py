"""Reading a tab: whose row is whose, by id, whatever people did to order and columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.agreed.mirrored.ids import Placed, astray, filled
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, same
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.money import quoted

Grid = Sequence[Sequence[SheetCell]]
"""A tab as it is read: rows from the top, empty ends left out."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a tab.

    Attributes:
        at: Its place, the heading is 0.
        cells: What stands in the cells a person edits, by cell.
        computed: What stands where Tandem computes.
    """

    at: int
    cells: Mapping[str, SheetCell]
    computed: SheetCell = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A tab that was read.

    Attributes:
        by_id: Rows by their id; of copies the first.
        copies: Rows whose id an earlier row has.
        new: Rows without an id.
        wrong: Why the tab cannot be read, one sentence each; then nothing is done to it.
    """

    by_id: Mapping[str, SheetRow]
    copies: tuple[SheetRow, ...] = ()
    new: tuple[SheetRow, ...] = ()
    wrong: tuple[str, ...] = ()


def read_tab(tab: TabOf, scenario: Scenario, grid: Grid, base: Mapping[str, Cells]) -> Reading:
    """Read a tab by the ids of its rows.

    Args:
        tab: Which tab it is.
        scenario: Its plan.
        grid: What stands there.
        base: The cells of each row as they were last the same on both sides.
    """
    wrong = _odd_headings(tab, tab.headings(scenario), grid[0] if grid else ())
    if wrong:
        return Reading({}, wrong=wrong)
    names = [column.name for column in tab.columns]
    by_id: dict[str, SheetRow] = {}
    copies: list[tuple[str, SheetRow]] = []
    new: list[SheetRow] = []
    odd: list[str] = []
    for at, raw in enumerate(grid[1:], 1):
        values = [*raw, *[None] * (len(names) + 2 - len(raw))]
        own_id = str(values[0] or "").strip()
        row = SheetRow(at, dict(zip(names, values[1:], strict=False)), values[len(names) + 1])
        if not own_id:
            if any(not same(it, None) for it in row.cells.values()):
                new.append(row)
        elif not _ID.fullmatch(own_id):
            odd.append(f"Row {at + 1} has the id “{quoted(own_id)}”, which Tandem never gave.")
        elif own_id in by_id:
            copies.append((own_id, row))
        else:
            by_id[own_id] = row
    odd += astray(
        tab,
        [_placed(row, own_id) for own_id, row in by_id.items()],
        [_placed(row, own_id) for own_id, row in copies],
        [_placed(row, "") for row in new],
        base,
    )
    return Reading(by_id, tuple(row for _, row in copies), tuple(new), _few(odd))


def _odd_headings(
    tab: TabOf, expected: Sequence[str], found: Sequence[SheetCell]
) -> tuple[str, ...]:
    there = [str(it or "").strip() for it in found]
    there += [""] * (len(expected) - len(there))
    odd = [at for at, name in enumerate(expected) if there[at] != name]
    if not odd:
        return ()
    if sorted(there[: len(expected)]) == sorted(expected) or set(expected) <= set(there):
        first = expected[odd[0]]
        return (
            (
                f"Columns of “{tab.title}” were moved: “{first}” belongs in column "
                f"{_letters(odd[0])}. Move the columns back; rows may stand in any order."
            ),
        )
    return _few(
        [
            f"Column {_letters(at)} of “{tab.title}” must be headed “{expected[at]}”, not "
            f"“{quoted(there[at])}”. Write its heading again."
            for at in odd
        ]
    )


def _placed(row: SheetRow, own_id: str) -> Placed:
    return Placed(row.at, own_id, filled(row.cells))


def _few(sentences: Collection[str]) -> tuple[str, ...]:
    told = tuple(sentences)[:_MOST_TOLD]
    more = len(sentences) - len(told)
    return (*told, f"{more} more like these.") if more else told


def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
