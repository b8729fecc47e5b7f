"""Minutes: what became of each item, hand-worked over two weeks."""

from __future__ import annotations

from datetime import date

from pydantic import JsonValue

from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import Kind, PlanRow
from planning.together.minutes import (
    Listed,
    Minutes,
    Records,
    Stamp,
    last_notes,
    minutes,
    parked_until,
    weeks_told,
)

FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 8)
WAIT = Listed("no-follow-up|channel=E-mail", "problem", "Leads wait: call them.")
DEAR = Listed("saturated-channel|channel=Social", "problem", "Leads are dear: move money.")


def row(kind: Kind, name: str, **cells: JsonValue) -> PlanRow:
    """A row of a meeting that nothing refuses."""
    assert refusals(kind, cells, whole=True) == {}
    return PlanRow(name, kind, "m", "joint", cells=cleaned(kind, cells))


def records() -> Records:
    """What two weeks left behind."""
    call: dict[str, JsonValue] = {
        "what": "Call",
        "owner": "Bo",
        "team": "sales",
        "due": "2026-06-09",
    }
    question: dict[str, JsonValue] = {"question": "Move it?", "options": ["Yes", "No"]}
    rows = {
        "actions": (
            row("action", "a1", **call, item=WAIT.key),
            row("action", "a2", **{**call, "what": "Write"}, done_on="2026-06-09"),
        ),
        "decisions": (
            row("decision", "d1", **question, chosen="Yes", item=DEAR.key),
            row("decision", "d2", **{**question, "question": "Hire?"}),
        ),
        "notes": (
            row("note", "n1", week="2026-06-03", text="Ada", item=WAIT.key, finding="Then"),
            row("note", "n2", week="2026-06-01", text="Bo", item=WAIT.key, finding="Then"),
            row("note", "n3", week="2026-06-08", text="All"),
        ),
        "parked": (
            row("parked", "p1", item=DEAR.key, finding="Dear", until="2026-07-01", why="Agency"),
        ),
    }
    stamps = {
        "a1": Stamp(date(2026, 6, 2), date(2026, 6, 2), "ada"),
        "a2": Stamp(date(2026, 6, 2), date(2026, 6, 9), "ada"),
        "d1": Stamp(date(2026, 6, 2), date(2026, 6, 8), "ada"),
        "d2": Stamp(date(2026, 6, 9), date(2026, 6, 9), "ada"),
        "n1": Stamp(date(2026, 6, 3), date(2026, 6, 3), "ada"),
        "n2": Stamp(date(2026, 6, 3), date(2026, 6, 3), "bo"),
        "n3": Stamp(date(2026, 6, 8), date(2026, 6, 8), "bo"),
        "p1": Stamp(date(2026, 6, 9), date(2026, 6, 9), "bo"),
    }
    return Records(**rows, stamps=stamps)


def of(week: date, today: date = date(2026, 6, 10)) -> Minutes:
    """The minutes of a week."""
    return minutes(week, [WAIT, DEAR], records(), today)


def test_first_week_assigned_an_action_and_wrote_two_notes() -> None:
    found = of(FIRST)
    wait, dear = found.items
    assert [one.what for one in wait.assigned] == ["Call"]
    assert [(one.note.text, one.by) for one in wait.notes] == [("Ada", "ada"), ("Bo", "bo")]
    # Put in the first week, decided and parked in the second.
    assert dear.is_quiet
    assert [one.what for one in found.added] == ["Write"]
    assert (found.done, found.asked, found.decided, found.notes) == ((), (), (), ())
    # As it stood on its Sunday: both were still to do, none was late.
    assert [(one.action.what, one.state) for one in found.open] == [
        ("Call", "open"), ("Write", "open"),
    ]  # fmt: skip


def test_second_week_decided_parked_and_finished() -> None:
    found = of(SECOND)
    wait, dear = found.items
    assert wait.is_quiet
    assert [one.chosen for one in dear.decided] == ["Yes"]
    assert dear.parked is not None
    assert dear.parked.why == "Agency"
    assert [one.what for one in found.done] == ["Write"]
    assert [one.question for one in found.asked] == ["Hire?"]
    assert [one.note.text for one in found.notes] == ["All"]
    assert [(one.action.what, one.state) for one in found.open] == [("Call", "overdue")]
    assert (found.touched, found.quiet) == ((dear,), (wait,))


def test_what_was_talked_about_off_the_agenda_is_not_lost() -> None:
    first = minutes(FIRST, [], records(), date(2026, 6, 10))
    assert [(one.item.finding, len(one.notes)) for one in first.items] == [("Then", 2)]
    second = minutes(SECOND, [], records(), date(2026, 6, 10))
    assert [one.item.finding for one in second.items] == ["Dear"]


def test_next_week_hears_what_was_said_last_about_an_item() -> None:
    assert [one.note.text for one in last_notes(records(), SECOND, WAIT.key)] == ["Ada", "Bo"]
    assert last_notes(records(), FIRST, WAIT.key) == ()
    assert last_notes(records(), SECOND, DEAR.key) == ()


def test_a_parked_item_stays_away_until_its_day() -> None:
    assert parked_until(records().parked) == {DEAR.key: date(2026, 7, 1)}


def test_a_note_needs_its_words_and_a_week() -> None:
    assert set(refusals("note", {}, whole=True)) == {"week", "text"}
    assert set(refusals("parked", {}, whole=True)) == {"item", "until", "why"}
    assert set(refusals("meeting", {"agenda": [["a"]]}, whole=True)) == {
        "week", "closed_on", "agenda",
    }  # fmt: skip


def test_weeks_with_minutes_are_found_however_long_nobody_met() -> None:
    held = [date(2026, 5, 18)]
    assert weeks_told(records(), held, date(2026, 7, 6)) == (SECOND, FIRST, *held)
    # What a week has of its own is told by its own minutes.
    assert weeks_told(records(), (), SECOND) == (FIRST,)
    assert weeks_told(Records(), held, date(2026, 5, 18)) == ()
    new_year = Records(notes=[row("note", "n", week="2026-12-28", text="Week 53 ends in 2027.")])
    assert weeks_told(new_year, (), date(2027, 1, 4)) == (date(2026, 12, 28),)
