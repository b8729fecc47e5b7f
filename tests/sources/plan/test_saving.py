"""A save writes what a person changed, merges it with what others did, and loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from data_sources.plan import Saved
from planning.agreed.changes import Edit
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, LINE, MAX, SUE, Sheet, edit

NAUGHTY = "'; DROP TABLE plan_rows; -- “Ω≈ç√” \U0001f4a9 \u202eمرحبا\u202c <b>&amp;</b> %s \\"


def test_a_saved_cell_stands_and_counts_the_row_up(sheet: Sheet) -> None:
    line = sheet.line(plan_01="100")
    saved = sheet.of(ADA).save([edit(line, plan_01="1,200.5")])
    now = sheet.now(line)
    assert now["plan_01"] == "1200.50"
    assert (now.version, now.revision) == (line.version + 1, saved.revision)
    assert saved.rows == (now,)


def test_edits_of_different_cells_of_one_line_both_arrive(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="1")])
    saved = sheet.of(MAX).save([edit(line, plan_02="2")])
    assert saved.clashes == ()
    assert (sheet.now(line)["plan_01"], sheet.now(line)["plan_02"]) == ("1.00", "2.00")


def test_the_same_cell_clashes_for_the_second_and_stays_the_first_one_s(sheet: Sheet) -> None:
    line = sheet.line(channel="Events", plan_01="1")
    first = sheet.of(ADA).save([edit(line, plan_01="2")])
    second = sheet.of(MAX).save([edit(line, plan_01="3")])
    (told,) = second.clashes
    assert (told.base, told.mine, told.theirs) == ("1.00", "3.00", "2.00")
    assert (told.who, told.at, told.revision) == (
        ADA.email,
        sheet.workspace.now(),
        first.revision,
    )
    assert (told.row, told.cell, told.title, told.removed) == (
        line.id,
        "plan_01",
        "Events",
        False,
    )
    assert second.revision is None
    assert second.rows == (sheet.now(line),)
    assert sheet.now(line)["plan_01"] == "2.00"


def test_who_changed_a_clashing_cell_is_named_and_not_who_changed_the_row_last(
    sheet: Sheet,
) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="2")])
    sheet.of(MAX).save([edit(line, plan_09="9")])
    (told,) = sheet.of(MAX).save([edit(line, plan_01="3")]).clashes
    assert told.who == ADA.email


def test_clean_cells_of_a_clashing_row_are_saved(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="2")])
    saved = sheet.of(MAX).save([edit(line, plan_01="3", plan_02="4")])
    assert [told.cell for told in saved.clashes] == ["plan_01"]
    assert saved.revision is not None
    assert sheet.now(line)["plan_02"] == "4.00"


def test_a_clash_answered_with_mine_is_based_on_theirs(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="2")])
    (told,) = sheet.of(MAX).save([edit(line, plan_01="3")]).clashes
    again = Edit(told.row, {told.cell: told.theirs}, {told.cell: told.mine})
    assert sheet.of(MAX).save([again]).clashes == ()
    assert sheet.now(line)["plan_01"] == "3.00"


def test_two_people_who_want_the_same_agree(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="2")])
    saved = sheet.of(MAX).save([edit(line, plan_01="2.00")])
    assert (saved.revision, saved.clashes) == (None, ())


def test_a_save_that_changes_nothing_leaves_no_trace(sheet: Sheet) -> None:
    line = sheet.line(plan_01="100")
    before = sheet.everything()
    assert sheet.of(ADA).save([edit(line, plan_01=" 100.00 ")]).revision is None
    assert sheet.of(ADA).save([]).revision is None
    assert sheet.everything() == before


def test_a_row_with_a_refused_cell_is_left_whole_and_others_are_saved(sheet: Sheet) -> None:
    odd, fine = sheet.line(), sheet.line()
    saved = sheet.of(ADA).save([edit(odd, plan_01="-5", plan_02="6"), edit(fine, plan_01="7")])
    (refused,) = saved.refused
    assert (refused.row, refused.cell) == (odd.id, "plan_01")
    assert refused.sentence == "January must be an amount of 0 or more, not “-5”."
    assert sheet.now(odd) == odd
    assert sheet.now(fine)["plan_01"] == "7.00"


def test_halves_of_two_edits_that_do_not_go_together_are_refused(sheet: Sheet) -> None:
    target = sheet.target(value=None, low="10", high="20")
    sheet.of(ADA).save([edit(target, high="12")])
    saved = sheet.of(MAX).save([edit(target, low="15", high="30")])
    assert saved.revision is None
    assert {refused.row for refused in saved.refused} == {target.id}
    assert (sheet.now(target)["low"], sheet.now(target)["high"]) == ("10", "12")


def test_a_line_stays_its_team_s(sheet: Sheet) -> None:
    line = sheet.line()
    (refused,) = sheet.of(MAX).save([edit(line, team="sales")]).refused
    assert refused.cell == "team"
    assert sheet.now(line) == line


def test_a_row_nobody_knows_is_told_and_the_rest_saved(sheet: Sheet) -> None:
    line = sheet.line()
    saved = sheet.of(ADA).save([Edit("0" * 32, {}, {"plan_01": "1"}), edit(line, plan_01="1")])
    assert [refused.row for refused in saved.refused] == ["0" * 32]
    assert sheet.now(line)["plan_01"] == "1.00"


def test_two_edits_of_one_row_in_one_save_both_count(sheet: Sheet) -> None:
    line = sheet.line()
    saved = sheet.of(ADA).save([edit(line, plan_01="1"), edit(line, plan_02="2")])
    assert sheet.now(line).version == line.version + 1
    assert (sheet.now(line)["plan_01"], sheet.now(line)["plan_02"]) == ("1.00", "2.00")
    assert saved.clashes == ()


def test_one_row_of_somebody_else_s_stops_the_whole_save(sheet: Sheet) -> None:
    own, theirs = sheet.line(MAX), sheet.line(SUE)
    before = sheet.everything()
    with pytest.raises(NotAllowed, match=r"ada@example\.com may not change lines"):
        sheet.of(ADA).save([edit(own, plan_01="1"), edit(theirs, plan_01="1")])
    assert sheet.everything() == before


def test_joint_lines_and_envelopes_are_the_executive_s(sheet: Sheet) -> None:
    line, total = sheet.line(EVE), sheet.envelope("company")
    sheet.of(EVE).save([edit(line, plan_01="1"), edit(total, amount="1000000")])
    assert sheet.now(total)["amount"] == "1000000.00"
    for somebody in (MAX, ALF):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).save([edit(total, amount="1")])
        with pytest.raises(NotAllowed):
            sheet.of(somebody).save([edit(line, plan_01="2")])


def test_only_drafts_are_edited(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(EVE).put_away(sheet.scenario)
    before = sheet.everything()
    with pytest.raises(NotPossible, match="Plan 2026 is put away"):
        sheet.of(ADA).save([edit(line, plan_01="1")])
    with pytest.raises(NotPossible, match="Plan 2026 is put away"):
        sheet.of(ADA).add("line", sheet.scenario, LINE)
    assert sheet.everything() == before


def test_comments_and_proposals_are_not_edited(sheet: Sheet) -> None:
    said = sheet.of(ADA).comment(sheet.line().id, "Why?").rows[0]
    with pytest.raises(UsageError):
        sheet.of(ADA).save([edit(said, text="What?")])


def test_naughty_text_survives_unchanged(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, reason=NAUGHTY, campaign=NAUGHTY)])
    assert (sheet.now(line)["reason"], sheet.now(line)["campaign"]) == (NAUGHTY, NAUGHTY)
    (was,) = sheet.of(ADA).rows("line", sheet.scenario, as_of=sheet.workspace.revision())
    assert was == sheet.now(line)
    assert sheet.of(ADA).history(row=line.id)[0].rows[0].after == {
        "reason": NAUGHTY,
        "campaign": NAUGHTY,
    }


def test_a_repeat_of_an_operation_is_harmless_and_answers_the_same(sheet: Sheet) -> None:
    line, other = sheet.line(), sheet.line()
    sheet.of(MAX).save([edit(line, plan_02="2")])
    edits = [
        edit(line, plan_01="1", plan_02="3"),
        edit(other, plan_01="-1"),
    ]
    first = sheet.of(ADA).save(edits, operation="once")
    assert (len(first.clashes), len(first.refused)) == (1, 1)
    before = sheet.everything()
    assert sheet.of(ADA).save(edits, operation="once") == first
    assert sheet.everything() == before


def test_a_repeat_after_others_went_on_is_no_clash(sheet: Sheet) -> None:
    line = sheet.line()
    mine = edit(line, plan_01="1")
    first = sheet.of(ADA).save([mine], operation="once")
    sheet.of(MAX).save([edit(sheet.now(line), plan_01="2")])
    again = sheet.of(ADA).save([mine], operation="once")
    assert (again.revision, again.clashes) == (first.revision, ())
    assert sheet.now(line)["plan_01"] == "2.00"
    assert again.rows == (sheet.now(line),)


def test_a_repeat_tells_the_clash_it_met_and_not_what_came_later(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(MAX).save([edit(line, plan_02="2")])
    mine = edit(line, plan_01="1", plan_02="3")
    first = sheet.of(ADA).save([mine], operation="once")
    sheet.of(EVE.model_copy(update={"teams": {"marketing"}, "roles": {"leader"}})).save(
        [edit(sheet.now(line), plan_02="5")]
    )
    assert sheet.of(ADA).save([mine], operation="once").clashes == first.clashes


def test_an_operation_asked_for_twice_at_once_happens_once(sheet: Sheet) -> None:
    line = sheet.line()
    revision = sheet.workspace.revision()

    def save(_: int) -> Saved:
        return sheet.of(ADA).save([edit(line, plan_01="1")], operation="once")

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(save, range(2)))
    assert both[0] == both[1]
    assert sheet.workspace.revision() == revision + 1


def test_somebody_else_s_operation_is_not_answered(sheet: Sheet) -> None:
    line = sheet.line()
    sheet.of(ADA).save([edit(line, plan_01="1")], operation="once")
    with pytest.raises(UsageError):
        sheet.of(MAX).save([edit(line, plan_01="1")], operation="once")


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_an_operation_s_id_is_short(sheet: Sheet, name: str) -> None:
    with pytest.raises(UsageError):
        sheet.of(ADA).save([], operation=name)


def test_the_history_keeps_one_line_per_operation_with_the_changed_cells_only(
    sheet: Sheet,
) -> None:
    one, two = sheet.line(plan_05="5"), sheet.line(plan_05="5")
    sheet.of(ADA).save([edit(one, plan_01="1"), edit(two, plan_01="2")], operation="once")
    entry = sheet.workspace.history(1)[0]
    assert (entry.act, entry.thing, entry.actor) == ("plan", "line × 2 of Plan 2026", ADA.email)
    assert entry.operation_id == "once"
    assert entry.before == {one.id: {"plan_01": None}, two.id: {"plan_01": None}}
    assert entry.after == {one.id: {"plan_01": "1.00"}, two.id: {"plan_01": "2.00"}}


def test_people_of_the_other_team_read_all(sheet: Sheet) -> None:
    line = sheet.line(MAX)
    assert sheet.of(BO).rows("line", sheet.scenario) == (line,)
