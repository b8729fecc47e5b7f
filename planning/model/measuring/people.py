"""People of sales: how they learn, how long hiring takes, how often they leave, what they cost."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.actuals.cubes import SPEND
from planning.errors import Finding
from planning.model.assumptions import Assumption, default
from planning.model.measuring.counted import CENTS, CLOSING, FOLLOWING, SALES, Counted

RAMPS: Final = {FOLLOWING: (0.3, 0.6, 0.9, 1.0), CLOSING: (0.1, 0.3, 0.5, 0.7, 0.85, 1.0)}
"""Learning time by job where nothing else is known."""

_PRIOR_MONTHS: Final = 200.0
"""Attrition starts from its default with the weight of so many months of a head."""

_NO_HEADS_COST: Final = 8_000.0


def ramps(counted: Counted) -> list[Assumption]:
    """Return the learning time of each job: facts show who came, not what they could do."""
    return [
        Assumption(
            kind="ramp",
            job=job,
            value=RAMPS[job],
            source="default",
            note="Facts do not show what new people could do; "
            + ("closing takes half a year to learn." if job == CLOSING else "it takes a quarter."),
            team="sales",
        )
        for job in counted.jobs()
    ]


def hiring_delays(counted: Counted) -> list[Assumption]:
    """Return months from deciding a hire to the first day: no fact tells it."""
    return [default("hiring_delay", job=job) for job in counted.jobs()]


def attritions(counted: Counted) -> list[Assumption]:
    """Measure how often people leave by job: heads fewer than a month before.

    Formula: gamma posterior (leavers + prior) / (head-months + prior's). A leaver replaced
    within the month is not seen.
    """
    from scipy.special import gammaincinv  # type: ignore[import-untyped]

    found = []
    for job in counted.jobs():
        usual = default("attrition", job=job)
        heads = counted.heads(job)[:, :-1]
        months = float(heads[:, :-1].sum()) if heads.shape[1] > 1 else 0.0
        if months < 1:
            found.append(usual)
            continue
        left = float(np.maximum(-np.diff(heads, axis=1), 0.0).sum())
        above, below = left + usual.number * _PRIOR_MONTHS, months + _PRIOR_MONTHS
        found.append(
            Assumption(
                kind="attrition",
                value=above / below,
                low=float(gammaincinv(above, 0.05)) / below,
                high=float(gammaincinv(above, 0.95)) / below,
                source="measured",
                n=round(left),
                months=counted.axes.months,
                note=f"{left:.0f} left in {months:.0f} months of a head.",
                team="sales",
                job=job,
            )
        )
    return found


def costs(counted: Counted) -> tuple[list[Assumption], list[Finding]]:
    """Measure what a head costs a month: people's money laid over heads of each job.

    Formula: non-negative least squares of money by area and month on heads by job.
    """
    from scipy.optimize import nnls  # type: ignore[import-untyped]

    jobs = counted.jobs()
    money = counted.by_area(counted.rows(SPEND, "cents", category="people", team=SALES)) / CENTS
    heads = np.stack([counted.heads(job)[:, :-1] for job in jobs])
    if not money.any() or not heads.any():
        return _no_costs(jobs)
    if len(counted.axes.areas) > 1 and (money.sum(axis=1) > 0).sum() < 2:
        money, heads = money.sum(axis=0, keepdims=True), heads.sum(axis=1, keepdims=True)
    table, paid = heads.reshape(len(jobs), -1).T, money.ravel()
    each, _ = nnls(table, paid)
    together = float(paid.sum() / max(table.sum(), 1e-9))
    clear = all(cost > 0.2 * together for cost in each)
    error = float(np.std(paid - table @ (each if clear else np.full(len(jobs), together))))
    note = "" if clear else "Money and heads do not tell the jobs apart: one cost for all."
    return [
        Assumption(
            kind="cost_per_head",
            value=(value := float(cost) if clear else together),
            low=max(value - error, 0.5 * value),
            high=min(value + error, 1.5 * value),
            source="measured",
            n=int(table.sum()),
            months=counted.axes.months,
            note=note,
            team="sales",
            job=job,
        )
        for job, cost in zip(jobs, each, strict=True)
    ], []


def _no_costs(jobs: tuple[str, ...]) -> tuple[list[Assumption], list[Finding]]:
    found = [
        Assumption(
            kind="cost_per_head",
            value=_NO_HEADS_COST,
            low=_NO_HEADS_COST / 2,
            high=_NO_HEADS_COST * 2,
            source="default",
            note="Facts hold no money for sales people beside their heads; ask finance.",
            team="sales",
            job=job,
        )
        for job in jobs
    ]
    told = Finding(
        code="no-people-cost",
        message="The cost of sales people is not known; 8,000 a month is taken.",
        remedy="Import spend of category people, or judge the cost of a head.",
        table="spend",
        column="category",
    )
    return found, [told]
