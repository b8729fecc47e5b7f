"""The band: as near as it can be, shared alike, and never promising what whole accounts cannot."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from planning.model.covering.bands import bands_of
from planning.model.covering.question import CoverQuestion
from planning.model.covering.suggesting import suggest_owners
from planning.model.covering.terms import terms_of
from tests.model.covering.questions import account, drawn, owner


def test_a_band_that_holds_ends_where_whole_accounts_can_lie() -> None:
    question = CoverQuestion(
        tuple(account(at, effort=4) for at in range(10)), (owner("Nora", 1), owner("Sam"))
    )
    bands = bands_of(terms_of(question), 0.15)
    assert (bands.even, bands.low, bands.high) == pytest.approx((20.5, 17.425, 23.575))
    assert bands.lows.tolist() == [21, 20]
    assert bands.highs.tolist() == [21, 20]
    assert not bands.widened


def test_what_must_be_missed_is_shared() -> None:
    """Nora has most of it already; the nine touches left go to the others alike."""
    question = CoverQuestion(
        tuple(account(at) for at in range(9)),
        (owner("Nora", 91), owner("Sam"), owner("Tom"), owner("Ida")),
    )
    bands = bands_of(terms_of(question), 0.15)
    assert bands.lows.tolist()[1:] == pytest.approx([3, 3, 3])
    assert bands.highs.tolist() == pytest.approx([91, 28, 28, 28])
    assert bands.widened


def test_territory_widens_the_band_of_its_own_owners_only() -> None:
    accounts = tuple(account(at, region="North" if at < 12 else "South") for at in range(16))
    people = (owner("Nora", region="North"), owner("Sam", region="South"))
    bands = bands_of(terms_of(CoverQuestion(accounts, people, own_region_only=True)), 0.15)
    assert bands.highs.tolist() == pytest.approx([12, 9])
    assert bands.lows.tolist() == pytest.approx([7, 4])


def test_capacity_says_how_much_is_left_out() -> None:
    question = CoverQuestion(
        tuple(account(at) for at in range(10)),
        (owner("Nora", capacity=4), owner("Sam", capacity=3)),
    )
    bands = bands_of(terms_of(question), 0.15)
    assert bands.left_out == pytest.approx(3)
    assert len(suggest_owners(question).left_out) == 3


@pytest.mark.parametrize("seed", range(12))
def test_the_largest_miss_is_as_small_as_another_solver_finds(seed: int) -> None:
    cp: Any = import_module("cvxpy")

    question = drawn(seed, 60, 6, own_region_only=True, most_load=80)
    terms = terms_of(question)
    bands = bands_of(terms, question.balance)
    kinds, kind = np.unique(terms.allowed, axis=0, return_inverse=True)
    touches = np.bincount(kind.ravel(), terms.effort, len(kinds))
    flows = cp.Variable(kinds.shape, nonneg=True)
    loads = terms.load + cp.sum(flows, axis=0)
    given = [cp.sum(flows, axis=1) <= touches, flows <= kinds * touches.sum()]
    most = cp.Problem(cp.Maximize(cp.sum(flows)), given)
    most.solve(solver="HIGHS")
    miss = cp.max(cp.maximum(loads - bands.high, bands.low - loads, 0))
    least = cp.Problem(cp.Minimize(miss), [*given, cp.sum(flows) >= most.value - 1e-5])
    least.solve(solver="HIGHS")
    found = max((bands.highs - bands.high).max(), (bands.low - bands.lows).max(), 0.0)
    assert found == pytest.approx(least.value, abs=1e-3)
