"""The ground of a plan's levers: its question, and what facts say of its months."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.year_targets import least_of_year
from planning.model.assuming.cells import lay_out
from planning.model.measuring.running import left_of_month
from planning.model.simulating.order import order_of_work
from planning.periods import Period
from planning.review.by_model import ByModel
from planning.review.components import YEAR, counted
from planning.review.landing import Landing
from planning.review.levers.gap import Gap
from planning.review.levers.ground import KPIS_WITH_LEVERS, Ground, Kpi, within_year
from planning.review.levers.levers import levers
from planning.review.renewals import of_motions

_COMPONENT: Final[dict[Kpi, tuple[str, float]]] = {
    "revenue": ("won_cents", 100.0),
    "customers": ("first_wins", 1.0),
    "won": ("won", 1.0),
    "leads": ("leads", 1.0),
}


def gaps(
    targets: tuple[PlanRow, ...],
    period: Period,
    landings: dict[str, Landing],
    model: ByModel | None,
    why: str = "",
) -> tuple[Gap, ...]:
    """Return for each count or sum with a target of the year what is missing and what would do.

    Args:
        targets: A plan's; those of a part of the company are passed over.
        period: The fiscal year.
        landings: Where KPIs will end in it.
        model: What the joint model tells of the months ahead; None where it cannot be asked.
        why: Why it cannot.
    """
    found = []
    for kpi in KPIS_WITH_LEVERS:
        wanted = least_of_year(targets, kpi, period)
        if wanted is not None:
            found.append(_gap(kpi, wanted, landings[kpi], model, why))
    return tuple(found)


def _gap(kpi: Kpi, wanted: float, landing: Landing, model: ByModel | None, why: str) -> Gap:
    if landing.middle is None or landing.basis == "closed":
        return Gap(kpi, wanted, landing.middle, why=landing.note or "The year is over.")
    gap = Gap(kpi, wanted, landing.middle)
    if not gap.is_open:
        return gap
    if model is None:
        return Gap(kpi, wanted, landing.middle, why=why)
    return Gap(kpi, wanted, landing.middle, levers(ground_of(model, kpi), gap.missing))


def ground_of(model: ByModel, kpi: Kpi) -> Ground:
    """Return what the levers of a plan are pulled on.

    Args:
        model: What the joint model tells of the months ahead.
        kpi: What the year shall bring more of.
    """
    part, question = model.part, model.question
    problem = question.problem
    new = of_motions(part, retain=False)
    first, closed = problem.first_month, problem.before.months
    name, unit = _COMPONENT[kpi]
    before = counted(new, name, first - closed, first) / unit
    mqls = part.monthly("mqls")[part.window(Period(start=first - YEAR, end=first))]
    lost = model.coming("lost").mean(axis=0)[: problem.open_months]
    return Ground(
        problem=within_year(problem),
        kpi=kpi,
        left=left_of_month(question.calibration.counted),
        works_by=order_of_work(problem),
        handed_over=bool(mqls.any()),
        reached=lay_out(question.calibration.assumptions).cells["reached"],
        lost=np.asarray(lost, dtype=np.float64),
        fresh_so_far=_so_far(new, name, first) / unit,
        wins_so_far=_so_far(new, "won", first),
        fresh_before=tuple(before[::-1].tolist()),
    )


def _so_far(part: Slice, name: str, month: int) -> float:
    return float(counted(part, name, month, month + 1)[0])
