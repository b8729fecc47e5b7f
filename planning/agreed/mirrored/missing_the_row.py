"""A write that met other rows than it was meant for: somebody moved them in the last moment.

Sheets are written by place. Whoever sorts, inserts or deletes rows between the last look and
the write lets it hit others: what they had is put back, and what was meant is still to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
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
        again: Rows without an id to write below the last: they are gone, maybe by the write.
        deleted: Rows that are gone although the write, which deleted others, was to keep them.
    """

    back: list[Put] = field(default_factory=list)
    cells: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    left: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether any other row was hit."""
        return bool(self.back or self.cells or self.left or self.deleted or self.again)

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
    found, looking = Missed(), _Looking(tab, before, after)
    by_row: dict[int, list[Put]] = defaultdict(list)
    for put in out.puts:
        by_row[put.at].append(put)
    for at, puts in by_row.items():
        now = at - sum(gone < at for gone in out.delete)
        if any(put.column == 0 for put in puts):
            looking.ids(found, puts, now, meant=_id(before[at]))
        elif _id(looking.row(now)) != _id(before[at]):
            looking.cells(found, puts, now, meant=_id(before[at]))
    if out.delete:
        every = [*looking.known, *map(_id, out.append)]
        _tell_deleted(found, out, every, looking.there, before)
        left = _with(found.back, after)
        gone = (row for row in looking.new if not any(_alike(tab, row, it) for it in left))
        found.again = list(gone)
    return found


class _Looking:
    """Which row was hit, and what it had."""

    def __init__(self, tab: TabOf, before: Grid, after: Grid) -> None:
        self._tab, self._before, self._after = tab, before, after
        self.known: dict[str, Row] = {_id(row): row for row in before[1:] if _id(row)}
        self.new = [row for row in before[1:] if not _id(row) and not _is_empty(tab, row)]
        self.there = {_id(row) for row in after}

    def row(self, now: int) -> Row:
        """What stands at a place after the write."""
        return self._after[now] if now < len(self._after) else ()

    def ids(self, found: Missed, puts: Sequence[Put], now: int, *, meant: str) -> None:
        """A new id may have gone to a row that had one: its cells tell to which."""
        row = self.row(now)
        missing = self.known.keys() - self.there - {meant}
        own = next((it for it in missing if _alike(self._tab, self.known[it], row)), None)
        if own is None and not _is_empty(self._tab, row):
            return
        had: Row = () if own is None else self.known[own]
        self.there |= set() if own is None else {own}
        found.back += [Put(now, it.column, _at(had, it.column)) for it in puts]

    def cells(self, found: Missed, puts: Sequence[Put], now: int, *, meant: str) -> None:
        """Cells of another row than was meant."""
        row = self.row(now)
        # Otherwise the rows were moved after the write, and it met the right one.
        right = [it for it in puts if same(_at(row, it.column), it.value)]
        written = {it.column for it in right}
        # Copies have one id, new rows none: the other cells tell which of them it is.
        of_id = [it for it in self._before[1:] if _id(it) == _id(row)]
        same_row = (it for it in of_id if _alike(self._tab, it, row, written))
        had = next(same_row, self.known.get(_id(row), ()))
        found.back += [Put(now, it.column, _at(had, it.column)) for it in right]
        names = [it.name for it in self._tab.columns]
        found.cells[meant] |= {names[at - 1] for at in written if at <= len(names)}


def _tell_deleted(
    found: Missed, out: Outcome, every: Sequence[str], there: set[str], before: Grid
) -> None:
    """Whether a person deleted a row or the write, nobody can tell: it comes back.

    The write may even have deleted a row of its own.
    """
    meant = {_id(before[at]) for at in out.delete}
    found.left = [one for one in meant if one in there]
    found.deleted = [one for one in every if one not in there and one not in meant]


def _with(puts: Sequence[Put], rows: Grid) -> list[list[SheetCell]]:
    found = [list(row) for row in rows]
    for put in puts:
        if put.at < len(found):
            found[put.at] += [None] * (put.column + 1 - len(found[put.at]))
            found[put.at][put.column] = put.value
    return found


def _alike(tab: TabOf, one: Row, other: Row, but: Collection[int] = ()) -> bool:
    """Whether what people edit is the same in two rows."""
    places = (at for at in range(1, len(tab.columns) + 1) if at not in but)
    return all(same(_at(one, at), _at(other, at)) for at in places)


def _is_empty(tab: TabOf, row: Row) -> bool:
    return _alike(tab, row, ())


def _id(row: Row) -> str:
    return str(_at(row, 0) or "").strip()


def _at(row: Row, column: int) -> SheetCell:
    return row[column] if column < len(row) else None
