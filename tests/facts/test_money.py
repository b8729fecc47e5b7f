"""Amounts: plan currency, whole cents, recurring and one-off."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planning.company import Company
from tests.facts.counting import Count, rows_of, total

HOME = Company(
    fiscal_year_start=7,
    rates={"USD": {0: Decimal("0.9"), 2026: Decimal("0.8")}, "JPY": {2025: Decimal("0.006")}},
)


def won(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    return {"opportunity_id": "D", "is_won": True, "created_on": "2025-05-10", **fields}


@pytest.mark.parametrize(
    ("currency", "created_on", "cents"),
    [
        (None, "2025-05-10", 1000),
        ("EUR", "2025-05-10", 1000),
        ("USD", "2025-06-30", 900),  # fiscal year 2025 has no rate of its own
        ("USD", "2025-07-01", 800),  # the first day of fiscal year 2026
        ("USD", None, 900),
        ("JPY", "2025-06-30", 6),
    ],
)
def test_money_is_converted_at_the_rate_of_its_fiscal_year(
    count: Count, currency: str | None, created_on: str | None, cents: int
) -> None:
    deal = won(amount=10, currency=currency, created_on=created_on)
    assert total(count(opportunities=[deal], company=HOME), "base", "won_cents") == cents


# One company for all: what is counted is written anew for every company's rates.
HALVING = Company(
    rates={
        "USD": {0: Decimal("0.9")},
        "GBP": {0: Decimal("0.5")},
        "JPY": {0: Decimal("0.1")},
    }
)


@pytest.mark.parametrize(
    ("cents", "currency", "expected"),
    [(5, "USD", 5), (-5, "USD", -5), (5, "GBP", 3), (-5, "GBP", -3), (4, "JPY", 0)],
)
def test_halves_are_rounded_away_from_zero(
    count: Count, cents: int, currency: str, expected: int
) -> None:
    deal = won(amount_cents=cents, currency=currency)
    assert total(count(opportunities=[deal], company=HALVING), "base", "won_cents") == expected


def test_a_large_amount_is_converted_to_the_cent(count: Count) -> None:
    home = Company(rates={"USD": {0: Decimal("0.912345")}})
    deal = won(amount_cents=987_654_321_987_655, currency="USD")
    # 987654321987655 x 0.912345 = 901081482393827.1
    counts = count(opportunities=[deal], company=home)
    assert total(counts, "base", "won_cents") == 901_081_482_393_827


def test_an_amount_without_rate_is_left_out_with_a_finding(count: Count) -> None:
    deals = [won(amount=10, currency="JPY", created_on="2025-07-01")]
    spend = [
        {"month": "2025-08-01", "amount": 5, "currency": "CHF"},
        {"month": "2025-08-01", "amount": 7},
    ]
    counts = count(opportunities=deals, spend=spend, company=HOME)
    assert total(counts, "base", "won") == 1
    assert total(counts, "base", "won_amount_known") == 0
    assert total(counts, "base", "won_cents") == 0
    assert total(counts, "spend", "cents") == 700
    assert total(counts, "spend", "rows") == 2
    assert [(note.code, note.table, note.count) for note in counts.findings] == [
        ("no-rate", "opportunities", 1),
        ("no-rate", "spend", 1),
    ]


@pytest.mark.parametrize(
    ("amount", "recurring", "term", "expected"),
    [
        (1000, None, None, (1000, 0, 1000)),
        (1000, 300, None, (1000, 300, 700)),
        (1000, 300, 24, (1000, 600, 400)),
        (1000, 600, 24, (1000, 1000, 0)),  # at most the amount
        (None, 600, 24, (1200, 1200, 0)),  # an unknown amount is what recurs
        (None, "0.01", 6, (1, 1, 0)),  # in cents: half a cent is one
        (None, "0.01", 5, (0, 0, 0)),
        (0, None, None, (0, 0, 0)),
        (None, None, None, (0, 0, 0)),
    ],
)
def test_the_recurring_part_is_the_yearly_amount_over_the_term(
    count: Count,
    amount: int | None,
    recurring: int | str | None,
    term: int | None,
    expected: tuple[int, ...],
) -> None:
    deal = won(amount=amount, recurring_amount=recurring, term_months=term)
    counts = count(opportunities=[deal])
    units = 1 if recurring == "0.01" else 100
    measures = ("won_cents", "won_recurring_cents", "won_one_off_cents")
    assert tuple(total(counts, "base", name) for name in measures) == tuple(
        value * units for value in expected
    )
    known = amount is not None or recurring is not None
    assert total(counts, "base", "won_amount_known") == int(known)


def test_squares_are_added_beyond_64_bits(count: Count) -> None:
    deals = [won(opportunity_id=str(number), amount_cents=10**12 + 1) for number in range(3)]
    counts = count(opportunities=[*deals, won(opportunity_id="lost", is_won=False, amount=-3)])
    assert counts.cubes["base"].measures["won_cents_squared"].sum() == 3 * (10**12 + 1) ** 2
    assert counts.cubes["base"].measures["lost_cents_squared"].sum() == 300**2


def test_renewals_are_counted_when_due_and_when_made(count: Count) -> None:
    deals = [
        won(recurring_amount=500, renewal_due_on="2026-05-01", motion="acquire"),
        won(
            opportunity_id="R",
            recurring_amount=450,
            motion="retain",
            closed_on="2025-06-01",
            quantity=2,
        ),
    ]
    counts = count(opportunities=deals)
    assert rows_of(counts, "base", "due_recurring_cents", "month") == {(2026 * 12 + 4,): 50_000}
    assert rows_of(counts, "base", "due_contracts", "month") == {(2026 * 12 + 4,): 1}
    made = rows_of(counts, "base", "renewed_recurring_cents", "month", "motion")
    assert made == {(2025 * 12 + 5, "retain"): 45_000}
