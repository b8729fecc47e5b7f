"""Actions: late, carried over, done; the calendar decides, week by week."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import PlanRow
from planning.together.actions import agenda, promise

WEDNESDAY = date(2026, 6, 3)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def action(due: date = WEDNESDAY, **cells: JsonValue) -> PlanRow:
    """An action due on a Wednesday."""
    said = {"what": "Call", "owner": "Bo", "team": "sales", "due": due.isoformat()} | cells
    assert refusals("action", said, whole=True) == {}
    return PlanRow(str(said["what"]), "action", "m", "sales", cells=cleaned("action", said))


def seen(row: PlanRow, day: date) -> tuple[str, int]:
    """How a meeting sees it."""
    found = promise(row, day)
    return found.state, found.carried


def test_an_action_is_late_the_day_after_and_carried_over_the_week_after() -> None:
    assert seen(action(), WEDNESDAY) == ("open", 0)
    assert seen(action(), date(2026, 6, 5)) == ("overdue", 0)
    assert seen(action(), date(2026, 6, 8)) == ("overdue", 1)
    assert seen(action(), date(2026, 6, 15)) == ("overdue", 2)


def test_putting_it_off_does_not_hide_how_often_it_was_carried_over() -> None:
    moved = action(date(2026, 6, 17), promised="2026-06-03")
    assert seen(moved, date(2026, 6, 4)) == ("carried over", 0)
    assert seen(moved, date(2026, 6, 15)) == ("carried over", 2)
    assert seen(moved, date(2026, 6, 18)) == ("overdue", 2)


def test_once_done_it_is_carried_over_no_more() -> None:
    done = action(done_on="2026-06-09")
    assert seen(done, date(2026, 8, 1)) == ("done", 1)
    assert seen(action(done_on="2026-06-02"), date(2026, 8, 1)) == ("done", 0)


def test_a_meeting_begins_with_what_was_due_first_and_ends_with_what_is_done() -> None:
    rows = [
        action(WEDNESDAY + timedelta(days=9), what="later"),
        action(what="done before", done_on="2026-06-01"),
        action(what="first"),
        action(what="just done", done_on="2026-06-04"),
    ]
    found = agenda(rows, date(2026, 6, 5))
    assert [one.action.what for one in found.open] == ["first", "later"]
    assert [one.action.what for one in found.done] == ["just done", "done before"]
    assert [one.action.what for one in found.overdue] == ["first"]
    assert [one.action.what for one in found.done_since(date(2026, 6, 3))] == ["just done"]


@given(due=DAYS, put_off=st.integers(0, 90), day=DAYS)
def test_being_carried_over_never_shrinks_and_needs_a_monday(
    due: date, put_off: int, day: date
) -> None:
    row = action(due + timedelta(days=put_off), promised=due.isoformat())
    now, tomorrow = promise(row, day).carried, promise(row, day + timedelta(days=1)).carried
    assert now <= tomorrow <= now + 1
    if tomorrow > now:
        assert (day + timedelta(days=1)).weekday() == 0
    if day <= due:
        assert now == 0


def test_an_action_says_what_who_and_by_when() -> None:
    assert set(refusals("action", {}, whole=True)) == {"what", "owner", "team", "due"}
    assert refusals("action", {"due": "soon"}) == {
        "due": "Due must be a date, not “soon”. Write it like 2026-03-31."
    }
