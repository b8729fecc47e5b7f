"""Promises kept: by team the share of actions done by their day and of targets reached.

By team and never by person: who is late is a matter of the meeting, not of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from planning.actuals.counts import Counts
from planning.actuals.intervals import Interval, wilson
from planning.actuals.slices import Context
from planning.agreed.actions import Action
from planning.agreed.rows import PlanRow
from planning.periods import month_of
from planning.review.pace import pace
from planning.review.target_actuals import actuals_of
from planning.teams import TEAMS, Team
from planning.together.actions import monday
from planning.together.target_states import target_of

WEEKS: Final = 13
MONTHS: Final = 12
FEW: Final = 30
"""A share of fewer promises is told with its interval."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises of a team were kept.

    Attributes:
        kept: Actions done by the day first promised, or targets met.
        late: Actions done after it; none of targets.
        missed: Actions past that day and still open, or targets missed.
        waiting: Actions whose day is to come, or targets the facts do not tell of.
    """

    kept: int = 0
    late: int = 0
    missed: int = 0
    waiting: int = 0

    @property
    def judged(self) -> int:
        """How many can be judged."""
        return self.kept + self.late + self.missed

    @property
    def share(self) -> float | None:
        """The share that was kept, a fraction; None where none can be judged."""
        return self.kept / self.judged if self.judged else None

    @property
    def between(self) -> Interval | None:
        """The share's 95 % interval where few can be judged, else None."""
        few = 0 < self.judged < FEW
        return wilson(self.kept, self.judged) if few else None


def actions_kept(rows: Iterable[PlanRow], today: date) -> Mapping[Team, Kept]:
    """Return how many actions each team kept, of the last 13 weeks.

    An action belongs to the week in which it was due first, or done if that was before.
    Putting it off does not make it kept.

    Args:
        rows: Actions.
        today: The day of the calendar.
    """
    begins = monday(today) - timedelta(weeks=WEEKS)
    found = {team: dict.fromkeys(("kept", "late", "missed", "waiting"), 0) for team in TEAMS}
    for row in rows:
        action = Action.of(row.cells)
        done = action.done_on
        settled = min(action.first_due, done or action.first_due)
        if settled < begins:
            continue
        if done is not None:
            word = "kept" if done <= action.first_due else "late"
        else:
            word = "missed" if action.first_due < today else "waiting"
        found[action.team][word] += 1
    return {team: Kept(**counted) for team, counted in found.items()}


def targets_kept(
    rows: Iterable[PlanRow], counts: Counts | None, context: Context
) -> Mapping[Team, Kept]:
    """Return how many targets each team met, of periods that ended in the last four quarters.

    Args:
        rows: Targets of agreed plans, or of the one that is worked with.
        counts: The facts; None where there are none.
        context: Settings and channel owners.
    """
    if counts is None or not counts.is_dated:
        return {team: Kept() for team in TEAMS}
    end = month_of(counts.as_of + timedelta(days=1))
    read = [(row.team, target) for row in rows if (target := target_of(row)) is not None]
    over = [(team, it) for team, it in read if end - MONTHS < it.period.end <= end]
    actuals = actuals_of([target for _, target in over], counts, context)
    states: dict[Team, list[str]] = {team: [] for team in TEAMS}
    for (team, target), actual in zip(over, actuals, strict=True):
        states[team].append(pace(target, actual, counts.as_of).state)
    return {
        team: Kept(
            kept=told.count("met"),
            missed=told.count("missed"),
            waiting=len(told) - told.count("met") - told.count("missed"),
        )
        for team, told in states.items()
    }
