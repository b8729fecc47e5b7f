"""What a package would do: rows as they would stand, money that moves and nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.agreed.changes import Edit, merge
from planning.agreed.effects import gone, money_moved, moved_since
from planning.agreed.lines import PLAN
from planning.agreed.packages import Addition, Package, packed
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.shifting import Spread, shifted
from planning.agreed.totals import as_money, cents_of, totals
from planning.errors import NotPossible, UsageError
from planning.teams import Team

YEAR = Scenario(name="Plan", fiscal_year=2026, start="2025-07")
CENTS = st.integers(0, 10_000_000)
MONTHS = st.lists(st.one_of(st.none(), CENTS), min_size=12, max_size=12)
POSITIONS = st.sets(st.integers(0, 11), min_size=1).map(sorted)


def row(own_id: str, team: Team, cents: Sequence[int | None]) -> PlanRow:
    months = {
        cell: None if it is None else str(as_money(it))
        for cell, it in zip(PLAN, cents, strict=True)
    }
    return PlanRow(own_id, "line", "s", team, cells={"team": team, "status": "placed", **months})


def year(cells: Cells) -> int:
    return sum(cents_of(cells.get(cell)) for cell in PLAN)


@given(MONTHS, MONTHS, MONTHS, MONTHS)
def test_money_moved_is_what_the_totals_after_differ_by(
    events: list[int | None],
    calls: list[int | None],
    wanted: list[int | None],
    new: list[int | None],
) -> None:
    rows = (row("a", "marketing", events), row("b", "sales", calls))
    wish = {cell: row("a", "marketing", wanted)[cell] for cell in PLAN[3:9]}
    added = Addition("line", row("c", "sales", new).cells)
    changes = packed({"a": wish}, {"a": rows[0].cells}, [added])
    package = Package(name="Give", by_team="marketing", changes=tuple(changes))
    moved = money_moved(package, rows)
    before, then = (
        {one.scope: one.planned for one in totals(lines).against}
        for lines in (
            rows,
            (rows[0].with_cells(wish), rows[1], row("c", "sales", new)),
        )
    )
    for team in ("marketing", "sales", "joint"):
        assert then[team] - before[team] == moved[team]
    assert then["company"] - before["company"] == sum(moved.values())
    assert moved_since(package, {one.id: one for one in rows}) == {}


@given(MONTHS, MONTHS, MONTHS)
def test_a_cell_has_moved_exactly_where_taking_would_clash(
    seen: list[int | None], wanted: list[int | None], now: list[int | None]
) -> None:
    then, wish, stands = (row("a", "marketing", cents) for cents in (seen, wanted, now))
    cells = {cell: wish[cell] for cell in PLAN}
    package = Package(
        name="Give",
        by_team="marketing",
        changes=tuple(packed({"a": cells}, {"a": then.cells})),
    )
    clashes = merge(Edit("a", then.cells, cells), stands.cells).clashes
    assert set(moved_since(package, {"a": stands})) == {("a", it.cell) for it in clashes}
    assert (gone(package, {"a": stands}), gone(package, {})) == (0, 1)


@given(MONTHS, POSITIONS, st.integers(-10_000_000, 10_000_000), st.sampled_from(get_args(Spread)))
def test_shifted_money_adds_up_to_the_cent_or_is_refused(
    cents: list[int | None], months: list[int], amount: int, spread: Spread
) -> None:
    line = row("a", "marketing", cents)
    held = sum(cents_of(line[PLAN[at]]) for at in months)
    try:
        changes = shifted(line.cells, as_money(amount), months, spread, YEAR)
    except NotPossible:
        assert amount < 0
        # By what is planned, all that is there can be taken.
        assert spread == "evenly" or held + amount < 0
        return
    assert set(changes) == {PLAN[at] for at in months}
    assert all(cents_of(value) >= 0 for value in changes.values())
    assert year({**line.cells, **changes}) - year(line.cells) == amount


def test_money_is_not_taken_below_nothing_and_the_month_is_named() -> None:
    line = row("a", "marketing", [300_00, 10_00, *[None] * 10])
    with pytest.raises(NotPossible, match="These months hold 310, less than 400"):
        shifted(line.cells, Decimal(-400), range(12), "evenly", YEAR)
    with pytest.raises(NotPossible, match="Aug 2025 holds 10, less than its even part"):
        shifted(line.cells, Decimal(-100), (0, 1), "evenly", YEAR)
    assert shifted(line.cells, Decimal(-310), (0, 1), "as planned", YEAR) == {
        "plan_01": "0.00",
        "plan_02": "0.00",
    }
    with pytest.raises(UsageError, match="some month"):
        shifted(line.cells, Decimal(1), (), "evenly", YEAR)
