"""Five hundred small sets of targets, against a second programme and all their subsets."""

from __future__ import annotations

from collections import Counter

import pytest

from planning.model.consistency.compromise import compromises
from planning.model.consistency.conflicts import names, verdict
from planning.model.consistency.implied import implied
from planning.model.consistency.repairs import repairs
from tests.model.consistency.asking import asked, repaired, rows_in
from tests.model.consistency.instances import instance
from tests.model.consistency.oracle import Line, can_hold, smallest_conflicts

INSTANCES = 500
TOO_SMALL_TO_TELL = 1e-4
"""A hundredth of a smaller change is within what a solver lets pass."""


def test_verdicts_and_smallest_conflicts_are_those_of_brute_force() -> None:
    sizes: Counter[int] = Counter()
    for seed in range(INSTANCES):
        lines, scopes = instance(seed)
        smallest = smallest_conflicts(lines, scopes)
        question = asked(*lines)
        assert verdict(question) == (not smallest), seed
        found = [rows_in(it) for it in names(question)]
        assert set(found) <= smallest, seed
        assert bool(found) == bool(smallest), seed
        sizes.update(len(it) for it in found)
    assert sum(sizes.values()) > INSTANCES / 4, "hardly any instance was impossible"
    assert sum(sizes[it] for it in sizes if it >= 3) > INSTANCES / 8, "all conflicts are plain"


def test_conflicts_share_no_target_and_without_them_the_rest_holds() -> None:
    several = 0
    for seed in range(INSTANCES):
        lines, scopes = instance(seed)
        found = [rows_in(it) for it in names(asked(*lines))]
        gone = frozenset[int]().union(*found)
        assert len(gone) == sum(map(len, found)), seed
        assert can_hold([line for at, line in enumerate(lines) if at not in gone], scopes), seed
        several += len(found) > 1
    assert several > 3


@pytest.mark.parametrize("seed", range(1, INSTANCES, 4))
def test_a_repair_lets_the_rest_of_its_conflict_hold_and_a_hundredth_less_does_not(
    seed: int,
) -> None:
    lines, scopes = instance(seed)
    for conflict in names(asked(*lines)):
        for repair in repairs(conflict):
            assert can_hold(repaired(conflict, repair, lines), scopes)
            if abs(repair.change or 0) > TOO_SMALL_TO_TELL:
                assert not can_hold(repaired(conflict, repair, lines, 0.99), scopes)


@pytest.mark.parametrize("seed", range(1, INSTANCES, 8))
def test_all_compromises_taken_together_leave_a_plan_that_holds(seed: int) -> None:
    lines, _ = instance(seed)
    question = asked(*lines)
    ways = [it for it in compromises(question, names(question)) if it is not None]
    changes = {key: to for way in ways for key, to in way.changes().items()}
    if all(way.keeps_others for way in ways):
        assert verdict(question.changed(changes))


@pytest.mark.parametrize("seed", range(0, INSTANCES, 25))
def test_an_implied_range_ends_where_the_others_can_no_longer_hold(seed: int) -> None:
    lines, scopes = instance(seed)
    question = asked(*lines)
    if not verdict(question):
        return
    for at, line in enumerate(lines):
        statement = next(it for it in question.targets if it.source == str(at))
        others = [it for it in lines if (it.kpi, it.scope) != (line.kpi, line.scope)]
        span = implied(question, [statement.subject])[statement.subject]
        scope = line.scope
        for end, outside in ((span.low, 0.99), (span.high, 1.01)):
            if 1e-6 < end < 1e12:
                only = Line(line.kpi, scope, end * 0.9999, end * 1.0001)
                beyond = Line(line.kpi, scope, None, end * outside)
                if outside > 1:
                    beyond = Line(line.kpi, scope, end * outside, None)
                assert can_hold([*others, only], scopes)
                assert not can_hold([*others, beyond], scopes)
