"""Matching: every cent of spend is at exactly one line or visibly unplanned."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.rows import PlanRow
from planning.review.matching import Matched, match
from tests.actuals.small_counts import JAN, small_counts
from tests.agreed.small_plan import line
from tests.review.plain_matching import line_of

Booking = dict[str, Any]

bookings = st.lists(
    st.fixed_dictionaries(
        {
            "month": st.integers(JAN - 3, JAN + 14),
            "team": st.sampled_from(["marketing", "sales", "joint"]),
            "category": st.sampled_from(["programme", "people"]),
            "channel": st.sampled_from([None, "Web", "web", "Fairs"]),
            "campaign": st.sampled_from([None, "Spring", "Autumn"]),
            "region": st.sampled_from([None, "DACH"]),
            "segment": st.sampled_from([None, "Small"]),
            "motion": st.sampled_from([None, "acquire", "retain"]),
            "line_code": st.sampled_from([None, "A1", "a1 ", "B2", "unheard"]),
            "cents": st.integers(-(10**6), 10**9),
            "rows": st.just(1),
        }
    ),
    max_size=25,
)
maybe = st.none
lines = st.lists(
    st.builds(
        line,
        team=st.sampled_from(["marketing", "sales"]),
        category=st.sampled_from(["programme", "people"]),
        status=st.sampled_from(["placed", "placeholder", "reserve"]),
        channel=maybe() | st.sampled_from(["Web", "Fairs"]),
        campaign=maybe() | st.just("spring"),
        region=maybe() | st.just("DACH"),
        segment=maybe() | st.just("Small"),
        motion=maybe() | st.just("acquire"),
        line_code=maybe() | st.sampled_from(["A1", "B2"]),
    ),
    max_size=8,
)


def matched(rows: list[PlanRow], spend: list[Booking]) -> Matched:
    """Match spend to the lines of 2025."""
    return match(rows, small_counts(spend=spend), JAN)


def spent_on(found: Matched) -> list[int]:
    """Cents of the year by line, what is unplanned last."""
    return [int(cents) for cents in found.spent.sum(axis=1)]


def booking(cents: int, **said: object) -> Booking:
    """One booking of marketing's programme money in January."""
    return {"team": "marketing", "category": "programme", "channel": None, "cents": cents,
            "rows": 1, **said}  # fmt: skip


@given(lines, bookings)
@settings(deadline=None)
def test_every_cent_of_the_year_is_at_one_line_or_unplanned(
    rows: list[PlanRow], spend: list[Booking]
) -> None:
    found = matched(rows, spend)
    of_the_year = [it for it in spend if JAN <= it["month"] < JAN + 12]
    assert int(found.spent.sum()) == sum(it["cents"] for it in of_the_year)
    assert sum(it.cents for it in found.unplanned) == int(found.spent[-1].sum())
    for month in range(12):
        own = [it["cents"] for it in of_the_year if it["month"] == JAN + month]
        assert int(found.spent[:, month].sum()) == sum(own)


@given(lines, bookings)
@settings(deadline=None)
def test_each_booking_goes_where_a_patient_reader_would_put_it(
    rows: list[PlanRow], spend: list[Booking]
) -> None:
    expected = np.zeros((len(rows) + 1, 12), dtype=np.int64)
    for it in spend:
        if JAN <= it["month"] < JAN + 12:
            owner = line_of(rows, it)
            at = len(rows) if owner is None else rows.index(owner)
            expected[at, it["month"] - JAN] += it["cents"]
    assert matched(rows, spend).spent.tolist() == expected.tolist()


def test_the_line_code_decides_before_anything_else() -> None:
    rows = [line(team="sales", category="people", line_code="S-1"), line(channel="Web")]
    found = matched(rows, [booking(500, channel="Web", line_code=" s-1")])
    assert spent_on(found) == [500, 0, 0]
    assert found.findings == ()


def test_a_code_no_line_has_leaves_the_rest_to_decide() -> None:
    found = matched([line(channel="Web")], [booking(500, channel="Web", line_code="old")])
    assert spent_on(found) == [500, 0]


def test_the_line_that_says_most_comes_first() -> None:
    rows = [line(), line(channel="Web"), line(channel="Web", campaign="Spring")]
    spend = [
        booking(1, channel="Web", campaign="Spring"),
        booking(20, channel="Web", campaign="Autumn"),
        booking(300, channel="Fairs"),
        booking(4000, team="sales"),
    ]
    assert spent_on(matched(rows, spend)) == [300, 20, 1, 4000]


def test_a_line_takes_nothing_that_says_less_than_it_does() -> None:
    rows = [line(channel="Web", region="DACH")]
    assert spent_on(matched(rows, [booking(7, channel="Web")])) == [0, 7]


def test_lines_that_fit_alike_get_nothing_and_are_named() -> None:
    rows = [line(channel="Web", region="DACH"), line(channel="Web", segment="Small")]
    found = matched(rows, [booking(7, channel="Web", region="DACH", segment="Small")])
    assert spent_on(found) == [0, 0, 7]
    tie, rest = found.findings
    assert tie.code == "spend-tie"
    assert tie.message == "Spend of 0.07 fits “Web, DACH” (line 1), “Web, Small” (line 2) alike."
    assert (rest.code, rest.level, rest.count) == ("spend-unplanned", "info", 1)


def test_lines_of_one_code_are_told_apart_by_what_else_they_say() -> None:
    rows = [line(channel="Web", line_code="A"), line(channel="Fairs", line_code="A")]
    spend = [booking(5, channel="Fairs", line_code="A"), booking(9, line_code="A")]
    found = matched(rows, spend)
    assert spent_on(found) == [0, 5, 9]
    assert [it.count for it in found.findings if it.code == "spend-tie"] == [1]


def test_money_that_waits_yields_to_money_that_is_placed() -> None:
    rows = [
        line(status="reserve", channel="Web"),
        line(channel="Web"),
        line(status="placeholder", channel="Fairs"),
        line(status="reserve", channel="Fairs"),
    ]
    spend = [booking(3, channel="Web"), booking(8, channel="Fairs")]
    assert spent_on(matched(rows, spend)) == [0, 3, 8, 0, 0]


def test_what_is_unplanned_is_told_by_what_its_bookings_say_most_money_first() -> None:
    spend = [
        booking(100, channel="Web"),
        booking(900, team="sales", category="travel"),
        booking(50, channel="Web", campaign="Spring"),
    ]
    found = matched([], spend)
    told = [(it.team, it.category, it.channel, it.cents, it.bookings) for it in found.unplanned]
    assert told == [
        ("sales", "travel", None, 900, 1),
        ("marketing", "programme", "Web", 150, 2),
    ]
    assert found.findings[0].message == "Spend of 10.50 belongs to no line of this plan."


def test_facts_without_spend_match_nothing() -> None:
    found = matched([line()], [])
    assert spent_on(found) == [0, 0]
    assert (found.last_month, found.unplanned, found.findings) == (None, (), ())


def test_many_lines_and_bookings_are_matched_without_losing_a_cent() -> None:
    rows = [line(channel=f"C{at % 7}", campaign=f"K{at}", region=f"R{at % 3}") for at in range(600)]
    spend = [
        booking(at, channel=f"C{at % 7}", campaign=f"K{at % 900}", region=f"R{at % 3}")
        for at in range(3000)
    ]
    found = matched(rows, spend)
    assert int(found.spent.sum()) == sum(range(3000))
    for at, row in enumerate(rows[:50]):
        told = [it["cents"] for it in spend if line_of([row], it) is row]
        assert int(found.spent[at].sum()) == sum(told)
