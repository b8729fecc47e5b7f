"""Rows are added where they are wanted, removed with care, and plans begun and put away."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.plan.sheets import (
    ADA,
    BO,
    EVE,
    LINE,
    MAX,
    SUE,
    TARGET,
    VIC,
    Sheet,
    edit,
)
from tests.workspaces import csv_file, leads, request


def order(sheet: Sheet) -> list[str]:
    return [str(row["channel"]) for row in sheet.of(VIC).rows("line", sheet.scenario)]


def test_a_new_row_stands_at_the_end_or_below_the_one_named(sheet: Sheet) -> None:
    first = sheet.line(channel="a")
    sheet.line(channel="b")
    rows = [{**LINE, "channel": "a1"}, {**LINE, "channel": "a2"}]
    sheet.of(MAX).add("line", sheet.scenario, rows, after=first.id)
    assert order(sheet) == ["a", "a1", "a2", "b"]


def test_rows_find_room_below_one_row_again_and_again(sheet: Sheet) -> None:
    first = sheet.line(channel="top")
    last = sheet.line(BO, channel="end")
    names = [f"{number}" for number in range(20)]
    for name in names:
        cells = {**LINE, "channel": name}
        sheet.of(MAX).add("line", sheet.scenario, cells, after=first.id)
    assert order(sheet) == ["top", *reversed(names), "end"]
    assert sheet.now(last).cells == last.cells
    assert sheet.of(VIC).changes_since(sheet.workspace.revision() - 3, sheet.scenario)[-1].rows != (
        last.id,
    )


def test_rows_that_cannot_be_are_told_by_their_place_and_the_rest_added(sheet: Sheet) -> None:
    rows = [LINE, {**LINE, "plan_03": "x"}, LINE]
    saved = sheet.of(MAX).add("line", sheet.scenario, rows)
    assert [(refused.row, refused.cell) for refused in saved.refused] == [("1", "plan_03")]
    assert len(saved.rows) == 2


def test_rows_are_added_by_people_of_their_team(sheet: Sheet) -> None:
    before = sheet.everything()
    for somebody, cells in (
        (ADA, {**LINE, "team": "sales"}),
        (VIC, LINE),
        (BO, LINE),
        (EVE, LINE),
        (SUE, {**LINE, "team": "joint"}),
    ):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).add("line", sheet.scenario, [cells])
    with pytest.raises(NotAllowed):
        sheet.of(BO).add("target", sheet.scenario, TARGET)
    assert sheet.everything() == before


@pytest.mark.parametrize("kind", ["scenario", "envelope", "comment", "proposal"])
def test_only_lines_and_targets_are_added_so(sheet: Sheet, kind: str) -> None:
    with pytest.raises(UsageError):
        sheet.of(EVE).add(kind, sheet.scenario, {})  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        sheet.of(EVE).add("line", "0" * 32, LINE)


def test_a_repeat_of_an_addition_adds_nothing_and_answers_the_same(sheet: Sheet) -> None:
    rows = [LINE, {**LINE, "plan_03": "x"}]
    first = sheet.of(MAX).add("line", sheet.scenario, rows, operation="once")
    assert sheet.of(MAX).add("line", sheet.scenario, rows, operation="once") == first
    assert len(sheet.of(MAX).rows("line", sheet.scenario)) == 1


def test_a_removed_row_is_gone_and_its_history_stays(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    sheet.of(MAX).remove([line.id])
    assert sheet.of(VIC).rows("line", sheet.scenario) == ()
    with pytest.raises(UsageError):
        sheet.of(VIC).row(line.id)
    assert sheet.of(VIC).rows("line", sheet.scenario, as_of=line.revision) == (line,)


def test_removing_what_is_gone_changes_nothing(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(MAX).remove([line.id])
    before = sheet.everything()
    assert sheet.of(MAX).remove([line.id, "0" * 32]).revision is None
    assert sheet.everything() == before


def test_edits_of_a_removed_row_clash_and_tell_who_removed_it(sheet: Sheet) -> None:
    line = sheet.line(channel="Events", plan_01="1")
    removed = sheet.of(MAX).remove([line.id]).revision or 0
    (told,) = sheet.of(ADA).save([edit(line, plan_01="2")]).clashes
    assert (told.removed, told.who, told.title) == (True, MAX.email, "Events")
    sheet.of(ADA).restore(line.id, told.revision - 1)
    assert sheet.of(ADA).save([edit(line, plan_01="2")]).clashes == ()
    assert told.revision == removed


def test_a_row_that_others_changed_since_it_was_seen_is_not_removed(sheet: Sheet) -> None:
    line, other = sheet.line(), sheet.line()
    seen = sheet.workspace.revision()
    sheet.of(ADA).save([edit(line, plan_01="1")])
    saved = sheet.of(MAX).remove([line.id, other.id], seen=seen)
    assert [(told.row, told.cell, told.who) for told in saved.clashes] == [(line.id, "", ADA.email)]
    assert [row.id for row in sheet.of(MAX).rows("line", sheet.scenario)] == [line.id]
    assert sheet.of(ADA).remove([line.id], seen=seen).clashes == ()


def test_rows_are_removed_by_people_of_their_team(sheet: Sheet) -> None:
    line, target = sheet.line(MAX), sheet.target(SUE)
    before = sheet.everything()
    for somebody, row in ((BO, line), (VIC, line), (EVE, line), (ADA, target), (VIC, target)):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).remove([row.id])
    for row in (sheet.envelope("sales"), sheet.now(sheet.scenario)):
        with pytest.raises(UsageError):
            sheet.of(EVE).remove([row.id])
    assert sheet.everything() == before


def test_a_plan_begins_as_an_empty_draft_with_its_envelopes(sheet: Sheet) -> None:
    plan = sheet.now(sheet.scenario)
    assert plan.cells == {
        "name": "Plan 2026",
        "fiscal_year": 2026,
        "start": "2026-01",
        "state": "draft",
        "origin": "real",
    }
    envelopes = sheet.of(VIC).rows("envelope", sheet.scenario)
    assert [(row["scope"], row["amount"]) for row in envelopes] == [
        ("company", None),
        ("marketing", None),
        ("sales", None),
        ("joint", None),
    ]


def test_a_plan_starts_where_the_company_s_fiscal_year_does(sheet: Sheet) -> None:
    admin = sheet.workspace.acting_as(EVE.model_copy(update={"roles": {"administrator"}}))
    admin.set_setting("fiscal_year_start", "7")
    assert sheet.of(EVE).begin(2026, "From July")["start"] == "2025-07"


def test_plans_are_shown_latest_year_first_without_those_put_away(sheet: Sheet) -> None:
    later = sheet.of(MAX).begin(2027, "Plan 2027")
    assert [row.id for row in sheet.of(VIC).scenarios()] == [later.id, sheet.scenario]
    away = sheet.of(MAX).put_away(later.id).revision or 0
    assert [row.id for row in sheet.of(VIC).scenarios()] == [sheet.scenario]
    sheet.of(MAX).undo(away)
    assert [row.id for row in sheet.of(VIC).scenarios()] == [later.id, sheet.scenario]


def test_a_name_is_given_once_per_year(sheet: Sheet) -> None:
    with pytest.raises(UsageError, match="There is a plan “Plan 2026” already"):
        sheet.of(EVE).begin(2026, " Plan 2026 ")
    other = sheet.of(EVE).begin(2026, "Bold")
    with pytest.raises(UsageError, match="already"):
        sheet.of(EVE).rename(other.id, "Plan 2026")
    sheet.of(EVE).rename(other.id, "Bolder")
    assert sheet.now(other)["name"] == "Bolder"
    sheet.of(EVE).put_away(sheet.scenario)
    sheet.of(EVE).begin(2026, "Plan 2026")


@pytest.mark.parametrize(("year", "name"), [(2026, ""), (2026, "x" * 300), (20260, "Plan")])
def test_a_plan_needs_a_name_and_a_year(sheet: Sheet, year: int, name: str) -> None:
    with pytest.raises(UsageError):
        sheet.of(EVE).begin(year, name)


def test_leaders_begin_name_and_put_away(sheet: Sheet) -> None:
    before = sheet.everything()
    for somebody in (ADA, VIC):
        plan = sheet.of(somebody)
        with pytest.raises(NotAllowed):
            plan.begin(2027, "Mine")
        with pytest.raises(NotAllowed):
            plan.rename(sheet.scenario, "Mine")
        with pytest.raises(NotAllowed):
            plan.put_away(sheet.scenario)
    assert sheet.everything() == before
    sheet.of(SUE).rename(sheet.scenario, "Ours")
    with pytest.raises(NotPossible):
        sheet.of(SUE).put_away(sheet.of(SUE).put_away(sheet.scenario).rows[0].id)


def test_the_demo_s_plans_leave_with_it(sheet: Sheet, tmp_path: Path) -> None:
    admin = sheet.workspace.acting_as(EVE.model_copy(update={"roles": {"administrator"}}))
    admin.load_demo()
    tried = sheet.of(EVE).begin(2027, "Tried")
    assert tried["origin"] == "demo"
    assert tried in sheet.of(EVE).scenarios()
    assert {row["origin"] for row in sheet.of(EVE).scenarios()} == {"demo"}
    admin.import_file(request(csv_file(tmp_path, "leads.csv", leads("L1")), "leads"))
    assert [row.id for row in sheet.of(EVE).scenarios()] == [sheet.scenario]
