"""Levers: what alone would close a gap, worked by hand once, and what must hold of any."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.model.problem import Before, Problem, current_plan
from planning.model.simulating.order import order_of_work
from planning.model.simulating.simulate import simulate
from planning.periods import month_name, parse_month
from planning.review.levers.gap import Lever
from planning.review.levers.ground import KPIS_WITH_LEVERS, Ground, within_year
from planning.review.levers.levers import levers, pulls
from planning.review.levers.pulls import Demand, Money
from planning.review.levers.reaching import reach
from tests.model.problems import AMPLE, random_problem

JAN = parse_month("2026-01")
DEC_BEFORE = JAN - 1


def by_hand(*, closing: float = AMPLE, closed: int = 2) -> Problem:
    """Ten leads a month for four months: 8 MQLs, 4 deals, 2 wins of 1,000 where there is time.

    Args:
        closing: Effort a closing head works a month; five are there, a deal takes ten.
        closed: Months of the fiscal year that are over.
    """
    problem = random_problem(1, channels=1, months=4, ahead=0, areas=1, motions=1, lags=False)
    none = np.zeros((1, 4))
    cells = replace(
        problem.cells,
        share=np.ones(1), asks=np.array([0.8]), follow_effort=np.ones(1), kept_leads=np.zeros(1),
        qualifies=np.array([0.5]), close_effort=np.array([10.0]), kept_deals=np.zeros(1),
        closes=np.array([0.5]), customers_per_win=np.array([0.5]),
        revenue_per_win=np.array([1000.0]), one_off=np.array([1000.0]), recurring=np.zeros(1),
        waiting_leads=np.zeros(1), waiting_deals=np.zeros(1), arriving_leads=none,
        arriving_deals=none, open_won=none, open_customers=none, open_revenue=none,
        open_gross=none, open_charges=none,
    )  # fmt: skip
    channels = replace(
        problem.channels,
        base=np.zeros(1), ceiling=np.array([20.0]), half=np.array([1000.0]),
        season=np.ones((1, 4)), current=np.full((1, 4), 1000.0),
    )  # fmt: skip
    pools = replace(
        problem.pools,
        per_head=np.array([AMPLE, closing]),
        attrition=np.zeros(2),
        delay=np.array([1, 1]),
        ramp=np.tile([0.2, 0.5, 0.8, 1.0], (2, 1)),
    )
    return replace(
        problem, channels=channels, cells=cells, pools=pools, before=Before(months=closed)
    )


def ground(problem: Problem, kpi: str = "revenue", **facts: object) -> Ground:
    known = {"lost": np.full(problem.open_months, 6.0), **facts}
    return Ground(problem, kpi, **known)  # type: ignore[arg-type]


def found(
    problem: Problem, missing: float, kpi: str = "revenue", **facts: object
) -> dict[str, Lever]:
    return {it.key: it for it in levers(ground(problem, kpi, **facts), missing)}


def test_each_mql_brings_what_its_deals_bring() -> None:
    told = found(by_hand(), 3000)["mqls"]
    # 0.5 deals, half of them won, 1,000 each: 250. Twice as many bring 2,000 a month.
    assert told.change == pytest.approx(12, rel=1e-4)
    assert told.words == "12 more MQLs by Apr 2026"
    assert told.until == "possible until Mar 2026"


def test_where_nobody_counts_mqls_leads_are_asked_for() -> None:
    told = found(by_hand(), 3000, handed_over=False)["leads"]
    assert told.change == pytest.approx(15, rel=1e-4)
    assert told.words == "15 more leads by Apr 2026"


def test_of_a_month_that_runs_only_the_rest_can_bring_more() -> None:
    whole, half = (ground(by_hand(), left=left) for left in (1.0, 0.5))
    for asked, months in ((whole, 4.0), (half, 3.5)):
        demand, money = Demand(asked), Money(asked)
        assert demand.count(1.0, 0) == pytest.approx(8 * months)
        assert demand.gain(1.0, 0) == pytest.approx(2000 * months)
        assert money.more(1.0, 0).sum() == pytest.approx(1000 * months)
        assert money.earlier(1) == pytest.approx(667, rel=1e-2)
        leads = Demand(replace(asked, handed_over=False))
        assert leads.count(1.0, 0) == pytest.approx(10 * months)
        assert leads.gain(1.0, 0) == pytest.approx(2000 * months)


def test_mqls_that_nobody_would_reach_are_asked_for_too() -> None:
    told = found(by_hand(), 3000, reached=np.array([0.8]))["mqls"]
    assert told.change == pytest.approx(12 / 0.8, rel=1e-4)


def test_the_close_ratio_rises_by_points_of_all_that_closes() -> None:
    told = found(by_hand(), 3000)["close_ratio"]
    # Two wins a month among eight deals that close: 3/8 more of them is 9.4 points.
    assert told.change == pytest.approx(0.375 * 2 / 8, rel=1e-4)
    assert told.words == "9.4 points of close ratio from Jan 2026 on"
    assert told.until == "possible until Feb 2026"


def test_deals_larger_by_as_much_do_the_same_for_revenue_alone() -> None:
    told = found(by_hand(), 3000)
    assert told["average_deal"].change == pytest.approx(0.375, rel=1e-4)
    assert told["average_deal"].words == "38 % larger deals from Jan 2026 on"
    assert "average_deal" not in found(by_hand(), 1, "customers")


def test_what_the_running_month_has_won_is_no_lever_any_more() -> None:
    told = found(by_hand(), 3000, fresh_so_far=1000.0, wins_so_far=1.0)
    assert told["average_deal"].change == pytest.approx(3 / 7, rel=1e-4)


def test_money_follows_the_curve_and_may_come_too_late() -> None:
    # Twice the money brings 10/3 more leads, 667 a month, 2,667 until April.
    enough = found(by_hand(), 2000)["money"]
    leads = 10 + 2000 / (4 * 0.8 * 250)
    assert enough.change == pytest.approx(4 * (1000 * leads / (20 - leads) - 1000), rel=1e-3)
    late = found(by_hand(), 3000)["money"]
    assert late.is_too_late
    assert late.in_time == DEC_BEFORE
    assert late.words == "twice as much marketing money from Dec 2025 on"
    assert late.sentence.endswith("would have closed the gap; now it is too late.")
    # What came before the fiscal year counts for another one.
    never = found(by_hand(closed=0), 3000)["money"]
    assert (never.change, never.in_time) == (None, None)


def test_closers_learn_first_and_start_after_the_hiring_delay() -> None:
    # A full closer works 4 of the 10 a deal takes: 200 a month; 1.5 months' worth from February.
    told = found(by_hand(closing=4.0), 900)["closers"]
    assert told.change == 3
    assert told.words == "3 closers starting by Feb 2026"
    assert found(by_hand(closing=4.0), 300)["closers"].words == "1 closer starting by Feb 2026"


def test_closers_who_can_only_start_later_are_too_late() -> None:
    # Five more from February bring 1,500, from January 2,500.
    told = found(by_hand(closing=4.0), 1600)["closers"]
    assert told.is_too_late
    assert told.words == "5 closers starting by Jan 2026"


def test_where_sales_has_no_time_more_leads_close_nothing() -> None:
    told = found(by_hand(closing=4.0), 500)
    assert told["mqls"].change is None
    assert not told["mqls"].is_too_late
    assert told["mqls"].sentence == "MQLs alone cannot close the gap, not even twice as many MQLs."
    assert told["developers"].change is None
    assert told["close_ratio"].change is not None


def test_where_sales_has_time_more_closers_close_nothing() -> None:
    told = found(by_hand(), 500)["closers"]
    assert told.change is None
    assert told.sentence == "Closers alone cannot close the gap, not even 5 closers."


def test_more_leads_need_money_and_no_sales_people() -> None:
    told = found(by_hand(), 5, "leads")
    assert list(told) == ["money"]
    leads = 10 + 5 / 4
    assert told["money"].change == pytest.approx(4 * (1000 * leads / (20 - leads) - 1000), rel=1e-3)


def test_renewals_are_no_new_business() -> None:
    problem = by_hand()
    retain = replace(problem.groups, motion=("retain",))
    cells = replace(
        problem.cells, share=np.zeros(1), open_won=np.ones((1, 4)),
        open_revenue=np.full((1, 4), 500.0),
    )  # fmt: skip
    renewing = ground(replace(problem, groups=retain, cells=cells))
    assert renewing.base.year("revenue")[0] == 2000
    assert not renewing.fresh.any()
    assert "average_deal" not in {pull.key for pull in pulls(renewing)}


def test_in_the_last_month_of_the_year_leads_come_too_late() -> None:
    problem = replace(
        random_problem(3, channels=2, months=1, ahead=12, follow_tightness=0, close_tightness=0),
        before=Before(months=11),
    )
    asked = ground(within_year(problem), works_by=order_of_work(problem))
    first = problem.first_month
    missing = 0.3 * asked.base.year("revenue")[0]
    told = {it.key: it for it in levers(asked, missing)}
    assert told["mqls"].is_too_late
    assert told["mqls"].in_time is not None
    assert first - 12 <= told["mqls"].in_time < first
    assert told["mqls"].words.endswith(f"from {month_name(told['mqls'].in_time)} on")
    assert told["closers"].change is None
    assert told["average_deal"].change is not None
    # The more is missing, the earlier it would have had to begin.
    more = {it.key: it for it in levers(asked, 1.5 * missing)}["mqls"].in_time
    assert more is None or more <= told["mqls"].in_time


SIZES = st.builds(
    random_problem,
    seed=st.integers(0, 10_000),
    channels=st.integers(1, 3),
    months=st.integers(1, 6),
    ahead=st.integers(0, 3),
    follow_tightness=st.sampled_from([0.0, 0.6, 0.9]),
    close_tightness=st.sampled_from([0.0, 0.6, 0.9]),
    lags=st.booleans(),
    one_job=st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(problem=SIZES, kpi=st.sampled_from(KPIS_WITH_LEVERS), part=st.floats(0.002, 0.15))
def test_a_lever_closes_the_gap_and_a_little_less_does_not(
    problem: Problem, kpi: str, part: float
) -> None:
    asked = ground(within_year(problem), kpi, works_by=order_of_work(problem))
    missing = part * float(asked.base.year(kpi)[0])
    for pull in pulls(asked):
        told = reach(pull, missing, asked.opened)
        if told.amount is not None:
            assert told.amount <= pull.most
            assert pull.gain(told.amount, pull.first) >= missing
            less = told.amount - 1 if pull.step else 0.99 * told.amount
            assert pull.gain(less, pull.first) < missing
            assert told.latest is not None
            assert pull.gain(pull.most, told.latest) >= missing
        elif told.in_time is not None and told.in_time < 0:
            assert pull.gain(pull.most, 0) < missing
            assert pull.gain(pull.most, 0) + pull.earlier(-told.in_time) >= missing


AMPLE_SIZES = st.builds(
    random_problem,
    seed=st.integers(0, 10_000),
    channels=st.integers(1, 3),
    months=st.integers(1, 6),
    ahead=st.just(0),
    # Where people are short, work worth more in the end may push aside what pays this year.
    follow_tightness=st.just(0.0),
    close_tightness=st.just(0.0),
    lags=st.booleans(),
)


@settings(max_examples=15, deadline=None)
@given(problem=AMPLE_SIZES, kpi=st.sampled_from(KPIS_WITH_LEVERS))
def test_more_brings_more_and_later_brings_less(problem: Problem, kpi: str) -> None:
    asked = ground(within_year(problem), kpi, works_by=order_of_work(problem))
    hair = 1e-9 * float(asked.base.year(kpi)[0])
    for pull in pulls(asked):
        amounts = [pull.gain(pull.most * share, 0) for share in (0.0, 0.5, 1.0)]
        assert abs(amounts[0]) <= hair
        assert (np.diff(amounts) >= -hair).all()
        months = [pull.gain(pull.most, month) for month in range(asked.opened)]
        assert (np.diff(months) <= hair).all()
        sooner = [pull.earlier(back) for back in range(4)]
        assert (np.diff(sooner) >= -hair).all()


@settings(max_examples=15, deadline=None)
@given(problem=SIZES)
def test_the_months_looked_ahead_bring_nothing_in_the_year(problem: Problem) -> None:
    plan, order = current_plan(problem), order_of_work(problem)
    whole, year = simulate(problem, plan, order=order), within_year(problem)
    cut = simulate(year, plan, order=order)
    for kpi in KPIS_WITH_LEVERS:
        assert cut.year(kpi) == pytest.approx(whole.year(kpi))


def test_a_close_ratio_higher_by_a_share_is_what_the_simulation_makes_of_it() -> None:
    problem = within_year(random_problem(5, channels=2, months=5, ahead=0))
    asked, cells = ground(problem), problem.cells
    (pull,) = (it for it in pulls(asked) if it.key == "close_ratio")
    better = replace(
        cells, closes=cells.closes * 1.1, open_won=cells.open_won * 1.1,
        open_revenue=cells.open_revenue * 1.1,
    )  # fmt: skip
    told = asked.gain(replace(problem, cells=better))
    assert pull.gain(0.1, 0) == pytest.approx(told, rel=1e-9)
