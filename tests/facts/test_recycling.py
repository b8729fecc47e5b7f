"""Leads handed back to marketing: which came back, and which were won after all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.counting import Count, rows_of, total

BACK = {
    "lead_id": "L",
    "created_on": "2025-05-01",
    "recycled_on": "2025-06-10",
    "recycle_reason": "Not now",
}


def deal(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    return {"opportunity_id": "D", "lead_id": "L", "amount": 100, **fields}


@pytest.mark.parametrize(
    ("lead", "deals", "came_back", "won", "cents"),
    [
        ({}, [], 0, 0, 0),
        # Qualified before it was handed back: that is why it could be.
        ({"sql_on": "2025-06-01"}, [], 0, 0, 0),
        ({"sql_on": "2025-06-10"}, [], 0, 0, 0),
        ({"sql_on": "2025-06-11"}, [], 1, 0, 0),
        ({}, [deal(created_on="2025-06-01")], 0, 0, 0),
        ({}, [deal(created_on="2025-07-01")], 1, 0, 0),
        # Won before it was handed back is no later conversion; won after it is.
        ({}, [deal(created_on="2025-05-20", closed_on="2025-06-01", is_won=True)], 0, 0, 0),
        ({}, [deal(created_on="2025-05-20", closed_on="2025-07-01", is_won=True)], 1, 1, 10000),
        ({}, [deal(created_on="2025-05-20", is_won=True)], 0, 0, 0),
        ({"status": "won", "quantity": 3}, [], 3, 3, 0),
        ({"won_quantity": 2, "quantity": 5, "won_amount": 7}, [], 5, 2, 700),
    ],
)
def test_a_lead_handed_back_came_back_by_what_happened_after_that_day(
    count: Count,
    lead: dict[str, Any],
    deals: list[dict[str, Any]],
    came_back: int,
    won: int,
    cents: int,
) -> None:
    counts = count(leads=[BACK | lead], opportunities=deals)
    back = {"handed_back": "yes", "reason": "Not now"}
    found = [total(counts, "recycled", name, **back) for name in ("came_back", "won", "won_cents")]
    assert found == [came_back, won, cents]
    assert total(counts, "recycled", "leads", handed_back="no") == 0


@pytest.mark.parametrize(
    ("lead", "deals", "came_as_far", "won"),
    [
        ({}, [], 0, 0),
        ({"sql_on": "2025-06-01"}, [], 1, 0),
        ({}, [deal(created_on="2025-06-01")], 1, 0),
        ({"status": "won"}, [], 1, 1),
    ],
)
def test_a_lead_never_handed_back_came_as_far_by_qualification_or_deal(
    count: Count, lead: dict[str, Any], deals: list[dict[str, Any]], came_as_far: int, won: int
) -> None:
    plain = {"lead_id": "L", "created_on": "2025-05-01"}
    counts = count(leads=[plain | lead], opportunities=deals)
    assert rows_of(counts, "recycled", "leads", "handed_back", "reason") == {("no", None): 1}
    assert total(counts, "recycled", "came_back") == came_as_far
    assert total(counts, "recycled", "won") == won


def test_leads_with_a_deal_are_those_linked_either_way(count: Count) -> None:
    leads = [
        {"lead_id": "L", "quantity": 2},
        {"lead_id": "M", "opportunity_id": "E"},
        {"lead_id": "N", "opportunity_id": "gone"},
    ]
    deals = [deal(), {"opportunity_id": "E", "amount": 50, "is_won": True}]
    counts = count(leads=leads, opportunities=deals)
    assert total(counts, "base", "leads_with_deal") == 3
    assert total(counts, "base", "leads_won_cents_squared") == 5000**2


def test_days_until_won_by_campaign_re_add(count: Count) -> None:
    leads = [
        {"lead_id": "L", "created_on": "2025-05-01", "campaign": "Spring", "asset": "Guide"},
        {"lead_id": "M", "created_on": "2025-05-01", "campaign": "Autumn"},
    ]
    deals = [
        deal(closed_on="2025-05-31", is_won=True),
        {"opportunity_id": "E", "lead_id": "M", "closed_on": "2025-05-11", "is_won": True},
    ]
    counts = count(leads=leads, opportunities=deals)
    assert rows_of(counts, "won_lags", "leads", "days") == {(30,): 1, (10,): 1}
    by_campaign = rows_of(counts, "won_lags:campaign", "leads", "campaign", "days")
    assert by_campaign == {("Spring", 30): 1, ("Autumn", 10): 1}
    by_asset = rows_of(counts, "won_lags:asset", "leads", "asset", "days")
    assert by_asset == {("Guide", 30): 1, (None, 10): 1}
