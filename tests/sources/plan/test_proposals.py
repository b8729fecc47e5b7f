"""Each team asks the other for changes; what is taken is merged in the same transaction."""

from __future__ import annotations

import pytest

from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC, Sheet, edit


def proposal(sheet: Sheet, row: PlanRow, **changes: str) -> PlanRow:
    """Bo of sales asks for a change."""
    (found,) = sheet.of(BO).propose(row.id, changes, "We need more leads.").rows
    return found


def test_a_proposal_changes_nothing_and_is_the_asked_team_s(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    found = proposal(sheet, line, plan_01="2,000")
    assert sheet.now(line) == line
    assert (found.kind, found.team, found.scenario) == ("proposal", "marketing", sheet.scenario)
    assert found.cells == {
        "about": line.id,
        "changes": {"plan_01": {"base": "1.00", "wanted": "2000.00"}},
        "reason": "We need more leads.",
        "state": "open",
    }
    assert sheet.of(MAX).rows("proposal", sheet.scenario) == (found,)


def test_a_taken_proposal_is_written_with_its_answer_as_one_change(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    found = proposal(sheet, line, plan_01="2")
    sheet.of(ADA).save([edit(line, plan_02="7")])
    saved = sheet.of(MAX).answer(found.id, True, "Agreed.")
    assert (sheet.now(line)["plan_01"], sheet.now(line)["plan_02"]) == ("2.00", "7.00")
    assert (sheet.now(found)["state"], sheet.now(found)["answer"]) == ("taken", "Agreed.")
    assert sheet.now(line).revision == sheet.now(found).revision == saved.revision


def test_a_declined_proposal_changes_the_line_not_at_all(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    found = proposal(sheet, line, plan_01="2")
    sheet.of(MAX).answer(found.id, False, "Too dear.")
    assert sheet.now(line) == line
    assert sheet.now(found)["state"] == "declined"


def test_a_proposal_whose_cell_moved_clashes_and_stays_open(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    found = proposal(sheet, line, plan_01="2", plan_02="3")
    sheet.of(ADA).save([edit(line, plan_01="9")])
    before = sheet.everything()
    saved = sheet.of(MAX).answer(found.id, True, "Agreed.")
    (told,) = saved.clashes
    assert (told.base, told.mine, told.theirs) == ("1.00", "2.00", "9.00")
    assert saved.revision is None
    assert sheet.everything() == before


def test_a_proposal_is_based_on_what_its_author_saw(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    sheet.of(ADA).save([edit(line, plan_01="9")])
    (found,) = sheet.of(BO).propose(line.id, {"plan_01": "2"}, "", seen=line.cells).rows
    assert len(sheet.of(MAX).answer(found.id, True, "").clashes) == 1


def test_what_cannot_be_is_not_proposed(sheet: Sheet) -> None:
    line = sheet.line()
    before = sheet.everything()
    saved = sheet.of(BO).propose(line.id, {"plan_01": "-1", "team": "sales"}, "")
    assert {refused.cell for refused in saved.refused} == {"plan_01", "team"}
    with pytest.raises(UsageError):
        sheet.of(BO).propose(line.id, {}, "Nothing.")
    assert sheet.everything() == before


def test_only_leaders_of_the_asked_team_answer(sheet: Sheet) -> None:
    found = proposal(sheet, sheet.line(), plan_01="2")
    before = sheet.everything()
    for somebody in (ADA, BO, SUE, VIC, ALF, EVE):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).answer(found.id, True, "")
    assert sheet.everything() == before


def test_a_proposal_about_an_envelope_is_answered_by_the_executive(sheet: Sheet) -> None:
    total = sheet.envelope("marketing")
    (found,) = sheet.of(MAX).propose(total.id, {"amount": "5"}, "More.").rows
    with pytest.raises(NotAllowed):
        sheet.of(MAX).answer(found.id, True, "")
    sheet.of(EVE).answer(found.id, True, "")
    assert sheet.now(total)["amount"] == "5.00"


def test_a_proposal_is_answered_once(sheet: Sheet) -> None:
    found = proposal(sheet, sheet.line(), plan_01="2")
    sheet.of(MAX).answer(found.id, False, "")
    with pytest.raises(NotPossible, match="was declined"):
        sheet.of(MAX).answer(found.id, True, "")
    with pytest.raises(NotPossible, match="was declined"):
        sheet.of(BO).withdraw(found.id)


def test_a_repeat_of_an_answer_is_harmless(sheet: Sheet) -> None:
    found = proposal(sheet, sheet.line(), plan_01="2")
    first = sheet.of(MAX).answer(found.id, True, "", operation="once")
    before = sheet.everything()
    assert sheet.of(MAX).answer(found.id, True, "", operation="once") == first
    assert sheet.everything() == before


def test_only_its_author_withdraws_a_proposal(sheet: Sheet) -> None:
    found = proposal(sheet, sheet.line(), plan_01="2")
    for somebody in (SUE, MAX, VIC):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).withdraw(found.id)
    sheet.of(BO).withdraw(found.id)
    assert sheet.now(found)["state"] == "withdrawn"


def test_a_proposal_about_a_line_that_went_is_not_taken(sheet: Sheet) -> None:
    line = sheet.line()
    found = proposal(sheet, line, plan_01="2")
    sheet.of(MAX).remove([line.id])
    with pytest.raises(NotPossible, match="line was removed"):
        sheet.of(MAX).answer(found.id, True, "")
    sheet.of(MAX).answer(found.id, False, "It is gone.")


def test_undo_of_a_taken_proposal_opens_it_again_for_the_answering_team(sheet: Sheet) -> None:
    line = sheet.line(plan_01="1")
    found = proposal(sheet, line, plan_01="2")
    taken = sheet.of(MAX).answer(found.id, True, "").revision
    with pytest.raises(NotAllowed):
        sheet.of(BO).undo(taken or 0)
    sheet.of(MAX).undo(taken or 0)
    assert (sheet.now(line)["plan_01"], sheet.now(found)["state"]) == ("1.00", "open")


def test_whoever_asked_cannot_take_back_the_answer(sheet: Sheet) -> None:
    found = proposal(sheet, sheet.line(), plan_01="2")
    declined = sheet.of(MAX).answer(found.id, False, "").revision
    with pytest.raises(NotAllowed):
        sheet.of(BO).undo(declined or 0)


def test_everybody_who_plans_comments_on_everything(sheet: Sheet) -> None:
    line = sheet.line(MAX)
    (said,) = sheet.of(BO).comment(line.id, "Why so much?", ["ada@example.com"]).rows
    assert said.cells == {
        "about": line.id,
        "text": "Why so much?",
        "mentions": ["ada@example.com"],
    }
    assert sheet.of(BO).begun_by([said.id])[said.id].actor == BO.email
    for somebody in (VIC, ALF):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).comment(line.id, "Me too.")


def test_an_empty_comment_is_refused(sheet: Sheet) -> None:
    saved = sheet.of(BO).comment(sheet.line().id, "  ")
    assert [refused.cell for refused in saved.refused] == ["text"]
    assert sheet.of(BO).rows("comment", sheet.scenario) == ()


def test_comments_stand_in_the_order_they_were_said(sheet: Sheet) -> None:
    line = sheet.line()
    for text in ("one", "two", "three"):
        sheet.of(ADA).comment(line.id, text)
    rows = sheet.of(ADA).rows("comment", sheet.scenario)
    assert [row["text"] for row in rows] == ["one", "two", "three"]


def test_people_remove_their_own_comments_only(sheet: Sheet) -> None:
    (said,) = sheet.of(ADA).comment(sheet.line().id, "Oops.").rows
    for somebody in (MAX, BO, VIC):
        with pytest.raises(NotAllowed):
            sheet.of(somebody).remove([said.id])
        with pytest.raises(NotAllowed):
            sheet.of(somebody).undo(said.revision)
    sheet.of(ADA).remove([said.id])
    assert sheet.of(ADA).rows("comment", sheet.scenario) == ()
