"""Landing of lines: what was spent stays, the rest as planned, the range as others came out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planning.agreed.rows import PlanRow
from planning.review.line_landing import LEAST_LINES, LineLanding, line_landings
from tests.agreed.small_plan import line
from tests.review.test_variance import beside, spend

SPENT = (80, 85, 90, 95, 100, 100, 105, 110, 115, 120)
"""What ten lines spent of 100 planned in each month, up to March."""


def lines(team: str = "marketing", count: int = len(SPENT)) -> list[PlanRow]:
    """Lines of 100 a month."""
    return [
        line(f"{team} {at}", team=team, plan=[100] * 12, line_code=f"{team} {at}")  # type: ignore[arg-type]
        for at in range(count)
    ]


def landed(rows: list[PlanRow], spent: tuple[int, ...] = SPENT) -> dict[str, LineLanding]:
    """Where they land at the end of March."""
    booked = [
        spend(month, amount, line_code=row.id)
        for row, amount in zip(rows, spent, strict=False)
        for month in (1, 2, 3)
    ]
    return {one.row.id: one for one in line_landings(beside(rows, booked))}


def test_a_line_lands_on_what_it_spent_and_the_rest_of_its_plan() -> None:
    found = landed(lines())["marketing 0"]
    assert [found.plan, found.plan_to_date, found.spent] == [1200, 300, 240]
    assert found.forecast == 240 + 900
    assert found.off == -60


def test_the_rest_may_turn_out_as_lines_of_the_team_turned_out_so_far() -> None:
    # Of ten shares from 0.8 to 1.2 the middle is 1, the 10th percentile 0.845, the 90th 1.155.
    found = landed(lines())["marketing 4"]
    assert found.low == Decimal("1060.50")
    assert found.high == Decimal("1339.50")
    assert found.forecast == 1200


def test_too_few_lines_tell_no_range_and_another_team_tells_nothing() -> None:
    few = landed(lines(count=LEAST_LINES - 1))
    assert all((one.low, one.high) == (None, None) for one in few.values())
    both = landed([*lines(), *lines("sales", 2)])
    assert both["sales 0"].low is None
    assert both["marketing 0"].low is not None


def test_money_that_is_spent_has_no_range_left() -> None:
    rows = [line(f"m{at}", plan=[100, 100, 100], line_code=f"m{at}") for at in range(10)]
    found = landed(rows)
    for row in found.values():
        assert row.low == row.forecast == row.high == row.spent


def test_lines_furthest_off_come_first_whatever_the_direction() -> None:
    found = [*landed(lines()).values()]
    assert [abs(one.off) for one in found] == sorted((abs(one.off) for one in found), reverse=True)
    assert {one.row.id for one in found[:2]} == {"marketing 0", "marketing 9"}


def test_what_nobody_planned_is_no_line() -> None:
    found = line_landings(beside(lines(count=1), [spend(1, 50, team="sales")]))
    assert [one.row.id for one in found] == ["marketing 0"]
    assert found[0].spent == 0


def test_before_anything_is_booked_a_line_lands_on_its_plan() -> None:
    (found,) = line_landings(beside(lines(count=1), [], as_of=date(2025, 3, 31)))
    assert [found.forecast, found.off] == [1200, 0]


@pytest.mark.parametrize("factor", [1, 7])
def test_a_range_holds_its_landing_and_grows_with_it(factor: int) -> None:
    rows = [
        line(f"m{at}", plan=[100 * factor] * 12, line_code=f"m{at}") for at in range(len(SPENT))
    ]
    found = landed(rows, tuple(factor * one for one in SPENT))
    for one in found.values():
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.forecast <= one.high
    assert found["m4"].high == Decimal("1339.50") * factor
