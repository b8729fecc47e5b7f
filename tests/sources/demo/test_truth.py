"""What the demo's facts show is what its truth says, within the error of counting."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from data_sources.demo import DemoCompany
from data_sources.demo.catalogue import CHANNEL_NAMES
from tests.sources.demo.companies import (
    FIRST_DAY,
    closed_deals,
    company,
    facts,
    months_from_start,
    share,
)

SIGMAS = 3.0


@pytest.fixture(scope="module")
def large() -> DemoCompany:
    """A firm five times as large, so that rates show within a few percent."""
    return company(7, size=5.0)


def assert_share(found: pd.Series, expected: pd.Series | float) -> None:
    """A count of yes and no lies within the binomial error of its expectation."""
    chances = np.broadcast_to(np.asarray(expected, dtype=float), (len(found),))
    error = math.sqrt(float((chances * (1 - chances)).sum()))
    assert len(found) > 30
    assert abs(float(found.astype(float).sum()) - float(chances.sum())) < SIGMAS * error


def rate(demo: DemoCompany, step: str, rows: pd.DataFrame) -> pd.Series:
    """The true rate of a step for each row's channel class and motion."""
    table = {
        (channel, motion): getattr(rates, step)
        for channel, kind in demo.truth.classes.items()
        for motion, rates in demo.truth.rates[kind].items()
    }
    keys = zip(rows["channel"], rows["motion"], strict=True)
    return pd.Series([table[key] for key in keys], index=rows.index)


@pytest.mark.parametrize("channel", CHANNEL_NAMES)
def test_leads_per_month_scatter_around_the_response_to_spend(channel: str) -> None:
    demo = company()
    leads = facts(demo, "leads")
    here = leads.loc[leads["channel"] == channel, "created_on"]
    found = np.bincount(months_from_start(here), minlength=24)
    expected = np.array(demo.truth.expected_leads(channel))
    # The sum of squared, scaled Poisson errors has mean 24 and variance 48.
    scatter = float(((found - expected) ** 2 / expected).sum())
    assert abs(scatter - 24) < SIGMAS * math.sqrt(48)
    assert abs(found.sum() - expected.sum()) < SIGMAS * math.sqrt(expected.sum())


@pytest.mark.parametrize("channel", CHANNEL_NAMES)
def test_programme_lines_add_up_to_the_money_the_response_answers_to(channel: str) -> None:
    demo = company()
    spend = facts(demo, "spend")
    lines = spend[(spend["channel"] == channel) & (spend["category"] == "programme")]
    cents = lines.groupby("month")["amount_cents"].sum().to_numpy(dtype=np.int64)
    assert cents.tolist() == [round(money * 100) for money in demo.truth.spend[channel]]


def test_money_moves_enough_to_tell_what_it_brings() -> None:
    truth = company().truth
    saturated = truth.places["saturated-channel"].channel
    for channel, path in truth.spend.items():
        spread = float(np.std(path) / np.mean(path))
        assert (spread > 0.3) == (channel != saturated), channel


def test_the_share_of_leads_qualified_by_marketing_is_the_true_one(large: DemoCompany) -> None:
    leads = facts(large, "leads")
    # Leads of the last weeks have not had time to qualify.
    old = leads[leads["created_on"] < pd.Timestamp("2026-05-01")]
    for channel in CHANNEL_NAMES:
        rates = large.truth.rates[large.truth.classes[channel]]
        here = old[old["channel"] == channel]["mql_on"].notna()
        low, high = rates["acquire"].mql, rates["cross-sell"].mql
        assert low - 0.03 < share(here) < high + 0.03, channel


def test_close_ratios_are_the_true_ones_of_every_channel_class(large: DemoCompany) -> None:
    deals = closed_deals(large).dropna(subset=["lead_id"])
    # How long a deal takes says nothing of how it ends, so closed deals are a fair sample.
    chance = rate(large, "close", deals)
    kinds = deals["channel"].map(large.truth.classes)
    assert set(kinds) == set(large.truth.classes.values())
    for kind, rows in deals.groupby(kinds):
        assert_share(rows["won"], chance[rows.index])
        assert kind in large.truth.rates


def test_renewals_are_won_at_the_true_rate(large: DemoCompany) -> None:
    renewals = closed_deals(large).query("motion == 'retain'")
    assert_share(renewals["won"], large.truth.renewal_rate)


def test_cycles_have_the_true_median_in_every_segment(large: DemoCompany) -> None:
    deals = facts(large, "opportunities").query("motion != 'retain'")
    # Deals created within the first year have had time to close: nothing is censored.
    deals = deals[deals["created_on"].between(FIRST_DAY, pd.Timestamp("2025-06-30"))]
    for segment, median in large.truth.cycle_days.items():
        rows = deals[deals["segment"] == segment]
        days = (rows["closed_on"] - rows["created_on"]).dt.days
        error = 1.2533 * large.truth.cycle_sigma / math.sqrt(len(days))
        # A deal that would close at a weekend closes on Monday: at most a day on average.
        assert abs(math.log(days.median() / median)) < SIGMAS * error + 1 / median


def test_contract_values_have_the_true_median_in_every_segment(large: DemoCompany) -> None:
    deals = facts(large, "opportunities").query("motion == 'acquire'")
    deals = deals.dropna(subset=["recurring_amount_cents"])
    for segment, median in large.truth.annual_size.items():
        yearly = deals.loc[deals["segment"] == segment, "recurring_amount_cents"] / 100
        error = 1.2533 * large.truth.size_sigma / math.sqrt(len(yearly))
        assert abs(math.log(float(yearly.median()) / median)) < SIGMAS * error


def test_amounts_are_what_the_contract_brings_over_its_term(large: DemoCompany) -> None:
    deals = facts(large, "opportunities").dropna(subset=["recurring_amount_cents"])
    recurring = deals["recurring_amount_cents"] * deals["term_months"] / 12
    one_off = deals["amount_cents"] - recurring
    first = deals["motion"] == "acquire"
    assert (one_off[~first] == 0).all()
    yearly = deals.loc[first, "recurring_amount_cents"]
    assert ((one_off[first] / yearly - large.truth.setup_share).abs() < 0.01).all()


def test_leads_divide_over_regions_and_segments_as_in_truth(large: DemoCompany) -> None:
    leads = facts(large, "leads")
    for column, shares in (
        ("region", large.truth.region_share),
        ("segment", large.truth.segment_share),
    ):
        for name, expected in shares.items():
            assert_share(leads[column] == name, expected)


def test_nobody_follows_up_more_than_capacity_allows() -> None:
    demo = company()
    leads = facts(demo, "leads")
    for region in demo.truth.region_share:
        here = leads[(leads["region"] == region) & leads["first_touch_on"].notna()]
        heads = sum(
            demo.truth.productivity(member, month)
            for member in demo.truth.members
            if member.job == "development" and member.region == region
            for month in range(24)
        )
        assert len(here) <= heads * demo.truth.leads_per_development_head


def test_the_firm_is_of_the_size_it_is_meant_to_have() -> None:
    for seed in (7, 8, 10):
        demo = company(seed)
        deals, spend = closed_deals(demo), facts(demo, "spend")
        leads = facts(demo, "leads")
        revenue = deals.loc[deals["won"] == 1, "amount_cents"].sum() / 200
        programme = spend.loc[spend["category"] == "programme", "amount_cents"].sum() / 200
        acquire = deals[deals["motion"] == "acquire"]
        assert 8.5e6 < revenue < 12.5e6
        assert 1.0e6 < programme < 1.4e6
        assert 19_000 < len(leads) < 21_000
        assert 0.017 < share(leads["status"] == "won") < 0.03
        assert 0.2 < acquire["won"].mean() < 0.3
        assert len(demo.frames["accounts"]) == 600


def test_history_neither_begins_with_a_burst_nor_with_nothing() -> None:
    for seed in (7, 8, 10):
        won = closed_deals(company(seed)).query("won == 1 and motion == 'acquire'")
        quarters = np.bincount(months_from_start(won["closed_on"]) // 3, minlength=8)
        assert quarters[0] > 0.5 * quarters.mean()
        assert quarters[0] < 1.6 * quarters.mean()
