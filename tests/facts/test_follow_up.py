"""Whether and when leads were followed up, as far as their source can tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.facts.counting import Count, rows_of

AS_OF = date(2025, 5, 31)
LEAD = {"lead_id": "L", "created_on": "2025-05-01", "status": "new"}


def follow_up(counts: Any) -> dict[tuple[Any, ...], int]:  # noqa: ANN401 - Counts
    return rows_of(counts, "follow_up", "leads", "basis", "state", "hours")


@pytest.mark.parametrize(
    ("lead", "state", "hours"),
    [
        ({}, "untouched", 720),
        ({"status": None, "first_touch_hours": None}, "untold", -1),
        ({"created_on": None}, "untouched", -1),
        ({"created_on": "2025-06-02"}, "untouched", 0),  # after the as-of date
        ({"created_on": "2025-04-30"}, "untouched", 744),
        ({"first_touch_hours": 0.9}, "touched", 0),
        ({"first_touch_hours": -5}, "touched", 0),
        ({"first_touch_hours": 720}, "touched", 720),
        ({"first_touch_hours": 721.5}, "touched", 720),  # whole days above 720 hours
        ({"first_touch_hours": 745}, "touched", 744),
        ({"first_touch_on": "2025-05-03"}, "touched", 48),
        ({"first_touch_on": "2025-04-20"}, "touched", 0),
        ({"first_touch_on": "2025-05-03", "created_on": None}, "touched_untimed", -1),
        ({"first_touch_on": "2025-05-09", "first_touch_hours": 3}, "touched", 3),
        ({"sal_on": "2025-05-03"}, "touched_untimed", -1),
        ({"sql_on": "2025-05-03"}, "touched_untimed", -1),
        ({"opportunity_id": "D"}, "touched_untimed", -1),
        ({"status": "working"}, "touched_untimed", -1),
        ({"status": "disqualified"}, "touched_untimed", -1),
        ({"disqualified_on": "2025-05-03"}, "untouched", 720),
    ],
)
def test_a_lead_is_touched_untouched_or_untold(
    count: Count, lead: dict[str, Any], state: str, hours: int
) -> None:
    counts = count(leads=[LEAD | lead | {"quantity": 2}], as_of=AS_OF)
    assert follow_up(counts) == {("created", state, hours): 2}


def test_a_deal_that_names_the_lead_is_a_touch_of_unknown_time(count: Count) -> None:
    deals = [{"opportunity_id": "D", "lead_id": "L"}]
    counts = count(leads=[LEAD], opportunities=deals, as_of=AS_OF)
    assert follow_up(counts) == {("created", "touched_untimed", -1): 1}


def test_the_first_touch_of_sales_is_the_first_touch(count: Count) -> None:
    touches = [
        {"lead_id": "L", "on": "2025-05-04"},
        {"lead_id": "L", "on": "2025-05-03"},
        {"lead_id": "L"},
        {"lead_id": "L", "on": "2025-05-02", "team": "marketing"},
        {"lead_id": "M", "team": "sales"},
        {"lead_id": "N", "on": "2025-05-04", "team": "joint"},
    ]
    leads = [LEAD, LEAD | {"lead_id": "M"}, LEAD | {"lead_id": "N"}]
    assert follow_up(count(leads=leads, touches=touches, as_of=AS_OF)) == {
        ("created", "touched", 48): 1,
        ("created", "touched_untimed", -1): 1,
        ("created", "untouched", 720): 1,
    }


def test_a_source_with_mqls_is_judged_by_them_from_their_day(count: Count) -> None:
    leads = [
        LEAD | {"mql_on": "2025-05-11"},
        LEAD | {"lead_id": "2", "first_touch_on": "2025-05-12", "mql_on": "2025-05-11"},
        LEAD | {"lead_id": "3"},
        LEAD | {"lead_id": "4", "source": "other"},
    ]
    assert follow_up(count(leads=leads, as_of=AS_OF)) == {
        ("mql", "untouched", 480): 1,
        ("mql", "touched", 24): 1,
        ("created", "untouched", 720): 1,
    }


def test_each_source_tells_for_itself(count: Count) -> None:
    leads = [
        {"lead_id": "1", "source": "told by a status", "status": "working"},
        {"lead_id": "2", "source": "told by a status"},
        {"lead_id": "3", "source": "told by a touch"},
        {"lead_id": "4", "source": "told by hours", "first_touch_hours": 1},
        {"lead_id": "5", "source": "silent", "sql_on": "2025-05-01"},
        {"lead_id": "6", "source": "silent", "quantity": 4},
    ]
    counts = count(leads=leads, touches=[{"lead_id": "3"}], as_of=AS_OF)
    assert follow_up(counts) == {
        ("created", "touched_untimed", -1): 2,
        ("created", "untouched", -1): 1,
        ("created", "touched", 1): 1,
        ("created", "untold", -1): 5,
    }


def test_side_versions_split_the_same_leads(count: Count) -> None:
    leads = [
        LEAD | {"campaign": "spring", "owner": "P"},
        LEAD | {"lead_id": "2", "status": "won"},
    ]
    counts = count(leads=leads, as_of=AS_OF)
    by_owner = rows_of(counts, "follow_up:owner", "leads", "owner", "state")
    assert by_owner == {("P", "untouched"): 1, (None, "touched_untimed"): 1}
    by_campaign = rows_of(counts, "follow_up:campaign", "leads", "campaign", "state")
    assert by_campaign == {("spring", "untouched"): 1, (None, "touched_untimed"): 1}
