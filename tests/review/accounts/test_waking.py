"""Waking accounts: risers are found, quiet weeks name nobody, a worked example."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from planning.actuals.book import AccountBook
from planning.model.tables import Ints
from planning.review.accounts.waking import chance, false_discoveries, waking
from tests.books import book

WEEKS = 56


def company(counts: Ints) -> AccountBook:
    """One account per row, its touches by week, week 0 first."""
    account, week = np.nonzero(counts)
    whole = book([{"account_id": f"A{at:06}"} for at in range(len(counts))])
    touches = pd.DataFrame(
        {"account": account, "week": week, "team": "sales", "touches": counts[account, week]}
    )
    return AccountBook(whole.snapshot_id, whole.as_of, whole.accounts, whole.deals, touches)


def steady(seed: int, accounts: int, shape: float = 2.0) -> Ints:
    """Touches of accounts with different rates that never change."""
    random = np.random.default_rng(seed)
    rate = random.gamma(shape, 0.5 / shape, (accounts, 1))
    return random.poisson(rate, (accounts, WEEKS))


def test_steady_accounts_name_few_over_twenty_seeds() -> None:
    named = [len(waking(company(steady(seed, 1000))).accounts) for seed in range(20)]
    # Each round names anybody at all in at most about one of twenty.
    assert sum(it > 0 for it in named) <= 4
    assert sum(named) <= 8


def test_planted_risers_are_found_and_little_else() -> None:
    found, false = 0, 0
    for seed in range(5):
        counts = steady(seed, 1000)
        risers = np.arange(0, 1000, 50)
        usual = counts[risers].mean(axis=1)
        counts[risers, :4] = np.ceil(4 * usual + 2)[:, None].astype(np.int64)
        named = set(waking(company(counts)).accounts["account_id"])
        planted = {f"A{at:06}" for at in risers}
        found += len(named & planted)
        false += len(named - planted)
    assert found >= 95, "of 100"
    assert false <= 12, "a twentieth of what is named, and chance"


@pytest.mark.parametrize("wave", ["twice as many", "five mails to everybody"])
def test_a_wave_over_all_accounts_names_nobody(wave: str) -> None:
    for seed in range(5):
        counts = steady(seed, 600)
        if wave == "twice as many":
            counts[:, :4] += steady(seed, 600)[:, 10:14]
        else:
            counts[:, 0] += 5
        told = waking(company(counts))
        assert told.accounts.empty
        assert told.wave > 1.5


def test_one_account_beyond_a_wave_is_named_alone() -> None:
    counts = steady(1, 600)
    counts[:, 0] += 3
    usual = int(counts[17, 4:].mean() * 4)
    counts[17, 1] += 6 * usual + 20
    told = waking(company(counts))
    assert told.accounts["account_id"].tolist() == ["A000017"]
    assert told.wave == pytest.approx(1 + 3 / 2, rel=0.1)


def test_what_rose_alone_lifts_nobody_else() -> None:
    """The one that rose would lift what is expected of nine more than sevenfold."""
    counts = np.ones((9, 40), dtype=np.int64)
    counts[4, :4] = 60
    told = waking(company(counts))
    assert told.accounts["account_id"].tolist() == ["A000004"]
    assert told.wave == pytest.approx(1, abs=0.01)


def test_a_fall_of_all_wakes_nobody_who_stayed_the_same() -> None:
    counts = steady(2, 600)
    counts[1:, :4] //= 3
    assert waking(company(counts)).accounts.empty


def test_touches_in_bursts_wake_nobody_by_themselves() -> None:
    random = np.random.default_rng(3)
    bursts = (random.random((2000, WEEKS)) < 0.1) * random.integers(2, 9, (2000, WEEKS))
    told = waking(company(bursts))
    assert told.bursts > 4
    assert len(told.accounts) <= 2


def test_a_chance_by_hand() -> None:
    """With prior (1, 0) and 0 touches in 1 week the next week is geometric: P(Y ≥ y) = 1 / 2^y."""
    p = chance(np.array([0.0, 1.0, 3.0]), 1, np.zeros(3), 1, (1.0, 0.0))
    assert p.tolist() == pytest.approx([1, 1 / 2, 1 / 8])


def test_the_chance_is_that_of_a_drawn_rate() -> None:
    random = np.random.default_rng(1)
    rate = random.gamma(3 + 10, 1 / (4 + 20), 400_000)
    share = (random.poisson(rate * 4) >= 5).mean()
    p = chance(np.array([5.0]), 4, np.array([10.0]), 20, (3.0, 4.0))
    assert p[0] == pytest.approx(share, abs=0.003)


def test_a_worked_example() -> None:
    """Nine accounts touched once every four weeks; one of them ten times in the last four."""
    counts = np.zeros((9, 40), dtype=np.int64)
    counts[:, 3::4] = 1
    counts[4, 0] = 9
    told = waking(company(counts))
    assert (told.looked_at, told.recent_weeks, told.earlier_weeks) == (9, 4, 36)
    assert told.bursts == 1
    only = told.accounts.iloc[0]
    assert (len(told.accounts), only["account_id"], only["recent"]) == (1, "A000004", 10)
    # All accounts are alike, so the prior is heavy and the usual is the company's: 1.
    assert only["usual"] == pytest.approx(1)
    assert only["times"] == pytest.approx(10)
    # A Poisson count of mean 1 is 10 or more once in nine million.
    assert only["p"] == pytest.approx(1.1e-7, rel=0.2)
    assert only["q"] == pytest.approx(only["p"] * 9)
    assert only["sentence"] == "A000004: 10 touches in 4 weeks, where 1.0 are usual"


def test_false_discoveries_agree_with_scipy() -> None:
    from scipy import stats  # type: ignore[import-untyped]

    p = np.random.default_rng(0).random(200) ** 3
    assert false_discoveries(p).tolist() == pytest.approx(stats.false_discovery_control(p).tolist())


def test_few_touches_and_short_histories_say_nothing() -> None:
    counts = np.zeros((50, WEEKS), dtype=np.int64)
    counts[:, 20] = 1
    counts[7, 0] = 4
    assert waking(company(counts)).accounts.empty, "four are too few"
    short = np.ones((5, 10), dtype=np.int64)
    short[0, 0] = 50
    told = waking(company(short))
    assert (told.earlier_weeks, len(told.accounts)) == (0, 0)
    assert waking(book([])).accounts.empty


def test_a_hundred_thousand_accounts_take_no_loop() -> None:
    counts = steady(0, 100_000)
    whole = company(counts)
    began = time.process_time()
    waking(whole)
    assert time.process_time() - began < 20
