"""Landings: closed months stand, ranges hold, and the middle beats simpler guesses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from data_sources.demo import DemoCompany, generate
from planning.actuals.counts import Scope
from planning.actuals.durations import kaplan_meier
from planning.actuals.scorecard import read
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.model.problem import current_plan
from planning.model.simulating.simulate import simulate
from planning.periods import Period, first_day, month_of
from planning.review.by_model import ByModel, told_by
from planning.review.landing import LANDED, land
from planning.review.pipeline import Endings, Pipeline
from planning.review.series import outlook
from tests.review.replays import asked, modelled, slice_at, slice_on

ADDED_UP = ("leads", "opportunities", "won", "revenue", "customers", "spend_marketing")
REPLAYED = 12


@dataclass(frozen=True)
class Past:
    """What was known at month ends, newest first; the first is the present."""

    slices: tuple[Slice, ...]
    company: DemoCompany

    @property
    def now(self) -> Slice:
        """Everything as it is known today."""
        return self.slices[0]

    @property
    def last(self) -> int:
        """The last month with facts."""
        return month_of(self.now.counts.as_of)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    company, folder = generate(), tmp_path_factory.mktemp("replays")
    last = month_of(company.as_of)
    slices = tuple(slice_at(company, last - back, folder) for back in range(REPLAYED + 1))
    return Past(slices, company)


@dataclass(frozen=True)
class Guess:
    """One KPI in one month: what came, what was said, and what simpler ways would say."""

    actual: float
    low: float
    middle: float
    high: float
    last_year: float | None
    run_rate: float | None


def guesses(
    past: Past, key: str, models: dict[date, ByModel] | None = None, every: int = 1
) -> list[Guess]:
    """Replay a KPI's landing from each past month end, at most six months ahead."""
    found = []
    for known in past.slices[every::every]:
        start = month_of(known.counts.as_of) + 1
        period = Period(start=start, end=min(start + 6, past.last + 1))
        recent = read(known, key, Period(start=start - 3, end=start)).number
        if recent is not None and key in ADDED_UP:
            recent /= 3
        model = (models or {}).get(known.counts.as_of)
        for month, told in zip(
            period.months(), land(known, period, [key], model)[key].months, strict=True
        ):
            actual = read(past.now, key, Period(start=month, end=month + 1)).number
            former = read(known, key, Period(start=month - 12, end=month - 11)).number
            if actual is not None and told is not None:
                found.append(Guess(actual, *told, former, recent))
    return found


def test_most_months_fall_into_the_range_and_the_middle_beats_simpler_guesses(
    past: Past,
) -> None:
    inside: list[bool] = []
    errors: dict[str, list[float]] = {"middle": [], "last_year": [], "run_rate": []}
    for key in (*ADDED_UP, "spend_sales", "cac", "cost_per_lead", "close_ratio", "average_deal"):
        told = guesses(past, key)
        size = float(np.mean([guess.actual for guess in told]))
        inside += [guess.low <= guess.actual <= guess.high for guess in told]
        comparable = [it for it in told if it.last_year is not None and it.run_rate is not None]
        for way, found in errors.items():
            found += [abs(getattr(guess, way) - guess.actual) / size for guess in comparable]
    share = float(np.mean(inside))
    middle, last_year, run_rate = (float(np.mean(found)) for found in errors.values())
    assert len(inside) > 500
    assert 0.70 <= share <= 0.90
    assert middle < min(last_year, run_rate)


@pytest.fixture(scope="module")
def models(past: Past) -> dict[date, ByModel]:
    """What the joint model told at every second of the past month ends, under the plan then."""
    return {
        known.counts.as_of: modelled(past.company, known, past.last + 1)
        for known in past.slices[2::2]
    }


def test_the_joint_model_lands_nearer_than_going_on_as_so_far(
    past: Past, models: dict[date, ByModel]
) -> None:
    inside: list[bool] = []
    missed: dict[str, list[float]] = {"model": [], "rate": []}
    for key in (*ADDED_UP, "spend_sales", "cac", "cost_per_lead", "close_ratio", "average_deal"):
        for way, told_by_them in (("model", models), ("rate", None)):
            told = guesses(past, key, told_by_them, every=2)
            size = float(np.mean([guess.actual for guess in told]))
            error = np.mean([abs(guess.middle - guess.actual) for guess in told]) / size
            missed[way].append(float(error))
            if told_by_them:
                inside += [guess.low <= guess.actual <= guess.high for guess in told]
    assert len(inside) > 250
    assert 0.70 <= float(np.mean(inside)) <= 0.93
    assert float(np.mean(missed["model"])) < 0.92 * float(np.mean(missed["rate"]))
    # No single figure pays for the others.
    worse = [model / rate for model, rate in zip(missed["model"], missed["rate"], strict=True)]
    assert max(worse) < 1.15


def test_landings_of_one_plan_fit_together(past: Past, models: dict[date, ByModel]) -> None:
    known = past.slices[2]
    model = models[known.counts.as_of]
    year = model.question.scenario.period
    told = land(known, year, model=replace(model, end=year.end))
    middle = {key: one.middle or 0.0 for key, one in told.items()}
    assert {one.basis for one in told.values()} == {"model"}
    assert middle["average_deal"] == pytest.approx(middle["revenue"] / middle["won"], rel=0.03)
    assert 0 < middle["customers"] < middle["won"] < middle["opportunities"] < middle["leads"]
    assert middle["cac"] < (middle["spend_marketing"] + middle["spend_sales"]) / middle["customers"]
    # What Trade-offs tells of the same plan is the same year, chance left aside.
    problem = model.question.problem
    outcome = simulate(problem, current_plan(problem))
    assert middle["revenue"] == pytest.approx(float(outcome.year("revenue")[0]), rel=0.03)
    assert middle["customers"] == pytest.approx(float(outcome.year("customers")[0]), rel=0.05)


def test_a_month_that_runs_lands_between_its_ends(past: Past, tmp_path: Path) -> None:
    day = first_day(past.last - 3) + timedelta(days=19)
    known = slice_on(past.company, day, tmp_path)
    year = Period(start=past.last - 5, end=past.last + 1)
    told = land(known, year, ["leads", "won"], modelled(past.company, known, year.end))
    for key, one in told.items():
        actual = read(past.now, key, year).number
        assert one.closed == 2
        assert one.middle == pytest.approx(actual, rel=0.12)
        months = one.months
        assert months[0] is not None
        assert months[0][0] == months[0][2] == read(known, key, month(year.start)).number
        so_far = read(known, key, month(past.last - 3)).number
        assert months[2] is not None
        assert so_far is not None
        assert so_far <= months[2][0] < months[2][2]


def month(number: int) -> Period:
    return Period(start=number, end=number + 1)


def test_a_plan_that_is_not_whole_leaves_the_landing_to_how_it_went(past: Past) -> None:
    question = asked(past.company, past.now)
    assert told_by(past.now, question, past.last + 7)[1] == ""
    channels = replace(question.problem.channels, current=question.problem.channels.current / 3)
    small = replace(question, problem=replace(question.problem, channels=channels))
    assert "less than half" in told_by(past.now, small, past.last + 7)[1]
    europe = Slice(past.now.counts, Scope(region=("DACH",)), past.now.context)
    assert "whole company" in told_by(europe, question, past.last + 7)[1]
    assert "does not begin" in told_by(past.slices[2], question, past.last + 7)[1]


@pytest.mark.parametrize("key", [*ADDED_UP, "cac", "cost_per_lead", "close_ratio", "average_deal"])
def test_a_period_that_is_over_lands_on_its_own_figures(past: Past, key: str) -> None:
    quarter = Period(start=past.last - 2, end=past.last + 1)
    landing = land(past.now, quarter, [key])[key]
    assert landing.closed == 3
    assert landing.low == landing.high
    assert landing.middle == pytest.approx(read(past.now, key, quarter).number, abs=0.01)


def test_the_cycle_of_a_period_that_is_over_is_its_median(past: Past) -> None:
    quarter = Period(start=past.last - 2, end=past.last + 1)
    landing = land(past.now, quarter, ["sales_cycle_days"])["sales_cycle_days"]
    actual = read(past.now, "sales_cycle_days", quarter).number
    assert actual is not None
    assert landing.middle == pytest.approx(actual, abs=0.5)


def test_the_nearer_the_end_the_narrower_the_range(past: Past) -> None:
    half = Period(start=past.last - 5, end=past.last + 1)
    widths = []
    for back in (6, 3, 1):
        told = land(past.slices[back], half, ["revenue"])["revenue"]
        assert told.low is not None
        assert told.high is not None
        widths.append(told.high - told.low)
    assert widths[0] > widths[1] > widths[2]


def test_every_landed_kpi_is_in_the_registry_and_repeats_itself(past: Past) -> None:
    assert set(LANDED) <= set(KPIS)
    ahead = Period(start=past.last + 1, end=past.last + 4)
    assert land(past.now, ahead) == land(slice_again(past.now), ahead)


def slice_again(part: Slice) -> Slice:
    """The same slice without anything it remembers."""
    return Slice(part.counts, part.scope, part.context)


def test_draws_of_open_deals_agree_with_what_is_expected_of_them(past: Past) -> None:
    pipeline = Pipeline(past.now)
    won, lost = pipeline.expected(6)
    assert 0 < won.sum() + lost.sum() <= pipeline.open_deals
    drawn = pipeline.draw(np.zeros((4000, 6)), np.random.default_rng(3))
    assert drawn.won.mean(0) == pytest.approx(won, rel=0.05, abs=0.2)
    assert drawn.lost.mean(0) == pytest.approx(lost, rel=0.05, abs=0.2)


def test_with_one_way_to_end_endings_are_kaplan_and_meiers() -> None:
    won, still_open = np.array([0, 3.0, 0, 2, 1]), np.array([1.0, 0, 2, 1, 0])
    days = np.arange(5)
    curve = kaplan_meier(days, won.astype(np.int64), days, still_open.astype(np.int64))
    endings = Endings.of(won, np.zeros(5), still_open)
    after = [float(endings.running[day + 1]) for day in curve.days if won[day]]
    assert after == pytest.approx(
        [s for d, s in zip(curve.days, curve.share, strict=True) if won[d]]
    )


def test_shares_won_lost_and_open_add_to_one_at_every_age() -> None:
    endings = Endings.of(np.array([1.0, 2, 0]), np.array([0, 1.0, 1]), np.array([2.0, 0, 3]))
    assert endings.won + endings.lost + endings.running == pytest.approx(np.ones(4))


def test_a_season_seen_three_times_is_followed() -> None:
    wave = 100 * np.exp(0.3 * np.sin(2 * np.pi * np.arange(48) / 12))
    drawn = outlook(wave[:36], 12, 2000, np.random.default_rng(5), whole=False)
    assert np.median(drawn, axis=0) == pytest.approx(wave[36:], rel=0.06)


def test_steady_counts_fall_into_their_range_as_often_as_said() -> None:
    random = np.random.default_rng(7)
    inside = []
    for _ in range(60):
        months = random.poisson(80, 30).astype(float)
        drawn = outlook(months[:24], 6, 500, random, whole=True)
        low, high = np.percentile(drawn, (10, 90), axis=0)
        inside += [*((months[24:] >= low) & (months[24:] <= high))]
    assert 0.75 <= float(np.mean(inside)) <= 0.95


@pytest.mark.parametrize("factor", [10.0, 1000.0])
def test_money_in_another_unit_goes_on_in_that_unit(factor: float) -> None:
    months = np.array([5.0, 6, 7, 5, 8, 6, 5, 9])
    once = outlook(months, 4, 200, np.random.default_rng(1), whole=False)
    assert outlook(months * factor, 4, 200, np.random.default_rng(1), whole=False) == pytest.approx(
        once * factor
    )


def test_nothing_so_far_stays_nothing() -> None:
    assert not outlook(np.zeros(12), 3, 10, np.random.default_rng(1), whole=True).any()


def test_young_facts_say_that_they_are_too_few(past: Past) -> None:
    counts = replace(past.now.counts, as_of=date(2024, 8, 31))
    young = Slice(counts, past.now.scope, past.now.context)
    year = Period.parse("2024-07", "2025-01")
    landing = land(young, year, ["leads"])["leads"]
    assert landing.middle is None
    assert "3 months" in landing.note
