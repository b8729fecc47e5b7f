"""Notes, parked items and held meetings: everybody's words survive, on both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from pydantic import JsonValue

from data_sources.actors import Actor
from data_sources.together import Together
from planning.errors import NotAllowed, NotPossible, UsageError
from planning.together.minutes import parked_until
from tests.sources.plan.sheets import ADA, BO, EVE, MAX, SUE, VIC, Clock, Sheet, edit

NOTE: dict[str, JsonValue] = {
    "week": "2026-01-07", "text": "Call them.", "item": "no-follow-up", "finding": "Leads wait.",
}  # fmt: skip
PARKED: dict[str, JsonValue] = {
    "item": "no-follow-up", "finding": "Leads wait.", "until": "2026-02-02", "why": "New people.",
}  # fmt: skip


def together(sheet: Sheet, actor: Actor) -> Together:
    """The meetings in somebody's hands."""
    return sheet.workspace.acting_as(actor).together


def told(sheet: Sheet) -> str:
    """The latest change, in a sentence."""
    return sheet.of(VIC).history(limit=1)[0].sentence


def test_notes_of_two_people_at_once_are_both_kept(sheet: Sheet) -> None:
    gate = threading.Barrier(2)

    def write(actor: Actor) -> None:
        gate.wait(30)
        for at in range(5):
            together(sheet, actor).note({**NOTE, "text": f"{actor.name} {at}"})

    threads = [threading.Thread(target=write, args=(actor,)) for actor in (ADA, BO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    rows = together(sheet, VIC).notes()
    assert {row["text"] for row in rows} == {
        f"{name} {at}" for name in ("Ada", "Bo") for at in range(5)
    }
    stamps = together(sheet, VIC).stamps(rows)
    assert all(stamps[row.id].by.startswith(str(row["text"])[:2].casefold()) for row in rows)


def test_a_note_is_changed_by_its_author_alone_and_a_clash_is_told(sheet: Sheet) -> None:
    row = together(sheet, ADA).note(NOTE).rows[0]
    assert row["week"] == "2026-01-05"
    assert told(sheet) == "ada@example.com noted about “Leads wait.”: “Call them.”"
    for actor in (BO, MAX, EVE):
        with pytest.raises(NotAllowed, match="somebody else's"):
            together(sheet, actor).change([edit(row, text="No.")])
        with pytest.raises(NotAllowed):
            together(sheet, actor).remove(row.id)
        with pytest.raises(NotAllowed):
            sheet.of(actor).undo(row.revision)
    with pytest.raises(NotAllowed):
        together(sheet, VIC).note(NOTE)
    together(sheet, ADA).change([edit(row, text="Call all.")])
    clashed = together(sheet, ADA).change([edit(row, text="Call some.")])
    assert [(one.theirs, one.mine) for one in clashed.clashes] == [("Call all.", "Call some.")]
    with pytest.raises(UsageError, match="is not edited"):
        together(sheet, ADA).change([edit(row, item="other")])
    removed = together(sheet, ADA).remove(row.id)
    assert together(sheet, VIC).notes() == ()
    sheet.of(ADA).undo(removed.revision or 0)
    (back,) = together(sheet, VIC).notes()
    assert back["text"] == "Call all."


def test_an_item_is_parked_once_and_gets_a_new_day(sheet: Sheet) -> None:
    first = together(sheet, ADA).park(PARKED).rows[0]
    together(sheet, BO).park({**PARKED, "until": "2026-03-02", "why": "Still new."})
    (row,) = together(sheet, VIC).parked()
    assert (row.id, row["until"], row["why"]) == (first.id, "2026-03-02", "Still new.")
    assert parked_until([row]) == {"no-follow-up": date(2026, 3, 2)}
    assert told(sheet).startswith("bo@example.com parked the item “Leads wait.” until 2 Mar 2026")
    with pytest.raises(NotAllowed):
        together(sheet, VIC).remove(row.id)
    together(sheet, SUE).remove(row.id)
    assert together(sheet, VIC).parked() == ()
    assert together(sheet, ADA).park({**PARKED, "why": ""}).refused


def test_a_meeting_is_closed_once_with_its_agenda(sheet: Sheet, clock: Clock) -> None:
    agenda: list[JsonValue] = [["no-follow-up", "problem", "Leads wait."]]
    monday = date(2026, 1, 5)
    saved = together(sheet, MAX).close(monday, agenda)
    (row,) = together(sheet, VIC).held()
    assert (row["week"], row["closed_on"], row["by"]) == (
        "2026-01-05", "2026-01-05", "max@example.com",
    )  # fmt: skip
    assert row["agenda"] == agenda
    for actor in (SUE, MAX):
        with pytest.raises(NotPossible, match="is closed"):
            together(sheet, actor).close(monday, agenda)
    for actor in (ADA, VIC):
        with pytest.raises(NotAllowed):
            together(sheet, actor).close(monday + timedelta(days=7), agenda)
    sheet.of(SUE).undo(saved.revision or 0)
    assert together(sheet, VIC).held() == ()
    clock.at += timedelta(days=7)
    assert together(sheet, SUE).close(date(2026, 1, 12), []).revision
