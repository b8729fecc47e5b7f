"""The history tells in sentences who changed what, and what is new since a revision."""

from __future__ import annotations

from datetime import date, timedelta

from tests.sources.plan.sheets import ADA, BO, EVE, LINE, MAX, Clock, Sheet, edit


def sentences(sheet: Sheet) -> list[str]:
    return [entry.sentence for entry in sheet.of(MAX).history()]


def test_a_changed_cell_is_told_with_both_values(sheet: Sheet) -> None:
    line = sheet.line(channel="Events", plan_03="4000")
    sheet.of(ADA).save([edit(line, plan_03="5000")])
    entry = sheet.of(MAX).history()[0]
    assert entry.sentence == "ada@example.com changed March of Events from 4,000 to 5,000."
    (row,) = entry.rows
    assert (row.row, row.kind, row.team, row.title) == (line.id, "line", "marketing", "Events")
    assert (row.before, row.after) == ({"plan_03": "4000.00"}, {"plan_03": "5000.00"})


def test_people_are_told_by_name_where_it_is_known(sheet: Sheet) -> None:
    admin = sheet.workspace.acting_as(EVE.model_copy(update={"roles": {"administrator"}}))
    admin.people.add(ADA.email, roles=["planner"], teams=["marketing"], name="Ada")
    line = sheet.line(channel="Events")
    sheet.of(ADA).save([edit(line, plan_03="5000")])
    entry = sheet.of(MAX).history()[0]
    assert (entry.who, entry.name) == (ADA.email, "Ada")
    assert entry.sentence == "Ada set March of Events to 5,000."


def test_what_one_operation_did_to_several_rows_is_told_in_one_sentence(sheet: Sheet) -> None:
    sheet.of(MAX).add("line", sheet.scenario, [LINE, LINE])
    rows = sheet.of(MAX).rows("line", sheet.scenario)
    sheet.of(MAX).save([edit(row, plan_01="1") for row in rows])
    sheet.of(MAX).remove([row.id for row in rows])
    me = MAX.email
    assert sentences(sheet)[:3] == [
        f"{me} removed 2 lines of Plan 2026.",
        f"{me} changed 2 lines of Plan 2026.",
        f"{me} added 2 lines of Plan 2026.",
    ]
    assert len(sheet.of(MAX).history()[1].rows) == 2


def test_beginning_taking_back_and_bringing_back_are_told_as_such(sheet: Sheet) -> None:
    line = sheet.line(channel="Events")
    done = sheet.of(ADA).save([edit(line, plan_01="1")]).revision or 0
    sheet.of(ADA).undo(done)
    sheet.of(ADA).restore(line.id, done)
    me = ADA.email
    assert sentences(sheet)[:2] == [
        f"{me} brought back Events as it was after change {done}.",
        f"{me} took back change {done}.",
    ]
    assert sentences(sheet)[-1] == f"{EVE.email} began Plan 2026."


def test_proposals_and_comments_are_told_with_what_they_are_about(sheet: Sheet) -> None:
    line = sheet.line(channel="Events")
    (asked,) = sheet.of(BO).propose(line.id, {"plan_01": "9"}, "More leads.").rows
    sheet.of(MAX).answer(asked.id, True, "Fine.")
    sheet.of(BO).comment(line.id, "Thanks.")
    assert sentences(sheet)[:3] == [
        f"{BO.email} said about Events: “Thanks.”.",
        f"{MAX.email} took the proposal “More leads.”.",
        f"{BO.email} proposed a change of Events: “More leads.”.",
    ]


def test_the_history_is_asked_by_person_row_day_and_plan(sheet: Sheet, clock: Clock) -> None:
    line, other = sheet.line(), sheet.line()
    clock.at += timedelta(days=1)
    changed = sheet.of(ADA).save([edit(line, plan_01="1")]).revision
    elsewhere = sheet.of(MAX).begin(2027, "Plan 2027")

    def found(**asked: object) -> list[int]:
        return [entry.revision for entry in sheet.of(BO).history(**asked)]  # type: ignore[arg-type]

    assert found(person=ADA.email) == [changed]
    assert found(row=line.id) == [changed, line.revision]
    assert found(row=other.id) == [other.revision]
    assert found(day=date(2026, 1, 6)) == [elsewhere.revision, changed]
    assert found(scenario=elsewhere.id) == [elsewhere.revision]
    assert found(limit=1) == [elsewhere.revision]
    assert found(row=line.id, day=date(2026, 1, 5)) == [line.revision]


def test_changes_of_settings_are_no_history_of_the_plan(sheet: Sheet) -> None:
    before = len(sheet.of(MAX).history())
    admin = sheet.workspace.acting_as(EVE.model_copy(update={"roles": {"administrator"}}))
    admin.set_setting("name", "Acme")
    assert len(sheet.of(MAX).history()) == before


def test_what_others_changed_since_is_told_by_revision_and_kind(sheet: Sheet) -> None:
    line, target = sheet.line(), sheet.target()
    seen = sheet.workspace.revision()
    assert sheet.of(ADA).changes_since(seen, sheet.scenario) == ()
    saved = sheet.of(MAX).save([edit(line, plan_01="1"), edit(target, value="2000")])
    changes = sheet.of(ADA).changes_since(seen, sheet.scenario)
    assert {(change.kind, change.rows) for change in changes} == {
        ("line", (line.id,)),
        ("target", (target.id,)),
    }
    assert {(change.who, change.revision) for change in changes} == {(MAX.email, saved.revision)}
    assert sheet.of(ADA).changes_since(seen, "0" * 32) == ()
