"""What one more of a limit is worth, in numbers and in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.model.limits import (
    CacCeiling,
    Cap,
    Committed,
    Envelope,
    Limit,
    MostHires,
    TeamMaximum,
)
from planning.model.optimising.fullest_work import fullest_work
from planning.model.optimising.optimise import optimise
from planning.model.optimising.reasons import reasons
from planning.model.optimising.shadows import binding, bottlenecks, shadow_prices
from planning.model.optimising.whole_heads import with_whole_hires
from planning.model.optimising.worth import worth_of
from planning.model.problem import Problem
from tests.model.problems import current_money, one_capacity, random_problem

LONGEST_SENTENCE = 20


def small(seed: int, **more: float) -> Problem:
    """A company of three channels and four months, with a look-ahead of four."""
    return random_problem(seed, channels=3, months=4, ahead=4, **more)  # type: ignore[arg-type]


def envelope(problem: Problem, share: float) -> Envelope:
    """What standing heads and lines take, and a share of the current programme money."""
    programme = float(problem.channels.current.sum())
    return Envelope(total=current_money(problem) - (1 - share) * programme)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_envelopes_price_lies_between_its_one_sided_differences(seed: int) -> None:
    problem = small(seed)
    total = envelope(problem, 0.2).total
    found = optimise(problem.under(Envelope(total=total)))
    (price,) = shadow_prices(found)
    step = total / 500
    more = optimise(problem.under(Envelope(total=total + step))).programme_value
    less = optimise(problem.under(Envelope(total=total - step))).programme_value
    upper = (found.programme_value - less) / step
    lower = (more - found.programme_value) / step
    assert price.one_more is not None
    assert price.one_less is not None
    assert lower - 0.01 * abs(lower) <= price.one_more
    assert price.one_more <= price.one_less * (1 + 1e-3)
    assert price.one_less <= upper + 0.01 * abs(upper)


def test_prices_agree_with_solving_again_with_one_more() -> None:
    problem = small(2)
    limits: tuple[Limit, ...] = (
        envelope(problem, 0.9),
        Committed(channel="Channel 1", month="2026-02", amount=60_000),
        TeamMaximum(team="marketing", amount=300_000),
        MostHires(heads=0.5),
    )
    found = optimise(problem.under(*limits))
    for price in shadow_prices(found):
        name = {"most-hires": "heads", "envelope": "total"}.get(price.limit.kind, "amount")
        now = getattr(price.limit, name)
        moved = price.limit.model_copy(update={name: now + price.step})
        others = [moved if limit is price.limit else limit for limit in limits]
        gain = optimise(problem.under(*others)).programme_value - found.programme_value
        noise = 2e-6 * abs(found.programme_value) / price.step
        assert price.one_more == pytest.approx(gain / price.step, rel=0.01, abs=noise)


@given(share=st.floats(0.1, 1.6), seed=st.integers(0, 20))
@settings(max_examples=8, deadline=None)
def test_more_money_never_hurts_and_brings_less_and_less(share: float, seed: int) -> None:
    problem = small(seed)
    low, middle, high = (
        optimise(problem.under(envelope(problem, each))).programme_value
        for each in (share, share + 0.1, share + 0.2)
    )
    size = 1e-5 * max(abs(high), abs(low))
    assert low <= middle + size
    assert middle <= high + size
    assert high - middle <= middle - low + 2 * size


def test_a_limit_that_does_not_bind_has_no_price() -> None:
    problem = small(1).under(Envelope(total=1e9), MostHires(heads=100))
    found = optimise(problem)
    assert binding(found) == ()
    assert shadow_prices(found) == ()


def test_an_unheard_of_ceiling_is_priced_by_building_the_question_anew() -> None:
    problem = small(2)
    ceiling = float(optimise(problem).outcome.cac[0]) * 0.97
    found = optimise(problem.under(problem.limits[0], CacCeiling(ceiling=ceiling)))
    price = next(each for each in shadow_prices(found) if isinstance(each.limit, CacCeiling))
    assert price.one_more is not None
    assert price.one_more > 0


def test_a_short_pool_is_a_bottleneck_and_an_ample_one_is_not() -> None:
    found = bottlenecks(optimise(one_capacity(1, closing=True, channels=4)))
    assert found
    assert all("closing" in each.pool for each in found)


def test_one_more_head_brings_what_its_pool_is_said_to_be_worth() -> None:
    problem = small(3)
    found = optimise(problem)
    worth = worth_of(found).head
    pool, month = (int(at[0]) for at in np.nonzero(worth == worth.max()))
    standing = problem.pools.standing_productive.copy()
    standing[pool, month] += 0.01
    pools = replace(problem.pools, standing_productive=standing)
    gain = optimise(replace(problem, pools=pools)).programme_value - found.programme_value
    assert gain / 0.01 == pytest.approx(worth[pool, month], rel=0.02)


def test_nothing_is_advised_without_a_reason() -> None:
    problem = random_problem(1)
    capped = problem.under(problem.limits[0], Cap(channel="Channel 2", amount=0.0))
    found = optimise(capped)
    told = {(each.line, each.advice): each.sentence for each in reasons(found)}
    for at, name in enumerate(problem.channels.name):
        if found.plan.spend[at].max() <= 1.0:
            assert told[name, "nothing"]
    assert "the cap of 0 for Channel 2" in told["Channel 2", "nothing"]


def test_a_channel_at_nothing_would_bring_less_than_its_money_costs() -> None:
    found = optimise(random_problem(1))
    worth = worth_of(found)
    for spend, brings, costs in zip(
        found.plan.spend, worth.spend_brings, worth.spend_costs, strict=True
    ):
        idle = spend <= 1.0
        assert (brings[idle] <= costs[idle] * 1.001).all()
        inside = ~idle
        assert brings[inside] == pytest.approx(costs[inside], rel=0.02)


def test_sentences_are_short() -> None:
    problem = random_problem(4)
    limits = (*problem.limits, CacCeiling(ceiling=2e4), Cap(channel="Channel 1", amount=0))
    found = optimise(problem.under(*limits))
    said = [each.sentence for each in bottlenecks(found)]
    said += [each.sentence for each in reasons(found)]
    told = [sentence for each in said for sentence in each.split(". ")]
    assert told
    assert all(len(sentence.split()) <= LONGEST_SENTENCE for sentence in told)


def test_the_second_solve_works_at_least_what_the_simulation_does() -> None:
    found = optimise(one_capacity(2, closing=False, channels=4))
    work = fullest_work(found)
    assert work.followed.sum() == pytest.approx(found.outcome.followed.sum(), rel=1e-3)
    assert found.plan.spend.sum() > 0


def test_whole_hires_are_whole_and_cost_little() -> None:
    problem = small(3, follow_tightness=0.5, close_tightness=0.5)
    pools = replace(problem.pools, most_hires=np.full_like(problem.pools.most_hires, 3.0))
    found = optimise(replace(problem, pools=pools))
    best, bound = found.programme_value, found.bound
    whole = with_whole_hires(found)
    assert whole.plan.hires == pytest.approx(np.rint(whole.plan.hires), abs=1e-6)
    assert whole.programme_value <= bound
    none = problem.under(problem.limits[0], MostHires(heads=0))
    assert whole.programme_value >= optimise(none).programme_value - 1e-6 * abs(best)


def test_without_time_to_search_hires_are_rounded_and_money_fitted_to_them() -> None:
    problem = random_problem(
        2, channels=3, months=6, ahead=12, follow_tightness=0.5, close_tightness=0.5
    )
    most, cost = problem.pools.most_hires, problem.pools.cost_per_head
    pools = replace(problem.pools, most_hires=np.full_like(most, 3.0), cost_per_head=0.3 * cost)
    found = optimise(replace(problem, pools=pools))
    relaxed, bound = found.plan.hires.copy(), found.bound
    assert np.abs(relaxed - np.rint(relaxed)).max() > 0.01
    whole = with_whole_hires(found, seconds=0.0)
    hires = whole.plan.hires
    assert hires == pytest.approx(np.rint(hires), abs=1e-6)
    assert np.abs(hires - relaxed).max() <= 1.0
    assert whole.programme_value <= bound
    assert whole.value == pytest.approx(whole.programme_value, rel=0.02)
