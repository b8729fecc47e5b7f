"""Totals: whatever the grouping, the parts add up to the whole, against each envelope."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.rows import PlanRow
from planning.agreed.totals import Grid, grouped, totals, whole
from tests.agreed.small_plan import envelope, line

amounts = st.none() | st.integers(0, 10**14).map(lambda it: f"{it // 100}.{it % 100:02d}")
lines = st.lists(
    st.builds(
        line,
        team=st.sampled_from(["marketing", "sales", "joint"]),
        category=st.sampled_from(["programme", "people", "tools"]),
        status=st.sampled_from(["placed", "placeholder", "reserve"]),
        channel=st.sampled_from([None, "Web", "web ", "Fairs"]),
        plan=st.lists(amounts, max_size=12),
        committed=st.lists(amounts, max_size=12),
    ),
    max_size=12,
)


def added(rows: list[PlanRow], names: tuple[str, ...]) -> Decimal:
    """The sum of cells in exact decimals: the slow way round."""
    return sum(
        (Decimal(str(row.cells[name])) for row in rows for name in names if row.cells.get(name)),
        Decimal(0),
    )


@given(lines)
@settings(deadline=None)
def test_totals_re_add_whatever_the_grouping(rows: list[PlanRow]) -> None:
    found = totals(rows)
    planned, committed = added(rows, PLAN), added(rows, COMMITTED)
    assert (found.company.planned, found.company.committed) == (planned, committed)
    assert sum(found.company.months) == sum(found.company.quarters) == planned
    for groups in (found.by_team, found.by_category, found.by_channel, found.by_quarter):
        assert sum(it.planned for it in groups) == planned
        assert sum(it.committed for it in groups) == committed
        assert sum(it.reserve for it in groups) == found.company.reserve
        assert sum(it.placeholder for it in groups) == found.company.placeholder
        assert sum((sum(it.months) for it in groups), Decimal(0)) == planned
    by_quarter = tuple(it.planned for it in found.by_quarter)
    assert by_quarter == found.company.quarters


@given(lines, st.sampled_from(["region", "owner", "campaign", "status", "team"]))
@settings(deadline=None)
def test_any_cell_groups_the_lines(rows: list[PlanRow], cell: str) -> None:
    grid = Grid.of(rows)
    assert sum(it.planned for it in grouped(grid, cell)) == whole(grid).planned


def test_placeholders_and_reserves_stand_apart() -> None:
    found = totals(
        [
            line(plan=[100, 200]),
            line(status="placeholder", plan=[0, 50]),
            line(status="reserve", plan=[7]),
        ]
    ).company
    assert [found.placed, found.placeholder, found.reserve] == [300, 50, 7]
    assert found.planned == 357
    assert list(found.months[:3]) == [107, 250, 0]


def test_each_team_stands_against_its_envelope_and_all_against_the_companys() -> None:
    rows = [line(plan=[100]), line(team="sales", plan=[70]), line(team="joint", plan=[5])]
    found = totals(rows, [envelope("company", "200.00"), envelope("sales", "60.00")])
    told = {it.scope: [it.envelope, it.planned, it.left] for it in found.against}
    assert told == {
        "company": [200, 175, 25],
        "marketing": [None, 100, None],
        "sales": [60, 70, -10],
        "joint": [None, 5, None],
    }


def test_channels_spelt_alike_but_for_case_are_one_and_those_without_stand_last() -> None:
    rows = [line(channel="web", plan=[1]), line(plan=[2]), line(channel="Web", plan=[4])]
    found = {it.label: int(it.planned) for it in totals(rows).by_channel}
    assert list(found.items()) == [("web", 5), (None, 2)]


def test_teams_and_categories_stand_in_their_usual_order() -> None:
    rows = [line(team="joint"), line(team="sales", category="tools"), line(team="marketing")]
    found = totals(rows)
    assert [it.label for it in found.by_team] == ["marketing", "sales", "joint"]
    assert [it.label for it in found.by_category] == ["programme", "tools"]


def test_what_is_no_amount_yet_counts_nothing_and_the_rest_is_still_added() -> None:
    rows = [line(plan=["soon", "1,200.50", "-3", "NaN"])]
    assert totals(rows).company.planned == Decimal("1200.50")


def test_an_empty_sheet_adds_up_to_nothing() -> None:
    found = totals([], [envelope("company", None)])
    assert found.company.planned == 0
    assert found.by_team == ()
    assert [it.left for it in found.against] == [None] * 4


def test_the_largest_plan_is_added_exactly() -> None:
    rows = [line(plan=["999999999999.99"] * 12) for _ in range(500)]
    assert totals(rows).company.planned == Decimal("999999999999.99") * 6000
