"""The plans a period is held against, one for each fiscal year, read once per revision."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place as place_of
from pages.shared.editor.sheet import rows_at
from pages.shared.targets.standing import target_of
from planning.actuals.counts import Counts
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import Period
from planning.review.releases import released
from planning.review.shortfall.planned_months import YearPlan
from views.plans import opening


def year_plans(now: session.Now, counts: Counts, period: Period) -> tuple[YearPlan, ...]:
    """Return the plan most likely meant for each fiscal year of a period, oldest first."""
    workspace = session.workspace()
    scenarios = workspace.plan.scenarios()
    years = sorted({_year(row) for row in scenarios if _touches(row, period)})
    place = place_of(workspace)
    facts = f"{counts.snapshot_id} {now.company.model_dump_json()}"
    return tuple(
        _year_plan(place, plan.id, now.revision, facts, now, counts, plan)
        for year in years
        for plan in [opening([row for row in scenarios if _year(row) == year], year)]
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def _year_plan(
    place: tuple[str, str],
    scenario: str,
    revision: int,
    facts: str,  # noqa: ARG001 - with the others the key of the cache
    _now: session.Now,
    _counts: Counts,
    _row: PlanRow,
) -> YearPlan:
    lines = rows_at(place, "line", scenario, revision).listed
    targets = map(target_of, rows_at(place, "target", scenario, revision).listed)
    return YearPlan(
        scenario=Scenario.of(_row.cells),
        targets=tuple(it for it in targets if it is not None),
        lines=lines,
        released=released(lines, _counts, _now.context),
    )


def _year(row: PlanRow) -> int:
    year = row["fiscal_year"]
    return year if isinstance(year, int) else 0


def _touches(row: PlanRow, period: Period) -> bool:
    own = Scenario.of(row.cells).period
    return own.start < period.end and period.start < own.end
