"""The state on the first open month: nothing begun before is lost or counted twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planning.model.assuming.cells import lay_out
from planning.model.measuring.calibrate import calibrate
from planning.model.measuring.loads import productive
from planning.model.measuring.open_deals import open_deals, renewals_due, signed_early
from planning.model.measuring.opening import Opening, opening, still_to_come
from planning.model.measuring.running import left_of_month, taken_on, won_so_far
from planning.periods import first_day
from tests.model.conftest import Calibrated
from tests.review.replays import slice_at, slice_on

AHEAD = 18
BACK = 6


@pytest.fixture(scope="module")
def state(demo: Calibrated) -> Opening:
    return opening(demo.calibration, demo.calibration.counted.axes.end, AHEAD)


def test_what_began_before_arrives_later_by_its_kernel() -> None:
    begun = np.array([0.0, 100.0, 50.0])
    assert still_to_come(begun, (0.2, 0.5, 0.3), 3).tolist() == [55.0, 15.0, 0.0]
    assert still_to_come(begun, (1.0,), 2).tolist() == [0.0, 0.0]


def test_people_who_came_last_are_still_learning() -> None:
    heads = np.array([[2.0, 3.0, 3.0, 3.0]])
    assert productive(heads, (0.2, 0.6)).tolist() == [[2.0, 2.2, 2.6, 3.0]]


def test_all_arrays_follow_the_layout(demo: Calibrated, state: Opening) -> None:
    layout = lay_out(demo.calibration.assumptions).layout
    cells, pools = len(layout.channel), len(layout.pools)
    assert state.open_won.shape == state.arriving_leads.shape == (cells, AHEAD)
    assert state.standing_paid.shape == state.standing_productive.shape == (pools, AHEAD)
    assert state.season.shape == (len(demo.calibration.assumptions.channels), AHEAD)
    for array in state.__dict__.values():
        assert np.isfinite(array).all()
        assert (array >= 0).all()


def test_people_stand_as_they_are_today(demo: Calibrated, state: Opening) -> None:
    members = demo.company.truth.members
    present = [it for it in members if it.job and (it.end is None or it.end > 24)]
    assert state.standing_paid[:, 0].sum() == len(present)


def test_leads_of_the_last_weeks_are_still_to_be_handed_over(
    demo: Calibrated, state: Opening
) -> None:
    lag = demo.calibration.assumptions.find("lead_lag").value
    assert isinstance(lag, tuple)
    last = demo.calibration.counted.by_channel("mqls")[:, -1].sum()
    usual = demo.calibration.counted.by_channel("mqls").mean(axis=1).sum()
    assert state.arriving_leads[:, 0].sum() == pytest.approx(lag[1] * (last + usual) / 2, rel=0.35)
    assert state.arriving_leads[:, 2:].sum() == pytest.approx(0, abs=2)


def test_leads_wait_where_people_are_short(demo: Calibrated, state: Opening) -> None:
    layout = lay_out(demo.calibration.assumptions).layout
    groups = demo.calibration.assumptions.groups
    short = demo.company.truth.places["short-region"].region
    here = np.array([groups[it].area == short for it in layout.group])
    for waiting in (state.waiting_leads, state.waiting_deals):
        assert waiting[here].sum() > 0.6 * waiting.sum()


def test_months_before_the_first_open_one_are_not_lost_for_work(demo: Calibrated) -> None:
    end = demo.calibration.counted.axes.end
    now, later = (opening(demo.calibration, end + gap, AHEAD - gap) for gap in (0, 2))
    assert later.arriving_deals.sum() == pytest.approx(now.arriving_deals.sum())
    assert later.open_won.sum() == pytest.approx(now.open_won[:, 2:].sum())
    assert later.season[:, 0].tolist() == now.season[:, 2].tolist()


def test_renewals_follow_from_contracts_due(demo: Calibrated, state: Opening) -> None:
    layout = lay_out(demo.calibration.assumptions).layout
    groups = demo.calibration.assumptions.groups
    retains = np.array([groups[it].motion == "retain" for it in layout.group])
    deals = demo.company.frames["opportunities"]
    due = deals[deals["is_won"].fillna(False)].dropna(subset=["renewal_due_on"])
    due = due[due["renewal_due_on"] > demo.company.as_of]
    end = demo.calibration.counted.axes.end
    first, last, after = (first_day(end + ahead) for ahead in (1, AHEAD, AHEAD + 1))

    def money(falls: pd.Series) -> float:
        return float(due[falls]["recurring_amount_cents"].sum()) / 100

    when, early = due["renewal_due_on"], signed_early(demo.calibration.counted)
    told = money(when < last) - early * money(when < first)
    told += early * money((when >= last) & (when < after))
    rate = demo.calibration.assumptions.find("renewal_rate").number
    assert state.open_revenue[retains].sum() == pytest.approx(rate * told, rel=0.01)


def test_as_many_contracts_renew_as_come_due(demo: Calibrated) -> None:
    counted = demo.calibration.counted
    laid = lay_out(demo.calibration.assumptions)
    told = renewals_due(counted, laid, AHEAD)
    rate = float(laid.company["renewal_rate"])
    due = counted.rows("base", "due_contracts")
    within = (due.month > counted.axes.end) & (due.month < counted.axes.end + AHEAD)
    least, most = float(due.only(within).value.sum()), float(due.value[due.month >= 0].sum())
    assert rate * least < told.won.sum() < rate * most
    # Contracts of today are smaller than those of the first customers: counting them, not
    # dividing their money by what a renewal used to bring, tells how many renew.
    usual = told.revenue.sum() / told.won.sum()
    assert usual < demo.calibration.assumptions.find("revenue_per_win", motion="retain").number


def test_renewals_are_signed_about_twelve_days_before_they_are_due(demo: Calibrated) -> None:
    assert signed_early(demo.calibration.counted) == pytest.approx(12 / 30.4, abs=0.25)


def test_open_deals_were_won_about_as_often_as_told_half_a_year_ago(
    demo: Calibrated, tmp_path: Path
) -> None:
    end = demo.calibration.counted.axes.end
    known = slice_at(demo.company, end - 1 - BACK, tmp_path)
    then = calibrate(known.counts, demo.context)
    told = opening(then, end - BACK, BACK)
    groups, layout = then.assumptions.groups, lay_out(then.assumptions).layout
    new = np.array([groups[it].motion != "retain" for it in layout.group])
    deals = demo.company.frames["opportunities"]
    cut = first_day(end - BACK) - timedelta(days=1)
    since = deals[
        (deals["created_on"] <= cut) & (deals["closed_on"] > cut) & (deals["motion"] != "retain")
    ]
    came = int(since["is_won"].fillna(False).sum())
    # Wins of about a hundred open deals vary by chance by a fifth.
    assert told.open_won[new].sum() == pytest.approx(came, abs=2.2 * came**0.5)
    assert told.open_customers.sum() < told.open_won[new].sum()


def test_a_month_that_runs_counts_what_it_won_and_what_is_left_of_it(
    demo: Calibrated, tmp_path: Path
) -> None:
    end = demo.calibration.counted.axes.end
    day = first_day(end - 1) + timedelta(days=19)
    then = calibrate(slice_on(demo.company, day, tmp_path).counts, demo.context)
    assert then.counted.axes.end == end - 1
    assert left_of_month(then.counted) == pytest.approx(10 / 30)
    told, laid = opening(then, end - 1, BACK), lay_out(then.assumptions)
    so_far = won_so_far(then.counted, laid, BACK)
    deals = demo.company.frames["opportunities"]
    closed = (deals["closed_on"] >= first_day(end - 1)) & (deals["closed_on"] <= day)
    won = deals[closed & deals["is_won"].fillna(False)]
    assert so_far.won.sum() == so_far.won[:, 0].sum() == len(won) > 0
    assert so_far.revenue.sum() == pytest.approx(float(won["amount_cents"].sum()) / 100)
    assert (told.open_won[:, 0] >= so_far.won[:, 0]).all()
    # Its wins count, and so do the days they took: the close ratio does not rise with them.
    mid, whole = (it.assumptions.find("closes").number for it in (then, demo.calibration))
    assert mid == pytest.approx(whole, rel=0.012)
    # Deals taken on this month are open ones; what the flow tells of them is taken back.
    new = (deals["created_on"] >= first_day(end - 1)) & (deals["created_on"] <= day)
    began = int((new & (deals["motion"] != "retain")).sum())
    back = taken_on(then.counted, laid, 24)
    assert back.won.sum() == pytest.approx(began * 0.28, rel=0.3)
    opened = open_deals(then.counted, laid, BACK).won
    assert (
        told.open_won.sum()
        < (opened + so_far.won).sum() + renewals_due(then.counted, laid, BACK).won.sum()
    )
