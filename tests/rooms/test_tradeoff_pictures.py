"""The pictures and sentences of Trade-offs: plans on one spot, small gains, plans over a limit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planning.model.optimising.uncertainty import Range
from planning.model.weighing.frontiers import Reached
from planning.model.weighing.study import Study
from tests.rooms.weighed import weighed
from views.formats import short
from views.tradeoff_pictures import Standing, frontier, side_by_side
from views.tradeoffs import true_sentence


@pytest.fixture(scope="module")
def study(demo_home: Path) -> Study:
    """The demo company's plan weighed."""
    return weighed(demo_home)


def written(*plans: Standing) -> dict[str, tuple[object, object]]:
    """What the frontier writes at each plan, and on which side."""
    points = [Reached(money, Range(0.0, 50.0, 100.0), 0.0) for money in (1_000.0, 1_500.0, 2_000.0)]
    drawn = frontier(points, plans, "Money, EUR", "Finding", "Subtitle", "frontier-test")
    rows = drawn.spec["data"]["values"]
    return {row["plan"]: (row["label"], row["place"]) for row in rows if row["plan"]}


def test_plans_on_one_spot_of_the_frontier_do_not_write_on_each_other() -> None:
    now, best = (
        Standing("Current plan", 1_000, 50, "muted"),
        Standing("Best plan", 1_001, 51, "joint"),
    )
    mine = Standing("Mine", 1_000, 51, "text")
    assert written(now, best, mine) == {
        "Current plan": ("Current plan, best plan", "from here"),
        "Best plan": ("", "from here"),
        "Mine": ("Mine", "above"),
    }
    apart = replace(now, money=1_600, value=20)
    assert written(apart, best) == {
        "Current plan": ("Current plan", "under"),
        "Best plan": ("Best plan", "from here"),
    }
    assert written(replace(now, money=2_000))["Current plan"] == ("Current plan", "up to here")


def test_a_gain_too_small_to_speak_of_is_not_the_finding(study: Study) -> None:
    best = study.option("best")
    little = replace(best, value=study.option("current").value + 500)
    told = side_by_side([study.option("current"), little], "EUR").finding
    assert told == "No plan here brings noticeably more than the current one"


def test_a_plan_over_its_envelope_is_said_to_bring_less_within_it(study: Study) -> None:
    now, best = study.option("current"), study.option("best")
    over = replace(study, options=(replace(best, key="current"), replace(now, key="best")))
    lost = short(best.value - now.value)
    assert true_sentence(over) == f"Within its limits the plan can bring {lost} less than it says."
