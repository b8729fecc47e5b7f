"""Splitting: months add up to the year, quarters to the year, and ratios stay what they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.splitting import (
    Way,
    is_additive,
    over_months,
    plan_cells,
    season,
    to_months,
    to_quarters,
)
from planning.agreed.targets import Target
from planning.errors import NotPossible
from planning.kpis import KPIS

JAN_2026 = 2026 * 12
money = st.integers(0, 10**12).map(lambda it: Decimal(it).scaleb(-2))
weights = st.lists(st.decimals(0, 1000, places=2), min_size=12, max_size=12)
spent = st.dictionaries(
    st.integers(JAN_2026 - 40, JAN_2026 - 1), st.decimals(-100, 10**6, places=2), max_size=40
)


def target(kpi: str = "leads", months: int = 12, **values: str) -> Target:
    """A target from January 2026."""
    numbers = {name: Decimal(it) for name, it in values.items()}
    return Target(team="marketing", kpi=kpi, start="2026-01", months=months, **numbers)


@given(money, st.sampled_from(["evenly", "like_last_year", "by_season"]), spent,
       st.sets(st.integers(0, 11), min_size=1))  # fmt: skip
@settings(deadline=None)
def test_months_add_up_to_the_year_whatever_the_way(
    total: Decimal, way: Way, before: dict[int, Decimal], chosen: set[int]
) -> None:
    try:
        parts = over_months(total, way, before, first_month=JAN_2026, months=sorted(chosen))
    except NotPossible:
        assert way != "evenly"
        return
    assert sum(parts) == total
    assert len(parts) == 12
    assert all(part >= 0 for part in parts)
    assert all(not part for at, part in enumerate(parts) if at not in chosen)


def test_like_last_year_follows_its_months_and_takes_credits_as_nothing() -> None:
    before = {JAN_2026 - 12: Decimal(300), JAN_2026 - 7: Decimal(100), JAN_2026 - 1: Decimal(-50)}
    parts = over_months(Decimal("1000.00"), "like_last_year", before, first_month=JAN_2026)
    assert parts[0] == 750
    assert parts[5] == 250
    assert parts[11] == 0


def test_a_season_is_the_mean_share_of_each_month_over_whole_years() -> None:
    # 2024: all in January; 2025: half January, half July; part of 2023 is not a whole year.
    before = {
        JAN_2026 - 24: Decimal(10),
        JAN_2026 - 12: Decimal(500),
        JAN_2026 - 6: Decimal(500),
    }
    shares = season(before, JAN_2026)
    assert shares[0] == Decimal("0.75")
    assert shares[6] == Decimal("0.25")
    assert sum(shares) == 1
    assert season({**before, JAN_2026 - 25: Decimal(999)}, JAN_2026) == shares


def test_without_a_year_before_only_an_even_split_is_possible() -> None:
    for way in ("like_last_year", "by_season"):
        with pytest.raises(NotPossible, match="evenly"):
            over_months(Decimal(12), way, {}, first_month=JAN_2026)
    assert over_months(Decimal(12), "evenly") == (Decimal(1),) * 12


def test_parts_become_the_months_of_a_line() -> None:
    assert plan_cells(over_months(Decimal("100.00"), "evenly"))["plan_01"] == "8.34"


@given(st.sampled_from([key for key in KPIS if is_additive(key)]), money, weights)
@settings(deadline=None)
def test_additive_targets_re_add_by_quarter_and_by_month(
    kpi: str, value: Decimal, shares: list[Decimal]
) -> None:
    year = target(kpi, value=str(value))
    quarters, months = to_quarters(year, shares), to_months(year, shares)
    assert sum(it.value or 0 for it in quarters) == value
    for at, quarter in enumerate(quarters):
        own = months[at * 3 : at * 3 + 3]
        assert sum(it.value or 0 for it in own) == quarter.value
        assert own[0].start == quarter.start


@given(st.sampled_from([key for key in KPIS if not is_additive(key)]), weights)
@settings(deadline=None)
def test_ratios_stay_equal(kpi: str, shares: list[Decimal]) -> None:
    year = target(kpi, low="0.2", high="0.3")
    for part in (*to_quarters(year, shares), *to_months(year, shares)):
        assert (part.low, part.high) == (Decimal("0.2"), Decimal("0.3"))


@given(st.integers(0, 10**6), st.integers(0, 10**6), weights)
@settings(deadline=None)
def test_ranges_re_add_at_both_ends_and_never_turn_upside_down(
    low: int, room: int, shares: list[Decimal]
) -> None:
    year = target(low=str(low), high=str(low + room))
    months = to_months(year, shares)
    assert sum(it.low or 0 for it in months) == low
    assert sum(it.high or 0 for it in months) == low + room
    assert all(it.low is not None and it.high is not None and it.low <= it.high for it in months)


def test_a_larger_total_may_give_a_part_less_and_its_range_still_holds() -> None:
    # 4 by 5 : 3 : 1 is 2, 1, 1 and 5 is 3, 2, 0: split apart, March would be 1 to 0.
    months = to_months(target(months=3, low="4", high="5"), [5, 3, 1])
    assert [(int(it.low or 0), int(it.high or 0)) for it in months] == [(2, 3), (1, 1), (1, 1)]


def test_whole_cases_stay_whole_and_finer_values_stay_as_fine() -> None:
    assert [str(it.value) for it in to_quarters(target(value="10"))] == ["3", "3", "2", "2"]
    assert [str(it.value) for it in to_quarters(target(value="1.5"))] == [
        "0.4",
        "0.4",
        "0.4",
        "0.3",
    ]
    assert [str(it.value) for it in to_quarters(target("revenue", value="0.05"))] == [
        "0.02",
        "0.01",
        "0.01",
        "0.01",
    ]


def test_parts_follow_each_other_and_keep_everything_else() -> None:
    months = to_months(target(value="120"))
    assert [it.start for it in months][:3] == ["2026-01", "2026-02", "2026-03"]
    assert {it.months for it in months} == {1}
    assert {it.months for it in to_quarters(target(value="120"))} == {3}
    assert to_months(target(months=3, value="9"))[2].start == "2026-03"
    assert months[0].cells() == {
        "team": "marketing", "kpi": "leads", "start": "2026-01", "months": 1, "value": "10",
    }  # fmt: skip


def test_what_cannot_be_split_further_says_so() -> None:
    with pytest.raises(NotPossible):
        to_quarters(target(months=3, value="9"))
    with pytest.raises(NotPossible):
        to_months(target(months=1, value="9"))


def test_open_ends_of_a_range_stay_open() -> None:
    assert {(it.low, it.high) for it in to_quarters(target(low="8"))} == {(Decimal(2), None)}
    assert {(it.low, it.high) for it in to_quarters(target(high="8"))} == {(None, Decimal(2))}
