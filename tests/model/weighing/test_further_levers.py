"""What single channels and the time things take do to the result: bars end where they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.model.assuming.drawn import spread
from planning.model.assumptions import Assumption
from planning.model.problem import Problem, current_plan
from planning.model.simulating.draws import Draws
from planning.model.simulating.simulate import simulate
from planning.model.weighing.channel_levers import (
    alone_drawn,
    channel_sensitivities,
    with_leads,
    with_room,
)
from planning.model.weighing.sensitivity import NUDGE, Sensitivity
from planning.model.weighing.study import Study
from planning.model.weighing.time_levers import (
    TENTH,
    later_starts,
    longer_cycle,
    more_leave,
    slower_learning,
    stretched,
    time_sensitivities,
)
from tests.model.problems import random_problem
from tests.model.weighing.companies import WORTH_OF_A_LEAD, company, leads, study_of

LONGEST_SENTENCE = 20


def named(found: tuple[Sensitivity, ...], name: str) -> Sensitivity:
    return next(it for it in found if it.name == name)


def gain(problem: Problem, moved: Problem, study: Study) -> float:
    """What a moved problem brings more with the best plan held."""
    plan = study.optimum.plan
    return float(simulate(moved, plan).contribution[0] - simulate(problem, plan).contribution[0])


def test_leads_of_a_channel_are_worked_by_hand(tiny_study: Study) -> None:
    # 4,000 in A bring 28.6 leads worth 250 each; a twentieth of them is 357.
    study = study_of(company(envelope=29_000), tiny_study)
    found = named(channel_sensitivities(study), "Leads of A")
    assert found.more == pytest.approx(NUDGE * WORTH_OF_A_LEAD * leads(4_000), abs=0.1)
    assert found.less == pytest.approx(-found.more)
    assert found.revenue_more == pytest.approx(found.more)
    assert found.low is found.high is None
    assert found.sentence == "5\u00a0% more leads of A gives 357."


def test_room_to_grow_leaves_todays_leads_as_they_are() -> None:
    problem = random_problem(1, channels=3, months=1, ahead=0, lags=False)
    plan = current_plan(problem)
    for by in (-0.3, 0.05, 2.0):
        moved = with_room(problem, 1, by)
        before, after = simulate(problem, plan).leads, simulate(moved, plan).leads
        assert after == pytest.approx(before)
        assert moved.channels.half[1] == pytest.approx(problem.channels.half[1] * (1 + by))


def test_a_bar_ends_where_a_direct_simulation_ends(tiny_study: Study) -> None:
    problem = tiny_study.question.problem
    found = channel_sensitivities(tiny_study)
    for at, name in enumerate(problem.channels.name):
        if problem.channels.ceiling[at]:
            more = named(found, f"Leads of {name}").more
            assert more == pytest.approx(gain(problem, with_leads(problem, at, 0.05), tiny_study))
    cycle = longer_cycle(problem, np.array([1.05]))
    told = {it.name: it for it in time_sensitivities(tiny_study)}
    assert told["Sales cycle"].more == pytest.approx(gain(problem, cycle, tiny_study))


def test_low_and_high_are_those_of_the_channels_own_draws(tiny_study: Study) -> None:
    problem, plan = tiny_study.question.problem, tiny_study.optimum.plan
    at = int(np.argmax(problem.channels.ceiling > 0))
    alone = alone_drawn(problem, tiny_study.drawn, at)
    assert alone is not None
    for name, values in alone.values.items():
        own = getattr(problem.channels, name.split(".")[1])
        others = np.arange(len(own)) != at
        assert (values[others] == own[others][:, None]).all()
        assert (values[at] == tiny_study.drawn.values[name][at]).all()
    ends = np.percentile(simulate(problem, plan, alone).contribution, (10, 90))
    stands = simulate(problem, plan).contribution[0]
    found = named(channel_sensitivities(tiny_study), f"Leads of {problem.channels.name[at]}")
    assert (found.low, found.high) == pytest.approx(tuple(ends - stands), rel=1e-3, abs=1.0)


def test_a_curve_nobody_draws_has_no_low_and_high() -> None:
    assert alone_drawn(company(), Draws({"margin": np.ones(3)}), 0) is None


@given(shares=st.lists(st.floats(0.01, 1), min_size=1, max_size=8), factor=st.floats(0.5, 2.5))
def test_a_stretched_cycle_keeps_its_wins_and_moves_its_mean(
    shares: list[float], factor: float
) -> None:
    kernel = np.array([shares]) / sum(shares)
    found = stretched(kernel, factor)
    assert found.sum() == pytest.approx(1.0)
    assert (found >= 0).all()
    before, after = (float(it[0] @ np.arange(it.shape[1])) for it in (kernel, found))
    assert after == pytest.approx(factor * before)


def test_time_moves_what_it_says(demo_study: Study) -> None:
    problem = demo_study.question.problem
    factor = np.full(len(problem.pools.name), 1.5)
    learning = slower_learning(problem, factor).pools.ramp
    assert (1 - learning) == pytest.approx(np.minimum((1 - problem.pools.ramp) * 1.5, 1.0))
    assert more_leave(problem, factor).pools.attrition == pytest.approx(
        problem.pools.attrition * 1.5
    )
    delay = later_starts(problem, factor).pools.delay
    assert delay.tolist() == np.rint(problem.pools.delay * 1.5).tolist()


def test_ends_are_the_percentiles_an_assumption_is_drawn_by() -> None:
    entry = Assumption(
        kind="attrition", value=0.015, low=0.005, high=0.035, source="default", team="sales"
    )
    drawn = spread(entry, np.random.default_rng(1).standard_normal(200_000))
    ends = spread(entry, np.array([-TENTH, TENTH]))
    assert ends == pytest.approx(np.percentile(drawn, (10, 90)), rel=0.01)


def test_the_demo_company_hangs_on_hiring_and_on_every_channel_with_a_curve(
    demo_study: Study,
) -> None:
    problem = demo_study.question.problem
    channels, time = channel_sensitivities(demo_study), time_sensitivities(demo_study)
    assert len(channels) == 2 * int((problem.channels.ceiling > 0).sum())
    assert {"Learning time", "Sales cycle", "Hiring delay"} <= {it.name for it in time}
    assert named(time, "Learning time").more < 0
    assert named(time, "Sales cycle").revenue_more < 0
    for found in (channels, time):
        widths = [it.width for it in found]
        assert widths == sorted(widths, reverse=True)
        for bar in found:
            assert bar.source
            assert len(bar.sentence.split()) < LONGEST_SENTENCE
            if bar.low is not None and bar.high is not None:
                assert bar.low <= bar.high
