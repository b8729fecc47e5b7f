"""How the tabs of a mirror are made, and what a merge writes to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data_sources.mirroring.state import Mirror, TabState
from data_sources.sheets.cells import Region
from data_sources.sheets.changes import (
    AddTab,
    AppendRows,
    Change,
    DeleteRows,
    Format,
    Protect,
    WriteCells,
)
from planning.agreed.mirrored.outcome import Outcome, Put
from planning.agreed.mirrored.tabs import TABS, TabOf
from planning.agreed.scenarios import Scenario

LOG: Final = "Tandem log"
_ROWS: Final = 200
_LONG_LOG: Final = 1_000
_HEAD: Final = "#e8eef7"
_QUIET: Final = "#f3f3f3"


def tab_ids(set_up: str) -> tuple[int, dict[str, int]]:
    """Return the ids of the log's tab and of the others by key, from the set-up's id.

    Example:
        >>> log, tabs = tab_ids("0000010" + "0" * 25)
        >>> log, tabs["line-marketing"]
        (16, 17)
    """
    first = int(set_up[:7], 16)
    return first, {tab.key: first + at for at, tab in enumerate(TABS, 1)}


def new_tabs(mirror: Mirror, scenario: Scenario, robot: str) -> list[Change]:
    """Return the changes that bring a mirror's empty tabs in, and the log's.

    Args:
        mirror: The mirror.
        scenario: Its plan.
        robot: The service account's address, which goes on writing where people may not.
    """
    log_id, ids = tab_ids(mirror.set_up)
    made: list[Change] = [AddTab(log_id, LOG, rows=_ROWS, columns=4, hidden=True)]
    made.append(Protect(Region(log_id), "Tandem notes here what it wrote.", (robot,)))
    for tab in TABS:
        made += _new_tab(tab, ids[tab.key], scenario, robot)
    return made


def _new_tab(tab: TabOf, tab_id: int, scenario: Scenario, robot: str) -> list[Change]:
    headings, last = tab.headings(scenario), len(tab.columns) + 1
    ids, computed = Region(tab_id, 1, None, 0, 1), Region(tab_id, 1, None, last, last + 1)
    made: list[Change] = [
        AddTab(tab_id, tab.title, _ROWS, len(headings), frozen_rows=1, frozen_columns=1),
        WriteCells(tab_id, 0, 0, (headings,)),
        Format(Region(tab_id, 0, 1), bold=True, background=_HEAD),
        Protect(Region(tab_id, 0, 1), "Headings stay as they are.", (robot,)),
        # A warning only: a row with a cell that is locked could not be sorted or deleted.
        Protect(ids, "Tandem knows rows by these ids.", warning_only=True),
        Protect(computed, "Tandem computes this column.", warning_only=True),
        Format(ids, background=_QUIET),
        Format(computed, background=_QUIET),
    ]
    made += [
        Format(Region(tab_id, 1, None, at, at + 1), number=number)
        for at, number in enumerate(tab.formats())
        if number
    ]
    return made


def changes_of(out: Outcome, state: TabState) -> Sequence[Change]:
    """Return what a merge writes to its tab; rows count as they did when it was read."""
    made: list[Change] = [
        WriteCells(state.tab_id, run[0].at, run[0].column, (tuple(put.value for put in run),))
        for run in _runs(out.puts)
    ]
    if out.append:
        made.append(AppendRows(state.tab_id, tuple(out.append)))
    # From the bottom, so that the places of the others stay.
    made += [DeleteRows(state.tab_id, at, at + 1) for at in sorted(out.delete, reverse=True)]
    return made


def shortened(log_tab_id: int, rows: int) -> list[Change]:
    """Return what takes old rows from a log that has become long, which is read each time.

    The first row stays: the mark of the latest write is there.

    Args:
        log_tab_id: The log's tab.
        rows: How many rows it has.

    Example:
        >>> shortened(7, 100), shortened(7, 1000)
        ([], [DeleteRows(tab_id=7, first=1, end=800)])
    """
    return [] if rows < _LONG_LOG else [DeleteRows(log_tab_id, 1, rows - _ROWS)]


def _runs(puts: Sequence[Put]) -> list[list[Put]]:
    """Return cells to write, those beside each other together."""
    runs: list[list[Put]] = []
    for put in sorted(puts, key=lambda it: (it.at, it.column)):
        last = runs[-1][-1] if runs else None
        if last is not None and (last.at, last.column + 1) == (put.at, put.column):
            runs[-1].append(put)
        else:
            runs.append([put])
    return runs
