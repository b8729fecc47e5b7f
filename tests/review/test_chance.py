"""Chance: the tests agree with SciPy's and with published examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from planning.review.chance import among_many, difference, fisher

COUNT = st.integers(0, 80)


@given(COUNT, COUNT, COUNT, COUNT)
def test_chance_of_two_shares_is_fishers(
    won: int, lost: int, others: int, lost_others: int
) -> None:
    found = fisher(won, won + lost, others, others + lost_others)
    table = [[won, lost], [others, lost_others]]
    whole = bool(won + lost and others + lost_others)
    expected = stats.fisher_exact(table).pvalue if whole else 1.0
    assert found == pytest.approx(expected, rel=1e-6)


def test_large_groups_are_told_apart_without_overflow() -> None:
    assert fisher(60_000, 100_000, 50_000, 100_000) == 0.0
    assert fisher(50_000, 100_000, 50_000, 100_000) == pytest.approx(1.0)
    table = [[5_100, 4_900], [49_500, 50_500]]
    assert fisher(5_100, 10_000, 49_500, 100_000) == pytest.approx(
        stats.fisher_exact(table).pvalue, rel=1e-6
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_correction_for_many_is_benjamini_and_hochbergs(chances: list[float]) -> None:
    assert among_many(chances) == pytest.approx(stats.false_discovery_control(chances))


def test_nothing_looked_at_is_nothing_corrected() -> None:
    assert among_many([]) == ()


@pytest.mark.parametrize(
    ("counts", "ends"),
    [
        # Newcombe (1998), table II, method 10.
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0000)),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    counts: tuple[int, int, int, int], ends: tuple[float, float]
) -> None:
    assert difference(*counts) == pytest.approx(ends, abs=5e-5)


def test_no_case_has_no_difference() -> None:
    assert difference(0, 0, 1, 2) is None


def test_shares_of_one_rate_differ_by_more_than_chance_in_at_most_one_of_twenty() -> None:
    rng = np.random.default_rng(5)
    drawn = rng.binomial(60, 0.35, size=(2000, 2))
    false = sum(fisher(int(a), 60, int(b), 60) <= 0.05 for a, b in drawn)
    assert false / len(drawn) <= 0.05
