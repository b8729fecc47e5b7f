"""Target states: the targets that run or have just ended, beside what the facts say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from pydantic import ValidationError

from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import read
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.model.target_scopes import scope_of
from planning.periods import Period, month_of
from planning.review.exceptions.item import Part
from planning.review.exceptions.targets import TargetState, part_of
from planning.review.pace import pace, year_before
from planning.review.shortfall.decompose import Decomposition
from planning.review.target_actuals import actuals_of

SPEND_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "cac": ("spend_marketing", "spend_sales"),
    "cost_per_lead": ("spend_marketing",),
}
"""What the cases of a cost were paid with."""


SLOW: Final = frozenset({"lead_to_customer"})
"""Leads of a running period had no time to become customers: what is seen is no shortfall."""


def target_of(row: PlanRow) -> Target | None:
    """Return a row as a target; None where what was typed makes none yet."""
    try:
        target = Target.of({**row.cells, "team": row.team})
        return target if target.kpi in KPIS and len(target.period) else None
    except (ValidationError, ValueError):
        return None


def running(rows: Iterable[PlanRow], counts: Counts) -> tuple[tuple[str, Target], ...]:
    """Return targets whose period runs on the last day of the facts, or has just ended.

    A period that has hardly begun says little: a month counts once half of it is over, and
    until then the month before speaks.

    Args:
        rows: Targets of a plan.
        counts: The facts.
    """
    last = month_of(counts.as_of + timedelta(days=_HALF_A_MONTH)) - 1
    found = []
    for row in rows:
        target = target_of(row)
        if target is None or target.kpi in SLOW:
            continue
        if last in target.period.months():
            found.append((row.id, target))
    return tuple(found)


_HALF_A_MONTH: Final = 16


def target_states(
    targets: Iterable[tuple[str, Target]],
    counts: Counts,
    context: Context,
    apart: Mapping[tuple[str, Part], Decomposition],
) -> tuple[TargetState, ...]:
    """Return targets beside the facts, with what may stand at stake and why they are off.

    Args:
        targets: Id of the row and target.
        counts: The facts.
        context: Settings and channel owners.
        apart: Differences to the plan taken apart, by KPI and part of the company.
    """
    listed = list(targets)
    slices: dict[Scope, Slice] = {}
    actuals = actuals_of([target for _, target in listed], counts, context)
    found = []
    for (row, target), actual in zip(listed, actuals, strict=True):
        before = year_before(target, counts, context, slices)
        revenue, spend = _at_stake(target, counts, context, slices)
        found.append(
            TargetState(
                row=row,
                target=target,
                pace=pace(target, actual, counts.as_of, before),
                value=actual.value,
                months=actual.months,
                trend=actual.trend,
                revenue=revenue,
                spend=spend,
                reason=None if target.scope_team else apart.get((target.kpi, part_of(target))),
            )
        )
    return tuple(found)


def _at_stake(
    target: Target, counts: Counts, context: Context, slices: dict[Scope, Slice]
) -> tuple[float | None, float | None]:
    scope = scope_of(target, counts, context)
    if scope is None:
        return None, None
    if scope not in slices:
        slices[scope] = Slice(counts, scope, context)
    start = target.period.start
    so_far = Period(
        start=start, end=max(min(target.period.end, month_of(counts.as_of) + 1), start + 1)
    )
    numbers = [read(slices[scope], key, so_far).number for key in SPEND_OF.get(target.kpi, ())]
    spend = sum(it for it in numbers if it is not None) if numbers else None
    return read(slices[scope], "revenue", so_far).number, spend
