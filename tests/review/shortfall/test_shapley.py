"""Shapley values of a product: exact, fair, and the same as listing every order."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.review.shortfall.shapley import Move, effects
from tests.review.shortfall.states import mean_steps

NUMBERS = st.integers(-20, 20).map(lambda tenths: Fraction(tenths, 3))
MOVES = st.tuples(NUMBERS, NUMBERS)
PRODUCTS = st.lists(MOVES, min_size=1, max_size=6)


def product(factors: list[Move], after: frozenset[str] | None = None) -> Fraction:
    """The product with the named factors after, all of them if none are named."""
    names = map(str, range(len(factors)))
    kept = [move[after is None or name in after] for name, move in zip(names, factors, strict=True)]
    return prod(kept, start=Fraction(1))


def test_a_price_and_a_number_share_what_both_did_together() -> None:
    # By hand: 10 pieces at 5 become 12 at 7. Number first: 2·5 + 12·2 = 10 + 24; price
    # first: 10·2 + 2·7 = 20 + 14. Means: number (10 + 14) / 2, price (24 + 20) / 2.
    found = effects([(Fraction(10), Fraction(12)), (Fraction(5), Fraction(7))])
    assert list(found) == [12, 22]


@settings(max_examples=60, deadline=None)
@given(PRODUCTS)
def test_effects_add_up_to_the_difference_exactly(factors: list[Move]) -> None:
    assert sum(effects(factors)) == product(factors) - product(factors, frozenset())


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, min_size=1, max_size=5))
def test_every_order_listed_gives_the_same(factors: list[Move]) -> None:
    names = [str(at) for at in range(len(factors))]
    listed = mean_steps(names, lambda after: product(factors, after))
    assert effects(factors) == tuple(listed.values())


@settings(max_examples=60, deadline=None)
@given(PRODUCTS, NUMBERS)
def test_a_factor_that_did_not_move_has_no_effect(factors: list[Move], still: Fraction) -> None:
    assert effects([*factors, (still, still)])[-1] == 0


@settings(max_examples=60, deadline=None)
@given(PRODUCTS, MOVES)
def test_factors_that_moved_alike_have_the_same_effect(factors: list[Move], move: Move) -> None:
    *_, first, second = effects([*factors[:4], move, move])
    assert first == second


@settings(max_examples=60, deadline=None)
@given(PRODUCTS, st.permutations(range(6)))
def test_the_order_of_the_factors_is_of_no_matter(factors: list[Move], order: list[int]) -> None:
    used = [at for at in order if at < len(factors)]
    shuffled = effects([factors[at] for at in used])
    assert shuffled == tuple(effects(factors)[at] for at in used)


@settings(max_examples=60, deadline=None)
@given(PRODUCTS)
def test_the_way_back_undoes_every_effect(factors: list[Move]) -> None:
    back = effects([(after, before) for before, after in factors])
    assert back == tuple(-it for it in effects(factors))


@pytest.mark.parametrize("size", range(1, 7))
def test_from_nothing_to_something_all_share_alike(size: int) -> None:
    assert effects([(Fraction(0), Fraction(1))] * size) == (Fraction(1, size),) * size
