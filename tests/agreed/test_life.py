"""The life of a plan: which moves there are, what a copy carries, which plan is the baseline."""

from __future__ import annotations

import itertools

import pytest

from planning.agreed.life import (
    MOVES,
    STEPS,
    agreed_of,
    baseline_of,
    copied,
    copied_cells,
    hold_editable,
    hold_replaces,
    is_life,
    moved,
    next_number,
    root,
)
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import STATES, Scenario, State
from planning.errors import NotPossible
from tests.agreed.small_plan import YEAR, line

ALLOWED = {
    ("draft", "propose"): "proposed",
    ("draft", "archive"): "archived",
    ("draft", "put away"): "put away",
    ("proposed", "take back"): "draft",
    ("proposed", "return"): "draft",
    ("proposed", "agree"): "agreed",
    ("proposed", "archive"): "archived",
    ("agreed", "replace"): "archived",
}


def plan(name: str, state: State = "draft", **cells: object) -> PlanRow:
    known = {"name": name, "fiscal_year": 2025, "start": "2025-01", "origin": "real"}
    return PlanRow(name, "scenario", name, "joint", cells={**known, "state": state, **cells})  # type: ignore[dict-item]


@pytest.mark.parametrize(("state", "move"), list(itertools.product(STATES, MOVES)))
def test_a_plan_moves_only_as_the_table_says(state: State, move: str) -> None:
    scenario = YEAR.model_copy(update={"state": state})
    wanted = ALLOWED.get((state, move))
    if wanted is None:
        with pytest.raises(NotPossible, match="Plan 2025 is"):
            moved(scenario, move)  # type: ignore[arg-type]
    else:
        assert moved(scenario, move) == wanted  # type: ignore[arg-type]


def test_an_agreed_plan_is_left_only_for_another_one() -> None:
    assert [move for move in MOVES if "agreed" in STEPS[move].begins] == ["replace"]


@pytest.mark.parametrize("state", STATES)
def test_only_drafts_and_proposed_plans_are_edited(state: State) -> None:
    scenario = YEAR.model_copy(update={"state": state})
    if state in ("draft", "proposed"):
        hold_editable(scenario)
    else:
        with pytest.raises(NotPossible, match=f"is {state}, no draft"):
            hold_editable(scenario)


def test_a_copy_is_a_draft_of_the_same_year_that_names_its_plan() -> None:
    agreed = YEAR.model_copy(update={"state": "agreed", "agreed_as": 1})
    found = copied(agreed, "own", "Again")
    assert found == Scenario(
        name="Again", fiscal_year=2025, start="2025-01", origin="real", copied_from="own"
    )


def test_a_copy_of_a_copy_names_the_first_row() -> None:
    first = line("a")
    second = PlanRow("b", "line", "p", "marketing", cells=copied_cells(first, {}))
    third = PlanRow("c", "line", "q", "marketing", cells=copied_cells(second, {}))
    assert [root(row) for row in (first, second, third)] == ["a", "a", "a"]


def test_a_copied_line_serves_the_copied_goal_and_one_that_is_gone_no_more() -> None:
    assert copied_cells(line("a", goal="g"), {"g": "h"})["goal"] == "h"
    assert "goal" not in copied_cells(line("a", goal="g"), {})


def test_the_first_agreed_plan_of_a_year_stays_the_baseline() -> None:
    plans = [plan("a", "archived", agreed_as=1), plan("b", "agreed", agreed_as=2), plan("c")]
    found = baseline_of(plans, "real", 2025), agreed_of(plans, "real", 2025)
    assert [row and row.id for row in found] == ["a", "b"]
    assert next_number(plans, "real", 2025) == 3
    assert next_number(plans, "demo", 2025) == next_number(plans, "real", 2026) == 1
    assert agreed_of(plans, "demo", 2025) is None


def test_a_plan_proposed_against_another_agreed_plan_is_not_agreed() -> None:
    agreed = plan("b", "agreed")
    hold_replaces(YEAR.model_copy(update={"replaces": "b"}), agreed, "own")
    hold_replaces(YEAR, None, "own")
    for replaces in (None, "a"):
        with pytest.raises(NotPossible, match="b was agreed for 2025 since Plan 2025"):
            hold_replaces(YEAR.model_copy(update={"replaces": replaces}), agreed, "own")


def test_moves_of_a_plan_are_told_from_changes_of_its_name() -> None:
    assert is_life({"state": "draft"}, {"state": "proposed"})
    assert is_life({"state": "agreed"}, {"state": "archived"})
    assert not is_life({"state": "draft"}, {"state": "put away"})
    assert not is_life({"state": "put away"}, {"state": "draft"})
    assert not is_life(None, {"state": "draft"})
    assert is_life(None, {"state": "agreed"})
