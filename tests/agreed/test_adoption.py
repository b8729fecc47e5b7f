"""Advice in somebody's hands: the own team's lines are written, all others asked for."""

from __future__ import annotations

from typing import Final

import pytest

from planning.agreed.adoption import (
    AdvisedLine,
    adoption,
    advised_reason,
    hold_as_seen,
    hold_unchanged,
)
from planning.agreed.cells import TEXT_LIMIT
from planning.agreed.rows import Cells, PlanRow
from planning.errors import NotPossible
from planning.teams import Team
from tests.sources.plan.sheets import ADA, ALF, EVE, MAX, SUE, VIC, person

BOTH = person("Kim", "leader", "marketing", "sales")
PEOPLE: Final[Cells] = {
    "team": "sales", "category": "people", "job": "closing", "status": "placed",
    "plan_04": "7000.00", "reason": "We close more.",
    "drivers": [{"job": "closing", "heads": "1", "cost_per_month": "7000.00"}],
}  # fmt: skip
HIRE: Final[Cells] = {
    "team": "sales", "category": "people", "job": "closing", "status": "placed",
    "plan_04": "7000.00",
    "drivers": [
        {"job": "closing", "heads": "1", "cost_per_month": "7000.00", "starts": "2026-04"}
    ],
}  # fmt: skip


def row(key: str, team: Team, **cells: object) -> PlanRow:
    given = {"team": team, "category": "programme", "status": "placed", **cells}
    return PlanRow(key, "line", "plan", team, cells=given)  # type: ignore[arg-type]


ROWS: Final = {
    one.id: one
    for one in (
        row("events", "marketing", plan_03="100.00", reason="The fair."),
        row("calls", "sales", plan_03="50.00"),
        row("rooms", "joint", plan_03="10.00"),
        PlanRow("people", "line", "plan", "sales", cells=PEOPLE),
    )
}


def changed(key: str, wanted: str, *, slight: bool = False) -> AdvisedLine:
    base = {"plan_03": ROWS[key]["plan_03"]}
    return AdvisedLine(
        ROWS[key].team, key, f"{key} brings more.", key, base, {"plan_03": wanted},
        is_slight=slight,
    )  # fmt: skip


ADVICE: Final = (
    changed("events", "90.00"),
    changed("calls", "70.00"),
    changed("rooms", "5.00"),
    AdvisedLine("sales", "a hire", "North is short.", new=HIRE, beside="people"),
)


def test_a_leader_writes_the_own_lines_packs_the_others_and_proposes_joint_ones() -> None:
    found = adoption(ADVICE, ROWS, MAX)
    assert found.changed == {
        "events": {"plan_03": "90.00", "reason": "Advice: events brings more.\nThe fair."}
    }
    assert found.added == ()
    (package,) = found.packages
    assert (package.by_team, package.asked, package.count) == ("marketing", "sales", 2)
    assert package.wanted["calls"]["plan_03"] == "70.00"
    assert package.additions[0].cells["reason"] == "Advice: North is short."
    assert {key: it.team for key, it in found.proposed.items()} == {"rooms": "joint"}
    assert found.left_out == ()


def test_who_plans_for_both_teams_writes_both_at_once() -> None:
    found = adoption(ADVICE, ROWS, BOTH)
    assert (set(found.changed), len(found.added), found.packages) == ({"events", "calls"}, 1, ())
    assert found.written == 3


def test_the_executive_writes_joint_lines_and_proposes_to_both_teams() -> None:
    found = adoption(ADVICE, ROWS, EVE)
    assert (set(found.changed), found.added, found.packages) == ({"rooms"}, (), ())
    assert {key: it.team for key, it in found.proposed.items()} == {
        "events": "marketing", "calls": "sales", "people": "sales",
    }  # fmt: skip


def test_a_hire_that_cannot_be_added_is_asked_for_on_the_line_of_its_people() -> None:
    wanted = adoption(ADVICE, ROWS, EVE).proposed["people"].wanted
    assert wanted["plan_04"] == "14000.00"
    assert wanted["drivers"] == [*PEOPLE["drivers"], *HIRE["drivers"]]  # type: ignore[misc]
    assert wanted["reason"] == "Advice: North is short.\nWe close more."


def test_a_hire_beside_a_change_of_the_same_line_is_one_proposal() -> None:
    less = AdvisedLine("sales", "people", "One leaves.", "people", {}, {"plan_04": "3000.00"})
    wanted = adoption([less, ADVICE[3]], ROWS, EVE).proposed["people"]
    assert wanted.wanted["plan_04"] == "10000.00"
    assert wanted.reason == "One leaves. North is short."


def test_a_line_that_nobody_here_can_add_is_left_out_and_said() -> None:
    alone = AdvisedLine("sales", "Outbound, new", "It brings more.", new=HIRE)
    found = adoption([alone], ROWS, EVE)
    assert found.left_out == ("Outbound, new is left out: ask sales to add it.",)
    assert (found.proposed, found.packages) == ({}, ())


def test_nobody_is_asked_about_cents() -> None:
    cents = [changed("events", "100.01", slight=True), changed("calls", "50.01", slight=True)]
    found = adoption(cents, ROWS, MAX)
    assert (set(found.changed), found.packages, found.proposed) == ({"events"}, (), {})


def test_whoever_may_edit_nothing_writes_nothing() -> None:
    for who in (VIC, ALF):
        found = adoption(ADVICE, ROWS, who)
        assert (found.written, found.packages) == (0, ())


def test_planners_and_leaders_of_a_team_write_the_same_lines() -> None:
    assert adoption(ADVICE, ROWS, ADA).changed == adoption(ADVICE, ROWS, MAX).changed
    assert set(adoption(ADVICE, ROWS, SUE).changed) == {"calls"}


def test_a_line_that_moved_or_went_since_is_refused_with_the_way_on() -> None:
    moved = {**ROWS, "events": row("events", "marketing", plan_03="99.00")}
    with pytest.raises(NotPossible, match=r"events was changed in Plan since .* Calculate again"):
        hold_as_seen(ADVICE, moved, "Plan")
    gone = {key: it for key, it in ROWS.items() if key != "calls"}
    with pytest.raises(NotPossible, match="calls was removed from Plan since"):
        hold_as_seen(ADVICE, gone, "Plan")
    hold_as_seen(ADVICE, ROWS, "Plan")


def test_a_plan_changed_since_the_calculation_is_refused() -> None:
    hold_unchanged("Plan", 5, 5)
    with pytest.raises(NotPossible, match="Plan was changed since this was calculated"):
        hold_unchanged("Plan", 5, 6)


def test_a_reason_holds_the_advice_and_what_people_said_within_the_limit() -> None:
    said = advised_reason("It brings more.", "x" * TEXT_LIMIT)
    assert said.startswith("Advice: It brings more.\nxxx")
    assert len(said) == TEXT_LIMIT
