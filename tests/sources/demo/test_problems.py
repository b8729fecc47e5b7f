"""Each problem shows in the facts where it stands, and is gone without it."""

from __future__ import annotations

import pandas as pd
import pytest

from data_sources.demo import PROBLEMS, DemoCompany, generate
from data_sources.demo.problems import draw_places
from planning.errors import UsageError
from tests.sources.demo.companies import AS_OF, closed_deals, company, facts, share

SEEDS = (7, 3, 11)


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed {seed}")
def seed(request: pytest.FixtureRequest) -> int:
    """Seeds that put the problems into different places."""
    return int(request.param)


def channel_of(seed: int, problem: str) -> str:
    """The channel in which a problem stands, or would stand."""
    channel = draw_places(seed)[problem].channel
    assert channel is not None
    return channel


def region_of(seed: int, problem: str) -> str:
    """The region in which a problem stands, or would stand."""
    region = draw_places(seed)[problem].region
    assert region is not None
    return region


def lead_shares(demo: DemoCompany, channel: str) -> dict[str, float]:
    """How large a channel is, and how good its leads are."""
    leads = facts(demo, "leads")
    here = leads["channel"] == channel
    touched = here & leads["first_touch_on"].notna()
    return {
        "of leads": share(here),
        "accepted": share(leads.loc[touched, "sal_on"].notna()),
        "won": share(leads.loc[here, "status"] == "won"),
    }


def test_a_channel_floods_sales_with_poor_leads(seed: int) -> None:
    channel = channel_of(seed, "poor-lead-flood")
    present = lead_shares(company(seed), channel)
    absent = lead_shares(company(seed, "poor-lead-flood"), channel)
    assert present["of leads"] > 1.5 * absent["of leads"]
    assert present["accepted"] < 0.6 * absent["accepted"]
    assert present["won"] < 0.3 * absent["won"]


def test_more_money_brings_no_more_leads_in_the_saturated_channel(seed: int) -> None:
    channel = channel_of(seed, "saturated-channel")

    def cost_of_one_more(demo: DemoCompany) -> float:
        path = demo.truth.spend[channel]
        return 1 / demo.truth.response[channel].marginal(sum(path) / len(path))

    def cost_per_lead(demo: DemoCompany) -> float:
        leads = (facts(demo, "leads")["channel"] == channel).sum()
        return float(sum(demo.truth.spend[channel]) / leads)

    present, absent = company(seed), company(seed, "saturated-channel")
    assert cost_per_lead(present) > 1.3 * cost_per_lead(absent)
    assert cost_of_one_more(present) > 8 * cost_per_lead(present)
    assert cost_of_one_more(absent) < 4 * cost_per_lead(absent)


def follow_up(demo: DemoCompany, channel: str | None = None) -> pd.Series:
    """By region, the share of MQLs over 30 days old that somebody followed up."""
    leads = facts(demo, "leads")
    old = leads[(AS_OF - leads["mql_on"]).dt.days > 30]
    if channel:
        old = old[old["channel"] == channel]
    touched: pd.Series = old["first_touch_on"].notna().groupby(old["region"]).mean()
    return touched


def test_a_region_is_short_of_sales_people(seed: int) -> None:
    region = region_of(seed, "short-region")
    present = follow_up(company(seed))
    absent = follow_up(company(seed, "short-region"))
    assert present[region] < 0.85
    assert present.idxmin() == region
    assert absent[region] > present[region] + 0.1

    def heads(demo: DemoCompany) -> int:
        return int((demo.frames["people"]["region"] == region).sum())

    assert heads(company(seed)) < heads(company(seed, "short-region"))
    assert len(company(seed, "short-region").frames["people"]) == len(
        company(seed).frames["people"]
    )


def test_the_short_region_waits_longer_and_hands_leads_back_for_want_of_time(seed: int) -> None:
    region = region_of(seed, "short-region")
    leads = facts(company(seed), "leads")
    hours = leads.groupby("region")["first_touch_hours"].median()
    assert hours.idxmax() == region
    assert hours[region] > 1.5 * hours.drop(region).max()
    back = leads[leads["recycle_reason"].fillna("") == "No capacity in sales"]
    assert back["region"].value_counts().idxmax() == region


def test_a_channel_and_region_is_followed_up_by_nobody(seed: int) -> None:
    place = draw_places(seed)["no-follow-up"]
    assert place.channel is not None
    assert place.region is not None
    present = follow_up(company(seed), place.channel)
    absent = follow_up(company(seed, "no-follow-up"), place.channel)
    assert present[place.region] < 0.35
    assert absent[place.region] > 0.8


def test_a_small_channel_is_excellent(seed: int) -> None:
    channel = channel_of(seed, "hidden-gem")
    present = lead_shares(company(seed), channel)
    absent = lead_shares(company(seed, "hidden-gem"), channel)
    company_wide = share(facts(company(seed), "leads")["status"] == "won")
    assert present["of leads"] < 0.04
    assert present["won"] > 3 * company_wide
    assert present["won"] > 1.5 * absent["won"]
    deals = closed_deals(company(seed)).dropna(subset=["lead_id"])
    ratio = deals.groupby("channel")["won"].mean()
    assert ratio[channel] > deals["won"].mean() * 1.3


def test_sales_never_works_some_of_a_regions_best_accounts(seed: int) -> None:
    place = draw_places(seed)["ignored-accounts"]

    def worked(demo: DemoCompany, team: str) -> float:
        accounts, touches = demo.frames["accounts"], demo.frames["touches"]
        here = accounts[
            (accounts["region"] == place.region) & (accounts["segment"] == place.segment)
        ]
        by_team = touches.loc[touches["team"] == team, "account_id"]
        return share(here["account_id"].isin(set(by_team.dropna())))

    present, absent = company(seed), company(seed, "ignored-accounts")
    assert worked(present, "sales") < 0.75
    assert worked(absent, "sales") > 0.85
    assert worked(present, "marketing") > 0.95


def test_each_problem_can_be_left_out_without_moving_the_others() -> None:
    places = draw_places(7)
    for problem in PROBLEMS:
        left = company(7, problem).truth.places
        assert left == {name: place for name, place in places.items() if name != problem}


def test_without_all_every_problem_is_gone() -> None:
    healthy = company(7, "all")
    assert healthy.truth.places == {}
    assert healthy.truth.neglect_at == ()
    assert not {"poor", "excellent"} & set(healthy.truth.classes.values())
    assert follow_up(healthy).min() > 0.85


def test_no_channel_and_no_region_has_two_problems() -> None:
    for seed in range(50):
        places = draw_places(seed).values()
        for field in ("channel", "region"):
            named = [getattr(place, field) for place in places if getattr(place, field)]
            assert len(set(named)) == len(named)


def test_other_seeds_put_problems_elsewhere() -> None:
    for problem in PROBLEMS:
        assert len({draw_places(seed)[problem] for seed in range(30)}) >= 3


def test_an_unknown_problem_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(UsageError, match="poor-lead-flood"):
        generate(7, frozenset({"bad-weather"}))
