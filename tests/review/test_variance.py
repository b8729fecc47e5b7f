"""Variance: plan, committed, actual and forecast of each line, by hand and in total."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.counts import NO_DATE
from planning.agreed.rows import PlanRow
from planning.review.variance import UNPLANNED_LABEL, Variance, months_over, variance
from tests.actuals.small_counts import JAN, small_counts
from tests.agreed.small_plan import YEAR, line

MARCH_OVER = date(2025, 3, 31)


def spend(month: int, units: int, **said: object) -> dict[str, Any]:
    """A booking of marketing's programme money, in whole units; month 1 is January."""
    return {"month": JAN + month - 1, "team": "marketing", "category": "programme",
            "channel": None, "cents": units * 100, "rows": 1, **said}  # fmt: skip


def beside(
    rows: list[PlanRow],
    booked: list[dict[str, Any]],
    as_of: date = MARCH_OVER,
    released: dict[str, bool] | None = None,
) -> Variance:
    """Put lines beside bookings."""
    return variance(rows, YEAR, small_counts(as_of=as_of, spend=booked), released)


def test_the_forecast_is_what_was_spent_then_the_larger_of_planned_and_promised() -> None:
    rows = [line("a", plan=[100] * 12, committed=[0, 0, 0, 150, 50])]
    found = beside(rows, [spend(1, 90), spend(2, 130), spend(3, 0)]).line("a")
    assert list(found.actual) == [90, 130, 0] + [None] * 9
    assert list(found.forecast) == [90, 130, 0, 150] + [100] * 8
    assert list(found.variance) == [-10, 30, -100, 50] + [0] * 8


def test_what_is_spent_already_in_a_month_that_runs_is_not_forecast_away() -> None:
    rows = [line("a", plan=[100] * 12)]
    found = beside(rows, [spend(1, 90), spend(2, 160)], as_of=date(2025, 2, 20))
    assert found.closed == 1
    assert found.known == 2
    assert list(found.line("a").forecast[:3]) == [90, 160, 100]
    less = beside(rows, [spend(1, 90), spend(2, 60)], as_of=date(2025, 2, 20))
    assert list(less.line("a").forecast[:3]) == [90, 100, 100]


def test_months_after_the_last_booking_are_not_months_without_spending() -> None:
    rows = [line("a", plan=[100] * 12)]
    found = beside(rows, [spend(1, 90)], as_of=date(2025, 6, 30))
    assert found.closed == found.known == 1
    assert found.line("a").actual[1] is None
    assert found.line("a").forecast[1] == 100


@pytest.mark.parametrize("as_of", [NO_DATE, MARCH_OVER])
def test_without_bookings_the_plan_is_the_forecast(as_of: date) -> None:
    found = beside([line("a", plan=[100] * 12)], [], as_of=as_of)
    assert (found.closed, found.known) == (0, 0)
    assert found.line("a").forecast == found.line("a").plan


def test_a_year_that_is_over_is_forecast_as_it_was() -> None:
    found = beside(
        [line("a", plan=[100] * 12)], [spend(1, 70), spend(14, 5)], as_of=date(2026, 6, 1)
    )
    assert found.closed == 12
    assert list(found.line("a").forecast) == [70] + [0] * 11
    assert found.company().variance[0] == -30


def test_a_year_to_come_is_all_forecast() -> None:
    found = beside([line("a", plan=[100] * 12)], [spend(-3, 70)], as_of=date(2024, 9, 30))
    assert (found.closed, found.known) == (0, 0)
    assert sum(found.company().forecast) == 1200


def test_a_reserve_counts_from_its_release_on() -> None:
    reserve = line(
        "r", status="reserve", plan=[10] * 12, committed=[0] * 4 + [3], reserve_month="2025-07"
    )
    found = beside([reserve], [spend(1, 0), spend(3, 0, team="joint")])
    assert list(found.line("r").forecast) == [0, 0, 0, 0, 3, 0] + [10] * 6
    assert sum(found.line("r").plan) == 120


@pytest.mark.parametrize(
    ("released", "expected"),
    [({}, 60), ({"r": True}, 60), ({"r": False}, 0), ({"other": True}, 60)],
)
def test_a_trigger_that_was_decided_goes_before_the_month(
    released: dict[str, bool], expected: int
) -> None:
    reserve = line("r", status="reserve", plan=[10] * 12, reserve_month="2025-07")
    assert sum(beside([reserve], [], released=released).line("r").forecast) == expected


def test_a_reserve_without_a_month_waits_until_it_is_released() -> None:
    reserve = line("r", status="reserve", plan=[10] * 12)
    assert sum(beside([reserve], []).line("r").forecast) == 0
    assert sum(beside([reserve], [], released={"r": True}).line("r").forecast) == 120


def test_what_no_line_has_stands_in_one_row_of_its_own() -> None:
    found = beside([line("a", channel="Web", plan=[100] * 12)], [spend(1, 40), spend(3, 2)])
    rest = found.rest()
    assert rest.label == UNPLANNED_LABEL
    told = [rest.plan[0], rest.actual[0], rest.forecast[0], rest.variance[0]]
    assert told == [0, 40, 40, 40]
    assert found.unplanned[0].bookings == 2
    assert found.groups("channel")[-1].actual[2] == 2
    assert found.company().actual[0] == 40


def test_a_year_of_each_line_adds_up_its_months() -> None:
    rows = [line("a", channel="Web", plan=[100] * 12), line("b", team="sales", plan=[7])]
    found = beside(rows, [spend(1, 90, channel="Web"), spend(3, 60, channel="Web")])
    a, b, rest = found.years(each=True)
    assert a.label == "a"
    assert [a.plan, a.actual, a.forecast] == [1200, 150, 1050]
    assert [a.variance, a.plan_to_date, a.variance_to_date] == [-150, 300, -150]
    assert [b.plan, b.variance_to_date] == [7, -7]
    assert rest.label == UNPLANNED_LABEL


lines = st.lists(
    st.builds(
        line,
        team=st.sampled_from(["marketing", "sales"]),
        status=st.sampled_from(["placed", "placeholder", "reserve"]),
        channel=st.sampled_from([None, "Web", "Fairs"]),
        plan=st.lists(st.integers(0, 10**6), max_size=12),
        committed=st.lists(st.integers(0, 10**6), max_size=12),
        reserve_month=st.sampled_from([None, "2025-01", "2025-08"]),
    ),
    max_size=6,
)
booked = st.lists(
    st.builds(
        spend,
        st.integers(-2, 14),
        st.integers(-1000, 10**6),
        channel=st.sampled_from([None, "Web"]),
        team=st.sampled_from(["marketing", "joint"]),
    ),
    max_size=12,
)


@given(lines, booked, st.dates(date(2024, 12, 1), date(2026, 2, 1)),
       st.sampled_from(["team", "category", "channel"]))  # fmt: skip
@settings(deadline=None)
def test_groups_lines_and_company_add_up_alike(
    rows: list[PlanRow], bookings: list[dict[str, Any]], as_of: date, cell: str
) -> None:
    found = beside(rows, bookings, as_of)
    (company,) = found.years()
    for parts in (found.years(cell), found.years(each=True)):
        for name in ("plan", "committed", "actual", "forecast", "variance", "plan_to_date"):
            assert sum(getattr(it, name) for it in parts) == getattr(company, name), name
    assert company.variance == company.forecast - company.plan
    assert company.forecast == sum(found.company().forecast)
    of_the_year = [it["cents"] for it in bookings if JAN <= it["month"] < JAN + 12]
    assert company.actual == Decimal(sum(of_the_year)) / 100
    assert sum(it or 0 for it in found.company().actual) == company.actual


@given(lines, booked, st.dates(date(2024, 12, 1), date(2026, 2, 1)))
@settings(deadline=None)
def test_a_closed_month_is_what_was_spent_and_an_open_one_never_less_than_promised(
    rows: list[PlanRow], bookings: list[dict[str, Any]], as_of: date
) -> None:
    found = beside(rows, bookings, as_of)
    assert found.closed <= months_over(as_of, JAN)
    assert (found.forecast[:, : found.closed] == found.actual[:, : found.closed]).all()
    later = slice(found.closed, None)
    assert (found.forecast[:, later] >= found.committed[:, later]).all()
    assert (found.forecast[:, later] >= found.actual[:, later]).all()
    for row in rows:
        if row.cells["status"] != "reserve":
            at = found.place[row.id]
            assert (found.forecast[at, later] >= found.plan[at, later]).all()
