"""A write that met other rows than it was meant for: somebody moved them in the last moment.

Sheets are written by place. Whoever sorts, inserts or deletes rows between the last look and
the write lets it hit others: what they had is put back, and what was meant is still to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from planning.agreed.mirrored.outcome import Outcome, Put
from planning.agreed.mirrored.reading import Grid
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, same

Row = Sequence[SheetCell]


@dataclass
class Missed:
    """What a write did to other rows than it was meant for.

    Attributes:
        back: Cells to write, so that those rows have again what they had.
        cells: Cells that were not written, by the id of their row.
        left: Rows that were to be deleted and are there still.
        deleted: Rows that are gone although the write, which deleted others, was to keep them.
    """

    back: list[Put] = field(default_factory=list)
    cells: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    left: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether any other row was hit."""
        return bool(self.back or self.cells or self.left or self.deleted)

    def written(self, out: Outcome) -> dict[str, dict[str, JsonValue]]:
        """Return what both sides have after the write, once all is put back."""
        found = {one: dict(it) for one, it in out.written.items()}
        for own_id, names in self.cells.items():
            if own_id in found:
                found[own_id] |= {it: out.base.get(own_id, {}).get(it) for it in names}
        found |= {one: dict(out.base[one]) for one in self.left if one in out.base}
        # Known to the plan alone, they are written again.
        return {one: it for one, it in found.items() if one not in self.deleted}


def missed(tab: TabOf, out: Outcome, before: Grid, after: Grid) -> Missed:
    """Tell which rows a write hit that it was not meant for.

    Args:
        tab: Which tab it is.
        out: What the merge with `before` came to.
        before: The tab as it was read right before writing.
        after: The tab as the answer to the write shows it.
    """
    found = Missed()
    known = {_id(row): row for row in before[1:] if _id(row)}
    there = {_id(row) for row in after}
    meant_to_go = {_id(before[at]) for at in out.delete}
    last = len(tab.columns)
    by_row: dict[int, list[Put]] = defaultdict(list)
    for put in out.puts:
        by_row[put.at].append(put)
    for at, puts in by_row.items():
        now = at - sum(gone < at for gone in out.delete)
        row = after[now] if now < len(after) else ()
        if any(put.column == 0 for put in puts):
            _put_back_id(tab, found, known.keys() - there - meant_to_go, known, row, puts, now)
        elif _id(row) != _id(before[at]):
            right = [it for it in puts if same(_at(row, it.column), it.value)]
            # Otherwise the rows were moved after the write, and it met the right one.
            had = known.get(_id(row), ())
            found.back += [Put(now, it.column, _at(had, it.column)) for it in right]
            found.cells[_id(before[at])] |= {
                tab.columns[it.column - 1].name for it in right if it.column <= last
            }
    found.left = [one for one in meant_to_go if one in there]
    if out.delete:
        # Whether a person deleted it or the write, nobody can tell: it comes back. The write
        # may even have deleted a row of its own.
        every = (*known, *map(_id, out.append))
        found.deleted = [one for one in every if one not in there and one not in meant_to_go]
    return found


def _put_back_id(
    tab: TabOf,
    found: Missed,
    missing: set[str],
    known: Mapping[str, Row],
    row: Row,
    puts: Sequence[Put],
    now: int,
) -> None:
    """A new id went to a row that had one: to which, its cells tell."""
    cells = range(1, len(tab.columns) + 1)
    own = next(
        (one for one in missing if all(same(_at(known[one], at), _at(row, at)) for at in cells)),
        None,
    )
    had = () if own is None else known[own]
    if had or all(_at(row, at) in ("", None) for at in cells):
        found.back += [Put(now, put.column, _at(had, put.column)) for put in puts]


def _id(row: Row) -> str:
    return str(_at(row, 0) or "").strip()


def _at(row: Row, column: int) -> SheetCell:
    return row[column] if column < len(row) else None
