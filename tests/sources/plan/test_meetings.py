"""What meetings leave behind: kept, merged, undone and brought back as rows of a plan are."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue

from data_sources.actors import LOCAL, Actor
from data_sources.checkup import of_plan
from data_sources.plan import Saved
from data_sources.settings import Settings
from data_sources.together import Chosen, Together
from data_sources.workspace import Workspace
from planning.agreed.rows import KINDS, PlanRow
from planning.errors import NotAllowed, NotPossible, TandemError, UsageError
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC, Clock, Sheet, edit
from tests.workspaces import csv_file, leads, request

CALL: dict[str, JsonValue] = {
    "what": "Call the 70 waiting leads", "owner": "bo@example.com", "team": "sales",
    "due": "2026-01-07",
}  # fmt: skip
ASKED: dict[str, JsonValue] = {"question": "More shows?", "options": ["Yes", "No"]}


def together(sheet: Sheet, actor: Actor) -> Together:
    """The meetings in somebody's hands."""
    return sheet.workspace.acting_as(actor).together


def promised(sheet: Sheet, actor: Actor = SUE, **cells: JsonValue) -> PlanRow:
    """An action somebody added."""
    saved = together(sheet, actor).add_action(CALL | cells)
    assert saved.refused == ()
    return saved.rows[0]


def asked(sheet: Sheet) -> PlanRow:
    """A question the leader of marketing put."""
    return together(sheet, MAX).ask(ASKED).rows[0]


def action(sheet: Sheet) -> PlanRow:
    """The one action that stands."""
    (row,) = together(sheet, VIC).actions()
    return row


def told(sheet: Sheet) -> str:
    """The latest change, in a sentence."""
    return sheet.of(VIC).history(limit=1)[0].sentence


def test_an_action_is_promised_done_reopened_and_moved(sheet: Sheet, clock: Clock) -> None:
    row = promised(sheet)
    assert (row["promised"], row.team, row["done_on"]) == ("2026-01-07", "sales", None)
    clock.at += timedelta(days=3)
    together(sheet, BO).finish(row.id)
    assert action(sheet)["done_on"] == "2026-01-08"
    assert told(sheet) == "bo@example.com finished the action “Call the 70 waiting leads”."
    together(sheet, BO).reopen(row.id)
    together(sheet, BO).change([edit(action(sheet), due="14.1.2026")])
    now = action(sheet)
    assert (now["done_on"], now["due"], now["promised"]) == (None, "2026-01-14", "2026-01-07")
    assert told(sheet).endswith("“Call the 70 waiting leads” from 7 Jan 2026 to 14 Jan 2026.")


def test_only_an_action_has_a_today_and_it_is_the_companys(sheet: Sheet, clock: Clock) -> None:
    sheet.workspace.acting_as(LOCAL).set_setting("time_zone", "Pacific/Auckland")
    assert together(sheet, VIC).today() == date(2026, 1, 6)
    assert clock.at.date() == date(2026, 1, 5)


def test_done_is_who_does_it_who_promised_it_or_who_leads(sheet: Sheet) -> None:
    owns, made, other = promised(sheet), promised(sheet, BO, owner="Kim"), promised(sheet)
    for row in (owns, made):
        assert together(sheet, BO).finish(row.id).revision
    sheets_other = together(sheet, SUE).change([edit(other, owner="Kim")]).rows[0]
    for actor in (BO, ADA, MAX, EVE, VIC, ALF):
        with pytest.raises(NotAllowed):
            together(sheet, actor).finish(sheets_other.id)
        assert other.id not in together(sheet, actor).may_finish()
    assert together(sheet, BO).may_finish() == {owns.id, made.id}
    assert together(sheet, SUE).finish(other.id).revision


def test_nobody_promises_for_the_other_team(sheet: Sheet) -> None:
    for actor in (ADA, MAX, EVE, VIC):
        with pytest.raises(NotAllowed):
            together(sheet, actor).add_action(CALL)
    with pytest.raises(UsageError):
        together(sheet, SUE).add_action({**CALL, "team": "finance"})


def test_doing_twice_what_is_done_is_said_and_a_repeat_is_harmless(sheet: Sheet) -> None:
    row = promised(sheet)
    first = together(sheet, BO).finish(row.id, operation="once")
    assert together(sheet, BO).finish(row.id, operation="once").revision == first.revision
    with pytest.raises(NotPossible, match="done already"):
        together(sheet, SUE).finish(row.id)


def test_two_people_change_one_action_and_cells_of_both_stay(sheet: Sheet) -> None:
    row = promised(sheet)
    together(sheet, SUE).change([edit(row, due="2026-01-20")])
    saved = together(sheet, BO).change([edit(row, due="2026-01-21", what="Call 71 leads")])
    assert [(one.cell, one.theirs, one.mine) for one in saved.clashes] == [
        ("due", "2026-01-20", "2026-01-21")
    ]
    assert (action(sheet)["due"], action(sheet)["what"]) == ("2026-01-20", "Call 71 leads")


def test_of_two_who_finish_at_once_one_does_and_one_is_told(sheet: Sheet) -> None:
    row, said = promised(sheet), list[str]()
    gate = threading.Barrier(2)

    def finish(actor: Actor) -> None:
        gate.wait(30)
        try:
            together(sheet, actor).finish(row.id)
        except TandemError as told_so:
            said.append(told_so.what)

    threads = [threading.Thread(target=finish, args=(actor,)) for actor in (BO, SUE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert said == ["This action is done already."]
    assert action(sheet).version == 2


def test_undo_takes_back_what_was_promised_done_and_decided(sheet: Sheet) -> None:
    def undone(saved: Saved, actor: Actor) -> None:
        sheet.of(actor).undo(saved.revision or 0)

    row = promised(sheet, BO)
    undone(together(sheet, BO).finish(row.id), BO)
    assert action(sheet)["done_on"] is None
    question = asked(sheet)
    undone(together(sheet, MAX).decide(question.id, Chosen("Yes")), SUE)
    (now,) = together(sheet, VIC).decisions()
    assert now.cells == question.cells
    assert told(sheet).startswith("sue@example.com took back change ")
    with pytest.raises(NotAllowed):
        sheet.of(ADA).undo(row.revision)
    sheet.of(BO).undo(row.revision)
    assert together(sheet, VIC).actions() == ()


def test_rows_are_seen_as_of_any_revision(sheet: Sheet) -> None:
    row = promised(sheet)
    together(sheet, BO).finish(row.id)
    assert together(sheet, VIC).actions(as_of=row.revision) == (row,)
    assert together(sheet, VIC).actions(as_of=row.revision - 1) == ()


def test_a_question_is_decided_once_with_who_when_and_why(sheet: Sheet) -> None:
    question = asked(sheet)
    effect = {"kpi": "CAC", "change": "-10 %", "by_month": "2026-06"}
    saved = together(sheet, EVE).decide(question.id, Chosen("Yes", "They bring most.", effect))
    assert saved.refused == ()
    decided = {name: saved.rows[0][name] for name in ("chosen", "why", "by", "decided_on")}
    assert decided == {
        "chosen": "Yes", "why": "They bring most.", "by": "eve@example.com",
        "decided_on": "2026-01-05",
    }  # fmt: skip
    assert (saved.rows[0]["kpi"], saved.rows[0]["change"]) == ("cac", "-0.1")
    assert told(sheet) == "eve@example.com decided “More shows?”: “Yes” because “They bring most.”."
    with pytest.raises(NotPossible, match="was decided"):
        together(sheet, MAX).decide(question.id, Chosen("No"))
    with pytest.raises(NotPossible, match="was decided"):
        together(sheet, MAX).change([edit(saved.rows[0], question="Fewer?")])


def test_what_was_not_offered_is_not_chosen_and_half_an_effect_is_refused(sheet: Sheet) -> None:
    question = asked(sheet)
    with pytest.raises(UsageError, match="none of the options"):
        together(sheet, MAX).decide(question.id, Chosen("Perhaps"))
    saved = together(sheet, MAX).decide(question.id, Chosen("Yes", effect={"kpi": "cac"}))
    assert {one.cell for one in saved.refused} == {"kpi"}
    assert together(sheet, VIC).decisions()[0].cells == question.cells


def test_what_finishing_and_deciding_say_is_not_edited(sheet: Sheet) -> None:
    row, question = promised(sheet), asked(sheet)
    for one, cells in ((row, {"done_on": "2026-01-01"}), (question, {"by": "me"})):
        with pytest.raises(UsageError, match="is not edited"):
            together(sheet, SUE).change([edit(one, **cells)])
    refused = together(sheet, SUE).change([edit(row, team="marketing")]).refused
    assert [one.cell for one in refused] == ["team"]
    line = sheet.line()
    with pytest.raises(UsageError, match="no such action or question"):
        together(sheet, MAX).change([edit(line, reason="x")])


def test_meetings_belong_to_no_plan(sheet: Sheet) -> None:
    promised(sheet)
    asked(sheet)
    plans = sheet.of(EVE).scenarios()
    assert [row.id for row in plans] == [sheet.scenario]
    copy = sheet.workspace.acting_as(MAX).agreement.copy(sheet.scenario, "Copy").rows
    assert {row.kind for row in copy} <= {"scenario", "envelope"}
    of_plan_rows = [row for kind in KINDS for row in sheet.of(VIC).rows(kind, sheet.scenario)]
    assert not {row.kind for row in of_plan_rows} & {
        "action",
        "decision",
        "note",
        "parked",
        "meeting",
    }
    assert all(check.state == "good" for check in of_plan.checks(sheet.workspace.store))


def test_facts_of_a_decision_are_kept_and_a_backup_brings_all_back(tmp_path: Path) -> None:
    here = _opened(tmp_path / "here")
    here.import_file(request(csv_file(tmp_path, "leads.csv", leads("L1", "L2")), "leads"))
    row = here.together.add_action(CALL).rows[0]
    question = here.together.ask(ASKED).rows[0]
    decided = here.together.decide(question.id, Chosen("No")).rows[0]
    snapshot = here.snapshot()
    assert snapshot is not None
    assert (decided["snapshot"], decided["decided_on"]) == (snapshot.id, "2025-05-01")
    with here.store.read() as connection:
        kept = connection.exec_driver_sql("select snapshot, reason from snapshot_keeps").all()
    assert kept == [(snapshot.id, "a decision was made with it")]
    note = here.together.note({"week": "2026-01-05", "text": "Call them."}).rows[0]
    until = {"item": "placeholders", "until": "2026-04-01", "why": "Later."}
    parked = here.together.park(until).rows[0]
    here.backups.take(tmp_path / "all.zip")
    there = _opened(tmp_path / "there")
    there.backups.restore(tmp_path / "all.zip")
    assert there.together.actions() == (row,)
    assert there.together.decisions() == (decided,)
    assert there.together.notes() == (note,)
    assert there.together.parked() == (parked,)
    here.close()
    there.close()


def _opened(home: Path) -> Workspace:
    return Workspace.open(Settings(home=home, database_url=None, facts_url=None), LOCAL)
