"""Comparing what a tab shows after a write with what was to stand there."""

from __future__ import annotations

from itertools import zip_longest

from planning.agreed.mirrored.outcome import Outcome
from planning.agreed.mirrored.reading import Grid
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, same


def is_as_written(tab: TabOf, out: Outcome, before: Grid, after: Grid) -> bool:
    """Whether a tab shows, cell by cell, what it showed before and what was written to it.

    Args:
        tab: Which tab it is; columns that people added beside are nobody's concern.
        out: What the merge with `before` came to.
        before: The tab as it was read right before writing.
        after: The tab as it was afterwards.
    """
    width = len(tab.columns) + 2
    pairs = zip_longest(_expected(out, before), after, fillvalue=())
    return all(_alike([*one][:width], [*other][:width]) for one, other in pairs)


def _expected(out: Outcome, before: Grid) -> list[list[SheetCell]]:
    rows = [list(row) for row in before]
    for put in out.puts:
        row = rows[put.at]
        row += [None] * (put.column + 1 - len(row))
        row[put.column] = put.value
    rows += [list(line) for line in out.append]
    gone = frozenset(out.delete)
    return [row for at, row in enumerate(rows) if at not in gone]


def _alike(one: list[SheetCell], other: list[SheetCell]) -> bool:
    return all(same(mine, its) for mine, its in zip_longest(one, other))
