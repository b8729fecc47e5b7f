"""What customers and quotas cost, worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.individuals import shown_to
from planning.actuals.scorecard import grouped, scorecard
from tests.actuals.small_counts import JAN, months, small_counts


def figure(key: str, counts: Counts, scope: Scope | None = None) -> Figure:
    return scorecard(counts, scope, keys=[key]).figures[key]


def rivals(found: Figure) -> dict[str, Figure]:
    return {rival.key: rival for rival in found.rivals}


SPEND = {
    "marketing_cents": 60_000,
    "marketing_programme_cents": 40_000,
    "sales_cents": 140_000,
    "sales_programme_cents": 10_000,
    "joint_cents": 999_999,
}


def test_cac_is_both_teams_money_over_customers_and_leaves_joint_money_out() -> None:
    counts = small_counts(base=[SPEND, {"customers_with_account": 10}])
    found = figure("cac", counts)
    assert (found.value, found.numerator, found.denominator) == (200.0, Decimal("2000.00"), 10)
    assert found.low == pytest.approx(2000 / 18.390, rel=1e-4)
    assert rivals(found)["paid"].value == 50.0


def test_money_for_other_motions_is_left_out_of_cac_and_its_share_shown() -> None:
    counts = small_counts(
        base=[
            {"motion": "acquire", "sales_cents": 50_000},
            {"motion": None, "marketing_cents": 25_000},
            {"motion": "retain", "sales_cents": 25_000},
            {"customers_with_account": 5},
        ]
    )
    found = figure("cac", counts)
    assert found.value == 150.0
    assert found.note == "25\u00a0% of the spend is for other motions and left out."


def test_cac_without_customers_is_undefined() -> None:
    found = figure("cac", small_counts(base=[SPEND]))
    assert (found.value, found.note) == (None, "Undefined without customers.")


def test_lagged_cac_takes_the_money_of_one_median_cycle_earlier() -> None:
    counts = small_counts(
        history_start={"spend": date(2025, 1, 1)},
        base=[
            {"month": JAN, "marketing_cents": 30_000},
            {"month": JAN + 2, "marketing_cents": 99_000, "customers_with_account": 3, "won": 3},
        ],
        deal_days=[{"month": JAN + 2, "outcome": "won", "days": 60, "deals": 3}],
    )
    found = figure("cac", counts, Scope(period=months("2025-03", "2025-04")))
    assert found.value == 330.0
    lagged = rivals(found)["lagged"]
    assert lagged.value == 100.0
    assert "Shifted by 2 months." in lagged.note


def test_lagged_cac_does_not_guess_money_before_history() -> None:
    counts = small_counts(
        history_start={"spend": date(2025, 3, 1)},
        base=[{"month": JAN + 2, "marketing_cents": 99_000, "customers_with_account": 3}],
        deal_days=[{"month": JAN + 2, "outcome": "won", "days": 60, "deals": 3}],
    )
    found = figure("cac", counts, Scope(period=months("2025-03", "2025-04")))
    assert rivals(found)["lagged"].note == "Spend is not known 2 months before the period."
    assert rivals(figure("cac", counts))["lagged"].note.startswith("Choose a period")


def by_channel(with_channel: int, without: int) -> Figure:
    counts = small_counts(
        base=[
            {"channel": "Web", "marketing_cents": with_channel, "customers_with_account": 2},
            {"channel": None, "sales_cents": without},
        ]
    )
    groups = grouped(counts, by="channel", keys=["cac"])
    return next(group.figures["cac"] for group in groups if group.name == "Web")


def test_cac_by_channel_says_how_much_money_has_no_channel() -> None:
    web = by_channel(60_000, without=20_000)
    assert web.value == 300.0
    assert "25\u00a0% of the spend has no channel and is left out." in web.note


def test_cac_by_channel_is_not_shown_where_most_of_the_money_has_no_channel() -> None:
    web = by_channel(20_000, without=60_000)
    assert web.value is None
    assert web.note == "Spend is not split by channel: 75\u00a0% of it has no channel."


def test_money_for_customers_one_already_has_acquires_none() -> None:
    counts = small_counts(base=[{"motion": "retain", "sales_cents": 500}, {"motion": "acquire"}])
    found = figure("cac", counts, Scope(motion=("retain",)))
    assert (found.value, found.note) == (
        None,
        "All of this spend is for other motions than acquiring.",
    )


def test_a_quota_is_spread_over_its_months() -> None:
    quarter = {"measure": "won_amount", "person": "no", "month": JAN, "end": JAN + 3}
    counts = small_counts(
        base=[{"month": JAN + at, "won_cents": 5_000} for at in range(4)],
        quotas=[{**quarter, "cents": 30_000}],
    )
    found = figure("quota_attainment", counts, Scope(period=months("2025-01", "2025-03")))
    assert (found.value, found.denominator) == (0.5, Decimal("200.00"))
    # April has no quota, so its wins do not count towards one.
    assert figure("quota_attainment", counts).numerator == Decimal("150.00")


def test_persons_quotas_are_not_added_to_their_teams() -> None:
    quota = {"measure": "won_amount", "month": JAN, "end": JAN + 1}
    counts = small_counts(
        base=[{"won_cents": 5_000}],
        quotas=[
            {**quota, "person": "no", "cents": 10_000},
            {**quota, "person": "yes", "cents": 12_000},
        ],
    )
    assert figure("quota_attainment", counts).value == 0.5
    # Also for those who do not see single people.
    assert figure("quota_attainment", shown_to(counts, [])).value == 0.5


def test_quotas_of_other_teams_and_measures_do_not_count() -> None:
    counts = small_counts(
        base=[{"won_cents": 5_000}],
        quotas=[
            {"measure": "leads", "person": "no", "cents": 10_000},
            {"measure": "won_amount", "team": "marketing", "person": "no", "cents": 10_000},
        ],
    )
    assert figure("quota_attainment", counts).value is None


def test_quotas_without_regions_are_not_divided_among_them() -> None:
    quota = {"measure": "won_amount", "cents": 10_000}
    base = [{"region": "West", "won_cents": 5_000}]
    west = Scope(region=("West",))
    without = small_counts(base=base, quotas=[quota])
    assert figure("quota_attainment", without, west).note == "Quotas are not split by region."
    told = small_counts(base=base, quotas=[{**quota, "region": "West"}, quota])
    assert figure("quota_attainment", told, west).value == 0.5


def test_a_quota_has_no_channel() -> None:
    counts = small_counts(
        base=[{"won_cents": 5_000}], quotas=[{"measure": "won_amount", "cents": 10_000}]
    )
    found = figure("quota_attainment", counts, Scope(channel=("Web",)))
    assert (found.value, found.note) == (None, "Quotas are not split by channel.")
