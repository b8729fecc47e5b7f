"""Figures of leads, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Context, scorecard
from tests.actuals.small_counts import JAN, months, small_counts

Row = dict[str, Any]


def figure(
    key: str, counts: Counts, scope: Scope | None = None, context: Context | None = None
) -> Figure:
    return scorecard(counts, scope, context, [key]).figures[key]


def rivals(found: Figure) -> dict[str, Figure]:
    return {rival.key: rival for rival in found.rivals}


WEB: Row = {
    "leads": 100,
    "mqls": 40,
    "sals": 30,
    "sqls": 20,
    "disqualified": 25,
    "recycled": 5,
    "leads_won": 4,
    "marketing_programme_cents": 200_000,
    "marketing_cents": 300_000,
}


@pytest.mark.parametrize(
    ("key", "above", "below", "value"),
    [
        ("mql_rate", 40, 100, 0.4),
        ("sal_rate", 30, 40, 0.75),
        ("sql_rate", 20, 40, 0.5),
        ("disqualified_rate", 25, 100, 0.25),
        ("recycled_rate", 5, 100, 0.05),
        ("lead_to_customer", 4, 100, 0.04),
    ],
)
def test_rates_divide_one_stage_of_the_cohort_by_another(
    key: str, above: int, below: int, value: float
) -> None:
    found = figure(key, small_counts(base=[WEB]))
    assert (found.numerator, found.denominator, found.value) == (above, below, value)
    assert found.low is not None
    assert found.high is not None
    assert found.low < value < found.high


def test_a_rate_without_leads_is_undefined_and_says_so() -> None:
    found = figure("mql_rate", small_counts(base=[{"won": 1, "mqls": 0}]))
    assert found.value is None
    assert found.note == "Undefined without leads created."


def test_where_no_lead_has_a_date_of_the_stage_its_rate_is_unknown_not_zero() -> None:
    found = figure("mql_rate", small_counts(base=[{"leads": 50}]))
    assert found.value is None
    assert found.note == "No lead has an MQL date."


def test_more_sals_than_mqls_is_shown_without_an_interval() -> None:
    found = figure("sal_rate", small_counts(base=[{"leads": 9, "mqls": 4, "sals": 6}]))
    assert found.value == 1.5
    assert (found.low, found.high) == (None, None)
    assert "some dates are missing" in found.note


def test_few_cases_are_marked_instead_of_ranked() -> None:
    found = figure("lead_to_customer", small_counts(base=[{"leads": 3, "leads_won": 1}]))
    assert found.cautious
    assert found.note == "Only 3 cases: too few to compare."


def test_counts_by_their_own_date_are_rivals_of_the_cohort() -> None:
    found = figure("mqls", small_counts(base=[{"leads": 9, "mqls": 4, "mqls_happened": 7}]))
    assert found.value == 4
    assert rivals(found)["happened"].value == 7


def test_cost_per_lead_is_programme_money_over_leads_of_the_same_months() -> None:
    counts = small_counts(base=[WEB, {"month": JAN + 1, "leads": 900}])
    found = figure("cost_per_lead", counts, Scope(period=months("2025-01", "2025-02")))
    assert found.value == 20.0
    assert (found.numerator, found.denominator) == (Decimal("2000.00"), 100)
    # Garwood: 100 cases may be 81.364 to 121.627
    assert found.low == pytest.approx(2000 / 121.627, rel=1e-4)
    assert found.high == pytest.approx(2000 / 81.364, rel=1e-4)


def test_cost_per_lead_has_the_rivals_loaded_per_mql_and_per_sql() -> None:
    found = rivals(figure("cost_per_lead", small_counts(base=[WEB])))
    values = {key: rival.value for key, rival in found.items()}
    assert values == {"loaded": 30.0, "per_mql": 50.0, "per_sql": 100.0}


def test_leads_of_sales_own_channels_do_not_cheapen_marketings() -> None:
    counts = small_counts(base=[WEB, {"channel": "Outbound", "leads": 1_500}])
    found = figure("cost_per_lead", counts)
    assert found.value == 20.0
    assert found.note == "1,500 leads of sales' own channels are left out."
    agreed = Context(channel_teams={"Outbound": "marketing"})
    assert figure("cost_per_lead", counts, context=agreed).value == 1.25


def test_money_without_a_channel_still_counts_for_the_company() -> None:
    counts = small_counts(
        base=[{"leads": 3264}, {"channel": None, "marketing_programme_cents": 5_870_523}]
    )
    assert figure("cost_per_lead", counts).value == pytest.approx(17.98567, abs=5e-6)


def test_spend_that_is_not_split_by_region_is_not_divided_by_a_regions_leads() -> None:
    counts = small_counts(
        base=[{"region": "West", "leads": 10}, {"marketing_programme_cents": 100_00}]
    )
    west = Scope(region=("West",))
    for key in ("cost_per_lead", "spend_marketing"):
        found = figure(key, counts, west)
        assert (found.value, found.note) == (None, "Spend is not split by region.")
    assert figure("cost_per_lead", counts).value == 10.0


def test_spend_split_in_part_says_how_much_is_left_out() -> None:
    counts = small_counts(
        base=[
            {"region": "West", "leads": 10, "marketing_programme_cents": 75_00},
            {"region": None, "marketing_programme_cents": 25_00},
        ]
    )
    found = figure("cost_per_lead", counts, Scope(region=("West",)))
    assert found.value == 7.5
    assert "25\u00a0% of the spend has no region and is left out." in found.note


def test_without_any_spend_cost_is_unknown_not_zero() -> None:
    counts = small_counts(base=[{"leads": 10}])
    assert figure("cost_per_lead", counts).note == "No spend has been imported."
    assert figure("spend_sales", counts).value is None


def test_a_team_that_spent_nothing_where_the_other_did_spent_zero() -> None:
    counts = small_counts(base=[{"marketing_cents": 100}])
    assert figure("spend_sales", counts).value == Decimal("0.00")
    assert figure("spend_marketing", counts).value == Decimal("1.00")


def test_rates_by_motion_are_refused_since_only_linked_leads_have_one() -> None:
    counts = small_counts(base=[{"motion": "acquire", "leads": 10, "leads_won": 9}])
    found = figure("lead_to_customer", counts, Scope(motion=("acquire",)))
    assert found.value is None
    assert found.note.startswith("Leads have a motion only once a deal is linked")


def test_wins_in_the_period_rival_the_cohorts() -> None:
    counts = small_counts(base=[{**WEB, "won": 6, "unlinked_won": 2}])
    assert rivals(figure("lead_to_customer", counts))["in_period"].value == 0.08


def test_young_leads_count_as_not_yet_decided() -> None:
    # As of 31 Dec: 10 leads of January (age 349 days), 10 of December (15 days), each
    # cohort with one win: after 10 days (all 20 at risk) and after 100 (9 at risk).
    counts = small_counts(
        base=[
            {"leads": 10, "leads_won": 1},
            {"month": JAN + 11, "leads": 10, "leads_won": 1},
        ],
        stage_lags=[
            {"step": "lead-won", "days": 100, "leads": 1},
            {"month": JAN + 11, "step": "lead-won", "days": 10, "leads": 1},
        ],
    )
    found = figure("lead_to_customer", counts)
    assert found.value == 0.1
    assert rivals(found)["censored"].value == pytest.approx(1 - 19 / 20 * 9 / 10)


def test_without_winning_dates_nothing_is_expected() -> None:
    counts = small_counts(base=[{"leads": 10, "leads_won": 5}])
    found = rivals(figure("lead_to_customer", counts))["censored"]
    assert found.value is None
    assert found.note == "Too few won leads have both a creation and a winning date."
