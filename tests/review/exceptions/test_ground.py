"""Ground: the sums detectors read, held against the demo's own rows; and owners."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data_sources.demo import generate, write
from data_sources.demo.company import DemoCompany
from data_sources.facts.counting import build_counts
from planning.actuals.counts import Scope
from planning.actuals.followup import by_outcome
from planning.actuals.measuring import Reading
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.periods import Period, parse_month
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import Part
from planning.review.exceptions.owners import Owners
from tests.agreed.small_plan import line

YEAR = Period.parse("2025-07", "2026-07")


@pytest.fixture(scope="module")
def demo() -> DemoCompany:
    """The facts as they were written."""
    return generate(7)


@pytest.fixture(scope="module")
def ground(demo: DemoCompany, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The same as detectors read them."""
    paths = write(demo.frames, tmp_path_factory.mktemp("ground"))
    counts = build_counts(paths, demo.as_of, demo.company, "demo").counts()
    return Ground.of(counts, Context(company=demo.company, channel_teams=demo.channel_teams))


def month_of(days: pd.Series) -> pd.Series:
    """Month numbers of dates."""
    on = pd.to_datetime(days)
    return on.dt.year * 12 + on.dt.month - 1


def test_the_last_twelve_whole_months_are_looked_at(ground: Ground) -> None:
    assert ground.months() == YEAR
    assert ground.months(2) == Period.parse("2025-05", "2026-05")
    assert ground.first == parse_month("2024-07")


def test_leads_and_mqls_add_up_as_their_rows(demo: DemoCompany, ground: Ground) -> None:
    leads = demo.frames["leads"]
    kept = leads[month_of(leads["created_on"]).between(YEAR.start, YEAR.end - 1)]
    for measure, rows in (("leads", kept), ("mqls", kept[kept["mql_on"].notna()])):
        counted = rows.groupby(["channel", "region"]).size().unstack(fill_value=0)
        wanted = counted.reindex(index=list(ground.channels), columns=list(ground.regions))
        assert np.array_equal(ground.leads(measure, YEAR)[:, :-1], wanted.fillna(0).to_numpy())


def test_programme_money_adds_up_as_its_rows(demo: DemoCompany, ground: Ground) -> None:
    spend = demo.frames["spend"]
    months = month_of(spend["month"])
    kept = spend[months.between(YEAR.start, YEAR.end - 1) & (spend["category"] == "programme")]
    cents = kept.groupby("channel")["amount_cents"].sum()
    wanted = cents.reindex(list(ground.channels)).fillna(0).to_numpy() / 100
    assert ground.programme(YEAR) == pytest.approx(wanted)
    assert ground.programme_by_month(YEAR).sum(axis=1) == pytest.approx(ground.programme(YEAR))


def test_outcomes_are_those_of_the_follow_up_figures(ground: Ground) -> None:
    found = ground.followed(YEAR)
    for row, channel in enumerate(ground.channels):
        part = Slice(ground.counts, Scope(channel=(channel,)), ground.context)
        told = by_outcome(Reading(part, YEAR))
        assert {name: int(found[name][row].sum()) for name in found} == told


def test_heads_are_a_mean_over_the_months(demo: DemoCompany, ground: Ground) -> None:
    truth = demo.truth
    for at, region in enumerate(ground.regions):
        present = [
            (member.start <= month) and (member.end is None or month < member.end)
            for member in truth.members
            if member.job == "development" and member.region == region
            for month in range(12, 24)
        ]
        assert ground.heads("development", YEAR)[at] == pytest.approx(sum(present) / 12)


# ---- owners ----


def test_who_is_named_for_a_part_most_closely_answers_for_it() -> None:
    target = PlanRow(
        "t",
        "target",
        "p",
        "joint",
        cells={"kpi": "leads", "marketing_owner": "All", "sales_owner": "Sal"},
    )
    owners = Owners.of(
        [
            target,
            line("a", channel="Ads", owner="Ada"),
            line("b", channel="Ads", region="North", owner="Bo"),
            line("c", team="sales", category="people", region="North", owner="Cleo"),
            line("d", team="joint", category="tools", owner="Nobody's side"),
        ]
    )
    assert owners.for_part("marketing", Part(channel="Ads")) == "Ada"
    assert owners.for_part("marketing", Part(channel="Ads", region="North")) == "Bo"
    assert owners.for_part("marketing", Part(channel="Web")) == "All"
    assert owners.for_part("sales", Part(region="North")) == "Cleo"
    assert owners.for_part("sales", Part(region="South")) == "Sal"
