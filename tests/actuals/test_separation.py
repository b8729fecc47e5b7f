"""The area under the curve agrees with counting pairs, and its interval with resampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actuals.scoring.separation import area, separation


def by_pairs(scores: list[int], won: list[bool]) -> float:
    """The share of pairs of a winner and another in which the winner scores more, ties half."""
    pairs = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, x in zip(scores, won, strict=True)
        for b, y in zip(scores, won, strict=True)
        if x and not y
    ]
    return sum(pairs) / len(pairs)


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=4, max_size=60))
def test_it_is_the_share_of_pairs_told_rightly(cases: list[tuple[int, bool]]) -> None:
    scores, won = [it[0] for it in cases], [it[1] for it in cases]
    found = separation(np.array(scores), np.array(won))
    if min(sum(won), len(won) - sum(won)) < 2:
        assert found is None
        return
    assert found is not None
    assert found.auc == pytest.approx(by_pairs(scores, won))
    assert area(np.array(scores), np.array(won)) == pytest.approx(found.auc)
    assert 0 <= found.low <= found.auc <= found.high <= 1
    turned = separation(-np.array(scores), np.array(won))
    assert turned is not None
    assert turned.auc == pytest.approx(1 - found.auc)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_interval_agrees_with_resampling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    won = rng.random(800) < 0.2
    scores = np.rint(rng.normal(0, 2, 800) + 1.5 * won)
    found = separation(scores, won)
    assert found is not None
    drawn = []
    for _ in range(600):
        rows = rng.integers(0, 800, 800)
        drawn.append(area(scores[rows], won[rows]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert found.low == pytest.approx(low, abs=0.012)
    assert found.high == pytest.approx(high, abs=0.012)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(9)
    truth, held = 0.7602, 0  # of two normal curves one standard deviation apart
    for _ in range(400):
        won = np.arange(300) < 60
        found = separation(rng.normal(0, 1, 300) + won, won)
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 400 <= 0.98
