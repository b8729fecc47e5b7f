"""Funnel, cohorts and ranking of the demo agree with its fact files counted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from planning.actuals.intervals import beta_prior
from planning.actuals.lead_funnel import Step, cohorts, funnel
from planning.actuals.lead_paths import paths
from planning.actuals.ripeness import expected_won, ripeness
from planning.periods import Period, first_day, month_key, month_of
from tests.actuals.conftest import DemoLeads
from tests.actuals.leads_by_hand import during

YEAR = ("2025-07", "2026-07")
LAST_YEAR = Period.parse(*YEAR)

COUNTED = (
    ("mqls", "mql_on IS NOT NULL", "mql_on - created_on"),
    ("sals", "sal_on IS NOT NULL", "sal_on - mql_on"),
    ("sqls", "sql_on IS NOT NULL", "sql_on - sal_on"),
    ("leads_with_deal", "deals > 0", "met_on - sql_on"),
    ("leads_won", "won", "won_on - created_on"),
)


def told(step: Step | None) -> tuple[Any, ...]:
    assert step is not None
    assert step.days is not None
    return step.leads, step.days.middle, step.days.early, step.days.late, step.days.leads


@pytest.mark.parametrize("channel", [None, "Website", "Partner"])
def test_every_step_has_the_leads_and_days_of_the_fact_files(
    demo_leads: DemoLeads, channel: str | None
) -> None:
    labels = {} if channel is None else {"channel": channel}
    found = funnel(demo_leads.part(LAST_YEAR, **labels), LAST_YEAR)
    where = during(*YEAR) + ("" if channel is None else f" AND channel = '{channel}'")
    before = demo_leads.hand.one(f"SELECT count(*) FROM lead WHERE {where}")
    assert found.steps[0].leads == before > 200
    for key, reached, days in COUNTED:
        (expected,) = demo_leads.hand.ask(
            f"""SELECT count(*) FILTER ({reached}), median(took), quantile_disc(took, 0.25),
                quantile_disc(took, 0.75), count(took) FROM (
                    SELECT *, if({days} < 0, 0, {days}) AS took FROM lead WHERE {where}
                )"""
        )
        step = found.step(key)
        assert told(step) == expected
        assert step is not None
        assert step.on is not None
        assert (step.on.part, step.on.whole) == (expected[0], before)
        before = expected[0]


def test_every_month_has_the_leads_of_the_fact_files(demo_leads: DemoLeads) -> None:
    part = demo_leads.part(LAST_YEAR)
    expected = demo_leads.hand.ask(
        f"""SELECT strftime(created_on, '%Y-%m') AS month, count(*),
            {", ".join(f"count(*) FILTER ({reached})" for _, reached, _ in COUNTED)}
            FROM lead WHERE {during(*YEAR)} GROUP BY ALL ORDER BY month"""
    )
    found = cohorts(part, list(LAST_YEAR.months()))
    assert [
        (month_key(one.month), *(step.leads for step in one.funnel.steps)) for one in found
    ] == expected


def test_months_are_ripe_once_older_than_nine_of_ten_wins_took(demo_leads: DemoLeads) -> None:
    days = demo_leads.hand.one(
        "SELECT quantile_disc(won_on - created_on, 0.9) FROM lead WHERE won_on IS NOT NULL"
    )
    age = ripeness(demo_leads.part())
    assert age.days == days
    last = demo_leads.counts.as_of - timedelta(days=days)
    ripe = [month for month in LAST_YEAR.months() if first_day(month + 1) <= last]
    assert [month for month in LAST_YEAR.months() if age.is_ripe(month)] == ripe
    assert 0 < len(ripe) < 12
    for one in cohorts(demo_leads.part(), list(LAST_YEAR.months())):
        assert one.is_ripe == (one.month in ripe)
        assert (one.expected_won is None) == one.is_ripe


def test_what_a_young_month_will_reach_leans_on_the_ripe_ones(demo_leads: DemoLeads) -> None:
    part, age = demo_leads.part(), ripeness(demo_leads.part())
    assert age.ripe_before is not None
    ripe = f"created_on < DATE '{first_day(age.ripe_before)}'"
    month = month_of(demo_leads.counts.as_of) - 2
    days = (demo_leads.counts.as_of - first_day(month)).days - 15
    (numbers,) = demo_leads.hand.ask(
        f"""SELECT count(*) FILTER ({ripe}), count(*) FILTER ({ripe} AND won),
            count(*) FILTER ({ripe} AND won_on IS NOT NULL),
            count(*) FILTER ({ripe} AND won_on - created_on <= {days}),
            count(*) FILTER ({during(month_key(month), month_key(month + 1))}),
            count(*) FILTER ({during(month_key(month), month_key(month + 1))} AND won) FROM lead"""
    )
    leads, won, timed, early, young, so_far = numbers
    expected = so_far + young * won / leads * (1 - early / timed)
    assert expected_won(part, month) == pytest.approx(expected)
    assert so_far < expected < young


@pytest.mark.parametrize("by", ["channel", "campaign", "asset", "segment"])
def test_which_leads_went_all_the_way_agrees_with_the_fact_files(
    demo_leads: DemoLeads, by: str
) -> None:
    found = paths(demo_leads.part(), by, LAST_YEAR)
    assert found.period is not None
    assert LAST_YEAR.start == found.period.start < found.period.end < LAST_YEAR.end
    where = during(month_key(found.period.start), month_key(found.period.end))
    expected = {
        row[0]: row[1:]
        for row in demo_leads.hand.ask(
            f"""SELECT {by}, count(*), count(*) FILTER (won), median(won_on - created_on),
                sum(paid) / 100 FROM lead WHERE {where} GROUP BY ALL"""
        )
    }
    assert {one.name for one in found.groups} == set(expected)
    for one in found.groups:
        leads, won, days, money = expected[one.name]
        assert (one.won.whole, one.won.part, one.days) == (leads, won, days)
        assert one.per_hundred == pytest.approx(100 * float(money) / leads)
        if one.average is not None:
            assert one.average == pytest.approx(float(money) / won)
        assert one.is_small == (leads < 30)


def test_the_chance_to_be_among_the_best_agrees_with_other_draws(demo_leads: DemoLeads) -> None:
    found = paths(demo_leads.part(), "channel", LAST_YEAR)
    assert found.top == 3
    won = np.array([one.won.part for one in found.groups])
    leads = np.array([one.won.whole for one in found.groups])
    prior = beta_prior(won.tolist(), leads.tolist())
    assert prior is not None
    random = np.random.default_rng(2026)
    drawn = random.beta(won + prior[0], leads - won + prior[1], (20_000, len(won)))
    third = np.sort(drawn, axis=1)[:, -found.top][:, None]
    expected = (drawn >= third).mean(axis=0)
    assert [one.chance for one in found.groups] == pytest.approx(expected.tolist(), abs=0.03)
    chances = [one.chance or 0.0 for one in found.groups]
    assert chances == sorted(chances, reverse=True)
