"""Ids that went astray on a tab: removed, filled down, or left behind when rows were sorted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.agreed.kinds import title
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, shown
from planning.agreed.rows import Cells

_COMMON: Final = frozenset({"category", "status", "motion", "start", "months"})
"""Cells that many rows have alike."""
_ALIKE: Final = 0.5
_MOVED_CELLS: Final = 2
_MOVED_ROWS: Final = 2

Plain = tuple[str, SheetCell]
"""A cell so that equal ones are equal, and 1, True and “1” are not."""
Filled = Mapping[str, Plain]
"""What stands in a row, by cell; empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a tab.

    Attributes:
        at: Its place, the heading is 0.
        own_id: The id it has; empty if none.
        filled: What stands in it.
    """

    at: int
    own_id: str
    filled: Filled


Found = tuple[Placed, str]
"""A row, and the id that it seems to have lost."""


def filled(cells: Mapping[str, SheetCell]) -> Filled:
    """Return what stands in cells, empty ones left out.

    Example:
        >>> filled({"a": 1, "b": "", "c": "1"})
        {'a': ('number', 1.0), 'c': ('text', '1')}
    """
    found: dict[str, Plain] = {}
    for name, value in cells.items():
        if value in ("", None):
            continue
        if isinstance(value, bool):
            found[name] = ("truth", value)
        elif isinstance(value, int | float):
            found[name] = ("number", float(value))
        else:
            found[name] = ("text", value)
    return found


def astray(
    tab: TabOf,
    rows: Sequence[Placed],
    copies: Sequence[Placed],
    new: Sequence[Placed],
    base: Mapping[str, Cells],
) -> list[str]:
    """Tell of ids that are not with their rows any more, a sentence each.

    Args:
        tab: Which tab it is.
        rows: Rows by the ids they have.
        copies: Rows whose id an earlier row has.
        new: Rows without an id.
        base: The cells of each row as they were last the same on both sides.
    """
    there = {row.own_id for row in rows}
    known = {
        own_id: filled({it.name: shown(it, cells.get(it.name)) for it in tab.columns})
        for own_id, cells in base.items()
    }
    missing = {own_id: it for own_id, it in known.items() if own_id not in there}
    strays = [it for it in copies if it.filled != known.get(it.own_id)]
    found = [*_exactly(strays, missing), *_alike(new, missing)]
    told = [
        f"Row {row.at + 1} looks like {title(tab.kind, {**base[one], 'team': tab.team})}, whose "
        f"id is gone. Write {one} into column A of that row, or delete the row and add it anew."
        for row, one in found
    ]
    return told + _sorted_without(rows, known)


def _exactly(copies: Sequence[Placed], missing: Mapping[str, Filled]) -> Iterator[Found]:
    by_content = {frozenset(it.items()): one for one, it in missing.items()}
    for row in copies:
        one = by_content.pop(frozenset(row.filled.items()), None)
        if one is not None:
            yield row, one


def _alike(new: Sequence[Placed], missing: Mapping[str, Filled]) -> Iterator[Found]:
    """Give rows of which more than half is as in one that is missing, each of them once."""
    holders: dict[tuple[str, Plain], list[str]] = defaultdict(list)
    for own_id, it in missing.items():
        for cell in _telling(it):
            holders[cell].append(own_id)
    taken: set[str] = set()
    for row in new:
        votes = Counter(one for cell in _telling(row.filled) for one in holders.get(cell, ()))
        one = next(
            (
                it for it, equal in votes.most_common()
                if it not in taken and equal > _ALIKE * _either(row.filled, missing[it])
            ),
            None,
        )  # fmt: skip
        if one is not None:
            taken.add(one)
            yield row, one


def _telling(it: Filled) -> list[tuple[str, Plain]]:
    own = [cell for cell in it.items() if cell[0] not in _COMMON]
    return own or list(it.items())


def _either(one: Filled, other: Filled) -> int:
    names = (one.keys() | other.keys()) - _COMMON
    return len(names or one.keys() | other.keys())


def _sorted_without(rows: Sequence[Placed], known: Mapping[str, Filled]) -> list[str]:
    """Tell of rows that hold what another one held, which holds it no more."""
    left = [row for row in rows if row.own_id in known and row.filled != known[row.own_id]]
    gone = {frozenset(known[row.own_id].items()) for row in left}
    moved = [
        row
        for row in left
        if frozenset(row.filled.items()) in gone
        and len(_differing(row.filled, known[row.own_id])) >= _MOVED_CELLS
    ]
    if len(moved) < _MOVED_ROWS:
        return []
    places = ", ".join(str(row.at + 1) for row in moved[:_MOVED_ROWS])
    told = f"Rows were sorted or moved without their ids in column A, such as rows {places}."
    return [f"{told} Undo that in the spreadsheet, and sort whole rows."]


def _differing(one: Filled, other: Filled) -> set[str]:
    return {name for name, _ in one.items() ^ other.items()}
