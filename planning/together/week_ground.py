"""What the paper of a week rests on: everything both teams look at, as it was known then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from planning.actuals.change import Change, changes
from planning.actuals.counts import Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Group, grouped, scorecard, trend
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.kpis import KPIS
from planning.model.consistency.answer import Answer
from planning.model.weighing.limits_by_month import Held
from planning.periods import Period, month_of
from planning.review.line_landing import LineLanding, line_landings
from planning.review.releases import released
from planning.review.shortfall.planned_months import YearPlan
from planning.review.shortfall.shortfall import Shortfall, against_before, against_plan
from planning.review.variance import variance
from planning.together.actions import Agenda
from planning.together.decisions import Question
from planning.together.month_targets import MonthPace, month_pace, month_targets
from planning.together.pipeline_status import PipelineStatus, pipeline_status, still_to_win
from planning.together.year_ahead import YearAhead
from planning.weeks import Week

FOLLOW_UP: Final = (
    "leads",
    "follow_up_within_sla",
    "time_to_follow_up",
    "not_followed_up",
    "never_followed_up",
    "cost_of_unfollowed_leads",
)
"""KPIs that tell what became of the leads that came in."""

CUTS: Final = ("channel", "segment", "region")
_SOUGHT: Final = "revenue"
_RECENT: Final = 3
_YEAR: Final = 12


@dataclass(frozen=True)
class KnownThen:
    """Which state of facts and plan a week is told by.

    Attributes:
        week: The week.
        snapshot: Id of the facts' snapshot.
        as_of: The day these facts are read at.
        brought_on: The day they were brought in.
        revision: The change of the store that plan, actions and decisions are read after.
        today: The day by which actions are late.
        is_demo: Whether it is the demo company.
    """

    week: Week
    snapshot: str
    as_of: date
    brought_on: date
    revision: int
    today: date
    is_demo: bool

    @property
    def ends_before(self) -> bool:
        """Whether the facts end before the week begins."""
        return self.as_of < self.week.first

    @property
    def in_hindsight(self) -> bool:
        """Whether nobody had these facts yet while the week ran."""
        return self.brought_on > self.week.last


@dataclass(frozen=True)
class MonthFigures:
    """Every KPI of the month that the facts end in.

    Attributes:
        part: The company in that month.
        month: Its number.
        figures: By KPI.
        moved: Each against the month before.
        paces: Those with a target, against it.
    """

    part: Slice
    month: int
    figures: Mapping[str, Figure]
    moved: Mapping[str, Change]
    paces: Mapping[str, MonthPace]

    @property
    def values(self) -> dict[str, float | None]:
        """The figures as numbers."""
        return {key: figure.number for key, figure in self.figures.items()}


@dataclass(frozen=True)
class FollowUp:
    """What became of the leads of the last months.

    Attributes:
        period: These months.
        figures: Of the company, by KPI of `FOLLOW_UP`.
        by_channel: The same for each channel.
        months: Numbers of the last twelve months whose leads are old enough to count as
            never followed up.
        cost: What leads never followed up had cost, in each of them; None if undefined.
    """

    period: Period
    figures: Mapping[str, Figure]
    by_channel: tuple[Group, ...]
    months: tuple[int, ...]
    cost: tuple[float | None, ...]


@dataclass(frozen=True)
class WhyRevenue:
    """Why revenue of the year so far differs.

    Attributes:
        found: The difference.
        by: What it is cut by; None where it is told for the company alone.
    """

    found: Shortfall
    by: str | None


@dataclass(frozen=True)
class WeekGround:
    """What the paper of a week rests on.

    Attributes:
        known: Which state of facts and plan it is told by.
        plan: The plan of the fiscal year; None while there is none.
        year: The fiscal year's months.
        month: The figures of the month.
        ahead: Where the year will end.
        pipeline: What is open.
        lines: Where the plan's lines will land, furthest off first.
        answer: Whether the plan's targets fit together; None without any.
        unanswered: Why that cannot be told, in a sentence; empty where it can.
        why: Why revenue of the year so far differs.
        follow_up: What became of the leads.
        actions: What was promised.
        questions: What was put to decide, and what came of it.
        names: Shown names of people by address.
        called: What rows of plans are called that actions are about, by id.
        limits: What limits the best plan, by area and month; empty where it cannot be found.
        bottleneck: Where the best plan is held up most, in a sentence; else empty.
    """

    known: KnownThen
    plan: PlanRow | None
    year: Period
    month: MonthFigures
    ahead: YearAhead
    pipeline: PipelineStatus
    lines: tuple[LineLanding, ...]
    answer: Answer | None
    unanswered: str
    why: WhyRevenue
    follow_up: FollowUp
    actions: Agenda
    questions: tuple[Question, ...]
    names: Mapping[str, str]
    called: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[Held, ...] = ()
    bottleneck: str = ""

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.month.part.context.company.currency


def month_figures(
    part: Slice, month: int, targets: Iterable[PlanRow], keys: Iterable[str] = tuple(KPIS)
) -> MonthFigures:
    """Return the figures of a month against the one before and against its targets.

    Args:
        part: The company in that month.
        month: Its number.
        targets: Rows of the plan's targets.
        keys: Which KPIs.
    """
    wanted = tuple(keys)
    figures = scorecard(part, keys=wanted, rivals=False).figures
    agreed = month_targets(targets, part, month)
    paces = {
        key: month_pace(target, figures[key].number, part)
        for key, target in agreed.items()
        if key in figures
    }
    return MonthFigures(part, month, figures, changes(part, wanted), paces)


def pipeline_of(part: Slice, targets: Iterable[PlanRow]) -> PipelineStatus:
    """Return what is open beside what the targets still lack."""
    return pipeline_status(part, still_to_win(targets, part))


def lines_of(plan: PlanRow, lines: Iterable[PlanRow], part: Slice) -> tuple[LineLanding, ...]:
    """Return where a plan's lines will land, furthest off first; none without spend."""
    rows = tuple(lines)
    free = released(rows, part.counts, part.context)
    beside = variance(rows, Scenario.of(plan.cells), part.counts, free)
    return line_landings(beside) if beside.known else ()


def why_revenue(part: Slice, plan: YearPlan | None, year: Period, month: int) -> WhyRevenue:
    """Take the difference of the year's revenue so far apart, by step and part.

    Targets are agreed by channel, segment or region: the first of them that can be told
    is, else the company alone.

    Args:
        part: The company.
        plan: The year's plan; None compares with the months before.
        year: The fiscal year's months.
        month: The number of the month that the facts end in.
    """
    so_far = Period(start=year.start, end=min(max(month, year.start), year.end - 1) + 1)
    asked = Slice(part.counts, Scope(period=so_far), part.context)
    for cut in CUTS:
        told = (
            against_before(asked, _SOUGHT, cut)
            if plan is None
            else against_plan(asked, [plan], _SOUGHT, cut)
        )
        if told.parts is not None:
            return WhyRevenue(told, cut)
    whole = against_before(asked, _SOUGHT) if plan is None else against_plan(asked, [plan], _SOUGHT)
    return WhyRevenue(whole, None)


def follow_up_of(part: Slice, month: int) -> FollowUp:
    """Return what became of the leads of the last three months up to one."""
    period = Period(start=month + 1 - _RECENT, end=month + 1)
    recent = Slice(part.counts, Scope(period=period), part.context)
    last = _settled(part)
    months = tuple(range(last + 1 - _YEAR, last + 1))
    return FollowUp(
        period=period,
        figures=scorecard(recent, keys=FOLLOW_UP, rivals=False).figures,
        by_channel=grouped(recent, by="channel", keys=FOLLOW_UP, rivals=False),
        months=months,
        cost=trend(recent, None, "cost_of_unfollowed_leads", None, months),
    )


def _settled(part: Slice) -> int:
    """Return the last month of which every lead is old enough to count as never followed up."""
    never = timedelta(days=part.context.company.never_after_days)
    return month_of(part.counts.as_of - never + timedelta(days=1)) - 1
