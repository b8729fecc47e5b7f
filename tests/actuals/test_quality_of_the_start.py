"""A first quarter is called inflated only where chance and its own deals do not explain it."""

from __future__ import annotations

import pytest

from planning.actuals.quality_start import Closings, chance_of_higher, inflated_start
from planning.periods import parse_month

MARCH, APRIL, JULY = (parse_month(month) for month in ("2017-03", "2017-04", "2017-07"))


def closings(won: int, closed: int, *, older: int | None = None) -> Closings:
    return Closings(won, closed, closed if older is None else older, closed)


def test_a_first_quarter_far_above_the_rest_is_inflated() -> None:
    months = {MARCH: closings(531, 647), APRIL: closings(1254, 2051), JULY: closings(2453, 4013)}
    found = inflated_start(months, 1)
    assert found is not None
    assert found.quarter.label == "Jan 2017 to Mar 2017"
    assert (found.first.won, found.first.closed) == (531, 647)
    assert (found.rest.won, found.rest.closed) == (3707, 6064)


@pytest.mark.parametrize(
    "months",
    [
        {},
        {MARCH: closings(90, 100)},
        {MARCH: closings(50, 100), APRIL: closings(50, 100)},
        {MARCH: closings(10, 100), APRIL: closings(50, 100)},
        {MARCH: closings(12, 19), APRIL: closings(100, 1000)},
        {MARCH: closings(60, 100), APRIL: closings(50, 100)},
        {MARCH: closings(90, 100, older=49), APRIL: closings(50, 100)},
        {MARCH: closings(54_000, 100_000), APRIL: closings(50_000, 100_000)},
        {MARCH: closings(90, 100), APRIL: closings(400, 1000), JULY: closings(21, 24)},
    ],
    ids=[
        "nothing",
        "no rest",
        "equal",
        "lower",
        "few",
        "by chance",
        "mostly later deals",
        "sure but small",
        "another quarter was as good",
    ],
)
def test_no_quarter_is_inflated_without_reason(months: dict[int, Closings]) -> None:
    assert inflated_start(months, 1) is None


def test_quarters_follow_the_fiscal_year() -> None:
    months = {MARCH: closings(90, 100), APRIL: closings(60, 100), JULY: closings(50, 100)}
    by_calendar, by_fiscal_year = inflated_start(months, 1), inflated_start(months, 3)
    assert by_calendar is not None
    assert by_fiscal_year is not None
    assert by_calendar.quarter.label == "Jan 2017 to Mar 2017"
    assert by_fiscal_year.quarter.label == "Mar 2017 to May 2017"
    assert by_fiscal_year.first.closed == 200


def test_deals_without_creation_date_neither_prove_nor_refute() -> None:
    undated = Closings(won=90, closed=100, older=0, dated=0)
    assert inflated_start({MARCH: undated, JULY: closings(50, 100)}, 1) is not None


@pytest.mark.parametrize("won", [0, 10])
def test_proportions_that_cannot_differ_differ_by_chance_alone(won: int) -> None:
    assert chance_of_higher(won, 10, won * 2, 20) == 1.0


def test_a_larger_difference_is_less_probable() -> None:
    chances = [chance_of_higher(won, 100, 50, 100) for won in range(40, 100, 10)]
    assert chances == sorted(chances, reverse=True)
    assert chances[1] == 0.5
