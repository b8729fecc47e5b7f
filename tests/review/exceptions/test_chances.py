"""Chances: the arithmetic that keeps many comparisons honest."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.review.exceptions.chances import (
    above_normal,
    middle,
    not_by_chance,
    share_above,
    share_below,
)
from planning.review.exceptions.following_money import BELIEVED, following

SHARE = st.floats(0.0, 1.0)


@given(st.lists(SHARE, min_size=1, max_size=12), st.floats(0.01, 0.5))
def test_those_named_are_the_largest_set_under_the_rising_line(
    chances: list[float], share: float
) -> None:
    n = len(chances)
    ranked = sorted(chances)
    sizes = [k for k in range(1, n + 1) if ranked[k - 1] <= k / n * share]
    named = not_by_chance(chances, share)
    assert sum(named) == max(sizes, default=0)
    out = [p for p, kept in zip(chances, named, strict=True) if not kept]
    assert all(p <= q for p, kept in zip(chances, named, strict=True) if kept for q in out)


def test_of_many_healthy_comparisons_hardly_any_round_names_one() -> None:
    rng = np.random.default_rng(5)
    rounds = [any(not_by_chance(rng.random(36).tolist())) for _ in range(2_000)]
    # Where nothing is wrong anywhere the share of rounds with a false name is the limit.
    assert 0.03 < np.mean(rounds) < 0.07


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.data())
def test_a_share_by_chance_is_the_exact_sum(cases: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, cases))
    usual = Fraction(data.draw(st.integers(1, 19)), 20)
    terms = {k: comb(cases, k) * usual**k * (1 - usual) ** (cases - k) for k in range(cases + 1)}
    above = sum(it for k, it in terms.items() if k >= hits)
    below = sum(it for k, it in terms.items() if k <= hits)
    assert share_above(hits, cases, float(usual)) == pytest.approx(float(above), abs=1e-9)
    assert share_below(hits, cases, float(usual)) == pytest.approx(float(below), abs=1e-9)


def test_what_is_never_usual_cannot_come_by_chance() -> None:
    assert share_above(1, 10, 0.0) == 0.0
    assert share_above(1, 10, 1.0) == 1.0


def test_normal_deviations_follow_the_tables() -> None:
    assert above_normal(1.644853627) == pytest.approx(0.05, abs=1e-8)
    assert above_normal(-1.644853627) == pytest.approx(0.95, abs=1e-8)


def test_one_odd_place_does_not_move_the_middle() -> None:
    assert middle([0.1, 0.1, 0.9]) == middle([0.1, 0.1, 0.2])


# ---- leads that follow money ----


def drawn(elasticities: list[float], months: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Leads and money of channels with known elasticities and a season they share."""
    rng = np.random.default_rng(seed)
    season = np.exp(0.2 * np.sin(np.arange(months)))
    money = 10_000 * np.exp(rng.normal(0, 0.5, (len(elasticities), months)))
    expected = 150 * season * (money / 10_000) ** np.array(elasticities)[:, None]
    return rng.poisson(expected).astype(float), money


def test_elasticities_are_found_within_their_errors() -> None:
    truth = [0.0, 0.2, 0.5, 0.8, 0.4, 0.6]
    far = []
    for seed in range(30):
        found = following(*drawn(truth, 24, seed))
        far += ((found.seen - truth) / found.errors).tolist()
    # Errors are right if deviations in units of them look standard normal.
    assert abs(np.mean(far)) < 0.2
    assert 0.8 < np.std(far) < 1.2


def test_the_fit_is_where_an_optimiser_finds_the_most_likely_one() -> None:
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    leads, money = drawn([0.1, 0.5, 0.7], 8, 3)
    logs = np.log(money / np.exp(np.log(money).mean(axis=1, keepdims=True)))

    def unlikely(x: np.ndarray) -> float:
        eta = x[:3, None] + np.append(0.0, x[3:10])[None, :] + x[10:, None] * logs
        return float((np.exp(eta) - leads * eta).sum())

    start = np.concatenate([np.log(leads.mean(axis=1)), np.zeros(7), np.full(3, 0.4)])
    best = minimize(unlikely, start, method="BFGS", options={"gtol": 1e-8})
    assert following(leads, money).seen == pytest.approx(best.x[10:], abs=1e-4)


def test_months_without_money_count_as_a_tenth_of_the_usual() -> None:
    leads, money = drawn([0.5, 0.5, 0.5], 12, 1)
    money[0, 3] = 0.0
    filled = money.copy()
    filled[0, 3] = money[0].mean() / 10
    assert following(leads, money).seen == pytest.approx(following(leads, filled).seen, abs=0.05)


def test_few_other_channels_leave_the_usual_belief() -> None:
    found = following(*drawn([0.5, 0.5], 24, 2))
    assert (found.before[0], found.width[0]) == BELIEVED
