"""Taking back is a new change from the change's after-image; what moved since clashes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.plan.sheets import ADA, BO, EVE, MAX, SUE, VIC, Clock, Sheet, edit


def test_undo_gives_cells_their_earlier_values_and_is_itself_a_change(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    done = sheet.of(ADA).save([edit(line, plan_01="2", plan_02="3")]).revision
    assert done is not None
    undone = sheet.of(ADA).undo(done)
    assert undone.revision == done + 1
    assert sheet.now(line).cells == line.cells


def test_undoing_an_undo_does_it_again(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    done = sheet.of(ADA).save([edit(line, plan_01="2")]).revision
    undone = sheet.of(ADA).undo(done or 0).revision
    sheet.of(ADA).undo(undone or 0)
    assert sheet.now(line)["plan_01"] == "2.00"


def test_undo_leaves_what_others_changed_beside_it(sheet: Sheet) -> None:
    line = sheet.line()
    done = sheet.of(ADA).save([edit(line, plan_01="1")]).revision
    sheet.of(MAX).save([edit(line, plan_02="2")])
    assert sheet.of(ADA).undo(done or 0).clashes == ()
    assert (sheet.now(line)["plan_01"], sheet.now(line)["plan_02"]) == (None, "2.00")


def test_undo_of_a_cell_that_moved_since_clashes_and_undoes_the_rest(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    done = sheet.of(ADA).save([edit(line, plan_01="2", plan_02="5")]).revision
    sheet.of(MAX).save([edit(sheet.now(line), plan_01="3")])
    (told,) = sheet.of(ADA).undo(done or 0).clashes
    assert (told.cell, told.base, told.mine, told.theirs) == ("plan_01", "2.00", "1.00", "3.00")
    assert told.who == MAX.email
    assert (sheet.now(line)["plan_01"], sheet.now(line)["plan_02"]) == ("3.00", None)


def test_undo_of_an_addition_removes_and_of_that_brings_back(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    removed = sheet.of(MAX).undo(line.revision).revision
    assert sheet.of(MAX).rows("line", sheet.scenario) == ()
    sheet.of(MAX).undo(removed or 0)
    assert sheet.now(line).cells == line.cells
    assert sheet.now(line).version == 3


def test_undo_of_an_addition_that_others_worked_on_clashes(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="1")])
    (told,) = sheet.of(MAX).undo(line.revision).clashes
    assert (told.cell, told.theirs, told.who) == ("plan_01", "1.00", ADA.email)
    assert sheet.now(line)["plan_01"] == "1.00"


def test_undo_of_a_removal_brings_the_row_back_to_its_place(sheet: Sheet) -> None:
    above, line, below = sheet.line(), sheet.line(plan_01="1"), sheet.line()
    removed = sheet.of(MAX).remove([line.id]).revision
    sheet.of(MAX).undo(removed or 0)
    rows = sheet.of(MAX).rows("line", sheet.scenario)
    assert [row.id for row in rows] == [above.id, line.id, below.id]
    assert rows[1].cells == line.cells


def test_undo_of_a_removal_after_another_comeback_clashes_where_they_differ(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    removed = sheet.of(MAX).remove([line.id]).revision
    sheet.of(MAX).restore(line.id, line.revision)
    sheet.of(ADA).save([edit(line, plan_01="2")])
    (told,) = sheet.of(MAX).undo(removed or 0).clashes
    assert (told.cell, told.mine, told.theirs) == ("plan_01", "1.00", "2.00")
    assert sheet.now(line)["plan_01"] == "2.00"


def test_undo_of_an_edit_whose_row_is_gone_clashes(sheet: Sheet) -> None:
    line = sheet.line()
    done = sheet.of(ADA).save([edit(line, plan_01="1")]).revision
    sheet.of(MAX).remove([line.id])
    (told,) = sheet.of(ADA).undo(done or 0).clashes
    assert (told.removed, told.who) == (True, MAX.email)


def test_undo_is_for_whom_the_rows_belong_to(sheet: Sheet) -> None:
    line = sheet.line(MAX)
    done = sheet.of(ADA).save([edit(line, plan_01="1")]).revision
    before = sheet.everything()
    for somebody in (BO, SUE, VIC, EVE):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).undo(done or 0)
    assert sheet.everything() == before


def test_undo_of_an_envelope_is_the_executive_s(sheet: Sheet) -> None:
    done = sheet.of(EVE).save([edit(sheet.envelope("marketing"), amount="9")]).revision
    with pytest.raises(NotAllowed):
        sheet.of(MAX).undo(done or 0)
    sheet.of(EVE).undo(done or 0)
    assert sheet.envelope("marketing")["amount"] is None


def test_undo_of_no_change_of_a_plan_is_a_wrong_question(sheet: Sheet) -> None:
    with pytest.raises(UsageError, match="Change 999 is none of a plan"):
        sheet.of(ADA).undo(999)


def test_a_repeat_of_an_undo_is_harmless(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    done = sheet.of(ADA).save([edit(line, plan_01="2")]).revision
    first = sheet.of(ADA).undo(done or 0, operation="once")
    before = sheet.everything()
    assert sheet.of(ADA).undo(done or 0, operation="once") == first
    assert sheet.everything() == before


def test_a_row_is_restored_as_it_was_at_a_revision(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1", reason="first")
    sheet.of(ADA).save([edit(line, plan_01="2")])
    sheet.of(ADA).save([edit(line, reason="second")])
    saved = sheet.of(ADA).restore(line.id, line.revision)
    assert sheet.now(line).cells == line.cells
    assert saved.rows == (sheet.now(line),)


def test_a_removed_row_is_restored(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    removed = sheet.of(MAX).remove([line.id]).revision or 0
    with pytest.raises(NotPossible):
        sheet.of(MAX).restore(line.id, removed)
    sheet.of(MAX).restore(line.id, removed - 1)
    assert sheet.now(line).cells == line.cells


def test_a_row_is_not_restored_from_before_it_was(sheet: Sheet) -> None:
    line = sheet.line()
    with pytest.raises(NotPossible, match=f"no such row at {line.revision - 1}"):
        sheet.of(MAX).restore(line.id, line.revision - 1)
    with pytest.raises(UsageError):
        sheet.of(MAX).restore("0" * 32, line.revision)


def test_the_plan_is_read_as_of_any_revision(sheet: Sheet) -> None:
    seen = {}
    line = sheet.line(plan_01="1")
    seen[line.revision] = sheet.of(VIC).rows("line", sheet.scenario)
    other = sheet.line()
    seen[other.revision] = sheet.of(VIC).rows("line", sheet.scenario)
    changed = sheet.of(ADA).save([edit(line, plan_01="2")]).revision or 0
    seen[changed] = sheet.of(VIC).rows("line", sheet.scenario)
    removed = sheet.of(MAX).remove([line.id]).revision or 0
    seen[removed] = sheet.of(VIC).rows("line", sheet.scenario)
    for revision, rows in seen.items():
        assert sheet.of(VIC).rows("line", sheet.scenario, as_of=revision) == rows
    assert sheet.of(VIC).rows("line", sheet.scenario, as_of=line.revision - 1) == ()
    assert [len(rows) for rows in seen.values()] == [1, 2, 2, 1]


def test_the_plan_is_read_as_of_the_end_of_a_day(sheet: Sheet, clock: Clock) -> None:
    monday = date(2026, 1, 5)
    line = sheet.line(plan_01="1")
    clock.at += timedelta(days=2)
    sheet.of(ADA).save([edit(line, plan_01="2")])
    (on_monday,) = sheet.of(VIC).rows("line", sheet.scenario, as_of=monday)
    (on_tuesday,) = sheet.of(VIC).rows("line", sheet.scenario, as_of=date(2026, 1, 6))
    (on_wednesday,) = sheet.of(VIC).rows("line", sheet.scenario, as_of=date(2026, 1, 7))
    assert on_monday == on_tuesday == line
    assert on_wednesday["plan_01"] == "2.00"
    assert sheet.of(VIC).rows("line", sheet.scenario, as_of=date(2026, 1, 4)) == ()
    assert sheet.of(VIC).revision_at(monday) == line.revision


def test_a_day_ends_where_the_company_is(sheet: Sheet, clock: Clock) -> None:
    admin = sheet.workspace.acting_as(EVE.model_copy(update={"roles": {"administrator"}}))
    admin.set_setting("time_zone", "America/New_York")
    clock.at = clock.at.replace(day=6, hour=3)
    line = sheet.line()
    assert sheet.of(VIC).revision_at(date(2026, 1, 5)) == line.revision
