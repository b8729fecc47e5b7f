"""Working days: a month passes while people work, not while they rest."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planning.periods import first_day, month_of
from planning.review.working_days import days_worked, share_worked

WEEK = range(5)
JUNE = month_of(date(2026, 6, 1))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEKS = st.frozensets(st.integers(0, 6))


def test_june_2026_by_hand() -> None:
    # It begins on a Monday and has 22 working days: five a week, and two in the fifth.
    assert days_worked(JUNE, date(2026, 6, 30), WEEK) == 22
    assert share_worked(JUNE, date(2026, 6, 1), WEEK) == 1 / 22
    assert share_worked(JUNE, date(2026, 6, 5), WEEK) == 5 / 22
    # Nothing is due for a weekend.
    assert share_worked(JUNE, date(2026, 6, 7), WEEK) == 5 / 22
    assert share_worked(JUNE, date(2026, 6, 29), WEEK) == 21 / 22
    assert share_worked(JUNE, date(2026, 6, 30), WEEK) == 1


def test_other_months_are_over_or_to_come() -> None:
    assert share_worked(JUNE, date(2026, 7, 1), WEEK) == 1
    assert share_worked(JUNE, date(2026, 5, 31), WEEK) == 0


def test_a_company_may_work_other_days_or_every_day() -> None:
    # Fridays and Saturdays off, as in much of the Gulf: 5 June is no working day.
    gulf = (6, 0, 1, 2, 3)
    assert days_worked(JUNE, date(2026, 6, 7), gulf) == 5
    assert share_worked(JUNE, date(2026, 6, 15), ()) == 0.5


@given(day=DAYS, working=WEEKS)
def test_a_month_only_grows_and_ends_whole(day: date, working: frozenset[int]) -> None:
    month = month_of(day)
    last = first_day(month + 1) - timedelta(days=1)
    share = share_worked(month, day, working)
    assert 0 <= share <= share_worked(month, min(day + timedelta(days=1), last), working) <= 1
    assert share_worked(month, last, working) == 1
