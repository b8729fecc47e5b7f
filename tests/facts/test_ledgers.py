"""Spend, touches, stage events, quotas, people, accounts and stored rows."""

from __future__ import annotations

from datetime import date

from tests.facts.counting import MAY, Count, rows_of, total


def test_spend_stands_by_team_and_programme_in_its_month(count: Count) -> None:
    spend = [
        {"month": "2025-05-01", "amount": 1, "channel": "Web", "line_code": "x"},
        {"month": "2025-05-01", "amount": 2, "category": "people"},
        {"month": "2025-05-01", "amount": 4, "team": "sales"},
        {"month": "2025-06-01", "amount": 8, "team": "sales", "category": "tools"},
        {"month": "2025-06-01", "amount": -16, "team": "joint"},
    ]
    counts = count(spend=spend)
    found = {
        name: rows_of(counts, "base", f"{name}_cents", "month")
        for name in (
            "marketing",
            "marketing_programme",
            "sales",
            "sales_programme",
            "joint",
        )
    }
    june = (MAY + 1,)
    assert found == {
        "marketing": {(MAY,): 300},
        "marketing_programme": {(MAY,): 100},
        "sales": {(MAY,): 400, june: 800},
        "sales_programme": {(MAY,): 400},
        "joint": {june: -1600},
    }
    lines = rows_of(counts, "spend", "cents", "channel", "line_code", "category")
    assert lines[("Web", "x", "programme")] == 100
    assert total(counts, "spend", "rows") == 5


def test_touches_and_stage_events_stand_by_month(count: Count) -> None:
    counts = count(
        touches=[
            {"on": "2025-05-09", "kind": "call"},
            {"on": "2025-05-10", "kind": "call"},
            {"team": "marketing", "channel": "Web"},
        ],
        stage_events=[
            {"object": "lead", "id": "1", "stage": "demo", "on": "2025-05-01"},
            {"object": "lead", "id": "1", "stage": "demo", "on": "2025-05-02"},
            {"object": "opportunity", "id": "1", "stage": "offer"},
        ],
    )
    assert rows_of(counts, "touches", "touches", "month", "team", "kind", "channel") == {
        (MAY, "sales", "call", None): 2,
        (-1, "marketing", None, "Web"): 1,
    }
    assert rows_of(counts, "stage_flows", "events", "month", "object", "stage") == {
        (MAY, "lead", "demo"): 2,
        (-1, "opportunity", "offer"): 1,
    }


def test_a_quota_ends_with_the_month_of_its_last_day(count: Count) -> None:
    quotas = [
        {"person_id": "P", "start": "2025-05-01", "end": "2025-08-01", "amount": 5},
        {"start": "2025-05-15", "end": "2025-08-02", "amount": 7, "measure": "won"},
    ]
    counts = count(quotas=quotas, people=[{"person_id": "P", "region": "North", "segment": "L"}])
    keys = ("month", "end", "person", "region", "segment", "measure")
    assert rows_of(counts, "quotas", "cents", *keys) == {
        (MAY, MAY + 3, "yes", "North", "L", "won_amount"): 500,
        (MAY, MAY + 4, "no", None, None, "won"): 700,
    }
    assert total(counts, "quotas", "rows") == 2


def test_heads_are_those_present_on_the_first_of_each_month(count: Count) -> None:
    people = [
        {"person_id": "1", "job": "closing", "start_on": "2025-05-01", "end_on": "2025-06-30"},
        {"person_id": "2", "job": "closing", "start_on": "2025-05-02", "end_on": "2025-07-01"},
        {"person_id": "3", "job": "development"},
    ]
    counts = count(people=people, as_of=date(2025, 8, 31))
    assert rows_of(counts, "people", "heads", "month", "job") == {
        (MAY, "closing"): 1,
        (MAY + 1, "closing"): 2,
        (MAY + 2, "closing"): 1,
        **{(MAY + month, "development"): 1 for month in range(4)},
    }


def test_without_any_start_people_stand_in_all_months_of_history(count: Count) -> None:
    people, leads = [{"person_id": "1"}], [{"lead_id": "L", "created_on": "2025-05-09"}]
    with_history = count(people=people, leads=leads, as_of=date(2025, 6, 1))
    assert rows_of(with_history, "people", "heads", "month") == {(MAY,): 1, (MAY + 1,): 1}
    without = count(people=people, leads=[{"lead_id": "L"}], as_of=date(2025, 6, 1))
    assert rows_of(without, "people", "heads", "month") == {(MAY + 1,): 1}


def test_an_account_is_worked_by_whoever_has_its_leads_deals_or_touches(count: Count) -> None:
    names = ("both", "lead", "deal", "joint", "through", "none", "empty deal")
    counts = count(
        accounts=[
            {"account_id": name, "industry": name, "contacts_known": place}
            for place, name in enumerate(names)
        ],
        leads=[
            {"lead_id": "1", "account_id": "both"},
            {"lead_id": "2", "account_id": "lead"},
            {"lead_id": "3", "account_id": "through"},
        ],
        opportunities=[
            {"opportunity_id": "1", "account_id": "both", "is_won": True},
            {"opportunity_id": "2", "account_id": "deal"},
            {"opportunity_id": "3", "account_id": "empty deal", "quantity": 0},
        ],
        touches=[
            {"account_id": "joint", "team": "joint"},
            {"lead_id": "3", "team": "sales"},
            {"account_id": "not known", "team": "sales"},
        ],
    )
    keys = ("industry", "customer", "worked_by", "with_open_deal")
    assert rows_of(counts, "accounts", "accounts", *keys) == {
        ("both", "yes", "both", "no"): 1,
        ("lead", "no", "marketing", "no"): 1,
        ("deal", "no", "sales", "yes"): 1,
        ("joint", "no", "both", "no"): 1,
        ("through", "no", "both", "no"): 1,
        ("none", "no", "neither", "no"): 1,
        ("empty deal", "no", "neither", "no"): 1,
    }
    assert total(counts, "accounts", "contacts") == sum(range(len(names)))


def test_a_customer_is_marked_dated_or_has_bought(count: Count) -> None:
    accounts = [
        {"account_id": "1", "is_customer": True},
        {"account_id": "2", "customer_since": "2025-05-01"},
        {"account_id": "3", "is_customer": False},
        {"account_id": "4"},
    ]
    deals = [{"opportunity_id": "D", "account_id": "4", "is_won": True}]
    found = rows_of(
        count(accounts=accounts, opportunities=deals), "accounts", "accounts", "customer"
    )
    assert found == {("yes",): 3, ("no",): 1}


def test_stored_rows_are_counted_by_source_with_those_undated(count: Count) -> None:
    counts = count(
        leads=[
            {"lead_id": "1", "source": "crm"},
            {"lead_id": "2", "source": "crm", "created_on": "2025-05-01", "quantity": 9},
            {"lead_id": "3", "source": "ads"},
        ],
        people=[{"person_id": "P"}],
        stage_events=[{"object": "lead", "id": "1", "stage": "x"}],
    )
    assert rows_of(counts, "rows", "rows", "table", "source") == {
        ("leads", "crm"): 2,
        ("leads", "ads"): 1,
        ("people", "test"): 1,
        ("stage_events", "test"): 1,
    }
    assert rows_of(counts, "rows", "undated", "table", "source") == {
        ("leads", "crm"): 1,
        ("leads", "ads"): 1,
        ("stage_events", "test"): 1,
    }
