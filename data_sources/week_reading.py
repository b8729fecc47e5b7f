"""Reading a whole week for its paper: one way for terminal, page and tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data_sources.then import Then
from planning.errors import NotPossible, TandemError
from planning.periods import Period, month_of
from planning.together.week_ground import (
    KnownThen,
    WeekGround,
    follow_up_of,
    lines_of,
    month_figures,
    pipeline_of,
    why_revenue,
)

if TYPE_CHECKING:
    from data_sources.facts.snapshots import Snapshot
    from data_sources.workspace import Workspace
    from planning.actuals.counts import Counts
    from planning.agreed.rows import Kind, PlanRow
    from planning.model.consistency.answer import Answer
    from planning.model.measuring.calibrate import Calibration
    from planning.review.shortfall.planned_months import YearPlan
    from planning.together.year_ahead import YearAhead


def week_ground(
    workspace: Workspace,
    day: date,
    *,
    counts: Counts | None = None,
    calibration: Calibration | None = None,
) -> WeekGround:
    """Return what the paper of the week that contains a day rests on.

    Args:
        workspace: In whose hands it is read.
        day: Any day of the week.
        counts: Counts that are at hand already; used where they are of the week's snapshot.
        calibration: What these counts and the plan's leaders say, where at hand already.

    Raises:
        NotAllowed: The actor may not read.
        NotPossible: There are no dated facts of that week or before.
        UsageError: The day is out of any plan's time.
    """
    from data_sources.known_then import known_then
    from data_sources.limits_then import limits_of
    from planning.together.actions import agenda
    from planning.together.decisions import questions
    from planning.weeks import week_of

    known, snapshot = known_then(workspace, week_of(day))
    fits = counts is not None and counts.snapshot_id == snapshot.id
    then = _then(workspace, known, snapshot, counts if fits else None)
    part, month, targets = then.part, month_of(known.as_of), then.rows["target"]
    year = _year(then)
    answer, unanswered = _answer(then)
    calibrated = _calibrated(workspace, then, calibration if fits else None)
    held = limits_of(then, calibrated)
    actions = _said(workspace, "action", known)
    return WeekGround(
        known=known,
        plan=then.plan,
        year=year,
        month=month_figures(part, month, targets),
        ahead=_ahead(then, year, calibrated),
        pipeline=pipeline_of(part, targets),
        lines=() if then.plan is None else lines_of(then.plan, then.rows["line"], part),
        answer=answer,
        unanswered=unanswered,
        why=why_revenue(part, _year_plan(then), year, month),
        follow_up=follow_up_of(part, month),
        actions=agenda(actions, known.today),
        questions=questions(_said(workspace, "decision", known), part.counts, part.context),
        names=_names(workspace),
        called=workspace.together.called(actions),
        limits=held.by_month,
        bottleneck=held.words,
    )


def _then(
    workspace: Workspace, known: KnownThen, snapshot: Snapshot, counts: Counts | None
) -> Then:
    from data_sources.known_then import plans_then
    from data_sources.reading import counts_of
    from planning.actuals.counts import Scope
    from planning.actuals.slices import Context, Slice
    from planning.agreed.opening import opening

    company, channels = workspace.company, workspace.channels()
    if counts is None:
        counts = workspace.shown(counts_of(workspace.home, snapshot, company, channels))
    context = Context(company=company, channel_teams=workspace.channel_teams())
    month = month_of(known.as_of)
    year = company.fiscal_year(known.as_of)
    plans = [row for row in plans_then(workspace, known) if row["fiscal_year"] == year]
    plan = opening(plans, year) if plans else None
    kinds: tuple[Kind, ...] = ("target", "line", "envelope")
    return Then(
        known=known,
        part=Slice(counts, Scope(period=Period(start=month, end=month + 1)), context),
        plan=plan,
        rows={
            kind: () if plan is None else workspace.plan.rows(kind, plan.id, as_of=known.revision)
            for kind in kinds
        },
        aliases={alias: it.name for it in channels for alias in it.aliases},
    )


def _year(then: Then) -> Period:
    from planning.agreed.scenarios import Scenario

    if then.plan is not None:
        return Scenario.of(then.plan.cells).period
    company = then.context.company
    return company.months_of(company.fiscal_year(then.known.as_of))


def _year_plan(then: Then) -> YearPlan | None:
    from planning.agreed.scenarios import Scenario
    from planning.agreed.targets import Target
    from planning.review.releases import released
    from planning.review.shortfall.planned_months import YearPlan

    if then.plan is None:
        return None
    lines = then.rows["line"]
    return YearPlan(
        scenario=Scenario.of(then.plan.cells),
        targets=tuple(Target.of(row.cells) for row in then.rows["target"]),
        lines=lines,
        released=released(lines, then.part.counts, then.context),
    )


def _calibrated(
    workspace: Workspace, then: Then, calibration: Calibration | None
) -> Calibration | str:
    """Return what facts and leaders say; why that cannot be told, where it cannot."""
    from planning.model.measuring.calibrate import calibrate

    if calibration is not None or then.plan is None:
        return calibration or ""
    try:
        said = workspace.assumptions.answered(then.plan.id, as_of=then.known.revision)
        return calibrate(
            then.part.counts, then.context, answers=said.answers, judgements=said.judgements
        )
    except TandemError as error:
        return str(error)


def _ahead(then: Then, year: Period, calibrated: Calibration | str) -> YearAhead:
    from data_sources.limits_then import asked_then
    from planning.together.year_ahead import year_ahead

    if then.plan is None:
        return year_ahead(then.part, (), year, None)
    question, why = asked_then(then, calibrated, enveloped=False)
    return year_ahead(then.part, then.rows["target"], year, question, why)


def _answer(then: Then) -> tuple[Answer | None, str]:
    """Return whether the targets fit together; why not, where that cannot be told."""
    from planning.agreed.scenarios import Scenario
    from planning.model.consistency.answer import check
    from planning.model.consistency.history import History
    from planning.model.consistency.plan_question import question_of_plan

    if then.plan is None or not then.rows["target"]:
        return None, ""
    company = then.context.company
    try:
        question = question_of_plan(
            Scenario.of(then.plan.cells),
            [row for rows in then.rows.values() for row in rows],
            History.of(then.part.counts, then.context),
            aliases=then.aliases,
            year_start=company.fiscal_year_start,
            currency=company.currency,
        )
        return check(question), ""
    except NotPossible as error:
        return None, str(error)


def _said(workspace: Workspace, kind: Kind, known: KnownThen) -> tuple[PlanRow, ...]:
    from planning.agreed.rows import meeting_sheet

    sheet = meeting_sheet("demo" if known.is_demo else "real")
    return workspace.plan.rows(kind, sheet, as_of=known.revision)


def _names(workspace: Workspace) -> dict[str, str]:
    """Return names as a paper that is handed out gives them: nobody is “you” on it."""
    from data_sources.planning.telling import names_for

    with workspace.store.read() as connection:
        return names_for(connection, "")
