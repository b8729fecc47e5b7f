"""The way back of the history: what is undone and restored, and what has a way of its own."""

from __future__ import annotations

import itertools

import pytest

from planning.agreed.life import MOVES, STEPS
from planning.agreed.rows import KINDS, Kind
from planning.agreed.scenarios import OPEN, STATES, Scenario, State
from planning.agreed.way_back import (
    NOT_RESTORED,
    WORDS_GIVEN,
    Became,
    hold_kind_restored,
    hold_plan_open,
    hold_restorable,
    hold_undoable,
)
from planning.errors import NotPossible, TandemError, UsageError

QUIET: frozenset[object] = frozenset({"draft", "put away"})


def plan(state: State) -> Scenario:
    return Scenario(name="Plan", fiscal_year=2026, start="2026-01", state=state)


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_given_is_not_undone_and_everything_else_is(kind: Kind) -> None:
    for before, after in ((None, {"name": "b"}), ({"name": "a"}, {"name": "b"}), ({"a": 1}, None)):
        change = [Became(kind, before, after)]
        if kind in WORDS_GIVEN:
            with pytest.raises(NotPossible, match=f"A {kind} is not taken back so") as refused:
                hold_undoable(change)
            assert refused.value.remedy
        else:
            hold_undoable(change)


def test_a_change_that_withdrew_signatures_is_undone() -> None:
    withdrawn = Became("signature", {"state": "signed"}, {"state": "withdrawn"})
    hold_undoable([Became("line", {"plan_01": "1"}, {"plan_01": "2"}), withdrawn])
    with pytest.raises(NotPossible):
        hold_undoable([withdrawn])


def test_taking_a_package_is_not_undone_by_its_lines() -> None:
    taken = Became("package", {"state": "open"}, {"state": "taken"})
    with pytest.raises(NotPossible, match="Answer it with another"):
        hold_undoable([Became("line", {"plan_01": "1"}, {"plan_01": "2"}), taken])


@pytest.mark.parametrize("move", MOVES)
def test_no_move_of_a_plan_is_undone_but_putting_a_draft_away(move: str) -> None:
    step = STEPS[move]  # type: ignore[index]
    for before in step.begins:
        change = [Became("scenario", {"state": before}, {"state": step.ends})]
        if {before, step.ends} <= QUIET:
            hold_undoable(change)
        else:
            with pytest.raises(NotPossible, match="What became of a plan"):
                hold_undoable(change)


@pytest.mark.parametrize("kind", KINDS)
def test_words_comments_and_proposals_are_never_restored(kind: Kind) -> None:
    if kind in NOT_RESTORED:
        with pytest.raises(UsageError, match="Write it anew"):
            hold_kind_restored(kind)
        with pytest.raises(UsageError, match="Write it anew"):
            hold_restorable(kind, {}, None)
    else:
        hold_restorable(kind, {"state": "draft"}, None)


@pytest.mark.parametrize(("then", "stands"), list(itertools.product(STATES, STATES)))
def test_a_plan_is_restored_as_a_draft_or_as_it_stands(then: State, stands: State) -> None:
    if then in ("draft", stands):
        hold_restorable("scenario", {"state": then}, {"state": stands})
    else:
        with pytest.raises(NotPossible, match=f"The plan was {then} then"):
            hold_restorable("scenario", {"state": then}, {"state": stands})


@pytest.mark.parametrize(("kind", "state"), list(itertools.product(KINDS, STATES)))
def test_only_open_plans_change_by_the_history_and_meetings_need_none(
    kind: Kind, state: State
) -> None:
    allowed = (
        state in OPEN
        or kind in ("action", "decision", "note", "parked", "meeting")
        or (kind == "scenario" and state == "put away")
    )
    if allowed:
        hold_plan_open(kind, plan(state))
    else:
        with pytest.raises(TandemError):
            hold_plan_open(kind, plan(state))
