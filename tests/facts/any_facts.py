"""Facts of every kind for property tests: gaps, ties, odd days, links, other currencies.

Every field has a pool of values. Hypothesis draws a few rows from the pools, so that a
failure shrinks to the rows that matter; `crowd` draws hundreds, so that rare meetings (two
leads of one account on one day, at the edge of the window) happen often.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from planning.actuals.kinds import CATEGORIES, MEASURES, MOTIONS, STATUSES
from planning.company import Company
from planning.teams import TEAMS

Rows = dict[str, list[dict[str, Any]]]
Pool = list[Any]

COMPANY: Final = Company(
    fiscal_year_start=4,
    credit_window_days=40,
    rates={
        "USD": {0: Decimal("0.9123456"), 2026: Decimal("0.95")},  # from 1 April 2025 on
        "JPY": {2026: Decimal("0.0061")},
    },
)
AS_OF: Final = date(2025, 6, 15)
"""2 April to 11 May is inside the credit window, 1 April to 11 May its last day."""

DAYS: Final[Pool] = [
    date(2023, 12, 31),
    date(2024, 2, 29),
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2025, 4, 2),
    date(2025, 5, 11),
    date(2025, 6, 15),
    date(2026, 1, 1),
]
ODD_DAYS: Final[Pool] = [date(1, 1, 1), date(9999, 12, 31)]
ANY_DAY: Final[Pool] = [*DAYS, *DAYS, *ODD_DAYS, None, None]
SELDOM: Final[Pool] = [*DAYS, *[None] * 20]
OFTEN: Final[Pool] = [*DAYS, None, None, None]
QUANTITY: Final[Pool] = [1, 1, 1, 1, 0, 2, 7]
CENTS: Final[Pool] = [None, 0, 1, 50, -50, 100, 12_345, 999_999, 10**12, 10**12 + 1, -(10**9)]
CHANNEL: Final[Pool] = [None, None, "Web", "Events", "é"]
REGION: Final[Pool] = [None, None, "North", "South"]
SEGMENT: Final[Pool] = [None, None, "S", "L"]
OWNER: Final[Pool] = [None, "p1", "p2", "nobody"]
MOTION: Final[Pool] = [None, None, *MOTIONS]


def accounts_named(count: int) -> Pool:
    """Return ids of accounts for leads and deals; one is not among the accounts."""
    return [None, "gone", *(f"A{place}" for place in range(count))]


def pools(leads: int, deals: int, accounts: int) -> dict[str, dict[str, Pool]]:
    """Return the values of every field by table, for so many rows that can be linked."""
    lead_ids = [None, None, None, "gone", *(f"L{place}" for place in range(leads))]
    deal_ids = [None, None, None, "gone", *(f"D{place}" for place in range(deals))]
    account = accounts_named(accounts)
    return {
        "leads": {
            "quantity": QUANTITY,
            "source": ["crm", "crm", "ads", "list"],
            "account_id": account,
            "channel": CHANNEL,
            "campaign": [None, "spring", "autumn"],
            "asset": [None, "guide"],
            "segment": SEGMENT,
            "region": REGION,
            "created_on": ANY_DAY,
            "mql_on": OFTEN,
            "sal_on": SELDOM,
            "sql_on": SELDOM,
            "disqualified_on": SELDOM,
            "disqualify_reason": [None, "no budget"],
            "recycled_on": SELDOM,
            "recycle_reason": [None, "too early"],
            "first_touch_on": SELDOM,
            "first_touch_hours": [*[None] * 6, -3.0, 0.5, 24.0, 719.0, 721.0, 733.9, 1e300],
            "status": [None, None, "new", *STATUSES],
            "owner": OWNER,
            "opportunity_id": deal_ids,
            "won_quantity": [None, None, 0, 1, 4],
            "won_amount_cents": CENTS,
        },
        "opportunities": {
            "quantity": QUANTITY,
            "account_id": account,
            "lead_id": lead_ids,
            "channel": CHANNEL,
            "owner": OWNER,
            "region": REGION,
            "segment": SEGMENT,
            "product": [None, "basic", "pro"],
            "motion": MOTION,
            "created_on": ANY_DAY,
            "closed_on": OFTEN,
            "is_won": [None, True, True, False],
            "amount_cents": CENTS,
            "recurring_amount_cents": CENTS,
            "term_months": [None, 0, 1, 7, 12, 36, 10**9],
            "renewal_due_on": OFTEN,
            "currency": [None, "EUR", "USD", "JPY", "CHF"],
            "loss_reason": [None, "price"],
            "sales_sourced": [None, True, False],
        },
        "spend": {
            "month": DAYS,
            "team": list(TEAMS),
            "category": list(CATEGORIES[:2]),
            "channel": CHANNEL,
            "campaign": [None, "spring"],
            "region": REGION,
            "segment": SEGMENT,
            "motion": MOTION,
            "line_code": [None, "4711"],
            "amount_cents": CENTS[1:],
            "currency": [None, "EUR", "USD", "CHF"],
        },
        "touches": {
            "on": OFTEN,
            "team": [*TEAMS, "sales"],
            "kind": [None, "call"],
            "account_id": account,
            "lead_id": lead_ids,
            "opportunity_id": deal_ids,
            "channel": CHANNEL,
        },
        "stage_events": {
            "object": ["lead", "opportunity"],
            "id": lead_ids[3:],
            "stage": ["demo", "offer"],
            "on": ANY_DAY,
        },
        "quotas": {
            "person_id": OWNER,
            "team": list(TEAMS),
            "start": DAYS,
            "end": DAYS,
            "measure": list(MEASURES),
            "amount_cents": [0, 1, 500_000],
        },
        "accounts": {
            "segment": SEGMENT,
            "region": REGION,
            "industry": [None, "steel"],
            "is_customer": [None, True, False],
            "customer_since": OFTEN,
            "contacts_known": [None, 0, 9],
        },
        "people": {
            "team": list(TEAMS),
            "job": [None, "development", "closing"],
            "region": REGION,
            "segment": SEGMENT,
            "start_on": OFTEN,
            "end_on": OFTEN,
        },
    }


IDS: Final = {
    "leads": ("lead_id", "L"),
    "opportunities": ("opportunity_id", "D"),
    "accounts": ("account_id", "A"),
    "people": ("person_id", "p"),
}
FEW: Final = {
    "leads": 8,
    "opportunities": 7,
    "spend": 4,
    "touches": 5,
    "stage_events": 3,
    "quotas": 3,
    "accounts": 2,
    "people": 3,
}


def _some(table: str, fields: dict[str, Pool], most: int) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries({field: st.sampled_from(pool) for field, pool in fields.items()})
    rows = st.lists(row, max_size=most)
    if table not in IDS:
        return rows
    key, letter = IDS[table]
    ids = st.permutations([f"{letter}{place}" for place in range(most)])
    return st.tuples(rows, ids).map(
        lambda drawn: [{**row, key: name} for row, name in zip(*drawn, strict=False)]
    )


tables: Final = st.fixed_dictionaries(
    {
        table: _some(table, fields, FEW[table])
        for table, fields in pools(FEW["leads"], FEW["opportunities"], FEW["accounts"]).items()
    }
)
"""A few rows of every table, in any order of ids."""


def crowd(seed: int) -> Rows:
    """Return hundreds of rows of every table, equal for equal seeds."""
    draw = random.Random(seed)  # noqa: S311 - chance for tests, not for secrets
    sizes = FEW | {"leads": 400, "opportunities": 200, "spend": 60, "touches": 200, "accounts": 30}
    found: Rows = {}
    for table, fields in pools(sizes["leads"], sizes["opportunities"], sizes["accounts"]).items():
        rows = [
            {field: draw.choice(pool) for field, pool in fields.items()}
            for _ in range(sizes[table])
        ]
        if table in IDS:
            key, letter = IDS[table]
            places = draw.sample(range(len(rows)), len(rows))
            rows = [{**row, key: f"{letter}{at}"} for row, at in zip(rows, places, strict=True)]
        found[table] = rows
    return found
