"""Frontiers, ranges, robustness and usefulness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.model.limits import Committed, Envelope, LeastLeads
from planning.model.optimising.frontier import WITHIN, frontier_of_split, frontier_of_total
from planning.model.optimising.measures import Measures
from planning.model.optimising.optimise import optimise
from planning.model.optimising.programme import Programme
from planning.model.optimising.uncertainty import Range, Spread, draw, range_of, ranges, robustness
from planning.model.optimising.usefulness import (
    last_useful_hires,
    last_useful_money,
    money_worth_within_year,
    uncommitted,
    within_year,
)
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.simulate import simulate
from tests.model.problems import current_money, marketing_only, random_problem


def small(seed: int, **more: float) -> Problem:
    """A company of three channels and four months, with a look-ahead of four."""
    return random_problem(seed, channels=3, months=4, ahead=4, **more)  # type: ignore[arg-type]


def test_the_frontier_of_totals_is_what_optimising_each_would_give() -> None:
    problem = small(1)
    money = current_money(problem)
    standing = money - problem.channels.current.sum()
    points = frontier_of_total(problem, standing, money * 1.3)
    assert len(points) == 20
    largest = max(abs(point.value) for point in points)
    for point in points[::4]:
        alone = optimise(problem.under(Envelope(total=point.money))).programme_value
        assert abs(point.value - alone) <= WITHIN * largest
    values = [point.value for point in points]
    rises = np.diff(values)
    assert (rises >= -WITHIN * largest).all()
    assert (np.diff(rises) <= 2 * WITHIN * largest).all()


def test_a_mixed_plan_of_the_frontier_holds_its_total_and_keeps_its_value() -> None:
    problem = small(2)
    money = current_money(problem)
    points = frontier_of_total(problem, money, money * 1.5)
    assert not all(point.solved for point in points)
    for point in points:
        outcome = simulate(problem, point.plan)
        assert outcome.year("money")[0] <= point.money * (1 + 1e-6)
        assert outcome.contribution[0] >= point.value - 0.01 * abs(point.value) - 1000


def test_the_frontier_of_splits_peaks_where_the_optimum_splits() -> None:
    problem = random_problem(3, channels=4, months=6, ahead=6)
    best = optimise(problem)
    points = frontier_of_split(problem)
    largest = max(points, key=lambda point: point.value)
    assert largest.value <= best.programme_value * (1 + WITHIN)
    share = float(best.outcome.money["marketing"][:6].sum())
    places = [point.money for point in points]
    assert abs(share - largest.money) <= 2 * (places[1] - places[0])
    for point in points[::6]:
        spent = float(simulate(problem, point.plan).money["marketing"][:6].sum())
        assert spent == pytest.approx(point.money, rel=1e-3)


def spreads() -> dict[str, Spread]:
    return {
        "cells.closes": Spread(0.2, common=0.5),
        "cells.qualifies": Spread(0.2, common=1.0),
        "channels.ceiling": Spread(0.2, common=0.0),
        "channels.half": Spread(0.3, common=0.0, like="channels.ceiling", correlation=0.9),
        "margin": Spread(0.05),
    }


def test_draws_keep_centre_spread_and_company() -> None:
    problem = small(1)
    values = draw(problem, spreads(), count=4000).values
    ceiling, half = values["channels.ceiling"], values["channels.half"]
    assert ceiling.mean(axis=-1) == pytest.approx(problem.channels.ceiling, rel=0.02)
    assert ceiling.std(axis=-1) / ceiling.mean(axis=-1) == pytest.approx(0.2, rel=0.1)
    together = np.corrcoef(np.log(ceiling[0]), np.log(half[0]))[0, 1]
    assert together == pytest.approx(0.9, abs=0.03)
    alike = np.corrcoef(values["cells.qualifies"])
    assert alike.min() > 0.99
    first, second = values["cells.closes"][:2]
    some = (first - first.mean()) @ (second - second.mean()) / first.size
    assert some / (first.std() * second.std()) == pytest.approx(0.5, abs=0.06)
    assert 0 < values["cells.closes"].min() < values["cells.closes"].max() < 1
    assert 0 < values["margin"].min() < values["margin"].max() < 1


def test_ranges_hold_the_simulation_of_the_centre_and_widen_with_doubt() -> None:
    problem = small(1)
    plan = current_plan(problem)
    centre = simulate(problem, plan)
    told = ranges(simulate(problem, plan, draw(problem, spreads())))
    wider = {
        name: replace(each, sigma=2 * np.asarray(each.sigma)) for name, each in spreads().items()
    }
    doubted = ranges(simulate(problem, plan, draw(problem, wider)))
    for name in ("leads", "revenue", "won", "contribution_year"):
        figure = centre.contribution_year if name == "contribution_year" else centre.year(name)
        each, more = told[name], doubted[name]
        assert each.p10 is not None
        assert each.p90 is not None
        assert each.p10 < figure[0] < each.p90
        assert more.p90 is not None
        assert more.p10 is not None
        assert more.p90 - more.p10 > each.p90 - each.p10


def test_what_is_not_defined_in_most_draws_has_no_range() -> None:
    assert range_of(np.array([np.nan, np.nan, 1.0])) == Range(None, None, None)


def test_the_best_of_each_draw_is_told_beside_the_adopted_plan_with_progress() -> None:
    problem = small(4, close_tightness=0, follow_tightness=0)
    draws = draw(problem, spreads(), count=5)
    seen: list[tuple[int, int]] = []
    adopted = optimise(problem).plan
    found = robustness(
        problem, adopted, draws, count=4, progress=lambda done, whole: seen.append((done, whole))
    )
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert found.draws == (0, 1, 2, 3)
    assert (found.regret >= -1e-5 * np.abs(found.best)).all()
    assert found.spend.shape == (4, 3)


def test_a_draw_whose_limits_cannot_hold_is_counted_apart() -> None:
    problem = small(4)
    channels = problem.channels
    most = float((channels.season[:, :4] * (channels.base + channels.ceiling)[:, None]).sum())
    problem = problem.under(LeastLeads(leads=0.97 * most))
    draws = draw(problem, {"channels.ceiling": Spread(0.1, common=1.0)}, count=6)
    found = robustness(problem, current_plan(problem), draws, count=6)
    assert len(found.draws) + len(found.failed) == 6
    assert found.failed


def test_the_year_holds_less_of_what_is_spent_later() -> None:
    problem = random_problem(1, channels=2)
    shares = within_year(problem)
    assert (np.diff(shares, axis=1) <= 1e-12).all()
    last = problem.lead_lag[0] * problem.ready_lag[0] * problem.pays[:, 0]
    assert shares[:, -1] == pytest.approx(last)


def test_money_is_useful_until_its_value_within_the_year_falls_below_its_cost() -> None:
    problem = random_problem(1, channels=3, follow_tightness=0, close_tightness=0)
    plan = current_plan(problem)
    worth = money_worth_within_year(problem, plan)
    for at, told in enumerate(last_useful_money(problem, plan)):
        if told.month is not None:
            assert worth[at, told.month] >= 1
            assert (worth[at, told.month + 1 :] < 1).all()
    # One more unit in the simulation brings the same within the year.
    bumped = plan.spend.copy()
    bumped[1, 2] += 1.0
    more = simulate(problem, Plan(bumped, plan.hires)).year("value")
    gain = float((more - simulate(problem, plan).year("value"))[0])
    assert gain == pytest.approx(worth[1, 2], rel=1e-3)


def test_a_hire_after_which_nobody_is_productive_within_the_year_is_not_useful() -> None:
    found = optimise(random_problem(1, channels=4))
    delay = found.problem.pools.delay
    for at, told in enumerate(last_useful_hires(found)):
        assert told.last_effect == 11 - delay[at]
        assert told.month is None or told.month <= 11 - delay[at]


def test_what_is_committed_is_not_free_to_move() -> None:
    problem = small(1)
    half = float(problem.channels.current[0, 1]) / 2
    held = Committed(channel="Channel 1", month="2026-02", amount=half)
    total = current_money(problem) + 1_000
    problem = problem.under(Envelope(total=total), held)
    free = uncommitted(problem, current_plan(problem))
    assert free.total == pytest.approx(problem.channels.current.sum() - half)
    assert free.unplanned == pytest.approx(1_000)


def test_without_capacities_the_expressions_agree_with_the_simulation() -> None:
    problem = marketing_only(2, channels=3, months=4)
    found = optimise(problem)
    measures = Measures(Programme(problem))
    unit = measures.programme.unit
    values = found.solver.values
    year = found.outcome.year
    assert measures.spend().at(values) * unit == pytest.approx(year("money")[0], rel=1e-6)
    assert measures.acquisition().at(values) * unit == pytest.approx(
        year("acquisition")[0], rel=1e-6
    )
    assert measures.revenue().at(values) * unit == pytest.approx(year("revenue")[0], rel=1e-5)
    assert measures.customers().at(values) == pytest.approx(year("customers")[0], rel=1e-5)
    assert measures.leads().at(values) == pytest.approx(year("leads")[0], rel=1e-5)
