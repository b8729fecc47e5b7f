"""Half a year replayed: the model told at its beginning what then came."""

from __future__ import annotations

import numpy as np
import pytest

from planning.model.advising.planned_tables import cells_of, groups_of
from planning.model.assuming.cells import lay_out
from planning.model.assuming.drawn import draws, of_problem
from planning.model.assumptions import row
from planning.model.measuring.calibrate import Calibration, calibrate
from planning.model.measuring.counted import Counted
from planning.model.measuring.opening import opening
from planning.model.problem import Plan, Problem
from planning.model.simulating.draws import Draws
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import Channels, Fixed, Pools
from tests.model.conftest import Calibrated
from tests.review.replays import slice_at

BACK = 6


def question(then: Calibration, spend: np.ndarray) -> Problem:
    """Put a company's assumptions and opening state as a problem with this spend."""
    months = spend.shape[1]
    first = then.counted.axes.end
    laid, state = lay_out(then.assumptions), opening(then, first, months)
    channels, pools = then.assumptions.channels, laid.layout.pools
    nobody = np.zeros((len(pools), months))
    ramps = laid.ramp()
    return Problem(
        name="replay",
        currency="EUR",
        first_month=first,
        open_months=months,
        ahead_months=0,
        channels=Channels(
            name=tuple(it.name for it in channels),
            team=tuple(it.team for it in channels),
            base=laid.channels["base"],
            ceiling=laid.channels["ceiling"],
            half=laid.channels["half"],
            carry=laid.channels["carry"],
            effective_before=state.effective_before,
            spent_before=state.spent_before,
            acquire_share=np.ones(len(channels)),
            season=state.season,
            current=spend,
        ),
        pools=Pools(
            name=tuple(it.name for it in pools),
            area=tuple(it.area for it in pools),
            job=tuple(it.job for it in pools),
            team=("sales",) * len(pools),
            per_head=laid.pools["per_head"],
            cost_per_head=laid.pools["cost_per_head"],
            attrition=laid.pools["attrition"],
            delay=np.full(len(pools), 3),
            acquire_share=np.ones(len(pools)),
            ramp=np.array([np.resize([*it, *[1.0] * 12], 12) for it in ramps]),
            standing_paid=state.standing_paid,
            standing_productive=state.standing_productive,
            most_hires=nobody,
            current_hires=nobody,
        ),
        groups=groups_of(laid),
        cells=cells_of(laid, state),
        fixed=Fixed(
            name=(),
            team=(),
            acquire_share=np.zeros(0),
            told=np.zeros(0),
            amount=np.zeros((0, months)),
        ),
        lead_lag=np.array(row(then.assumptions.find("lead_lag").value)),
        ready_lag=np.array(row(then.assumptions.find("ready_lag").value)),
        margin=float(laid.company["margin"]),
    )


@pytest.fixture(scope="module")
def replay(demo: Calibrated, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Counted]:
    """What was expected half a year ago with the money then spent, and what came."""
    now = demo.calibration.counted
    known = slice_at(demo.company, now.axes.end - 1 - BACK, tmp_path_factory.mktemp("replay"))
    then = calibrate(known.counts, demo.context)
    spend = now.spend()[:, -BACK:]
    assert then.counted.axes.channels == now.axes.channels
    asked = question(then, spend)
    drawn = draws(then.assumptions, 400, 1, then.fit.beliefs)
    found = simulate(
        asked,
        Plan(spend, asked.pools.current_hires),
        Draws(of_problem(drawn, asked.first_month, BACK)),
    )
    return found, now


def came(now: Counted, measure: str) -> float:
    return float(now.by_area(now.rows("base", measure))[:, -BACK:].sum())


def within(drawn: np.ndarray, actual: float, *, rel: float, cases: float | None = None) -> None:
    """The actual lies in the draws' range, and the middle near it.

    Draws are of what to expect; so many cases vary around it by chance.
    """
    total = drawn[:BACK].sum(axis=0)
    low, middle, high = np.percentile(total, (2, 50, 98))
    chance = 2 * actual / (cases or actual) ** 0.5
    assert low - chance < actual < high + chance
    assert middle == pytest.approx(actual, rel=rel)


def test_leads_came_as_told(replay: tuple[Outcome, Counted]) -> None:
    outcome, now = replay
    within(outcome.leads.sum(axis=1), came(now, "leads"), rel=0.06)


def test_deals_were_taken_on_as_told(replay: tuple[Outcome, Counted]) -> None:
    outcome, now = replay
    retained = now.rows("base", "created")
    renewals = now.by_area(retained.only(retained.motion == 3))[:, -BACK:].sum()
    within(outcome.deals, came(now, "created") - float(renewals), rel=0.12)


def test_wins_and_revenue_came_as_told(replay: tuple[Outcome, Counted]) -> None:
    outcome, now = replay
    within(outcome.won, came(now, "won"), rel=0.2)
    within(outcome.revenue, came(now, "won_cents") / 100, rel=0.25, cases=came(now, "won"))
    within(outcome.customers, came(now, "customers_with_account"), rel=0.3)
