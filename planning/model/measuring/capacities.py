"""What people can work: capacity by area and job, effort, and what sales finds itself.

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
from planning.model.assuming.axes import RETAIN
from planning.model.assumptions import Assumption, default
from planning.model.measuring.counted import CLOSING, Counted
from planning.model.measuring.loads import Loads, deals_of_leads
from planning.teams import SALES_SOURCED

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FOLLOW_UP_OF_DEAL: Final = 0.1
"""Effort of a follow-up where the same people close: a tenth of a deal's."""

_SHORT_PERCENTILE: Final = 60
_BUSY_PERCENTILE: Final = 85
_LEAST_MONTHS: Final = 6
_RETAIN: Final = MOTIONS.index(RETAIN)


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
    heads = float(loads.closing.sum())
    rows = counted.within(counted.rows(BASE, "created"))
    created = counted.cells(rows.only(rows.motion != _RETAIN))
    if heads <= 0 or not created.any():
        return [default("found_per_head")]
    found = [default("found_per_head")]
    alone = max(float(created.sum() - deals_of_leads(counted).sum()), 0.0)
    # What sales is credited with shows in which groups it finds deals.
    shown = created[-1].sum(axis=0) + 1.0 * (created[:-1].sum(axis=(0, 1)) > 0)
    each = alone * shown / max(float(shown.sum()), 1e-9)
    found += [_found(counted, each[at], heads, name, None) for at, name in enumerate(MOTIONS)]
    for group in counted.axes.groups:
        # A group of several motions finds the deals of all of them.
        if len(group.motions) > 1:
            several = float(sum(each[MOTIONS.index(it)] for it in group.motions))
            found.append(_found(counted, several, heads, group.motion, group.area))
    return found


def _found(
    counted: Counted, deals: float, heads: float, motion: str, area: str | None
) -> Assumption:
    value, spread = deals / heads, 1.645 / float(np.sqrt(deals + 1))
    return Assumption(
        kind="found_per_head",
        value=value,
        low=value * max(1 - spread, 0.0),
        high=value * (1 + spread),
        source="measured",
        n=round(deals),
        months=counted.axes.months,
        note="Deals no lead became, renewals left out.",
        team="sales",
        motion=motion,
        area=area,
    )
