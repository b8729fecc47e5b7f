"""The as-of date is the last thing that happened; what lies behind it is a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_sources.facts.asof import latest_event
from tests.builders import facts
from tests.facts.counting import Count

LAST = date(2025, 5, 9)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("leads", {"created_on": LAST}),
        ("leads", {"mql_on": LAST}),
        ("leads", {"sal_on": LAST}),
        ("leads", {"sql_on": LAST}),
        ("leads", {"disqualified_on": LAST}),
        ("leads", {"recycled_on": LAST}),
        ("leads", {"first_touch_on": LAST}),
        ("opportunities", {"created_on": LAST}),
        ("opportunities", {"accepted_on": LAST}),
        ("opportunities", {"closed_on": LAST, "is_won": True}),
        ("opportunities", {"closed_on": LAST, "is_won": False}),
        ("touches", {"on": LAST}),
        ("stage_events", {"on": LAST, "object": "lead", "id": "1", "stage": "x"}),
    ],
)
def test_creations_touches_stages_and_closings_are_events(
    tmp_path: Path, table: str, row: dict[str, Any]
) -> None:
    key = {"leads": "lead_id", "opportunities": "opportunity_id"}.get(table)
    named = row | ({key: "1"} if key else {})
    assert latest_event(facts(tmp_path, stored=True, **{table: [named]})) == LAST


def test_the_latest_event_of_all_tables_counts(tmp_path: Path) -> None:
    paths = facts(
        tmp_path,
        leads=[{"lead_id": "1", "created_on": "2025-05-01"}, {"lead_id": "2"}],
        touches=[{"on": LAST}],
    )
    assert latest_event(paths) == LAST


def test_due_dates_quotas_end_dates_and_plans_are_no_events(tmp_path: Path) -> None:
    later = "2027-01-01"
    paths = facts(
        tmp_path,
        leads=[{"lead_id": "1", "created_on": LAST, "assigned_on": later}],
        opportunities=[{"opportunity_id": "1", "closed_on": later, "renewal_due_on": later}],
        people=[{"person_id": "1", "start_on": later, "end_on": later}],
        quotas=[{"start": later, "end": later, "amount": 1}],
        accounts=[{"account_id": "1", "customer_since": later}],
        spend=[{"month": later, "amount": 1}],
    )
    assert latest_event(paths) == LAST


def test_spend_alone_ends_with_its_last_month(tmp_path: Path) -> None:
    paths = facts(tmp_path, spend=[{"month": "2024-02-01", "amount": 1}])
    assert latest_event(paths) == date(2024, 2, 29)


def test_facts_without_any_date_have_no_latest_event(tmp_path: Path) -> None:
    assert latest_event(facts(tmp_path, leads=[{"lead_id": "1"}])) is None
    assert latest_event({}) is None


def test_rows_with_an_event_after_the_as_of_date_are_counted_with_a_finding(count: Count) -> None:
    counts = count(
        as_of=LAST,
        leads=[
            {"lead_id": "1", "created_on": "2025-05-10", "mql_on": "2025-06-01"},
            {"lead_id": "2", "created_on": LAST},
        ],
        opportunities=[
            {"opportunity_id": "1", "closed_on": "2025-05-10", "is_won": True},
            {"opportunity_id": "2", "closed_on": "2025-05-10"},
        ],
        touches=[{"on": "2025-05-10"}] * 3,
        stage_events=[{"object": "lead", "id": "1", "stage": "x", "on": "2025-05-10"}],
    )
    assert {(note.code, note.table): note.count for note in counts.findings} == {
        ("after-as-of", "leads"): 1,
        ("after-as-of", "opportunities"): 1,
        ("after-as-of", "touches"): 3,
        ("after-as-of", "stage_events"): 1,
    }
    assert counts.cubes["base"].total("leads") == 2


def test_history_starts_with_the_first_event_of_each_kind(count: Count) -> None:
    counts = count(
        leads=[{"lead_id": "1", "created_on": "2025-03-09"}],
        opportunities=[
            {"opportunity_id": "1", "created_on": "2025-04-01", "closed_on": "2025-04-02"},
            {"opportunity_id": "2", "closed_on": "2025-05-02", "is_won": False},
            {"opportunity_id": "3", "closed_on": "2025-06-02", "is_won": True},
        ],
        spend=[{"month": "2025-07-01", "amount": 1}],
    )
    assert counts.history_start == {
        "leads": date(2025, 3, 9),
        "created": date(2025, 4, 1),
        "closed": date(2025, 5, 2),
        "won": date(2025, 6, 2),
        "spend": date(2025, 7, 1),
    }
