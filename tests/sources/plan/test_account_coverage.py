"""Account coverage in the store: each team's half is its own, edits meet, nothing is lost."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from data_sources.actors import Actor
from planning.agreed.rows import Kind, PlanRow
from planning.errors import NotAllowed, NotPossible
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC, Sheet, edit

SALES: dict[str, JsonValue] = {
    "team": "sales", "account": "A-1", "motion": "acquire", "owner": "S-1", "touches": 2,
}  # fmt: skip
MARKETING: dict[str, JsonValue] = {
    "team": "marketing", "account": "A-1", "motion": "acquire", "programme": "Fairs",
}  # fmt: skip
MUST: dict[str, JsonValue] = {
    "rule": "must", "attribute": "employees", "test": "is at least", "values": "50",
}  # fmt: skip
HAND_OVER: dict[str, JsonValue] = {"rule": "hand over from", "points": 40}


def added(sheet: Sheet, who: Actor, kind: Kind, *cells: dict[str, JsonValue]) -> list[PlanRow]:
    saved = sheet.of(who).add(kind, sheet.scenario, cells)
    assert not saved.refused, saved.refused
    return list(saved.rows)


def test_each_team_edits_its_half_and_proposes_changes_of_the_other(sheet: Sheet) -> None:
    (own,) = added(sheet, BO, "coverage", SALES)
    added(sheet, ADA, "coverage", MARKETING)
    for stranger in (ADA, MAX, VIC, ALF):
        with pytest.raises(NotAllowed):
            sheet.of(stranger).add("coverage", sheet.scenario, SALES)
        with pytest.raises(NotAllowed):
            sheet.of(stranger).save([edit(own, owner="S-9")])
        with pytest.raises(NotAllowed):
            sheet.of(stranger).remove([own.id])
    assert sheet.now(own)["owner"] == "S-1"

    sheet.of(ADA).propose(own.id, {"owner": "S-2"}, "They know each other.")
    (asked,) = sheet.of(SUE).rows("proposal", sheet.scenario)
    sheet.of(SUE).answer(asked.id, True, "Yes.")
    assert sheet.now(own)["owner"] == "S-2"


def test_two_people_of_a_team_meet_cell_by_cell(sheet: Sheet) -> None:
    (row,) = added(sheet, BO, "coverage", SALES)
    sheet.of(BO).save([edit(row, owner="S-2")])
    late = sheet.of(SUE).save([edit(row, owner="S-3", touches="5")])
    assert [(one.cell, one.theirs) for one in late.clashes] == [("owner", "S-2")]
    stands = sheet.now(row)
    assert (stands["owner"], stands["touches"]) == ("S-2", 5)


def test_many_halves_come_in_one_change_and_go_with_one_undo(sheet: Sheet) -> None:
    many = [{**SALES, "account": f"A-{at}"} for at in range(300)]
    saved = sheet.of(BO).add("coverage", sheet.scenario, many)
    assert len(sheet.of(BO).rows("coverage", sheet.scenario)) == 300
    assert saved.revision is not None
    sheet.of(BO).undo(saved.revision)
    assert sheet.of(BO).rows("coverage", sheet.scenario) == ()


def test_the_account_and_the_team_of_a_half_stay(sheet: Sheet) -> None:
    (row,) = added(sheet, BO, "coverage", SALES)
    saved = sheet.of(BO).save([edit(row, account="A-2")])
    assert [one.cell for one in saved.refused] == ["account"]


@pytest.mark.parametrize(("kind", "cells"), [("criterion", MUST), ("score", HAND_OVER)])
def test_leaders_of_both_teams_agree_the_profile_and_planners_read_it(
    sheet: Sheet, kind: Kind, cells: dict[str, JsonValue]
) -> None:
    for leader in (MAX, SUE, EVE):
        (row,) = added(sheet, leader, kind, cells)
        sheet.of(SUE).save([edit(row, reason="Seen in the facts.")])
        sheet.of(MAX).remove([row.id])
    (row,) = added(sheet, SUE, kind, cells)
    for other in (ADA, BO, VIC, ALF):
        with pytest.raises(NotAllowed):
            sheet.of(other).add(kind, sheet.scenario, [cells])
        with pytest.raises(NotAllowed):
            sheet.of(other).save([edit(row, reason="Mine.")])
        assert sheet.of(other).rows(kind, sheet.scenario)


def test_a_change_of_a_threshold_into_a_rule_without_condition_is_refused(sheet: Sheet) -> None:
    (row,) = added(sheet, SUE, "score", HAND_OVER)
    saved = sheet.of(SUE).save([edit(row, rule="points")])
    assert [(one.cell, one.sentence) for one in saved.refused] == [
        ("rule", "Attribute must be filled in.")
    ]


def test_a_copy_of_a_plan_has_coverage_criteria_and_score(sheet: Sheet) -> None:
    added(sheet, BO, "coverage", SALES)
    added(sheet, SUE, "criterion", MUST)
    added(sheet, SUE, "score", HAND_OVER)
    workspace = sheet.workspace.acting_as(EVE)
    copy = workspace.agreement.copy(sheet.scenario, "Another")
    scenario = next(row.scenario for row in copy.rows)
    for kind in ("coverage", "criterion", "score"):
        (row,) = workspace.plan.rows(kind, scenario)
        (of,) = workspace.plan.rows(kind, sheet.scenario)
        assert row["copied_from"] == of.id
        assert {**row.cells, "copied_from": None} == {**of.cells, "copied_from": None}


def test_coverage_of_an_archived_plan_is_read_only(sheet: Sheet) -> None:
    (row,) = added(sheet, BO, "coverage", SALES)
    sheet.workspace.acting_as(SUE).agreement.archive(sheet.scenario)
    with pytest.raises(NotPossible):
        sheet.of(BO).save([edit(row, owner="S-2")])
