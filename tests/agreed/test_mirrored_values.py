"""Values of a spreadsheet's cells: as Sheets gives them unformatted, and there and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.cells import Unfit
from planning.agreed.mirrored.tabs import TABS, TabOf
from planning.agreed.mirrored.values import SheetCell, kept, same, shown
from planning.agreed.rows import Kind


@pytest.mark.parametrize(
    ("kind", "cell", "value", "expected"),
    [
        # 27 % typed into a cell is the number behind it.
        ("target", "value", 0.27, "0.27"),
        ("target", "value", "27,5 %", "0.275"),
        ("target", "value", 0.1 + 0.2, "0.3"),
        ("target", "start", 46082.0, "2026-03"),
        ("target", "months", 12.0, 12),
        ("line", "plan_01", "1.200,50", "1200.50"),
        ("line", "plan_01", 1234.565, "1234.57"),
        ("line", "channel", 2026.0, "2026"),
        ("line", "channel", "+1 'x", "+1 'x"),
        ("line", "campaign_start", 46023.75, "2026-01-01"),
        ("line", "campaign_start", "13/2/2026", "2026-02-13"),
        ("line", "reserve_month", 46055.5, "2026-02"),
        ("coverage", "touches", 6.0, 6),
    ],
)
def test_what_a_sheet_gives_unformatted_is_understood(
    kind: Kind, cell: str, value: SheetCell, expected: JsonValue
) -> None:
    """Shares, serial numbers with a time of day, text in the signs of another country."""
    columns = {it.name: it for tab in TABS if tab.kind == kind for it in tab.columns}
    assert kept(columns[cell], value) == expected
    assert kept(columns[cell], shown(columns[cell], expected)) == expected


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        # Two readings.
        ("line", "plan_01", "1.200"),
        ("line", "campaign_start", "2/3/2026"),
        # Numbers in a day's cell, and a time of day.
        ("line", "campaign_start", 5),
        ("line", "campaign_start", 0.5),
        ("coverage", "end", 2026),
        ("line", "reason", "=1+1"),
        ("target", "value", True),
        ("coverage", "touches", 6.5),
    ],
)
def test_what_is_not_certain_is_refused(kind: Kind, cell: str, value: SheetCell) -> None:
    """It stays in the sheet and is told."""
    columns = {it.name: it for tab in TABS if tab.kind == kind for it in tab.columns}
    with pytest.raises(Unfit):
        kept(columns[cell], value)


VALUES = st.one_of(
    st.none(),
    st.decimals(0, 10**9, places=2).map(str),
    st.dates(min_value=date(1950, 1, 1)).map(str),
    st.dates(min_value=date(1950, 1, 1)).map(lambda it: str(it)[:7]),
    st.text(max_size=20),
)


@given(tab=st.sampled_from(TABS), value=VALUES, data=st.data())
def test_what_is_kept_comes_back_as_it_was(
    tab: TabOf, value: str | None, data: st.DataObject
) -> None:
    """A value that a column takes is the same after it stood in the sheet."""
    column = data.draw(st.sampled_from(tab.columns))
    try:
        there = None if value is None else column.read(value)
    except Unfit:
        return
    there = None if there == "" else there
    stands = shown(column, there)
    assert kept(column, stands) == there
    assert same(stands, float(stands) if type(stands) is int else stands)
