"""Histograms of days and amounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.facts.counting import MAY, Count, rows_of

AS_OF = date(2025, 5, 31)


def deal(name: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    return {"opportunity_id": name, "created_on": "2025-05-01", "amount": 10, **fields}


DEALS = [
    deal("won", is_won=True, closed_on="2025-06-05", quantity=2, product="pro"),
    deal("lost", is_won=False, closed_on="2025-05-01"),
    deal("back", is_won=False, closed_on="2025-04-01"),
    deal("never closed", is_won=True),
    deal("never created", is_won=True, created_on=None, closed_on="2025-05-09"),
    deal("open", is_won=None, closed_on="2025-07-01"),
    deal("opens later", is_won=None, created_on="2025-06-09"),
    deal("open undated", is_won=None, created_on=None),
]


def test_days_to_closing_stand_in_the_month_of_closing(count: Count) -> None:
    counts = count(opportunities=DEALS, as_of=AS_OF)
    found = rows_of(counts, "deal_days", "deals", "month", "outcome", "days")
    assert found == {(MAY + 1, "won", 35): 2, (MAY, "lost", 0): 1, (MAY - 1, "lost", 0): 1}
    cents = rows_of(counts, "deal_days:product", "cents", "product", "outcome")
    assert cents == {("pro", "won"): 1000, (None, "lost"): 2000}


def test_ages_stand_in_the_month_of_creation_with_open_deals(count: Count) -> None:
    counts = count(opportunities=DEALS, as_of=AS_OF)
    found = rows_of(counts, "deal_ages", "deals", "month", "outcome", "days")
    assert found == {
        (MAY, "won", 35): 2,
        (MAY, "lost", 0): 2,
        (MAY, "open", 30): 1,
        (MAY + 1, "open", 0): 1,
        (-1, "open", -1): 1,
    }


def test_amounts_are_those_of_one_deal(count: Count) -> None:
    deals = [
        deal("three", is_won=True, closed_on="2025-05-01", amount="10.00", quantity=3),
        deal("back", is_won=True, closed_on="2025-05-01", amount="-0.05", quantity=2),
        deal("unknown", is_won=True, amount=None),
        deal("none", is_won=True, quantity=0),
        deal("lost", is_won=False),
    ]
    found = rows_of(count(opportunities=deals), "won_amounts", "deals", "month", "cents")
    assert found == {(MAY, 333): 3, (MAY, -3): 2}


def test_lags_run_from_each_stage_to_the_next(count: Count) -> None:
    lead = {
        "lead_id": "L",
        "quantity": 3,
        "created_on": "2025-05-01",
        "mql_on": "2025-05-02",
        "sal_on": "2025-05-04",
        "sql_on": "2025-05-08",
    }
    deals = [
        deal("D", lead_id="L", created_on="2025-05-16", is_won=True, closed_on="2025-06-17"),
        deal("E", lead_id="L", created_on="2025-05-20", is_won=True, closed_on="2025-06-01"),
    ]
    counts = count(leads=[lead], opportunities=deals)
    found = rows_of(counts, "stage_lags", "leads", "month", "step", "days")
    assert found == {
        (MAY, "created-mql", 1): 3,
        (MAY, "mql-sal", 2): 3,
        (MAY, "sal-sql", 4): 3,
        (MAY, "sql-deal", 8): 3,
        (MAY, "lead-won", 31): 2,  # the first deal won, and as many leads as deals
    }


def test_a_stage_before_the_one_it_follows_took_no_time(count: Count) -> None:
    lead = {"lead_id": "L", "created_on": "2025-05-03", "mql_on": "2025-05-01"}
    found = rows_of(count(leads=[lead]), "stage_lags", "leads", "step", "days")
    assert found == {("created-mql", 0): 1}
