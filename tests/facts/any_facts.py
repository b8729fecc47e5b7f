"""Small facts of every kind for property tests: gaps, ties, odd days, other currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planning.actuals.kinds import CATEGORIES, MEASURES, MOTIONS, STATUSES
from planning.company import Company
from planning.teams import TEAMS

COMPANY = Company(
    fiscal_year_start=4,
    credit_window_days=40,
    rates={
        "USD": {0: Decimal("0.9123456"), 2025: Decimal("0.95")},
        "JPY": {2025: Decimal("0.0061")},
    },
)
AS_OF = date(2025, 6, 15)

SOME_DAYS = [
    date(2023, 12, 31),
    date(2024, 2, 29),
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2025, 4, 2),
    date(2025, 5, 11),
    date(2025, 6, 15),
    date(2026, 1, 1),
]
ODD_DAYS = [date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31)]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def label(*labels: str) -> st.SearchStrategy[Any]:
    return maybe(st.sampled_from(labels))


day = maybe(st.sampled_from(SOME_DAYS + ODD_DAYS))
soon = maybe(st.sampled_from(SOME_DAYS))
quantity = st.sampled_from([1, 1, 1, 0, 2, 7])
cents = maybe(st.integers(-(10**12), 10**12) | st.sampled_from([0, 1, 50, -50, 100]))
account = label("A", "B", "C")
person = label("p1", "p2", "nobody")
channel = label("Web", "Events", "é")
region, segment = label("North", "South"), label("S", "L")
source = st.sampled_from(["crm", "crm", "ads"])
lead_ids, deal_ids = [f"L{i}" for i in range(8)], [f"D{i}" for i in range(7)]

lead = st.fixed_dictionaries(
    {
        "quantity": quantity,
        "source": source,
        "account_id": account,
        "channel": channel,
        "campaign": label("spring", "autumn"),
        "asset": label("guide"),
        "segment": segment,
        "region": region,
        "created_on": day,
        "mql_on": soon,
        "sal_on": maybe(st.none() | st.sampled_from(SOME_DAYS)),
        "sql_on": soon,
        "disqualified_on": maybe(st.none() | st.sampled_from(SOME_DAYS)),
        "disqualify_reason": label("no budget"),
        "recycled_on": soon,
        "recycle_reason": label("too early"),
        "first_touch_on": maybe(st.none() | st.sampled_from(SOME_DAYS)),
        "first_touch_hours": maybe(st.none() | st.sampled_from([-3.0, 0.5, 24.0, 733.9, 1e300])),
        "status": maybe(st.sampled_from(STATUSES)),
        "owner": person,
        "opportunity_id": label(*deal_ids[:3], "gone"),
        "won_quantity": maybe(st.integers(0, 4)),
        "won_amount_cents": cents,
    }
)
deal = st.fixed_dictionaries(
    {
        "quantity": quantity,
        "account_id": account,
        "lead_id": label(*lead_ids[:4], "gone"),
        "channel": channel,
        "owner": person,
        "region": region,
        "segment": segment,
        "product": label("basic", "pro"),
        "motion": maybe(st.sampled_from(MOTIONS)),
        "created_on": day,
        "closed_on": soon,
        "is_won": maybe(st.booleans()),
        "amount_cents": cents,
        "recurring_amount_cents": cents,
        "term_months": maybe(st.sampled_from([0, 1, 7, 12, 36, 10**9])),
        "renewal_due_on": soon,
        "currency": label("EUR", "USD", "JPY", "CHF"),
        "loss_reason": label("price"),
        "sales_sourced": maybe(st.booleans()),
    }
)
spend = st.fixed_dictionaries(
    {
        "month": st.sampled_from(SOME_DAYS),
        "team": st.sampled_from(TEAMS),
        "category": st.sampled_from(CATEGORIES[:2]),
        "channel": channel,
        "campaign": label("spring"),
        "region": region,
        "motion": maybe(st.sampled_from(MOTIONS)),
        "line_code": label("4711"),
        "amount_cents": cents.filter(lambda value: value is not None),
        "currency": label("EUR", "USD", "CHF"),
    }
)
touch = st.fixed_dictionaries(
    {
        "on": soon,
        "team": st.sampled_from(TEAMS),
        "kind": label("call"),
        "account_id": account,
        "lead_id": label(*lead_ids),
        "opportunity_id": label(*deal_ids),
        "channel": channel,
    }
)
stage_event = st.fixed_dictionaries(
    {
        "object": st.sampled_from(["lead", "opportunity"]),
        "id": st.sampled_from(lead_ids),
        "stage": st.sampled_from(["demo", "offer"]),
        "on": day,
    }
)
quota = st.fixed_dictionaries(
    {
        "person_id": person,
        "team": st.sampled_from(TEAMS),
        "start": st.sampled_from(SOME_DAYS),
        "end": st.sampled_from(SOME_DAYS),
        "measure": st.sampled_from(MEASURES),
        "amount_cents": st.integers(0, 10**9),
    }
)
an_account = st.fixed_dictionaries(
    {
        "segment": segment,
        "region": region,
        "industry": label("steel"),
        "is_customer": maybe(st.booleans()),
        "customer_since": soon,
        "contacts_known": maybe(st.integers(0, 9)),
    }
)
somebody = st.fixed_dictionaries(
    {
        "team": st.sampled_from(TEAMS),
        "job": label("development", "closing"),
        "region": region,
        "segment": segment,
        "start_on": soon,
        "end_on": soon,
    }
)


def keyed(row: st.SearchStrategy[Any], key: str, ids: list[str]) -> st.SearchStrategy[Any]:
    """Return tables whose rows have different ids, in any order."""
    rows = st.lists(row, max_size=len(ids))
    return st.tuples(rows, st.permutations(ids)).map(
        lambda drawn: [{**row, key: name} for row, name in zip(*drawn, strict=False)]
    )


tables = st.fixed_dictionaries(
    {
        "leads": keyed(lead, "lead_id", lead_ids),
        "opportunities": keyed(deal, "opportunity_id", deal_ids),
        "spend": st.lists(spend, max_size=4),
        "touches": st.lists(touch, max_size=5),
        "stage_events": st.lists(stage_event, max_size=3),
        "quotas": st.lists(quota, max_size=3),
        "accounts": keyed(an_account, "account_id", ["A", "B"]),
        "people": keyed(somebody, "person_id", ["p1", "p2"]),
    }
)
