"""Notes, parked items and held meetings: every note a row of its own, so that none is lost."""

from __future__ import annotations

from datetime import date

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.planning.editing import edit_row
from data_sources.planning.meeting import add, hold_author
from data_sources.planning.operation import Operation, operating
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.changes import Edit
from planning.agreed.notes import Held, Parked, week
from planning.agreed.rows import Cells, PlanRow, meeting_sheet
from planning.errors import NotPossible, UsageError


def note(desk: Desk, cells: Cells, origin: str, operation: str | None) -> Saved:
    """Write a note.

    Args:
        desk: In whose hands it is.
        cells: `week` and `text`, maybe `item` and its `finding`.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not comment.
    """
    with operating(desk, operation) as doing:
        doing.require("comment")
        return add(doing, "note", "joint", cells, origin)


def park(desk: Desk, cells: Cells, origin: str, operation: str | None) -> Saved:
    """Keep an item off the agenda until a day; one that is parked gets the new day.

    Args:
        desk: In whose hands it is.
        cells: `item`, `finding`, `until` and `why`.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not promise anything for a team.
    """
    with operating(desk, operation) as doing:
        doing.require("act")
        standing = _standing(doing, str(cells.get("item") or ""), origin)
        if standing is None:
            return add(doing, "parked", "joint", cells, origin)
        mine = {cell: cells.get(cell) for cell in ("until", "why")}
        based = {cell: standing[cell] for cell in mine}
        row = doing.known(standing.id)
        edit_row(doing, row, Edit(standing.id, based, mine), None)
        return doing.finish(how="parked", also=[standing.id])


def remove(desk: Desk, row: str, operation: str | None) -> Saved:
    """Take a note of one's own away, or bring a parked item back before its day.

    Args:
        desk: In whose hands it is.
        row: The note's or the parked item's id.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: It is not the actor's to remove.
        NotPossible: It was removed before.
        UsageError: There is no such note or parked item.
    """
    with operating(desk, operation) as doing:
        kept = doing.known(row)
        if kept.kind == "note":
            hold_author(doing, kept)
        elif kept.kind == "parked":
            doing.require("act")
        else:
            raise UsageError("There is no such note.", "Choose one that is shown.")
        doing.put(kept, None)
        return doing.finish(how="removed", also=[row])


def close(
    desk: Desk,
    monday: date,
    agenda: list[JsonValue],
    today: date,
    origin: str,
    operation: str | None,
) -> Saved:
    """Record that the meeting of a week was held, with the agenda it went through.

    Args:
        desk: In whose hands it is.
        monday: Of the week.
        agenda: Key, mood and finding of each item.
        today: The day of the calendar.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor leads nobody.
        NotPossible: Somebody closed it before.
    """
    with operating(desk, operation) as doing:
        doing.require("decide")
        held = plan_rows.of_kind(doing.change.connection, "meeting", meeting_sheet(origin))
        if doing.done is None and any(Held.of(it.cells).week == monday for it in held):
            raise NotPossible("The meeting of this week is closed.", "Its minutes stand below.")
        cells: dict[str, JsonValue] = {
            "week": week(monday), "closed_on": today.isoformat(), "by": doing.actor.email,
            "agenda": agenda,
        }  # fmt: skip
        return add(doing, "meeting", "joint", cells, origin)


def _standing(doing: Operation, item: str, origin: str) -> PlanRow | None:
    rows = plan_rows.of_kind(doing.change.connection, "parked", meeting_sheet(origin))
    return next((row for row in rows if Parked.of(row.cells).item == item), None)
