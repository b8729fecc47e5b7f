"""Who became a customer, and what a won deal was to its account."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.counting import MAY, Count, rows_of, total


def won(name: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    return {"opportunity_id": name, "is_won": True, "account_id": "A", "amount": 10, **fields}


def customer_months(counts: Any) -> dict[tuple[Any, ...], int]:  # noqa: ANN401 - Counts
    return rows_of(counts, "base", "customers_with_account", "month")


def test_an_account_becomes_a_customer_with_its_first_won_deal(count: Count) -> None:
    deals = [
        won("later", closed_on="2025-06-01", created_on="2025-01-01"),
        won("first", closed_on="2025-05-01", created_on="2025-04-01"),
        won("undated", created_on="2024-01-01"),
        won("lost", closed_on="2025-01-01", is_won=False),
        won("open", is_won=None),
        won("none", closed_on="2025-01-01", quantity=0),
        won("other", closed_on="2025-05-09", account_id="B", quantity=4),
    ]
    assert customer_months(count(opportunities=deals)) == {(MAY,): 2}


def test_deals_closed_on_one_day_are_told_apart_by_creation_then_id(count: Count) -> None:
    deals = [
        won("b", closed_on="2025-05-01", created_on="2025-02-01", product="b"),
        won("a", closed_on="2025-05-01", created_on="2025-02-01", product="a"),
        won("c", closed_on="2025-05-01", product="undated"),
    ]
    counts = count(opportunities=deals)
    assert rows_of(counts, "product", "customers_with_account", "product") == {("a",): 1}


def test_an_account_with_only_undated_wins_is_an_undated_customer(count: Count) -> None:
    assert customer_months(count(opportunities=[won("D")])) == {(-1,): 1}


@pytest.mark.parametrize(
    ("since", "created_on", "closed_on", "customers"),
    [
        ("2025-03-31", "2025-04-01", "2025-05-01", 0),
        ("2025-04-01", "2025-04-01", "2025-05-01", 1),
        ("2025-04-30", None, "2025-05-01", 0),
        ("2025-05-01", None, "2025-05-01", 1),
        ("2025-04-30", None, None, 1),
        (None, "2025-04-01", "2025-05-01", 1),
    ],
)
def test_an_account_that_bought_before_history_is_no_new_customer(
    count: Count,
    since: str | None,
    created_on: str | None,
    closed_on: str | None,
    customers: int,
) -> None:
    deals = [won("D", created_on=created_on, closed_on=closed_on)]
    accounts = [{"account_id": "A", "customer_since": since, "is_customer": True}]
    counts = count(opportunities=deals, accounts=accounts)
    assert total(counts, "base", "customers_with_account") == customers
    assert total(counts, "base", "won_new") == customers
    assert total(counts, "base", "won_expansion") == 1 - customers


def test_wins_without_account_count_their_quantity(count: Count) -> None:
    deals = [won("D", account_id=None, quantity=3), won("E", account_id=None, is_won=False)]
    counts = count(opportunities=deals)
    assert total(counts, "base", "wins_without_account") == 3
    assert total(counts, "base", "won_new") == 3
    assert total(counts, "base", "won_new_cents") == 1000
    assert total(counts, "base", "customers_with_account") == 0


@pytest.mark.parametrize(
    ("motion", "first", "second"),
    [
        ("acquire", "new", "new"),
        ("cross-sell", "expansion", "expansion"),
        ("up-sell", "expansion", "expansion"),
        ("retain", "renewal", "renewal"),
        (None, "new", "expansion"),
    ],
)
def test_a_win_is_new_expansion_or_renewal(
    count: Count, motion: str | None, first: str, second: str
) -> None:
    deals = [
        won("1", motion=motion, closed_on="2025-05-01", quantity=2),
        won("2", motion=motion, closed_on="2025-05-02", amount=7),
    ]
    counts = count(opportunities=deals)
    found = {
        name: (total(counts, "base", f"won_{name}"), total(counts, "base", f"won_{name}_cents"))
        for name in ("new", "expansion", "renewal")
    }
    expected = dict.fromkeys(found, (0, 0))
    for name, n, cents in ((first, 2, 1000), (second, 1, 700)):
        expected[name] = (expected[name][0] + n, expected[name][1] + cents)
    assert found == expected


def test_quantity_multiplies_deals_but_not_their_amount(count: Count) -> None:
    deals = [
        won("w", quantity=3, created_on="2025-04-30", closed_on="2025-05-31"),
        won("l", quantity=2, created_on="2025-04-30", is_won=False, amount=4),
        won("o", quantity=5, created_on="2025-04-30", is_won=None, amount=6),
    ]
    counts = count(opportunities=deals)
    created = {
        name: rows_of(counts, "base", name, "month")
        for name in ("created", "created_won", "created_lost", "created_open")
    }
    april = (MAY - 1,)
    assert created == {
        "created": {april: 10},
        "created_won": {april: 3},
        "created_lost": {april: 2},
        "created_open": {april: 5},
    }
    assert total(counts, "base", "created_cents") == 2000
    assert total(counts, "base", "created_won_cents") == 1000
    assert total(counts, "base", "created_open_cents") == 600
    assert rows_of(counts, "base", "won", "month") == {(MAY,): 3}
    assert rows_of(counts, "base", "lost", "month") == {(-1,): 2}
    assert rows_of(counts, "base", "lost_cents", "month") == {(-1,): 400}
