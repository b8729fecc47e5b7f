"""Notes of a meeting, what it parked, and the record that it was held."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import TEXT_LIMIT, Column, Unfit, day, day_told, text
from planning.agreed.rows import Cells
from planning.money import quoted

_KEY: Final = text(TEXT_LIMIT)
_ADDRESS: Final = text(320)
_MOST_LISTED: Final = 200


def week(value: object) -> str:
    """Read a day as the Monday of its week.

    Example:
        >>> week("2026-06-07")
        '2026-06-01'
    """
    found = date.fromisoformat(day(value))
    return (found - timedelta(days=found.weekday())).isoformat()


def listed(value: object) -> list[JsonValue]:
    """Read the agenda of a held meeting: per item its key, whether it was good, its finding."""
    if not isinstance(value, (list, tuple)) or len(value) > _MOST_LISTED:
        raise Unfit(f"must be a list of up to {_MOST_LISTED} items.")
    found: list[JsonValue] = []
    for one in value:
        if not isinstance(one, (list, tuple)) or len(one) != 3:
            raise Unfit("must name a key, a mood and a finding for each item.")
        found.append([_KEY(part) for part in one])
    return found


NOTE_COLUMNS: Final = (
    Column("week", "Week", week, needed=True, fixed=True, told=day_told),
    Column("text", "Note", text(TEXT_LIMIT, lines=True), needed=True),
    Column("item", "Item", _KEY, fixed=True),
    Column("finding", "About", _KEY, fixed=True),
)
PARKED_COLUMNS: Final = (
    Column("item", "Item", _KEY, needed=True, fixed=True),
    Column("finding", "About", _KEY, fixed=True),
    Column("until", "Until", day, needed=True, told=day_told),
    Column("why", "Why", text(TEXT_LIMIT, lines=True), needed=True),
)
MEETING_COLUMNS: Final = (
    Column("week", "Week", week, needed=True, fixed=True, told=day_told),
    Column("closed_on", "Closed on", day, needed=True, told=day_told),
    Column("by", "Closed by", _ADDRESS),
    Column("agenda", "Agenda", listed),
)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read it from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})


class Note(_Row):
    """Something somebody wrote down in a meeting.

    Attributes:
        week: Monday of the meeting's week.
        text: What was written.
        item: Key of the agenda's item; None where it is about the week as a whole.
        finding: What the item said then.
    """

    week: date
    text: str
    item: str | None = None
    finding: str = ""


class Parked(_Row):
    """An item that stays off the agenda until a day.

    Attributes:
        item: Its key.
        finding: What it said then.
        until: The day it comes back.
        why: The reason.
    """

    item: str
    finding: str = ""
    until: date
    why: str


class Held(_Row):
    """A meeting that was held.

    Attributes:
        week: Monday of its week.
        closed_on: The day it was closed.
        by: Address of who closed it.
        agenda: Key, mood and finding of each item it went through.
    """

    week: date
    closed_on: date
    by: str = ""
    agenda: tuple[tuple[str, str, str], ...] = ()


def note_title(cells: Cells) -> str:
    """Return what a note is called.

    Example:
        >>> note_title({"text": "Bo asks the agency."})
        'the note “Bo asks the agency.”'
    """
    return f"the note “{quoted(' '.join(str(cells.get('text') or '').split()))}”"


def parked_title(cells: Cells) -> str:
    """Return what a parked item is called.

    Example:
        >>> parked_title({"item": "short-region|region=Nordics", "finding": "Leads wait."})
        'the item “Leads wait.”'
    """
    return f"the item “{quoted(str(cells.get('finding') or cells.get('item') or ''))}”"


def meeting_title(cells: Cells) -> str:
    """Return what a held meeting is called.

    Example:
        >>> meeting_title({"week": "2026-06-01"})
        'the meeting of the week of 1 Jun 2026'
    """
    return f"the meeting of the week of {day_told(cells.get('week'))}"


def noted(who: str, before: Cells | None, after: Cells) -> str | None:
    """Tell that somebody noted something, or changed a note.

    Example:
        >>> noted("Ada", None, {"text": "Bo asks.", "finding": "Leads wait."})
        'Ada noted about “Leads wait.”: “Bo asks.”'
        >>> noted("Ada", {"text": "Bo asks."}, {"text": "Kim asks."})
        'Ada changed the note “Bo asks.” to “Kim asks.”'
    """
    said = quoted(" ".join(str(after.get("text") or "").split()))
    if before is not None:
        return f"{who} changed {note_title(before)} to “{said}”"
    about = f" about “{quoted(str(after['finding']))}”" if after.get("finding") else ""
    return f"{who} noted{about}: “{said}”"


def parked(who: str, before: Cells | None, after: Cells) -> str | None:
    """Tell that somebody parked an item, or moved the day it comes back.

    Example:
        >>> parked("Ada", None, {"item": "k", "finding": "Leads wait.", "until": "2026-07-01",
        ...     "why": "New people start."})
        'Ada parked the item “Leads wait.” until 1 Jul 2026: “New people start.”'
    """
    if before is not None and before.get("until") == after.get("until"):
        return None
    why = f": “{quoted(str(after.get('why') or ''))}”" if after.get("why") else ""
    return f"{who} parked {parked_title(after)} until {day_told(after.get('until'))}{why}"


def held(who: str, before: Cells | None, after: Cells) -> str | None:
    """Tell that somebody closed a meeting.

    Example:
        >>> held("Ada", None, {"week": "2026-06-01"})
        'Ada closed the meeting of the week of 1 Jun 2026.'
    """
    return f"{who} closed {meeting_title(after)}." if before is None else None
