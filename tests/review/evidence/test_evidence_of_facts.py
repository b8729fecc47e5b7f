"""Rank, share, cost and verdict: worked by hand for a firm of three channels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats  # type: ignore[import-untyped]

from planning.actuals.scorecard import grouped
from planning.actuals.slices import Slice
from planning.review.evidence.costs import Cost, comparisons
from planning.review.evidence.evidence import facts_about, looked_at
from planning.review.evidence.proposal import Proposal, Subject, known, subject_of
from planning.review.evidence.ranks import ranked
from planning.review.evidence.sources import sources
from planning.review.evidence.verdict import judged, of_cost, of_rank
from tests.review.evidence.firm import LEADS, NEXT, SPENT, WINS, asked, part, tables


def test_a_source_has_its_place_share_and_interval(tmp_path: Path) -> None:
    found = facts_about(asked("Search"), part(tmp_path))
    by = {it.by: it for it in found.ranks}
    assert [(by[it].place, by[it].of, by[it].top) for it in ("customers", "revenue", "leads")] == [
        (1, 3, 2)
    ] * 3
    assert by["customers"].share == pytest.approx(8 / 10)
    assert by["leads"].share == pytest.approx(40 / 70)
    # Σ of 1000, 1100, …, 1700.
    assert by["revenue"].value == 10_800
    half = 1.959963984540054 * np.sqrt(sum((1000 + 100 * at) ** 2 for at in range(8)))
    assert (by["revenue"].low, by["revenue"].high) == pytest.approx((10_800 - half, 10_800 + half))
    ends = stats.chi2.ppf(0.025, 16) / 2, stats.chi2.ppf(0.975, 18) / 2
    assert (by["customers"].low, by["customers"].high) == pytest.approx(ends)


def test_the_probability_to_be_among_the_best_is_that_of_gamma_counts(tmp_path: Path) -> None:
    whole = part(tmp_path)
    found = ranked(sources(whole, "channel", looked_at(whole, "channel")), "customers")
    random = np.random.default_rng(5)
    drawn = random.gamma(np.array([WINS[name] + 0.5 for name in WINS]), size=(200_000, 3))
    place = (-drawn).argsort(axis=1).argsort(axis=1)
    for at, name in enumerate(WINS):
        assert found[name].probability == pytest.approx((place[:, at] < 2).mean(), abs=0.03)


def test_equal_sources_share_the_better_place(tmp_path: Path) -> None:
    given = tables()
    given["opportunities"] = [it for it in given["opportunities"] if it["channel"] != "Search"]
    found = facts_about(asked("Search"), part(tmp_path, opportunities=given["opportunities"]))
    customers = next(it for it in found.ranks if it.by == "customers")
    assert (customers.place, customers.value) == (2, 0)


def test_costs_are_programme_money_by_cases_with_the_exact_interval(tmp_path: Path) -> None:
    found = facts_about(asked("Fairs"), part(tmp_path))
    customer = found.costs[0]
    assert customer.per == "customer"
    own, together = customer.own, customer.together
    assert own is not None
    assert together is not None
    assert (own.value, own.cases) == (15_000, 2)
    many, few = stats.chi2.ppf(0.975, 6) / 2, stats.chi2.ppf(0.025, 4) / 2
    assert (own.low, own.high) == pytest.approx((30_000 / many, 30_000 / few))
    # The class is the other channels of the team: eight customers for 19,000.
    assert together.value == pytest.approx(19_000 / 8)
    # Of the others only search has five customers or more.
    assert [it.name for it in customer.best] == ["Search"]
    by_lead = next(it for it in found.costs if it.per == "lead")
    assert [it.name for it in by_lead.best] == ["Mail", "Search"]
    by_mql = next(it for it in found.costs if it.per == "MQL")
    assert by_mql.own is not None
    assert by_mql.own.value == 6000


def test_what_won_nobody_costs_at_least_its_money_by_the_upper_end(tmp_path: Path) -> None:
    found = facts_about(asked("Mail"), part(tmp_path))
    own = found.costs[0].own
    assert own is not None
    assert (own.value, own.high) == (None, None)
    assert own.low == pytest.approx(3000 / (stats.chi2.ppf(0.975, 2) / 2))


def test_cost_per_lead_of_marketings_channels_is_the_scorecards(demo_part: Slice) -> None:
    period = looked_at(demo_part, "channel")
    found = sources(demo_part, "channel", period)
    whole = Slice(demo_part.counts, demo_part.scope.during(period), demo_part.context)
    compared = 0
    for group in grouped(whole, by="channel", keys=("cost_per_lead",), rivals=False):
        value = group.figures["cost_per_lead"].number
        if group.name is None or value is None:
            continue
        (told,) = (
            it.own
            for it in comparisons(found, Subject("channel", group.name, group.name))
            if it.per == "lead"
        )
        assert told is not None
        assert told.value == pytest.approx(value)
        compared += 1
    assert compared >= 6


def test_no_cost_is_told_where_most_money_names_no_channel(tmp_path: Path) -> None:
    given = tables()
    loose = {"month": "2025-02-01", "team": "marketing", "category": "programme",
             "amount": 60_000, "currency": "EUR"}  # fmt: skip
    found = facts_about(asked("Fairs"), part(tmp_path, spend=[*given["spend"], loose]))
    assert found.costs == ()
    assert "not split by channel" in found.sources.note
    assert found.sources.unsplit == pytest.approx(60_000 / (60_000 + sum(SPENT.values())))


def test_what_no_fact_names_is_no_facts_whatever_the_rest_says(tmp_path: Path) -> None:
    found = facts_about(asked("Podcasts"), part(tmp_path))
    assert (found.subject, found.source, found.ranks) == (None, None, ())
    # All channels together stand beside it.
    assert found.costs[0].own is None
    assert found.costs[0].together is not None
    assert found.costs[0].together.value == pytest.approx(49_000 / 10)
    assert judged(found.source, found.ranks, found.costs, None).verdict == "no facts"


def test_names_are_known_in_any_case_and_a_new_campaign_by_its_channel(tmp_path: Path) -> None:
    whole = part(tmp_path)
    assert known(whole, "channel") == ("Fairs", "Mail", "Search")
    assert subject_of(asked("  fairs "), whole) == Subject("channel", "Fairs", "Fairs")
    fresh = Proposal("Spring", "Fairs", "Spring", 1, NEXT)
    assert subject_of(fresh, whole) == Subject("channel", "Fairs", "Fairs", as_channel=True)
    assert subject_of(Proposal("Spring", None, "Spring", 1, NEXT), whole) is None


def test_only_the_region_asked_for_is_looked_at(tmp_path: Path) -> None:
    given = tables()
    leads = [it | {"region": "North" if at % 4 else "South"}
             for at, it in enumerate(given["leads"])]  # fmt: skip
    found = facts_about(asked("Search", region="South"), part(tmp_path, leads=leads))
    assert found.sources.all["Search"].leads == sum(
        it["region"] == "South" and it["channel"] == "Search" for it in leads
    )
    assert 0 < found.sources.all["Search"].leads < LEADS["Search"]


def test_the_verdict_follows_the_signs_as_documented(tmp_path: Path) -> None:
    whole = part(tmp_path)
    search, fairs = (facts_about(asked(it), whole) for it in ("Search", "Fairs"))
    # Search is surely in the better half; a customer surely costs less than by fairs and mail.
    assert of_rank(search.ranks) == "for"
    assert of_cost(search.costs) == "for"
    assert judged(search.source, search.ranks, search.costs, None).verdict == "supported"
    # Fairs: 15,000 a customer, at least 4,150; the others pay 2,375.
    assert of_cost(fairs.costs) == "against"
    assert judged(fairs.source, (), fairs.costs, None).verdict == "not supported"
    assert judged(fairs.source, search.ranks, fairs.costs, None).verdict == "mixed"
    assert judged(fairs.source, (), (), None).verdict == "mixed"


def test_money_for_old_customers_is_ranked_by_revenue(tmp_path: Path) -> None:
    given = tables()
    spend = [it | {"motion": "up-sell"} if it["channel"] == "Mail" else it
             for it in given["spend"]]  # fmt: skip
    whole = part(tmp_path, spend=spend)
    mail, search = (facts_about(asked(it), whole) for it in ("Mail", "Search"))
    assert mail.rank is not None
    assert search.rank is not None
    assert (mail.rank.by, search.rank.by) == ("revenue", "customers")
    own = mail.costs[0].own
    assert isinstance(own, Cost)
    assert (own.cents, own.value, own.low) == (0, None, None)
