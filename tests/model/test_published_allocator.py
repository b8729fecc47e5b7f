"""Marketing alone: the optimum agrees with a published allocator.

What pymc-marketing 1.3.0 answered is recorded beside `published/allocate.py`, which asked it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planning.model.limits import Envelope
from planning.model.optimising.optimise import optimise
from planning.model.problem import Problem
from tests.model.problems import current_money, marketing_only

RECORD = json.loads((Path(__file__).parent / "published" / "allocations.json").read_text("utf-8"))


def marketing(case: dict[str, Any]) -> Problem:
    """The case as a company whose sales have time for all leads, each worth the same."""
    count = len(case["half"])
    problem = marketing_only(1, channels=count, months=RECORD["months"])
    channels, cells, months = problem.channels, problem.cells, problem.open_months
    alike = np.ones(len(cells.group))
    monthly = case["budget_per_month"] / count
    channels = replace(
        channels,
        base=np.zeros(count),
        half=np.array(case["half"]),
        ceiling=np.array(case["ceiling"]),
        season=np.ones((count, months)),
        current=np.full((count, months), monthly),
    )
    # A lead is worth so much that all of the budget is spent.
    cells = replace(
        cells,
        share=alike / (len(cells.group) // count),
        asks=alike,
        qualifies=alike,
        closes=alike,
        revenue_per_win=alike * 1e5,
        one_off=alike * 1e5,
        recurring=alike * 0,
        partner=alike * 0,
    )
    pools = replace(problem.pools, per_head=problem.pools.per_head * 0 + 1e7)
    changed = replace(problem, channels=channels, cells=cells, pools=pools, discount_rate=0.0)
    return changed.under(Envelope(total=current_money(changed)))


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda case: f"{len(case['half'])} channels")
def test_money_goes_where_the_published_allocator_puts_it(case: dict[str, Any]) -> None:
    found = optimise(marketing(case))
    expected = np.array(case["allocation_per_month"])
    for month in found.plan.spend.T:
        assert np.abs(month - expected).max() < 0.005 * case["budget_per_month"]
    half, ceiling = np.array(case["half"]), np.array(case["ceiling"])
    theirs = RECORD["months"] * (ceiling * expected / (half + expected)).sum()
    # Chords may leave a little; nothing published beats them by more.
    assert found.outcome.leads.sum() == pytest.approx(theirs, rel=1e-5)


def test_the_record_names_its_package_version_and_command() -> None:
    assert (RECORD["package"], RECORD["version"]) == ("pymc-marketing", "1.3.0")
    assert RECORD["command"].endswith("published/allocate.py")
