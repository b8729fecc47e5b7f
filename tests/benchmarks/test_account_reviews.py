"""What the page of accounts asks of a hundred thousand accounts, in seconds; printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_account_reviews.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half
from planning.review.accounts.loads import owner_loads
from planning.review.accounts.matrix import matrix
from planning.review.accounts.one_sided import one_sided
from planning.review.accounts.waking import waking
from planning.review.accounts.white_space import white_space
from planning.review.accounts.works import counted_works, planned_works
from tests.books import book
from views.accounts_map import by_country, country_map

pytestmark = pytest.mark.benchmark

ACCOUNTS, DEALS, HALVES = 100_000, 200_000, 20_000


def large_book() -> AccountBook:
    """A hundred thousand accounts with deals, products and two years of touches."""
    random = np.random.default_rng(0)
    few = book([{"account_id": "A"}], [{"account": "A"}], [{"account": "A", "team": "sales"}])
    accounts = pd.concat([few.accounts] * ACCOUNTS, ignore_index=True)
    for name, choices in (
        ("segment", ["S", "M", "L", None]),
        ("region", ["North", "South", "East", "West"]),
        ("industry", ["Food", "Energy", "Paper", "Mills", "Labs"]),
        ("country", ["USA", "Germany", "UK", "Spain", "Japan", "Andorra", "Atlantis", None]),
        ("products_owned", ["P", "P;Q", "Q;R;S", "T", None]),
        ("worked_by", ["both", "sales", "marketing", "neither"]),
    ):
        codes = random.integers(0, len(choices), ACCOUNTS)
        accounts[name] = np.array(choices, dtype=object)[codes]
    accounts["account_id"] = accounts["name"] = [f"A{at:06}" for at in range(ACCOUNTS)]
    accounts["open_cents"] = random.integers(0, 10**7, ACCOUNTS)
    deals = pd.concat([few.deals] * DEALS, ignore_index=True)
    deals = deals.assign(account=random.integers(0, ACCOUNTS, DEALS), product="P", cents=1000)
    rows = 3_000_000
    touches = pd.DataFrame(
        {
            "account": random.integers(0, ACCOUNTS, rows),
            "week": random.integers(0, 104, rows),
            "team": np.array(["marketing", "sales"], dtype=object)[random.integers(0, 2, rows)],
            "touches": 1,
        }
    )
    return AccountBook("S", few.as_of, accounts, deals, touches)


def test_a_hundred_thousand_accounts() -> None:
    whole = large_book()
    halves = [
        Half(team="sales", account=f"A{at:06}", motion="acquire", owner=f"P{at % 30}", touches=2)
        for at in range(HALVES)
    ]
    works = counted_works(whole)
    asked: dict[str, Callable[[], Any]] = {
        "who works whom, planned": lambda: planned_works(whole, halves, whole.as_of),
        "who works whom, counted": lambda: counted_works(whole),
        "matrix": lambda: matrix(whole, works, "segment"),
        "one-sided": lambda: one_sided(whole, works),
        "owners' loads": lambda: owner_loads(whole, halves, whole.as_of, {}),
        "white space": lambda: white_space(whole),
        "waking": lambda: waking(whole),
        "map": lambda: country_map(by_country(whole, works), "EUR", "x"),
    }
    print()
    for name, ask in asked.items():
        began = time.perf_counter()
        ask()
        print(f"  {name}: {time.perf_counter() - began:.2f} s")
    assert matrix(whole, works, "segment").total() == ACCOUNTS
