"""Minutes: what became of each item of a meeting, from what was done in its week.

Nobody writes them: they are read from notes, actions, decisions and parked items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from planning.agreed.actions import Action
from planning.agreed.decisions import Decision
from planning.agreed.notes import Note, Parked
from planning.agreed.rows import PlanRow
from planning.together.actions import Promise, agenda, monday
from planning.together.agenda import WeekAgenda


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a row was added and last changed, and by whom it was added.

    Attributes:
        added, changed: Days in the company's time zone.
        by: Address of who added it.
    """

    added: date
    changed: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as a meeting's agenda lists it.

    Attributes:
        key: Of the item.
        mood: Whether it is trouble.
        finding: What it said.
    """

    key: str
    mood: str
    finding: str


@dataclass(frozen=True)
class Records:
    """What meetings left behind, of any week.

    Attributes:
        actions, decisions, notes, parked: Their rows.
        stamps: When each row was added and changed, by id.
    """

    actions: Sequence[PlanRow] = ()
    decisions: Sequence[PlanRow] = ()
    notes: Sequence[PlanRow] = ()
    parked: Sequence[PlanRow] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A note with its author's address."""

    note: Note
    by: str


@dataclass(frozen=True, slots=True)
class Talked:
    """What became of one item in a week.

    Attributes:
        item: The item.
        assigned: Actions added about it.
        asked: Questions put about it that are still open.
        decided: Questions about it that were decided.
        parked: Until when it was parked and why; None if it was not.
        notes: What was written about it.
    """

    item: Listed
    assigned: tuple[Action, ...] = ()
    asked: tuple[Decision, ...] = ()
    decided: tuple[Decision, ...] = ()
    parked: Parked | None = None
    notes: tuple[Written, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was done or said about it."""
        return not (self.assigned or self.asked or self.decided or self.parked or self.notes)


@dataclass(frozen=True)
class Minutes:
    """The minutes of one week's meeting.

    Attributes:
        week: Its Monday.
        items: The agenda with what became of each item; items off the agenda that somebody
            wrote about stand last.
        added: Actions added in the week about no item.
        done: Actions done in the week.
        asked, decided: Questions about no item that were put, and decided.
        notes: What was written about the week as a whole.
        open: Actions the next meeting begins with, the one due first at the top.
    """

    week: date
    items: tuple[Talked, ...]
    added: tuple[Action, ...] = ()
    done: tuple[Action, ...] = ()
    asked: tuple[Decision, ...] = ()
    decided: tuple[Decision, ...] = ()
    notes: tuple[Written, ...] = ()
    open: tuple[Promise, ...] = ()

    @property
    def touched(self) -> tuple[Talked, ...]:
        """Items something was done or said about."""
        return tuple(one for one in self.items if not one.is_quiet)

    @property
    def quiet(self) -> tuple[Talked, ...]:
        """Items nothing was done or said about."""
        return tuple(one for one in self.items if one.is_quiet)


def listed(found: WeekAgenda) -> tuple[Listed, ...]:
    """Return what a meeting goes through item by item, good news after problems.

    Args:
        found: The agenda.
    """
    every = (*found.problems, *found.more, *found.good)
    return tuple(Listed(it.key, it.mood, it.told) for it in every)


def minutes(week: date, items: Iterable[Listed], records: Records, today: date) -> Minutes:
    """Return the minutes of a week.

    Args:
        week: Its Monday.
        items: The agenda the meeting went through.
        records: What meetings left behind.
        today: The day of the calendar; an older week is told as it stood on its Sunday.
    """
    about = _About(week, records)
    end = min(week + timedelta(days=6), today)
    return Minutes(
        week=week,
        items=tuple(about.item(one) for one in about.with_others(items)),
        added=about.assigned(None),
        done=tuple(
            one
            for one in (Action.of(row.cells) for row in records.actions)
            if one.done_on is not None and monday(one.done_on) == week
        ),
        asked=about.asked(None),
        decided=about.decided(None),
        notes=about.notes(None),
        open=_open(records, end),
    )


@dataclass(frozen=True)
class _About:
    """What was done in a week, asked for item by item; None stands for no item."""

    week: date
    records: Records

    def item(self, one: Listed) -> Talked:
        key = one.key
        return Talked(
            one,
            self.assigned(key),
            self.asked(key),
            self.decided(key),
            self.parked(key),
            self.notes(key),
        )

    def assigned(self, key: str | None) -> tuple[Action, ...]:
        return tuple(
            action
            for row in self.records.actions
            if (action := Action.of(row.cells)).item == key and self._is_of_week(self._added(row))
        )

    def asked(self, key: str | None) -> tuple[Decision, ...]:
        return tuple(
            it
            for row in self.records.decisions
            if (it := Decision.of(row.cells)).item == key
            and it.chosen is None
            and self._is_of_week(self._added(row))
        )

    def decided(self, key: str | None) -> tuple[Decision, ...]:
        # Deciding is the last that happens to a question: what is decided is not edited.
        return tuple(
            it
            for row in self.records.decisions
            if (it := Decision.of(row.cells)).item == key
            and it.chosen is not None
            and self._is_of_week(self.records.stamps[row.id].changed)
        )

    def parked(self, key: str) -> Parked | None:
        for row in self.records.parked:
            one = Parked.of(row.cells)
            if one.item == key and self._is_of_week(self.records.stamps[row.id].changed):
                return one
        return None

    def notes(self, key: str | None) -> tuple[Written, ...]:
        return tuple(
            Written(note, self.records.stamps[row.id].by)
            for row in self.records.notes
            if (note := Note.of(row.cells)).item == key and note.week == self.week
        )

    def with_others(self, items: Iterable[Listed]) -> tuple[Listed, ...]:
        """Return items and, after them, what was parked or written about beside them."""
        found = {one.key: one for one in items}
        beside = [Parked.of(row.cells) for row in self.records.parked]
        for parked in beside:
            if self.parked(parked.item) is not None:
                known = Listed(parked.item, "problem", parked.finding or parked.item)
                found.setdefault(parked.item, known)
        for row in self.records.notes:
            note = Note.of(row.cells)
            if note.item is not None and note.week == self.week:
                known = Listed(note.item, "problem", note.finding or note.item)
                found.setdefault(note.item, known)
        return tuple(found.values())

    def _added(self, row: PlanRow) -> date:
        return self.records.stamps[row.id].added

    def _is_of_week(self, day: date) -> bool:
        return monday(day) == self.week


def _open(records: Records, end: date) -> tuple[Promise, ...]:
    """Return the actions that were open at the end of a day."""
    left = []
    for row in records.actions:
        done = Action.of(row.cells).done_on
        if records.stamps[row.id].added <= end and (done is None or done > end):
            left.append(row.with_cells({"done_on": None}))
    return agenda(left, end).open


def weeks_told(records: Records, held: Iterable[date], before: date) -> tuple[date, ...]:
    """Return the weeks before this one that have minutes, the latest first.

    Args:
        records: What meetings left behind.
        held: Mondays of the meetings that were closed.
        before: Monday of this week.
    """
    rows = (*records.actions, *records.decisions, *records.parked)
    stamps = (records.stamps[row.id] for row in rows)
    found = {*held, *(Note.of(row.cells).week for row in records.notes)}
    found |= {monday(day) for stamp in stamps for day in (stamp.added, stamp.changed)}
    return tuple(sorted((week for week in found if week < before), reverse=True))


def last_notes(records: Records, week: date, item: str) -> tuple[Written, ...]:
    """Return what was written about an item in the latest week before this one that did.

    Args:
        records: What meetings left behind.
        week: Monday of this week.
        item: The item's key.
    """
    about = [
        Written(note, records.stamps[row.id].by)
        for row in records.notes
        if (note := Note.of(row.cells)).item == item and note.week < week
    ]
    latest = max((one.note.week for one in about), default=None)
    return tuple(one for one in about if one.note.week == latest)


def parked_until(rows: Iterable[PlanRow]) -> dict[str, date]:
    """Return until which day each parked item stays away, by its key.

    Example:
        >>> row = PlanRow("a", "parked", "m", "joint", cells={
        ...     "item": "k", "until": "2026-07-01", "why": "New people start."})
        >>> parked_until([row])
        {'k': datetime.date(2026, 7, 1)}
    """
    return {one.item: one.until for one in (Parked.of(row.cells) for row in rows)}
