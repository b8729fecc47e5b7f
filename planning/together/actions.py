"""Actions in a meeting: what is open, what is late, and how often it was carried over.

Only actions use the calendar; everything else speaks of the as-of date of the facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planning.agreed.actions import Action
from planning.agreed.rows import PlanRow

State = Literal["overdue", "carried over", "open", "done"]

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Promise:
    """An action as a meeting sees it.

    Attributes:
        row: Its row.
        action: What it says.
        carried: Over how many turns of the week it was open past the day first promised.
        state: `overdue` past the day it is promised for now; `carried over` where it was
            put off and that day is still to come.
    """

    row: PlanRow
    action: Action
    carried: int
    state: State


@dataclass(frozen=True, slots=True)
class Agenda:
    """The actions of a meeting.

    Attributes:
        open: Not done, the one due first at the top.
        done: Done, the latest at the top.
    """

    open: tuple[Promise, ...]
    done: tuple[Promise, ...]

    @property
    def overdue(self) -> tuple[Promise, ...]:
        """The open ones past the day they are promised for."""
        return tuple(one for one in self.open if one.state == "overdue")

    def done_since(self, day: date) -> tuple[Promise, ...]:
        """Return the ones done on a day or later."""
        return tuple(one for one in self.done if (one.action.done_on or date.min) >= day)


def agenda(rows: Iterable[PlanRow], today: date) -> Agenda:
    """Return actions as a meeting goes through them.

    Args:
        rows: The actions.
        today: The day of the calendar.
    """
    promises = [promise(row, today) for row in rows]
    to_do = [one for one in promises if one.action.done_on is None]
    done = [one for one in promises if one.action.done_on is not None]
    return Agenda(
        open=tuple(sorted(to_do, key=lambda one: (one.action.due, one.row.position))),
        done=tuple(sorted(done, key=lambda one: one.action.done_on or date.min, reverse=True)),
    )


def promise(row: PlanRow, today: date) -> Promise:
    """Return one action as a meeting sees it on a day.

    Example:
        >>> row = PlanRow("a", "action", "m", "sales", cells={
        ...     "what": "Call", "owner": "Bo", "team": "sales", "due": "2026-06-03"})
        >>> promise(row, date(2026, 6, 3)).state, promise(row, date(2026, 6, 4)).state
        ('open', 'overdue')
    """
    action = Action.of(row.cells)
    times = carried(action, today)
    if action.done_on is not None:
        return Promise(row, action, times, "done")
    if action.due < today:
        return Promise(row, action, times, "overdue")
    put_off = times or action.due > action.first_due
    return Promise(row, action, times, "carried over" if put_off else "open")


def carried(action: Action, today: date) -> int:
    """Return over how many turns of the week an action was open past its first due day.

    An action due on a Wednesday and done on the Friday after was late and not carried over;
    one still open on the Monday after was carried over once, whatever day it was moved to.

    Example:
        >>> due = Action(what="Call", owner="Bo", team="sales", due=date(2026, 6, 3))
        >>> [carried(due, day) for day in (date(2026, 6, 5), date(2026, 6, 8), date(2026, 6, 15))]
        [0, 1, 2]
    """
    until = today if action.done_on is None else min(action.done_on, today)
    weeks = (monday(until) - monday(action.first_due)).days // _WEEK
    return max(weeks, 0)


def monday(day: date) -> date:
    """Return the first day of a day's week.

    Example:
        >>> monday(date(2026, 6, 7))
        datetime.date(2026, 6, 1)
    """
    return day - timedelta(days=day.weekday())
