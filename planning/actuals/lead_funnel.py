"""The funnel: how many leads reach each step, how long it takes, month by month of creation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.actuals.cubes import STAGE_LAGS, WON_LAGS
from planning.actuals.durations import median, reached_by
from planning.actuals.measuring import Reading
from planning.actuals.ripeness import expected_won, ripeness
from planning.actuals.shares import Moved, Share, moved
from planning.actuals.slices import Slice
from planning.periods import Period
from planning.teams import Team


@dataclass(frozen=True)
class Stage:
    """One step of the funnel as it is counted.

    Attributes:
        key: The measure of the base cube: leads of the cohort that reached it.
        name: On screen.
        team: Whose work brings leads there.
        lag: The step of the cube of lags that tells how long it takes; empty for none.
        since: What those days are counted from.
    """

    key: str
    name: str
    team: Team
    lag: str = ""
    since: str = ""


STAGES: Final = (
    Stage("leads", "Leads", "marketing"),
    Stage("mqls", "MQLs", "marketing", "created-mql", "from lead"),
    Stage("sals", "SALs", "sales", "mql-sal", "from MQL"),
    Stage("sqls", "SQLs", "sales", "sal-sql", "from SAL"),
    Stage("leads_with_deal", "Opportunities", "sales", "sql-deal", "from SQL"),
    Stage("leads_won", "Won", "sales", "lead-won", "from lead"),
)
"""Every step, in order. A step no lead of the facts ever reached is left out."""


@dataclass(frozen=True)
class Days:
    """How long a step took.

    Attributes:
        middle: Median days, or None where no lead tells.
        early, late: A quarter of the leads was faster, a quarter slower.
        leads: How many leads tell.
    """

    middle: float | None
    early: int | None
    late: int | None
    leads: int


@dataclass(frozen=True)
class Step:
    """One step of a cohort.

    Attributes:
        stage: Which.
        leads: How many leads of the cohort reached it.
        on: Of the leads at the step before, those that came here; None at the first step.
        of_all: Of all leads of the cohort.
        days: How long it took; None where the facts are not cut this way.
    """

    stage: Stage
    leads: int
    on: Share | None
    of_all: Share
    days: Days | None


@dataclass(frozen=True)
class Funnel:
    """The steps of one cohort.

    Attributes:
        steps: In order; empty where there are no leads or they cannot be cut this way.
        why: Why there are none, one sentence; empty otherwise.
    """

    steps: tuple[Step, ...]
    why: str = ""

    def step(self, key: str) -> Step | None:
        """Return a step by its measure, None where the facts do not tell it."""
        return next((one for one in self.steps if one.stage.key == key), None)

    def moved(self, before: Funnel) -> dict[str, Moved]:
        """Return how each step's conversion differs from an earlier cohort's, by measure."""
        found = {}
        for one in self.steps:
            other = before.step(one.stage.key)
            if one.on is None or other is None or other.on is None:
                continue
            if (difference := moved(one.on, other.on)) is not None:
                found[one.stage.key] = difference
        return found


def funnel(part: Slice, period: Period | None, *, timed: bool = True) -> Funnel:
    """Return the steps of the leads created in a period.

    Args:
        part: The leads.
        period: Months of their creation; None is all time, undated ones too.
        timed: Whether the days of each step are wanted.
    """
    reading = Reading(part, period)
    why = reading.leads_untold()
    if why:
        return Funnel((), why)
    leads = reading.total("leads")
    if not leads:
        return Funnel((), "No lead was created in these months.")
    steps: list[Step] = []
    for stage in told_stages(part):
        number = reading.total(stage.key)
        on = Share(number, steps[-1].leads) if steps else None
        days = _days(reading, stage) if timed and stage.lag else None
        steps.append(Step(stage, number, on, Share(number, leads), days))
    return Funnel(tuple(steps))


def told_stages(part: Slice) -> tuple[Stage, ...]:
    """Return the steps that any lead of the facts ever reached."""
    reading = Reading(part, None)
    return tuple(stage for stage in STAGES if reading.ever(stage.key))


def _days(reading: Reading, stage: Stage) -> Days | None:
    part = reading.part
    if stage.key == "leads_won":
        if not part.reaches(WON_LAGS):
            return None
        histogram = part.histogram(WON_LAGS, "days", "leads")
    elif part.reaches(STAGE_LAGS):
        histogram = part.histogram(STAGE_LAGS, "days", "leads", step=stage.lag)
    else:
        return None
    values, weights = histogram.during(part.window(reading.period))
    return Days(
        median(values, weights),
        reached_by(values, weights, 0.25),
        reached_by(values, weights, 0.75),
        int(weights.sum()),
    )


@dataclass(frozen=True)
class Cohort:
    """The leads of one month.

    Attributes:
        month: Of their creation.
        funnel: Their steps, without days.
        is_ripe: Whether hardly any of them will still be won.
        expected_won: How many are expected to be won in the end; None where unknown.
    """

    month: int
    funnel: Funnel
    is_ripe: bool
    expected_won: float | None


def cohorts(part: Slice, months: Sequence[int]) -> tuple[Cohort, ...]:
    """Return the cohorts of months, those without leads left out.

    Args:
        part: The leads.
        months: Month numbers, oldest first.
    """
    age = ripeness(part)
    found = []
    for month in months:
        steps = funnel(part, Period(start=month, end=month + 1), timed=False)
        if steps.steps:
            ripe = age.is_ripe(month)
            expected = None if ripe else expected_won(part, month)
            found.append(Cohort(month, steps, ripe, expected))
    return tuple(found)
