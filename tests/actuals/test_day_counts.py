"""Medians are exact and survival curves agree with published ones."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actuals import durations
from planning.actuals.durations import Histogram, Whole, kaplan_meier

# Freireich et al. (1963): weeks of remission on 6-mercaptopurine; open ones censored.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def counted(days: list[int]) -> tuple[Whole, Whole]:
    values, weights = np.unique(np.array(days, dtype=np.int64), return_counts=True)
    return values, weights.astype(np.int64)


def test_the_leukaemia_remissions_have_the_published_curve_and_median() -> None:
    curve = kaplan_meier(*counted(ENDED), *counted(CENSORED))
    assert curve.days.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.share.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.median == 23


def test_without_censoring_the_curve_is_the_share_still_running() -> None:
    curve = kaplan_meier(*counted([1, 2, 2, 5]), *counted([]))
    assert curve.share.tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert curve.median == 2
    assert curve.ended == 1.0


def test_a_case_still_running_lengthens_the_median() -> None:
    only_won = kaplan_meier(*counted([10, 20, 30]), *counted([]))
    with_open = kaplan_meier(*counted([10, 20, 30]), *counted([15, 25, 40]))
    assert only_won.median == 20
    assert with_open.median == 30


def test_if_most_cases_still_run_there_is_no_median() -> None:
    assert kaplan_meier(*counted([10]), *counted([90, 90, 90])).median is None
    assert kaplan_meier(*counted([]), *counted([90])).median is None


def test_a_case_running_as_long_as_another_took_was_at_risk_with_it() -> None:
    curve = kaplan_meier(*counted([7]), *counted([7]))
    assert curve.share.tolist() == [0.5]


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=300))
def test_the_median_is_that_of_the_single_cases(days: list[int]) -> None:
    assert durations.median(*counted(days)) == statistics.median(days)
    assert durations.mean(*counted(days)) == pytest.approx(statistics.fmean(days))


def test_nothing_has_no_median() -> None:
    assert durations.median(*counted([])) is None
    assert durations.mean(*counted([])) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 400), st.integers(0, 5)),
        max_size=200,
    ),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_a_window_of_months_counts_its_own_cases_only(
    rows: list[tuple[int, int, int]], start: int, length: int
) -> None:
    columns = [np.array([row[at] for row in rows], dtype=np.int64) for at in range(3)]
    found = Histogram.of(*columns)
    values, weights = found.during(slice(start, start + length))
    kept = [
        day for place, day, cases in rows if start <= place < start + length for _ in range(cases)
    ]
    assert durations.median(values, weights) == (statistics.median(kept) if kept else None)
    assert values.tolist() == sorted(set(kept))


def test_numbers_far_apart_are_collected_like_near_ones() -> None:
    values = np.array([5_000_000, 3, 5_000_000], dtype=np.int64)
    found, added = durations.collect(values, np.array([1, 2, 4], dtype=np.int64))
    assert found.tolist() == [3, 5_000_000]
    assert added.tolist() == [2, 5]
