"""How a plan and its spreadsheet must stand once nobody edits any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from data_sources.store import plan_rows
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.mirrored.values import SheetCell, same, shown
from tests.sources.mirror.both_sides import BothSides, column
from tests.sources.mirror.kinds import SPOILT, Worked


def mend(both: BothSides, work: Worked) -> None:
    """Type again what stands in the plan wherever it was spoilt; empty where it has no row."""
    for tab in (work.tab, work.other):
        at, rows = column(work.spoilt, tab), both.rows(tab)
        for place, row in enumerate(both.shows(tab), 1):
            if not str(row[at]).startswith(SPOILT):
                continue
            known = rows.get(str(row[0]))
            if known is not None:
                right = shown(work.columns[work.spoilt], known[work.spoilt])
                both.person.types(tab.title, place, at, right)
            elif not work.columns[work.spoilt].fixed:
                both.person.types(tab.title, place, at, None)


def same_on_both_sides(both: BothSides, tab: TabOf) -> None:
    """Every cell of every row, and what Tandem computes."""
    rows = both.rows(tab)
    there = [row for row in both.shows(tab) if any(it is not None for it in row)]
    assert sorted(str(row[0]) for row in there) == sorted(rows)
    for row in there:
        cells = rows[str(row[0])].cells
        values = [cast("SheetCell", it) for it in row]
        for its in tab.columns:
            standing = values[column(its.name, tab)]
            assert same(standing, shown(its, cells.get(its.name))), (row[0], its.name)
        assert same(values[len(tab.columns) + 1], tab.computed(cells))


def nothing_doubled(both: BothSides, work: Worked, copies: Mapping[str, int]) -> None:
    """As many rows as were born and copied at most."""
    born = [str(row[work.born]) for row in both.rows(work.tab).values()]
    assert all(born.count(one) <= 1 + copies[one] for one in born)


def history_tells_who(both: BothSides, work: Worked, typed: Mapping[str, tuple[str, str]]) -> None:
    """The side that typed a value; what came by the other team's tab came from that team."""
    own, other = f"sheet:{work.tab.team}", f"sheet:{work.other.team}"
    with both.workspace.store.read() as connection:
        for row in both.rows(work.tab).values():
            changes = list(plan_rows.of_row(connection, row.id))
            assert {it.actor for it in changes} <= {own, "local"}
            for cell in work.cells:
                if row[cell] is None:
                    continue
                _, side = typed[str(row[cell])]
                who = {it.actor for it in changes if (it.after or {}).get(cell) == row[cell]}
                assert who & {own, "local"}
                if side == "sheet":
                    assert own in who
        for row in both.rows(work.other).values():
            assert {it.actor for it in plan_rows.of_row(connection, row.id)} == {other}
