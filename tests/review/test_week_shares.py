"""Weeks and months: shares by working days, worked by hand, that re-add to the month."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.periods import first_day, month_of
from planning.review.week_shares import (
    day_weights,
    first_monday,
    months_touched,
    shares,
    weeks_after,
)

WEEKDAYS = range(5)
JULY = month_of(date(2026, 7, 1))
WEEKS = weeks_after(date(2026, 6, 30))


def test_eight_weeks_begin_on_the_monday_after() -> None:
    assert WEEKS[0] == date(2026, 7, 6)
    assert WEEKS[-1] == date(2026, 8, 24)
    assert all(monday.weekday() == 0 for monday in WEEKS)
    # A Monday's facts are in: the week ahead begins on the next one.
    assert first_monday(date(2026, 7, 6)) == date(2026, 7, 13)
    assert months_touched(WEEKS) == (JULY, JULY + 1)


def test_a_month_falls_into_its_weeks_by_working_days() -> None:
    found = shares(JULY, WEEKS, WEEKDAYS)
    # 23 working days: three before the first Monday, five in four weeks; 27 to 31 July whole.
    np.testing.assert_allclose(found, np.array([5, 5, 5, 5, 0, 0, 0, 0]) / 23)
    assert found.sum() + 3 / 23 == pytest.approx(1)


def test_a_week_across_two_months_takes_part_of_both() -> None:
    weeks = weeks_after(date(2026, 8, 27))
    august, september = (shares(JULY + at, weeks, WEEKDAYS) for at in (1, 2))
    # Monday 31 August and four days of September.
    assert august[0] == pytest.approx(1 / 21)
    assert september[0] == pytest.approx(4 / 22)


def test_a_campaigns_leads_begin_with_its_start_and_halve_each_week() -> None:
    found = shares(JULY, WEEKS, WEEKDAYS, starts=date(2026, 7, 13))
    # Fifteen working days in three weeks, weighing 1, ½ and ¼.
    np.testing.assert_allclose(found[:4], np.array([0, 4, 2, 1]) / 7)
    late = shares(JULY, WEEKS, WEEKDAYS, starts=date(2026, 7, 22))
    # Wednesday 22: three days and, before a week is over, two more; then three at half.
    np.testing.assert_allclose(late[:4], np.array([0, 0, 3, 2 + 3 / 2]) / 6.5)


def test_a_start_after_the_last_working_day_takes_all_on_its_own_day() -> None:
    # Saturday 29 August and Monday 31: the Monday is still there.
    august = month_of(date(2026, 8, 1))
    weights = day_weights(august, WEEKDAYS, date(2026, 8, 29))
    assert weights[30] == 1
    may = month_of(date(2026, 5, 1))
    assert day_weights(may, WEEKDAYS, date(2026, 5, 30))[29] == 1


def test_the_rest_of_a_running_month_holds_everything() -> None:
    as_of = date(2026, 7, 15)
    found = shares(JULY, weeks_after(as_of), WEEKDAYS, after=as_of)
    # Twelve working days are left: two before Monday 20.
    np.testing.assert_allclose(found[:2], np.array([5, 5]) / 12)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.frozensets(st.integers(0, 6)),
    st.one_of(st.none(), st.integers(0, 27)),
)
def test_weeks_and_what_lies_outside_them_re_add_to_the_month(
    day: date, working: frozenset[int], start: int | None
) -> None:
    month = month_of(day)
    starts = None if start is None else first_day(month) + timedelta(days=start)
    weeks = [first_monday(first_day(month)) + timedelta(days=7 * at) for at in range(-2, 8)]
    assert shares(month, weeks, working, starts).sum() == pytest.approx(1)
    weights = day_weights(month, working, starts)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    if starts is not None:
        assert not weights[: starts.day - 1].any()
