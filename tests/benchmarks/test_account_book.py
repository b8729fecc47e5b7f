"""How long the book of 100,000 accounts takes to build, read and sort into tiers, printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_account_book.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from data_sources.demo import generate
from data_sources.demo.plan import plans
from data_sources.facts.account_frames import book_for
from planning.actuals.book import AccountBook
from planning.agreed.rows import PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.back_test import back_test
from planning.review.accounts.suggestions import suggested
from planning.review.accounts.tiers import Profile, tiered
from tests.benchmarks.large import repeated, stored_facts

pytestmark = pytest.mark.benchmark

ACCOUNTS = 100_000
Found = TypeVar("Found")


def timed(what: str, work: Callable[[], Found]) -> Found:
    """Do a piece of work and print its seconds."""
    start = time.perf_counter()
    found = work()
    print(f"\n{what}: {time.perf_counter() - start:.2f} s", end="")
    return found


def test_a_hundred_thousand_accounts(tmp_path: Path) -> None:
    company = generate(seed=7)
    small = stored_facts(company, tmp_path / "small")
    times = -(-ACCOUNTS // len(company.frames["accounts"]))
    paths = repeated(small, tmp_path / "large", times)

    def book() -> AccountBook:
        return book_for(paths, company.as_of, company.company, "large", tmp_path / "cache")

    built = timed(f"{ACCOUNTS:,} accounts, asked for", book)
    loaded = timed("the same, kept", book)
    rows = [
        PlanRow(row.key, "criterion", "plan", "joint", cells=row.cells)
        for row in plans(company)[1].rows
        if row.kind == "criterion"
    ]
    attributes = Attributes(loaded)
    tiers = timed("tiers", lambda: tiered(Profile.of(rows), attributes))
    timed("held against the deals", lambda: back_test(loaded, tiers))
    timed("suggestions", lambda: suggested(loaded, attributes))
    print(f"\n{len(built.deals):,} deals, {len(built.touches):,} weeks with touches")
    assert len(loaded) == len(built) >= ACCOUNTS
    assert built.deals["cents"].sum() == loaded.deals["cents"].sum()
    of_accounts = company.frames["leads"].dropna(subset=["account_id"])
    assert built.accounts["leads"].sum() == times * of_accounts["quantity"].sum()
