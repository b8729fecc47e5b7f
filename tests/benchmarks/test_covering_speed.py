"""Suggested owners for 5,000 accounts and 30 people: seconds to the bound and to the end; printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_covering_speed.py`.
"""

from __future__ import annotations

import time

import pytest

from planning.model.covering.bands import bands_of
from planning.model.covering.programme import CoverProgramme
from planning.model.covering.suggesting import suggest_owners
from planning.model.covering.terms import terms_of
from tests.model.covering.questions import drawn

pytestmark = pytest.mark.benchmark


def test_owners_of_five_thousand_accounts() -> None:
    for seed in range(5):
        question = drawn(seed, 5_000, 30)
        began, began_work = time.perf_counter(), time.process_time()
        terms = terms_of(question)
        bands = bands_of(terms, question.balance)
        bound, _ = CoverProgramme(terms, bands).solve()
        to_bound, worked = time.perf_counter() - began, time.process_time() - began_work
        began = time.perf_counter()
        found = suggest_owners(question)
        whole = time.perf_counter() - began
        print(
            f"\n5,000 accounts × 30 owners, seed {seed}: bound in {to_bound:.2f} s "
            f"({worked:.2f} s of the processor), "
            f"whole answer in {whole:.2f} s, gap {found.gap:.4%}"
        )
        assert found.bound == pytest.approx(bound)
        assert found.balanced
