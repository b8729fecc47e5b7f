"""What people can work, cost and become: capacity, learning time, attrition, own finds.

Capacity is what was worked in busy months per productive head, not what a quota asks. In
an area where work waited most months were busy; elsewhere only the busiest come close, and
an area that was never short is taken to be able to do what a short one did.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE
from planning.actuals.rows import MOTIONS
from planning.errors import Finding
from planning.model.assumptions import Assumption, default
from planning.model.axes import RETAIN
from planning.model.counted import CLOSING, FOLLOWING, SALES, Counted
from planning.model.loads import Loads, deals_of_leads
from planning.teams import SALES_SOURCED

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RAMPS: Final = {FOLLOWING: (0.3, 0.6, 0.9, 1.0), CLOSING: (0.1, 0.3, 0.5, 0.7, 0.85, 1.0)}
"""Learning time by job where nothing else is known."""

FOLLOW_UP_OF_DEAL: Final = 0.1
"""Effort of a follow-up where the same people close: a tenth of a deal's."""

_SHORT_PERCENTILE: Final = 60
_BUSY_PERCENTILE: Final = 85
_LEAST_MONTHS: Final = 6
_PRIOR_MONTHS: Final = 200.0
"""Attrition starts from its default with the weight of so many months of a head."""

_NO_HEADS_COST: Final = 8_000.0
_RETAIN: Final = MOTIONS.index(RETAIN)


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


def per_head(counted: Counted, loads: Loads) -> tuple[list[Assumption], list[Finding]]:
    """Measure what a productive head works in a busy month, by area and job."""
    jobs = counted.jobs()
    work = {
        jobs[0]: (loads.followed, loads.following, loads.follow_short),
        jobs[-1]: (loads.taken_on, loads.closing, loads.close_short),
    }
    if len(jobs) == 1:
        both = loads.taken_on + FOLLOW_UP_OF_DEAL * loads.followed
        work = {jobs[0]: (both, loads.closing, loads.follow_short | loads.close_short)}
    found: list[Assumption] = []
    findings: list[Finding] = []
    for job, (worked, heads, short) in work.items():
        if not heads.any():
            findings.append(_nobody(job))
            heads = np.ones_like(worked)  # noqa: PLW2901 - the area's team counts as one
        found += _of_job(counted, job, worked, heads, short)
    return found, findings


def _nobody(job: str) -> Finding:
    return Finding(
        code="no-people",
        message=f"Nobody in the facts does {job}: each area's team counts as one head.",
        remedy="Import people with their job and area.",
        table="people",
        column="job",
    )


def _of_job(
    counted: Counted, job: str, worked: Floats, heads: Floats, short: Bools
) -> list[Assumption]:
    areas = counted.axes.areas
    each = [_each(worked[at], heads[at]) for at in range(len(areas))]
    shorts = [it for it, is_short in zip(each, short, strict=True) if is_short and len(it)]
    known = np.concatenate(shorts) if shorts else np.zeros(0)
    floor = float(np.percentile(known, _SHORT_PERCENTILE)) if len(known) else 0.0
    pooled = np.concatenate(each) if each else np.zeros(0)
    if not pooled.any():
        return [_unmeasured(job)]
    usual = max(floor, float(np.percentile(pooled, _BUSY_PERCENTILE)))
    found = [_capacity(usual, pooled, counted, job, None, "")]
    for at, area in enumerate(areas):
        if len(each[at]) < _LEAST_MONTHS:
            continue
        if short[at]:
            value = float(np.percentile(each[at], _SHORT_PERCENTILE))
            note = "Work waited here, so usual months show what people can do."
        else:
            value = max(float(np.percentile(each[at], _BUSY_PERCENTILE)), floor)
            note = "Nothing waited here: people may be able to do more."
        found.append(_capacity(value, each[at], counted, job, area, note))
    return found


def _each(worked: Floats, heads: Floats) -> Floats:
    """Return work per productive head in months with at least half a head."""
    used = heads >= 0.5
    return worked[used] / heads[used]


def _capacity(
    value: float, each: Floats, counted: Counted, job: str, area: str | None, note: str
) -> Assumption:
    noise = 0.07 + float(np.std(each)) / max(float(np.mean(each)), 1e-9) / np.sqrt(len(each))
    return Assumption(
        kind="per_head",
        value=value,
        low=value * (1 - noise),
        high=value * (1 + noise),
        source="measured",
        n=len(each),
        months=counted.axes.months,
        note=note,
        team="sales",
        job=job,
        area=area,
    )


def _unmeasured(job: str) -> Assumption:
    value = 10.0 if job == CLOSING else 50.0
    return Assumption(
        kind="per_head",
        value=value,
        low=value / 2,
        high=value * 2,
        source="default",
        note="Nothing they worked was counted; ask sales.",
        team="sales",
        job=job,
    )


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
    rows = counted.charged("people")
    sales = counted.rows("spend", "cents", category="people", team=SALES)
    if len(sales.value) and len(sales.value) <= len(rows.value):
        rows = sales
    scale = 1.0 if rows is not sales else 1 / 100.0
    money = counted.by_area(rows) * scale
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


def efforts(counted: Counted) -> list[Assumption]:
    """Return what follow-ups and deals take: facts hold no hours.

    Where one job does both, its capacity counts deals, and a follow-up is a tenth of one.
    Deals sales finds itself and renewals take nothing: capacity was measured over and
    above them.
    """
    found = [default("close_effort")]
    if len(counted.jobs()) == 1:
        found.append(
            Assumption(
                kind="follow_effort",
                value=FOLLOW_UP_OF_DEAL,
                low=FOLLOW_UP_OF_DEAL / 2,
                high=FOLLOW_UP_OF_DEAL * 2,
                source="default",
                note="One job does both: a follow-up is taken as a tenth of a deal.",
                team="sales",
            )
        )
    else:
        found.append(default("follow_effort"))
    found.append(
        Assumption(
            kind="close_effort",
            channel=SALES_SOURCED,
            value=0.0,
            source="default",
            note="Capacity is what was worked beside these deals and renewals.",
            team="sales",
        )
    )
    return found


def own_finds(counted: Counted, loads: Loads) -> list[Assumption]:
    """Measure deals without a lead per productive closing head and month, by group.

    All deals but renewals, less those that leads became.
    """
    heads = loads.closing.sum()
    rows = counted.within(counted.rows(BASE, "created"))
    created = counted.cells(rows.only(rows.motion != _RETAIN))
    if heads <= 0 or not created.any():
        return [default("found_per_head")]
    found = [default("found_per_head")]
    alone = max(float(created.sum() - deals_of_leads(counted).sum()), 0.0)
    # What sales is credited with shows in which groups it finds deals.
    shown = created[-1].sum(axis=0) + 1.0 * (created[:-1].sum(axis=(0, 1)) > 0)
    shares = shown / max(float(shown.sum()), 1e-9)
    spread = 1.645 / np.sqrt(alone + 1)
    for at, motion in enumerate(MOTIONS):
        value = float(alone * shares[at] / heads)
        if value <= 0:
            continue
        found.append(
            Assumption(
                kind="found_per_head",
                value=value,
                low=value * max(1 - spread, 0.0),
                high=value * (1 + spread),
                source="measured",
                n=round(alone * shares[at]),
                months=counted.axes.months,
                note="Deals no lead became, renewals left out.",
                team="sales",
                motion=motion,
            )
        )
    return found
