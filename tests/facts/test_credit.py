"""Every deal is credited to exactly one channel."""

from __future__ import annotations

from typing import Any

from planning.company import Company
from tests.facts.counting import Count, rows_of

DEAL = {"opportunity_id": "D", "created_on": "2025-05-10", "account_id": "A"}


def credit(counts: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - Counts
    """Return channel and campaign of the one deal."""
    ((channel, campaign),) = rows_of(counts, "campaign", "created", "channel", "campaign")
    return channel, campaign


def test_the_lead_a_deal_names_gives_channel_and_campaign(count: Count) -> None:
    lead = {"lead_id": "L", "channel": "Web", "campaign": "spring", "created_on": "2025-06-01"}
    deal = DEAL | {"lead_id": "L", "channel": "Events"}
    assert credit(count(leads=[lead], opportunities=[deal])) == ("Web", "spring")


def test_a_lead_that_names_the_deal_gives_channel_and_campaign(count: Count) -> None:
    lead = {"lead_id": "L", "channel": "Web", "campaign": "spring", "opportunity_id": "D"}
    deal = DEAL | {"channel": "Events"}
    assert credit(count(leads=[lead], opportunities=[deal])) == ("Web", "spring")


def test_links_that_disagree_follow_the_deal_with_a_finding(count: Count) -> None:
    leads = [
        {"lead_id": "L1", "channel": "Web"},
        {"lead_id": "L2", "channel": "Events", "opportunity_id": "D"},
    ]
    counts = count(leads=leads, opportunities=[DEAL | {"lead_id": "L1"}])
    assert credit(counts) == ("Web", None)
    assert [(found.code, found.count) for found in counts.findings] == [("links-disagree", 1)]


def test_links_that_agree_are_no_finding(count: Count) -> None:
    lead = {"lead_id": "L", "channel": "Web", "opportunity_id": "D"}
    assert count(leads=[lead], opportunities=[DEAL | {"lead_id": "L"}]).findings == ()


def test_of_several_leads_the_latest_not_after_the_deal_counts(count: Count) -> None:
    leads = [
        {"lead_id": "1", "channel": "early", "created_on": "2025-05-01", "opportunity_id": "D"},
        {"lead_id": "3", "channel": "same day", "created_on": "2025-05-10", "opportunity_id": "D"},
        {"lead_id": "4", "channel": "tie", "created_on": "2025-05-10", "opportunity_id": "D"},
        {"lead_id": "2", "channel": "late", "created_on": "2025-05-11", "opportunity_id": "D"},
        {"lead_id": "0", "channel": "undated", "opportunity_id": "D"},
    ]
    assert credit(count(leads=leads, opportunities=[DEAL])) == ("same day", None)


def test_of_several_leads_after_the_deal_the_smallest_id_counts(count: Count) -> None:
    leads = [
        {"lead_id": "2", "channel": "b", "created_on": "2025-05-11", "opportunity_id": "D"},
        {"lead_id": "1", "channel": "a", "created_on": "2025-07-01", "opportunity_id": "D"},
    ]
    assert credit(count(leads=leads, opportunities=[DEAL])) == ("a", None)


def test_the_accounts_latest_lead_within_a_year_counts_next(count: Count) -> None:
    leads = [
        {"lead_id": "1", "channel": "old", "created_on": "2024-05-09", "account_id": "A"},
        {"lead_id": "2", "channel": "just", "created_on": "2024-05-10", "account_id": "A"},
        {"lead_id": "3", "channel": "late", "created_on": "2025-05-11", "account_id": "A"},
        {"lead_id": "4", "channel": "other", "created_on": "2025-05-01", "account_id": "B"},
    ]
    deal = DEAL | {"channel": "own"}
    assert credit(count(leads=leads, opportunities=[deal])) == ("just", None)
    assert credit(count(leads=leads[:1], opportunities=[deal])) == ("own", None)


def test_of_an_accounts_leads_on_one_day_the_smallest_id_counts(count: Count) -> None:
    same = {"created_on": "2025-05-10", "account_id": "A"}
    leads = [
        {"lead_id": "2", "channel": "b", "campaign": "y", **same},
        {"lead_id": "1", "channel": "a", "campaign": "x", **same},
    ]
    assert credit(count(leads=leads, opportunities=[DEAL])) == ("a", "x")


def test_the_window_is_a_setting(count: Count) -> None:
    lead = {"lead_id": "1", "channel": "Web", "created_on": "2025-05-09", "account_id": "A"}
    none = Company(credit_window_days=0)
    assert credit(count(leads=[lead], opportunities=[DEAL], company=none))[0] == "unknown"
    today = lead | {"created_on": "2025-05-10"}
    assert credit(count(leads=[today], opportunities=[DEAL], company=none))[0] == "Web"


def test_an_undated_deal_is_not_credited_to_its_accounts_leads(count: Count) -> None:
    lead = {"lead_id": "1", "channel": "Web", "created_on": "2025-05-09", "account_id": "A"}
    deal = {"opportunity_id": "D", "account_id": "A"}
    assert credit(count(leads=[lead], opportunities=[deal])) == ("unknown", None)


def test_a_linked_lead_without_channel_passes_to_the_next_rule(count: Count) -> None:
    leads = [
        {"lead_id": "1", "campaign": "silent", "opportunity_id": "D"},
        {"lead_id": "2", "channel": "Web", "created_on": "2025-05-01", "account_id": "A"},
        {"lead_id": "3", "campaign": "silent", "created_on": "2025-05-02", "account_id": "A"},
    ]
    assert credit(count(leads=leads, opportunities=[DEAL])) == ("Web", None)
    assert credit(count(leads=leads[:1], opportunities=[DEAL | {"channel": "own"}])) == (
        "own",
        None,
    )


def test_sales_created_deals_without_more_are_sales_sourced(count: Count) -> None:
    deal = DEAL | {"sales_sourced": True}
    assert credit(count(opportunities=[deal])) == ("sales-sourced", None)
    assert credit(count(opportunities=[deal | {"channel": "Web"}])) == ("Web", None)


def test_a_deal_nothing_explains_is_unknown(count: Count) -> None:
    deal = DEAL | {"sales_sourced": False, "lead_id": "not among the leads"}
    assert credit(count(opportunities=[deal])) == ("unknown", None)


def test_a_lead_without_channel_is_unknown(count: Count) -> None:
    counts = count(leads=[{"lead_id": "L", "quantity": 3}])
    assert rows_of(counts, "base", "leads", "channel") == {("unknown",): 3}
