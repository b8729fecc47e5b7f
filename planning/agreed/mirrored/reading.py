"""Reading a tab: whose row is whose, by id, whatever people did to order and columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.agreed.kinds import title
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, same, shown
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.money import quoted

Grid = Sequence[Sequence[SheetCell]]
"""A tab as it is read: rows from the top, empty ends left out."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
_ALIKE: Final = 0.5
_MOST_TOLD: Final = 5
_COMMON: Final = frozenset({"category", "status", "motion", "start", "months"})
"""Cells that many rows have alike."""


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
    copies: list[SheetRow] = []
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
            copies.append(row)
        else:
            by_id[own_id] = row
    odd += _lost_ids(tab, new, {one: base[one] for one in base if one not in by_id})
    return Reading(by_id, tuple(copies), tuple(new), _few(odd))


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


def _lost_ids(tab: TabOf, new: Sequence[SheetRow], missing: Mapping[str, Cells]) -> list[str]:
    """Tell of rows that look like one that is missing: their ids were removed, not the rows."""
    found = []
    left = dict(missing)
    for row in new:
        for own_id, cells in left.items():
            if _alike(tab, row, cells):
                told = title(tab.kind, {**cells, "team": tab.team})
                found.append(
                    f"Row {row.at + 1} looks like {told}, whose id is gone. "
                    f"Write {own_id} into column A of that row, or delete the row and add it anew."
                )
                del left[own_id]
                break
    return found


def _alike(tab: TabOf, row: SheetRow, cells: Cells) -> bool:
    """Whether more than half of what makes a row another one is the same."""
    filled = [
        it
        for it in tab.columns
        if cells.get(it.name) is not None or not same(row.cells[it.name], None)
    ]
    filled = [it for it in filled if it.name not in _COMMON] or filled
    equal = sum(same(row.cells[it.name], shown(it, cells.get(it.name))) for it in filled)
    return bool(filled) and equal > _ALIKE * len(filled)


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
