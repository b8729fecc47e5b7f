"""Goals: at most five, each read from what people type, and what serves none is listed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.agreed.goals import MOST, Goal, hold_room, orphans, served, steps
from planning.agreed.kinds import cleaned, refusals, title
from planning.agreed.rows import PlanRow
from planning.errors import NotPossible
from tests.agreed.small_plan import line


def goal(row: str) -> PlanRow:
    return PlanRow(row, "goal", "plan", "joint", cells={"name": f"Goal {row}"})


def test_a_goal_is_its_cells() -> None:
    typed = Goal(
        name="Twice the customers",
        reason="The market doubles.",
        steps=("Hire", "Call within a day"),
        benchmark="Others grow by a third.",
        marketing_owner="Ada",
        sales_owner="Bo",
    )
    assert Goal.of(cleaned("goal", typed.cells())) == typed
    assert refusals("goal", typed.cells(), whole=True) == {}


def test_a_goal_without_a_name_is_refused() -> None:
    assert refusals("goal", {"name": " "}, whole=True) == {"name": "Goal must be filled in."}


def test_steps_are_typed_one_a_line_and_blank_lines_are_none() -> None:
    assert steps("one\n\n  two  \n") == ["one", "two"]


def test_a_formula_among_the_steps_is_refused() -> None:
    assert "formula" in refusals("goal", {"name": "a", "steps": "one\n=1+1"})["steps"]


def test_a_plan_has_at_most_five_goals() -> None:
    hold_room(MOST - 1)
    with pytest.raises(NotPossible, match="at most 5 goals"):
        hold_room(MOST)
    with pytest.raises(NotPossible):
        hold_room(MOST - 1, more=2)


def test_what_serves_no_goal_or_a_removed_one_is_an_orphan() -> None:
    rows = [line("a", goal="g"), line("b"), line("c", goal="removed")]
    assert [row.id for row in orphans(rows, [goal("g")])] == ["b", "c"]


def test_every_line_either_serves_one_goal_or_is_an_orphan() -> None:
    goals = [goal("g"), goal("h")]
    rows = [line("a", goal="g", plan=[1, 2]), line("b", goal="h"), line("c", goal="x"), line("d")]
    serving = served(goals, rows, [])
    counted = sorted(row for it in serving for row in it.lines)
    assert sorted([*counted, *(row.id for row in orphans(rows, goals))]) == ["a", "b", "c", "d"]
    assert [it.planned for it in serving] == [Decimal("3.00"), Decimal("0.00")]


def test_a_goal_is_called_by_its_name() -> None:
    assert title("goal", {"name": "Grow"}) == "“Grow”"
