"""What became of leads: stages, statuses and sales, each lead once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.counting import MAY, Count, rows_of, total

LEAD = {"lead_id": "L", "created_on": "2025-05-01"}


def deal(name: str = "D", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    return {"opportunity_id": name, "is_won": True, "amount": 100, **fields}


@pytest.mark.parametrize(
    ("lead", "deals", "won", "cents", "unlinked"),
    [
        ({"opportunity_id": "D"}, [deal()], 1, 10000, 0),
        ({}, [deal(lead_id="L")], 1, 10000, 0),
        # Two links to one deal are one link.
        ({"opportunity_id": "D"}, [deal(lead_id="L")], 1, 10000, 0),
        ({"quantity": 5}, [deal(lead_id="L", quantity=3)], 3, 10000, 0),
        ({"quantity": 5}, [deal("D", lead_id="L"), deal("E", lead_id="L")], 2, 20000, 0),
        ({"quantity": 2}, [deal(lead_id="L", quantity=3)], 2, 10000, 0),
        # Where a deal is linked, the row's own sales do not count a second time.
        ({"won_quantity": 4, "quantity": 9}, [deal(lead_id="L")], 1, 10000, 0),
        ({"won_quantity": 4, "won_amount": 7}, [deal(lead_id="L", is_won=None)], 0, 0, 0),
        ({"won_quantity": 4, "won_amount": 7, "quantity": 9}, [], 4, 700, 4),
        ({"won_quantity": 4, "quantity": 3}, [], 3, 0, 4),
        ({"won_quantity": 0, "status": "won"}, [], 0, 0, 0),
        ({"status": "won", "quantity": 6}, [], 6, 0, 0),
        ({"opportunity_id": "unknown", "won_quantity": 1}, [], 1, 0, 1),
        ({"status": "qualified"}, [], 0, 0, 0),
    ],
)
def test_a_lead_is_won_by_its_deal_else_its_sales_else_its_status(
    count: Count,
    lead: dict[str, Any],
    deals: list[dict[str, Any]],
    won: int,
    cents: int,
    unlinked: int,
) -> None:
    counts = count(leads=[LEAD | lead], opportunities=deals)
    found = {
        name: rows_of(counts, "base", name, "month")
        for name in ("leads_won", "leads_won_cents", "unlinked_won")
    }
    assert found == {
        name: {(MAY,): value} if value else {}
        for name, value in (
            ("leads_won", won),
            ("leads_won_cents", cents),
            ("unlinked_won", unlinked),
        )
    }


def test_a_deals_money_belongs_to_one_of_its_leads(count: Count) -> None:
    leads = [
        {"lead_id": "1", "created_on": "2025-05-01", "channel": "a", "opportunity_id": "D"},
        {"lead_id": "2", "created_on": "2025-05-02", "channel": "b", "opportunity_id": "D"},
    ]
    counts = count(leads=leads, opportunities=[deal(created_on="2025-05-03")])
    assert rows_of(counts, "base", "leads_won", "channel") == {("a",): 1, ("b",): 1}
    assert rows_of(counts, "base", "leads_won_cents", "channel") == {("b",): 10000}


def test_a_lead_takes_the_motion_of_the_deal_it_names_else_of_its_first(count: Count) -> None:
    deals = [
        deal("late", lead_id="1", motion="retain", created_on="2025-05-02"),
        deal("early", lead_id="1", motion="acquire", created_on="2025-05-01"),
        deal("named", motion="up-sell", created_on="2025-05-03"),
        deal("undated", lead_id="1", motion="cross-sell"),
    ]
    named = count(leads=[{"lead_id": "1", "opportunity_id": "named"}], opportunities=deals)
    assert rows_of(named, "base", "leads", "motion") == {("up-sell",): 1}
    first = count(leads=[{"lead_id": "1"}], opportunities=deals)
    assert rows_of(first, "base", "leads", "motion") == {("acquire",): 1}


def test_stages_count_in_the_cohort_and_when_they_happened(count: Count) -> None:
    lead = {
        **LEAD,
        "quantity": 2,
        "mql_on": "2025-05-31",
        "sal_on": "2025-06-01",
        "sql_on": "2025-07-15",
    }
    counts = count(leads=[lead, {"lead_id": "M", "mql_on": "2025-07-01"}])
    assert rows_of(counts, "base", "mqls", "month") == {(MAY,): 2, (-1,): 1}
    assert rows_of(counts, "base", "sals", "month") == {(MAY,): 2}
    assert rows_of(counts, "base", "sqls", "month") == {(MAY,): 2}
    assert rows_of(counts, "base", "mqls_happened", "month") == {(MAY,): 2, (MAY + 2,): 1}
    assert rows_of(counts, "base", "sals_happened", "month") == {(MAY + 1,): 2}
    assert rows_of(counts, "base", "sqls_happened", "month") == {(MAY + 2,): 2}


def test_statuses_and_ends_are_counted(count: Count) -> None:
    leads = [
        {"lead_id": "1"},
        {"lead_id": "2", "status": "new"},
        {"lead_id": "3", "status": "working", "recycled_on": "2025-05-01", "recycle_reason": "x"},
        {"lead_id": "4", "status": "qualified", "quantity": 0},
        {"lead_id": "5", "status": "disqualified", "disqualify_reason": "spam", "quantity": 3},
        {"lead_id": "6", "status": "won", "disqualified_on": "2025-05-01"},
    ]
    counts = count(leads=leads)
    states = {
        name: total(counts, "base", f"status_{name}")
        for name in ("new", "working", "qualified", "disqualified", "won")
    }
    assert states == {"new": 2, "working": 1, "qualified": 0, "disqualified": 3, "won": 1}
    assert total(counts, "base", "disqualified") == 4
    assert total(counts, "base", "recycled") == 1
    reasons = rows_of(counts, "reason", "leads", "reason")
    assert reasons == {(None,): 3, ("spam",): 3, ("x",): 1}


def test_side_keys_say_nothing_where_a_table_lacks_them(count: Count) -> None:
    counts = count(
        leads=[{**LEAD, "asset": "guide", "owner": "P", "campaign": "spring"}],
        opportunities=[deal(product="pro", owner="Q", loss_reason="price", is_won=False)],
        spend=[{"month": "2025-05-01", "amount": 1, "campaign": "autumn"}],
    )
    assert rows_of(counts, "asset", "leads", "asset") == {("guide",): 1}
    assert rows_of(counts, "asset", "created", "asset") == {(None,): 1}
    assert rows_of(counts, "product", "leads", "product") == {(None,): 1}
    assert rows_of(counts, "product", "lost", "product") == {("pro",): 1}
    assert rows_of(counts, "owner", "leads", "owner") == {("P",): 1}
    assert rows_of(counts, "owner", "lost", "owner") == {("Q",): 1}
    assert rows_of(counts, "reason", "lost", "reason") == {("price",): 1}
    assert rows_of(counts, "campaign", "marketing_cents", "campaign") == {("autumn",): 100}
    assert rows_of(counts, "owner", "marketing_cents", "owner") == {(None,): 100}
