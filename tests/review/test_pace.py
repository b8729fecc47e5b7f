"""Pace: a count is due in the rhythm of last year, a ratio always whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actuals.scorecard import Context
from planning.agreed.targets import Target
from planning.review.pace import bounds, distance, pace, share_over, year_before
from planning.review.target_actuals import TargetActual, actual_of
from tests.actuals.small_counts import JAN, small_counts

CONTEXT = Context()
NEW_YEAR = JAN + 12


def target(kpi: str = "leads", start: str = "2026-01", length: int = 12, **cells: Any) -> Target:  # noqa: ANN401
    return Target(team="marketing", kpi=kpi, start=start, months=length, **cells)


def facts(*leads: int, as_of: date) -> Any:  # noqa: ANN401
    """Leads by month from January 2025 on, each with half as many MQLs."""
    rows = [{"month": JAN + at, "leads": n, "mqls": n // 2} for at, n in enumerate(leads)]
    return small_counts(as_of=as_of, base=rows)


def standing(one: Target, counts: Any) -> tuple[str, float]:  # noqa: ANN401
    found = pace(
        one, actual_of(one, counts, CONTEXT), counts.as_of, year_before(one, counts, CONTEXT, {})
    )
    return found.state, round(found.off, 3)


SEASON = (10, 10, 10, 10, 10, 10, 40, 40, 40, 40, 40, 40)


def test_a_count_is_due_in_the_rhythm_of_the_year_before() -> None:
    # Half of the year has passed, but last year a fifth of the leads had come by then.
    counts = facts(*SEASON, 12, 12, 12, 12, 12, 12, as_of=date(2026, 6, 30))
    assert standing(target(value=360), counts) == ("on course", 0.0)
    assert standing(target(value=400), counts) == ("off course", 0.1)


def test_without_a_year_before_every_day_weighs_the_same() -> None:
    counts = facts(60, as_of=date(2025, 1, 31))
    year = target(start="2025-01", value=730)
    assert year_before(year, counts, CONTEXT, {}) == ()
    assert share_over(year, counts.as_of) == pytest.approx(31 / 365)
    assert standing(year, counts) == ("off course", round(1 - 60 / 62, 3))


def test_months_before_the_facts_begin_did_not_bring_nothing() -> None:
    rows = [{"month": JAN + 6 + at, "leads": 10} for at in range(12)]
    counts = small_counts(as_of=date(2026, 6, 30), base=rows)
    assert year_before(target(value=120), counts, CONTEXT, {}) == ()
    assert standing(target(value=120), counts)[0] == "on course"


def test_a_ratio_is_due_whole_at_once() -> None:
    counts = facts(*[10] * 13, as_of=date(2026, 1, 31))
    assert standing(target("mql_rate", value="0.5"), counts) == ("on course", 0.0)
    assert standing(target("mql_rate", value="0.8"), counts) == ("off course", 0.375)


def test_once_the_period_is_over_the_whole_was_due() -> None:
    counts = facts(*[10] * 12, 10, as_of=date(2026, 1, 31))
    january = target(length=1, value=11)
    assert standing(january, counts)[0] == "missed"
    assert standing(target(length=1, value=10), counts)[0] == "met"
    assert standing(target(length=1, low=5, high=9), counts) == ("missed", round(1 / 9, 3))


def test_a_target_that_has_not_begun_waits() -> None:
    counts = facts(*[10] * 12, as_of=date(2025, 12, 31))
    assert standing(target(value=100), counts) == ("waiting", 0.0)


def test_what_the_facts_do_not_tell_is_neither_held_nor_off() -> None:
    counts = facts(*[0] * 13, as_of=date(2026, 1, 31))
    assert standing(target("mql_rate", value="0.5"), counts) == ("unknown", 0.0)
    assert standing(target(), counts) == ("unknown", 0.0)


@pytest.mark.parametrize(
    ("kpi", "expected"), [("leads", (7.0, None)), ("cac", (None, 7.0)), ("spend_sales", (None, 7))]
)
def test_a_value_is_a_floor_where_up_is_better_else_a_ceiling(kpi: str, expected: object) -> None:
    assert bounds(target(kpi, value=7)) == expected


def test_a_bound_of_nothing_is_missed_by_anything() -> None:
    assert distance(1, None, 0) == distance(-1, 0, None) == 10
    assert distance(0, 0, 0) == 0


@given(
    st.dates(date(2025, 12, 1), date(2027, 2, 1)),
    st.lists(st.integers(0, 1000), min_size=12, max_size=12),
    st.sampled_from([1, 3, 12]),
)
def test_what_is_over_never_falls_and_ends_whole(day: date, before: list[int], months: int) -> None:
    one = target(length=months, value=1)
    today, tomorrow = (share_over(one, it, before[:months]) for it in (day, day + timedelta(1)))
    assert 0 <= today <= tomorrow <= 1 + 1e-9
    assert share_over(one, date(2027, 1, 1), before[:months]) == pytest.approx(1)
    assert isinstance(pace(one, _nothing(), day).off, float)


def _nothing() -> TargetActual:
    return TargetActual(None, (), (), over=False, standing="open")
