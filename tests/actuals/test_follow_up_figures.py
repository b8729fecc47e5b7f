"""Follow-up: the agreed times are applied to counted hours, not stored with them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Context, scorecard
from planning.company import Company
from tests.actuals.small_counts import JAN, months, small_counts

LEADS = (
    {"state": "touched", "hours": 24, "leads": 30},
    {"state": "touched", "hours": 25, "leads": 10},
    {"state": "touched_untimed", "hours": -1, "leads": 5},
    {"state": "untouched", "hours": 24, "leads": 4},
    {"state": "untouched", "hours": 48, "leads": 7},
    {"state": "untouched", "hours": 720, "leads": 1},
    {"state": "untouched", "hours": 744, "leads": 20},
)


def figure(
    key: str, counts: Counts, scope: Scope | None = None, company: Company | None = None
) -> Figure:
    return scorecard(counts, scope, Context(company or Company()), [key]).figures[key]


def followed(*more: dict[str, object]) -> Counts:
    return small_counts(base=[{"leads": 77}], follow_up=[*LEADS, *more])


def test_not_followed_up_is_waiting_overdue_and_never_of_the_leads_considered() -> None:
    found = figure("not_followed_up", followed())
    assert (found.value, found.denominator) == (32, 77)
    assert {part.key: part.value for part in found.parts} == {
        "waiting": 4,
        "overdue": 8,
        "never": 20,
    }


def test_never_means_older_than_the_agreed_days() -> None:
    assert figure("never_followed_up", followed()).value == 20
    company = Company(never_after_days=29)
    assert figure("never_followed_up", followed(), company=company).value == 21


def test_leads_still_waiting_and_touches_of_unknown_time_are_not_judged() -> None:
    found = figure("follow_up_within_sla", followed())
    assert (found.numerator, found.denominator) == (30, 30 + 10 + 8 + 20)
    assert "5 touches of unknown time are not judged." in found.note


def test_another_sla_needs_no_new_count() -> None:
    found = figure("follow_up_within_sla", followed(), company=Company(sla_hours=48))
    assert (found.numerator, found.denominator) == (40, 40 + 1 + 20)


def test_the_share_within_sla_never_falls_when_the_sla_grows() -> None:
    shares = [
        figure("follow_up_within_sla", followed(), company=Company(sla_hours=hours)).number or 0
        for hours in (1, 24, 25, 48, 720, 744)
    ]
    assert shares == sorted(shares)


def test_the_time_to_follow_up_is_the_median_of_touched_leads() -> None:
    assert figure("time_to_follow_up", followed()).value == 24.0


def test_sources_that_tell_nothing_leave_follow_up_undefined() -> None:
    counts = small_counts(
        base=[{"leads": 9}], follow_up=[{"state": "untold", "hours": -1, "leads": 9}]
    )
    for key in ("not_followed_up", "never_followed_up", "follow_up_within_sla"):
        found = figure(key, counts)
        assert found.value is None
        assert found.note == "The leads' source tells neither their status nor their touches."


def test_leads_of_sources_that_tell_nothing_are_left_out_and_counted() -> None:
    found = figure("not_followed_up", followed({"state": "untold", "hours": -1, "leads": 6}))
    assert found.denominator == 77
    assert "6 leads of sources without status or touches are left out." in found.note


def test_untouched_leads_without_a_date_are_not_followed_up_but_not_yet_never() -> None:
    counts = followed({"month": -1, "state": "untouched", "hours": -1, "leads": 3})
    assert figure("not_followed_up", counts).value == 35
    assert figure("never_followed_up", counts).value == 20


@pytest.mark.parametrize(
    ("bases", "sentence"),
    [
        (("mql",), "Leads that became MQL; the clock starts there."),
        (("created",), "All leads; the clock starts at creation."),
        (("mql", "created"), "The clock starts at MQL, or at creation for leads without one."),
    ],
)
def test_the_clock_is_stated(bases: tuple[str, ...], sentence: str) -> None:
    rows = [{"basis": basis, "state": "untouched", "hours": 1, "leads": 1} for basis in bases]
    counts = small_counts(base=[{"leads": 2}], follow_up=rows)
    assert sentence in figure("not_followed_up", counts).note


def test_silence_costs_what_the_channels_leads_cost() -> None:
    counts = small_counts(
        base=[
            {"channel": "Web", "leads": 100, "marketing_programme_cents": 100_000},
            {"channel": "Fair", "leads": 10, "marketing_programme_cents": 50_000},
            {"channel": "Organic", "leads": 30},
        ],
        follow_up=[
            {"channel": "Web", "state": "untouched", "hours": 1_000, "leads": 7},
            {"channel": "Fair", "state": "untouched", "hours": 1_000, "leads": 2},
            {"channel": "Fair", "state": "untouched", "hours": 5, "leads": 8},
            {"channel": "Organic", "state": "untouched", "hours": 1_000, "leads": 3},
        ],
    )
    found = figure("cost_of_unfollowed_leads", counts)
    assert found.value == Decimal("170.00")
    assert found.note == "Without spend, adding nothing: Organic."


def test_silence_costs_money_of_the_same_months_only() -> None:
    counts = small_counts(
        base=[
            {"month": JAN, "leads": 10, "marketing_programme_cents": 1_000},
            {"month": JAN + 1, "leads": 10, "marketing_programme_cents": 9_000},
        ],
        follow_up=[{"state": "untouched", "hours": 5_000, "leads": 5}],
    )
    found = figure("cost_of_unfollowed_leads", counts, Scope(period=months("2025-01", "2025-02")))
    assert found.value == Decimal("5.00")


def test_without_spend_by_channel_the_cost_of_silence_is_unknown() -> None:
    counts = small_counts(
        base=[{"leads": 10}, {"channel": None, "marketing_programme_cents": 1_000}],
        follow_up=[{"state": "untouched", "hours": 5_000, "leads": 5}],
    )
    found = figure("cost_of_unfollowed_leads", counts)
    assert (found.value, found.note) == (None, "Spend is not split by channel.")
