"""Small facts with nothing odd, and the same with one odd row of every kind."""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]
Facts = dict[str, Rows]

CLEAN: Facts = {
    "accounts": [
        {"account_id": "A1", "name": "Acme", "region": "North", "owner": "P1"},
        {"account_id": "A2", "name": "Bolt", "region": "South", "owner": "P1"},
    ],
    "leads": [
        {
            "lead_id": "L1",
            "account_id": "A1",
            "channel": "Web",
            "created_on": "2025-02-01",
            "mql_on": "2025-02-02",
            "sal_on": "2025-02-02",
            "sql_on": "2025-02-05",
            "first_touch_on": "2025-02-01",
            "status": "won",
            "owner": "P1",
            "opportunity_id": "D1",
        },
        {
            "lead_id": "L2",
            "channel": "Fair",
            "created_on": "2025-03-01",
            "sql_on": "2025-03-09",
            "disqualified_on": "2025-04-01",
            "status": "disqualified",
        },
    ],
    "opportunities": [
        {
            "opportunity_id": "D1",
            "account_id": "A1",
            "owner": "P1",
            "created_on": "2025-02-05",
            "closed_on": "2025-04-01",
            "stage": "Won",
            "is_won": True,
            "amount": 1000,
        },
        {
            "opportunity_id": "D2",
            "account_id": "A2",
            "lead_id": "L2",
            "owner": "P1",
            "created_on": "2025-03-05",
            "closed_on": "2025-05-01",
            "stage": "Lost",
            "is_won": False,
            "amount": 1200,
        },
        {
            "opportunity_id": "D3",
            "account_id": "A2",
            "owner": "P1",
            "sales_sourced": True,
            "created_on": "2025-11-05",
            "closed_on": "2026-02-01",
            "stage": "Offer",
            "amount": 900,
        },
    ],
    "stage_events": [{"object": "opportunity", "id": "D1", "stage": "Won", "on": "2025-04-01"}],
    "spend": [
        {"month": "2025-02-01", "channel": "Web", "amount": 100},
        {"month": "2025-12-01", "channel": "Web", "amount": 120},
    ],
    "touches": [{"on": "2025-02-01", "lead_id": "L1", "channel": "Web"}],
    "people": [
        {"person_id": "P1", "job": "closing", "region": "North"},
        {"person_id": "P2", "job": "development", "region": "South"},
        {"person_id": "P3", "team": "marketing"},
        {"person_id": "P4", "job": "closing", "start_on": "2025-11-01"},
    ],
    "quotas": [{"person_id": "P1", "start": "2025-01-01", "end": "2025-04-01", "amount": 5000}],
}
DEAL = {**CLEAN["opportunities"][0], "opportunity_id": "X", "created_on": "2025-02-07"}
LEAD = {"lead_id": "X", "channel": "Web", "created_on": "2025-06-01", "status": "working"}
SPEND = {"month": "2025-03-01", "channel": "Web", "amount": 110}
LOST = {**DEAL, "is_won": False, "stage": "Lost"}
OPEN = {**DEAL, "is_won": None, "stage": "Offer", "closed_on": None}


def with_rows(**more: Rows) -> Facts:
    """The clean facts and a few rows."""
    return {**CLEAN, **{table: [*CLEAN[table], *rows] for table, rows in more.items()}}


CASES: dict[str, tuple[str, Facts]] = {
    "won-before-lead": (
        "opportunities",
        with_rows(
            opportunities=[
                DEAL | {"lead_id": "L1", "created_on": "2025-01-01", "closed_on": "2025-01-31"}
            ]
        ),
    ),
    "lost-with-zero": ("opportunities", with_rows(opportunities=[LOST | {"amount": 0}])),
    "won-without-amount": ("opportunities", with_rows(opportunities=[DEAL | {"amount": None}])),
    "open-past-closing": (
        "opportunities",
        with_rows(opportunities=[OPEN | {"closed_on": "2025-12-30"}]),
    ),
    "closed-without-date": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"closed_on": None}]),
    ),
    "closed-before-created": (
        "opportunities",
        with_rows(opportunities=[LOST | {"closed_on": "2025-02-06"}]),
    ),
    "no-account": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"account_id": None, "channel": "Web"}]),
    ),
    "unknown-account": (
        "opportunities",
        with_rows(opportunities=[DEAL | {"account_id": "A9", "channel": "Web"}]),
    ),
    "unknown-lead": ("opportunities", with_rows(opportunities=[DEAL | {"lead_id": "L9"}])),
    "unknown-origin": ("opportunities", with_rows(opportunities=[DEAL | {"account_id": "A2"}])),
    "unknown-owner": ("opportunities", with_rows(opportunities=[DEAL | {"owner": "P9"}])),
    "after-as-of": ("stage_events", with_rows(stage_events=[
        {"object": "lead", "id": "X", "stage": "MQL", "on": "2026-01-01"}])),
    "lead-dates-out-of-order": (
        "leads",
        with_rows(leads=[LEAD | {"mql_on": "2025-07-01", "sql_on": "2025-06-30"}]),
    ),
    "disqualified-and-won": (
        "leads",
        with_rows(leads=[LEAD | {"disqualified_on": "2025-07-01", "opportunity_id": "D1"}]),
    ),
    "unknown-deal": ("leads", with_rows(leads=[LEAD | {"opportunity_id": "D9"}])),
    "won-lead-without-deal": ("leads", with_rows(leads=[LEAD | {"status": "won"}])),
    "spend-after-as-of": ("spend", with_rows(spend=[SPEND | {"month": "2026-01-01"}])),
    "negative-spend": ("spend", with_rows(spend=[SPEND | {"amount": -1}])),
    "person-without-deal": (
        "people",
        with_rows(people=[{"person_id": "X", "job": "closing", "start_on": "2025-01-01"}]),
    ),
    "two-spellings": ("leads", with_rows(leads=[LEAD | {"channel": "WEB "}])),
    "words-run-together": (
        "opportunities",
        with_rows(opportunities=[
            DEAL | {"opportunity_id": "D4", "product": "Tent Plus"},
            DEAL | {"opportunity_id": "D5", "product": "Bag Pro"},
            DEAL | {"product": "TentPro"},
        ]),
    ),
    "outsized-amount": ("opportunities", with_rows(opportunities=[DEAL | {"amount": 1_000_000}])),
    "row-in-two-sources": ("spend", with_rows(spend=[
        CLEAN["spend"][0] | {"source": "export"}])),
}  # fmt: skip
"""By code: the table, and clean facts with one odd row that raises it and nothing else."""
