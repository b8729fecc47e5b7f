"""Intervals agree with published figures and always contain what was counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planning.actuals import intervals


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [  # Newcombe (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_newcombes_table(
    successes: int, cases: int, low: float, high: float
) -> None:
    found = intervals.wilson(successes, cases)
    assert found == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # Garwood's exact limits as tabulated by Ulm (1990) and others
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (100, 81.364, 121.627),
    ],
)
def test_poisson_agrees_with_the_exact_tables(count: int, low: float, high: float) -> None:
    assert intervals.poisson(count) == pytest.approx((low, high), abs=1e-3)


def test_cost_per_case_turns_the_interval_of_the_count_upside_down() -> None:
    low, high = intervals.spend_per_case(1000.0, 10)
    assert low == pytest.approx(1000 / 18.390, rel=1e-4)
    assert high == pytest.approx(1000 / 4.795, rel=1e-4)
    assert intervals.spend_per_case(1000.0, 0) == (None, None)


def test_the_mean_of_five_numbers_uses_student_t() -> None:
    # 1..5: mean 3, s = sqrt(2.5), t(4) = 2.776445
    half = 2.776445 * np.sqrt(2.5 / 5)
    assert intervals.of_mean(15, 55, 5) == pytest.approx((3 - half, 3 + half), rel=1e-6)
    assert intervals.of_mean(15, 225, 1) is None


def test_a_median_of_six_is_bounded_by_its_extremes_and_of_five_by_nothing() -> None:
    # P(all on one side) = 2/64 = 3.1% at six, 2/32 = 6.3% at five
    six, ones = np.arange(1, 7), np.ones(6, dtype=np.int64)
    assert intervals.of_median(six, ones) == (1, 6)
    assert intervals.of_median(six[:5], ones[:5]) is None


@pytest.mark.parametrize(("cases", "rank"), [(10, 2), (20, 6), (50, 18), (100, 40)])
def test_ranks_of_the_median_agree_with_the_binomial_tables(cases: int, rank: int) -> None:
    low, high = intervals.of_median(np.arange(1, cases + 1), np.ones(cases, np.int64)) or (0, 0)
    assert (low, high) == (rank, cases + 1 - rank)


def test_ratio_by_value_of_equal_deals_is_the_binomial_one() -> None:
    # Ten deals of 1, four won: R = 0.4, sqrt(0.4·0.6·10/9 / 10)
    found = intervals.of_value_ratio(4, 6, 4, 6, 10)
    half = 1.959964 * np.sqrt(0.24 * 10 / 9 / 10)
    assert found == pytest.approx((0.4 - half, 0.4 + half), rel=1e-5)


def test_one_large_deal_widens_the_ratio_by_value() -> None:
    equal = intervals.of_value_ratio(40, 60, 160, 360, 20)
    uneven = intervals.of_value_ratio(40, 60, 1000, 360, 20)
    assert equal is not None
    assert uneven is not None
    assert uneven[1] - uneven[0] > equal[1] - equal[0]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_share_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    successes, cases = pair
    low, high = intervals.wilson(successes, cases) or (9, 9)
    assert 0 <= low <= successes / cases <= high <= 1


@given(st.integers(0, 1_000_000))
def test_poisson_contains_the_count(count: int) -> None:
    low, high = intervals.poisson(count)
    assert low <= count <= high


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=400))
def test_the_interval_of_the_median_contains_it(days: list[int]) -> None:
    values, weights = np.unique(np.array(days), return_counts=True)
    found = intervals.of_median(values, weights)
    assert (found is None) == (len(days) < 6)
    if found is not None:
        assert found[0] <= np.median(days) <= found[1]


def test_what_is_no_proportion_has_no_interval() -> None:
    assert intervals.wilson(0, 0) is None
    assert intervals.wilson(5, 4) is None
    assert intervals.of_value_ratio(0, 0, 0, 0, 5) is None


def test_groups_that_differ_by_chance_alone_share_a_strong_but_capped_prior() -> None:
    prior = intervals.beta_prior([30, 30, 30], [100, 100, 100])
    assert prior == pytest.approx((15.0, 35.0))


def test_groups_that_truly_differ_share_a_weak_prior() -> None:
    prior = intervals.beta_prior([100, 500, 900], [1000, 1000, 1000])
    assert prior is not None
    assert sum(prior) < 6


def test_two_wins_of_two_do_not_outrank_eighty_of_hundred() -> None:
    prior = intervals.beta_prior([2, 80, 20, 30], [2, 100, 100, 100])
    assert prior is not None
    assert intervals.shrunk(2, 2, prior)[0] < intervals.shrunk(80, 100, prior)[0]


@given(
    st.lists(
        st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=2,
        max_size=12,
    )
)
@example([(0, 1), (183, 183)])
def test_a_steadied_rate_lies_between_the_groups_and_the_companys(
    groups: list[tuple[int, int]],
) -> None:
    prior = intervals.beta_prior([won for won, _ in groups], [cases for _, cases in groups])
    if prior is None:
        return
    company = sum(won for won, _ in groups) / sum(cases for _, cases in groups)
    assert sum(prior) <= intervals.PRIOR_CAP + 1e-9
    for won, cases in groups:
        value, low, high = intervals.shrunk(won, cases, prior)
        ends = sorted((won / cases, company))
        assert ends[0] - 1e-9 <= value <= ends[1] + 1e-9
        assert low <= value <= high
