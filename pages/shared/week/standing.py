"""Where the week stands: figures, paces and landings, computed once for facts and a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import session
from pages.shared.assumptions.standing import standing as assumed
from pages.shared.editor.sheet import place as place_of
from pages.shared.editor.sheet import rows_at
from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.kpis import KPIS
from planning.periods import Period, month_of
from planning.review.line_landing import LineLanding
from planning.teams import Team
from planning.together.month_targets import MonthPace
from planning.together.pipeline_status import PipelineStatus
from planning.together.week_ground import lines_of, month_figures, pipeline_of
from planning.together.year_ahead import YearAhead
from views.plans import opening
from views.week import WEEK_KEYS, WeekTile
from views.week_tiles import week_tiles

_KINDS = ("target", "line", "envelope", "assumption")
"""Rows that where the year lands rests on."""


@dataclass(frozen=True)
class Week:
    """What this week's meeting looks at.

    Attributes:
        plan: The plan of the fiscal year, None while there is none.
        part: The company in the month of the as-of date.
        month: That month's number.
        figures: Its figures by KPI.
        tiles: The tiles of each team.
        paces: Where KPIs stand against the month's targets.
        year: The fiscal year's months.
        ahead: Where it will end, and what would close the gaps to its targets.
        pipeline: What is open.
        lines: Where the plan's lines will land, furthest off first; none without spend.
    """

    plan: PlanRow | None
    part: Slice
    month: int
    figures: Mapping[str, Figure]
    tiles: Mapping[Team, list[WeekTile]]
    paces: Mapping[str, MonthPace]
    year: Period
    ahead: YearAhead
    pipeline: PipelineStatus
    lines: tuple[LineLanding, ...]

    @property
    def values(self) -> dict[str, float | None]:
        """The month's figures as numbers."""
        return {key: figure.number for key, figure in self.figures.items()}


def week(now: session.Now, counts: Counts) -> Week:
    """Return where the week stands; counts must have dates."""
    workspace = session.workspace()
    company = now.company
    fiscal_year = company.fiscal_year(counts.as_of)
    plans = [row for row in workspace.plan.scenarios() if row["fiscal_year"] == fiscal_year]
    plan = opening(plans, fiscal_year) if plans else None
    place = place_of(workspace)
    # What people say to one another must not have the year landed anew.
    changed = ""
    if plan is not None:
        rows = [plan, *(row for kind in _KINDS for row in _rows(place, kind, plan, now))]
        changed = f"{len(rows)} rows up to {max(row.revision for row in rows)}"
    agreed = f"{company.model_dump_json()} {sorted(now.context.channel_teams.items())}"
    own = "" if workspace.sees_people() else workspace.actor.email
    key = (counts.snapshot_id, agreed, plan.id if plan else "", changed, own)
    return _week(place, key, now, counts, plan)


@st.cache_resource(show_spinner="Looking at the week…", max_entries=6)
def _week(
    place: tuple[str, str],
    key: tuple[str, ...],  # noqa: ARG001 - with the place the key of the cache
    _now: session.Now,
    _counts: Counts,
    _plan: PlanRow | None,
) -> Week:
    month = month_of(_counts.as_of)
    scope = Scope(period=Period(start=month, end=month + 1))
    part = Slice(_counts, scope, _now.context)
    keys = dict.fromkeys((*WEEK_KEYS, *(KPIS[key].counter for key in WEEK_KEYS)))
    targets = () if _plan is None else _rows(place, "target", _plan, _now)
    found = month_figures(part, month, targets, keys)
    year = _year(_plan, _now, _counts)
    status = pipeline_of(part, targets)
    return Week(
        plan=_plan,
        part=part,
        month=month,
        figures=found.figures,
        tiles=week_tiles(part, month, found.figures, found.moved, found.paces, status),
        paces=found.paces,
        year=year,
        ahead=_ahead(_plan, part, _now),
        pipeline=status,
        lines=_lines(place, _plan, _now, _counts),
    )


def _lines(
    place: tuple[str, str], plan: PlanRow | None, now: session.Now, counts: Counts
) -> tuple[LineLanding, ...]:
    if plan is None:
        return ()
    part = Slice(counts, Scope(), now.context)
    return lines_of(plan, _rows(place, "line", plan, now), part)


def _ahead(plan: PlanRow | None, part: Slice, now: session.Now) -> YearAhead:
    stands = None if plan is None else assumed(now, plan, now.revision)
    calibration = None if stands is None else stands.calibration
    return Allocations(session.workspace()).year_ahead(plan, part, calibration=calibration)


def _year(plan: PlanRow | None, now: session.Now, counts: Counts) -> Period:
    if plan is not None:
        return Scenario.of(plan.cells).period
    return now.company.months_of(now.company.fiscal_year(counts.as_of))


def _rows(
    place: tuple[str, str], kind: str, plan: PlanRow, now: session.Now
) -> tuple[PlanRow, ...]:
    return rows_at(place, kind, plan.id, now.revision).listed  # type: ignore[arg-type]
