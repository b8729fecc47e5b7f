"""Response read from months: curves are found, few months move little, intervals hold."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from planning.model.responding.calibrate_response import STEADY, Fit, History, fit
from planning.model.responding.curve_fit import (
    Belief,
    after_months,
    before_months,
    effective,
    shape,
)
from planning.model.responding.curve_prior import CurvePrior, Voice, default_voice
from planning.model.responding.season_fit import season_of
from tests.model.demo_truth import FACTORS, Missed, Told, missed, told_about

QUICK = range(3)
ALL_SEEDS = range(20)
MOVING = np.array([4.0, 9.0, 14.0, 6.0, 11.0, 17.0, 2.0, 8.0, 13.0, 5.0, 10.0, 16.0] * 3) * 1000


def leads_for(spend: np.ndarray, base: float, ceiling: float, half: float) -> np.ndarray:
    return np.rint(base + ceiling * spend / (half + spend))


def default_prior(leads: np.ndarray, spend: float = 10_000) -> CurvePrior:
    return CurvePrior(spend, (default_voice(float(leads.mean())),))


def believed(spend: np.ndarray, leads: np.ndarray) -> Belief:
    return after_months(default_prior(leads), spend, leads, np.ones(len(leads)))


@pytest.mark.parametrize(
    ("base", "ceiling", "half"),
    [(0, 3000, 10_000), (400, 2000, 5000), (0, 1500, 1000), (1000, 4000, 30_000)],
)
def test_many_leads_without_noise_show_their_curve(
    base: float, ceiling: float, half: float
) -> None:
    belief = believed(MOVING, leads_for(MOVING, base, ceiling, half))
    for money in (5000.0, 10_000.0, 15_000.0):
        true = base + ceiling * money / (half + money)
        assert belief.mean(money) == pytest.approx(true, rel=0.02)
        assert belief.point.leads(money) == pytest.approx(true, rel=0.03)


def test_without_months_the_prior_stands() -> None:
    prior = default_prior(np.array([100.0]))
    none = np.zeros(0)
    assert after_months(prior, none, none, none).interval(10_000) == before_months(prior).interval(
        10_000
    )


def test_the_prior_alone_believes_its_own_level() -> None:
    voice = Voice(level=100, level_sd=0.2, base=0.2, base_sd=0.05, half=1.0, half_sd=0.3)
    belief = before_months(CurvePrior(10_000, (voice,)))
    low, high = belief.interval(10_000)
    assert belief.mean(10_000) == pytest.approx(100, rel=0.05)
    assert low == pytest.approx(100 * np.exp(-1.645 * 0.2), rel=0.05)
    assert high == pytest.approx(100 * np.exp(1.645 * 0.2), rel=0.05)


def test_steady_spend_tells_the_level_but_leaves_the_bend_to_the_prior() -> None:
    steady = np.full(36, 10_000.0)
    leads = np.full(36, 100.0)
    belief, before = believed(steady, leads), before_months(default_prior(leads))
    assert belief.bend_spread > 0.9 * before.bend_spread
    low, high = belief.interval(10_000)
    assert high - low < 15
    assert low < 100 < high


def test_two_months_move_the_belief_less_than_two_years() -> None:
    leads = leads_for(MOVING, 0, 15, 2000)
    prior = default_prior(leads)
    before = before_months(prior).mean(5000) / before_months(prior).mean(15_000)
    moved = [
        abs(it.mean(5000) / it.mean(15_000) - before)
        for months in (2, 24)
        for it in [after_months(prior, MOVING[:months], leads[:months], np.ones(months))]
    ]
    assert moved[0] < 0.5 * moved[1]


def test_voices_that_disagree_make_a_wider_belief_than_either() -> None:
    def voice(half: float) -> Voice:
        return Voice(level=100, level_sd=0.1, base=0.0, base_sd=0.05, half=half, half_sd=0.3)

    wide = before_months(CurvePrior(10_000, (voice(0.2), voice(5.0))))
    narrow = [before_months(CurvePrior(10_000, (voice(it),))) for it in (0.2, 5.0)]
    assert wide.bend_spread > 2 * max(it.bend_spread for it in narrow)


def test_a_channel_without_any_lead_has_a_small_level_and_no_failure() -> None:
    belief = after_months(
        default_prior(np.zeros(1)), np.full(24, 5000.0), np.zeros(24), np.ones(24)
    )
    assert 0 < belief.mean(10_000) < 1


def test_carry_over_counts_money_of_earlier_months() -> None:
    assert_allclose(effective(np.array([10.0, 0.0, 0.0]), 0.5), [10 + 10 / 3, 20 / 3, 10 / 3])
    spend = np.array([0.0, 20_000.0] * 18)
    leads = np.rint(1000 * shape(0.0, 1.0, effective(spend, 0.5) / 20_000))
    prior = default_prior(leads)
    belief = after_months(prior, spend, leads, np.ones(36), carry=0.5)
    assert belief.mean(20_000) == pytest.approx(1000, rel=0.03)


def test_the_season_all_channels_share_is_found() -> None:
    months = np.arange(36)
    factor = 1 + 0.3 * np.sin(2 * np.pi * (months % 12) / 12)
    flat = [np.full(36, 200.0), np.full(36, 90.0)]
    found = season_of(months, [np.rint(it * factor) for it in flat], flat)
    assert_allclose(found.factor, factor[:12], atol=0.04)
    assert found.factor.mean() == pytest.approx(1)


def test_a_month_never_seen_has_no_season_of_its_own() -> None:
    months = np.arange(6)
    leads = [np.array([100.0, 150, 100, 50, 100, 100])]
    found = season_of(months, leads, [np.full(6, 100.0)])
    assert len(set(found.factor[6:])) == 1
    assert (found.spread[6:] > found.spread[:6]).all()


def test_draws_of_a_curve_are_spread_as_its_interval_tells() -> None:
    belief = believed(MOVING, leads_for(MOVING, 20, 150, 9000))
    base, ceiling, half = belief.draw(4000, np.random.default_rng(1))
    drawn = base + ceiling * 10_000 / (half + 10_000)
    assert_allclose(np.percentile(drawn, (5, 95)), belief.interval(10_000), rtol=0.02)


def covering(told: list[Told]) -> float:
    return float(np.mean([it.covered for it in told]))


def narrower(told: list[Told], factor: float, *, varied: bool) -> float:
    return float(
        np.median(
            [
                it.width / it.width_before
                for it in told
                if (it.factor, it.varied) == (factor, varied)
            ]
        )
    )


def errors(missing: list[Missed]) -> tuple[float, float, float]:
    return tuple(  # type: ignore[return-value] # three fields
        float(np.mean([getattr(it, way) for it in missing]))
        for way in ("fitted", "prior", "last_year")
    )


def says(seeds: range) -> None:
    """Hold the demo companies' truth against what months tell, and print the figures."""
    told = told_about(seeds)
    fitted, prior, last_year = errors(missed(seeds))
    print(f"\n{len(seeds)} seeds: 90% intervals cover {covering(told):.1%} of {len(told)} cases")  # noqa: T201
    bends = float(np.median([it.bend / it.bend_before for it in told if it.varied]))
    print(f"spread of the bend over the prior's where spend varied: {bends:.2f}")  # noqa: T201
    for varied in (True, False):
        widths = [narrower(told, factor, varied=varied) for factor in FACTORS]
        named = "varied" if varied else "steady"
        print(f"width over the prior's at 0.5, 1, 1.5 x, {named} spend: {np.round(widths, 3)}")  # noqa: T201
    print(f"six held-out months missed by {fitted:.1%}; prior {prior:.1%}; year {last_year:.1%}")  # noqa: T201
    assert 0.80 <= covering(told) <= 0.98
    assert bends < 0.4
    for factor in FACTORS:
        assert narrower(told, factor, varied=True) < 0.3
    assert fitted < 0.9 * prior
    assert fitted < 0.7 * last_year


def test_intervals_hold_the_truth_and_held_out_months_are_told_better() -> None:
    says(QUICK)


@pytest.mark.benchmark
def test_intervals_hold_the_truth_over_twenty_companies() -> None:
    says(ALL_SEEDS)


def test_where_spend_hardly_varied_the_bend_stays_less_known() -> None:
    told = told_about(range(2))
    assert narrower(told, 0.5, varied=False) > 1.5 * narrower(told, 0.5, varied=True)


def test_spend_varies_by_its_logarithm() -> None:
    steady = History("Web", 0, np.array([90.0, 110.0] * 6), np.zeros(12))
    moving = History("Web", 0, np.array([50.0, 200.0] * 6), np.zeros(12))
    assert steady.spread < STEADY < moving.spread


def test_a_fit_of_no_channel_knows_no_season() -> None:
    nothing: Fit = fit([])
    assert not nothing.beliefs
    assert (nothing.season.factor == 1).all()
