"""What a counter pair stands for in money: as much of the gain as may have been taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.periods import Period
from planning.review.counter_pairs import counter_pairs
from planning.review.exceptions.moved import pair_items
from tests.actuals.small_counts import JAN, small_counts
from tests.review.exceptions.test_beside_the_plan import NOBODY, only


@pytest.mark.parametrize(
    ("won_before", "won_now", "wanted"),
    # Leads rose by a half; lead to customer fell from 6 to 3 percent, or to 5.4.
    [(60, 45, 500_000), (60, 81, 100_000)],
)
def test_a_pair_stands_for_as_much_of_the_gain_as_was_taken_back(
    won_before: int, won_now: int, wanted: int
) -> None:
    rows = [
        {"month": JAN, "leads": 1000, "leads_won": won_before},
        {"month": JAN + 1, "leads": 1500, "leads_won": won_now},
    ]
    part = Slice(small_counts(base=rows), Scope(), Context())
    (pair,) = counter_pairs(part, ["leads"], Period(start=JAN + 1, end=JAN + 2))
    likely = replace(pair, probability=0.9)
    item = only(pair_items([likely], NOBODY, 1_000_000.0))
    assert item.money == Decimal(wanted)
    assert item.estimate.startswith("At most: ")
    assert only(pair_items([likely], NOBODY)).money is None
    other = replace(likely, counter="sales_cycle_days")
    assert only(pair_items([other], NOBODY, 1_000_000.0)).money is None
