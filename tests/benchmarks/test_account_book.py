"""How long the book of 100,000 accounts takes to build and to read, printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_account_book.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.demo import generate
from data_sources.facts.account_frames import book_for
from planning.actuals.book import AccountBook
from tests.benchmarks.large import repeated, stored_facts

pytestmark = pytest.mark.benchmark

ACCOUNTS = 100_000


def timed(what: str, work: Callable[[], AccountBook]) -> AccountBook:
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
    print(f"\n{len(built.deals):,} deals, {len(built.touches):,} weeks with touches")
    assert len(loaded) == len(built) >= ACCOUNTS
    assert built.deals["cents"].sum() == loaded.deals["cents"].sum()
    of_accounts = company.frames["leads"].dropna(subset=["account_id"])
    assert built.accounts["leads"].sum() == times * of_accounts["quantity"].sum()
