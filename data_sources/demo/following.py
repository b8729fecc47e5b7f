"""What became of the leads: qualified, followed up, accepted, or left waiting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.demo.catalogue import CHANNEL_NAMES, REGIONS, SEGMENTS
from data_sources.demo.demand import Arrivals
from data_sources.demo.draws import (
    MONTH_STARTS,
    NEVER,
    Bools,
    Floats,
    Ints,
    lag,
    month_index,
    not_after,
    pick,
    pick_by_row,
    workday,
)
from data_sources.demo.queueing import DROPPED, WAITING, utilisation, work_in_order
from data_sources.demo.staff import capacity, draw_owner
from data_sources.demo.truth import MONTHS, Rates, Truth
from planning.actuals.rows import MOTIONS

STEPS = tuple(Rates.model_fields)
NO_CAPACITY = 2
"""Position of that recycle reason."""


@dataclass(frozen=True)
class Journey:
    """Days of each lead's steps (`NEVER` where it did not happen by the as-of).

    Attributes:
        hours: From MQL to the first touch; 0 where there was none.
        ready: Day an SQL is ready to become a deal, before closing capacity.
        reason: Position of the disqualify or recycle reason, else -1.
        owner: Position in the firm's members, else -1.
    """

    mql: Ints
    assigned: Ints
    touch: Ints
    hours: Floats
    sal: Ints
    sql: Ints
    ready: Ints
    disqualified: Ints
    recycled: Ints
    reason: Ints
    owner: Ints


def rate_of(truth: Truth, step: str, channel: Ints, motion: Ints) -> Floats:
    """Return the true rate of a step for each lead's channel class and motion."""
    table = np.zeros((len(CHANNEL_NAMES), len(MOTIONS)))
    for row, name in enumerate(CHANNEL_NAMES):
        for motion_name, rates in truth.rates[truth.classes[name]].items():
            table[row, MOTIONS.index(motion_name)] = getattr(rates, step)
    found: Floats = table[channel, motion]
    return found


def follow(rng: np.random.Generator, truth: Truth, leads: Arrivals) -> Journey:
    """Draw every lead's way from creation to a deal that could begin."""
    n = len(leads)

    def passes(step: str) -> Bools:
        return rng.random(n) < rate_of(truth, step, leads.channel, leads.motion)

    qualifies = passes("mql")
    same_day = rng.random(n) < 0.35
    waited = np.where(same_day, 0, lag(rng, truth.lag_days["created-mql"] / 0.65, n))
    mql = not_after(np.where(qualifies, leads.created + waited, NEVER))
    touch, hours, neglected = _first_touch(rng, truth, leads, mql)
    touched = touch < NEVER
    accepted = touched & passes("sal")
    sal = not_after(np.where(accepted, touch + lag(rng, truth.lag_days["touch-sal"], n), NEVER))
    qualified = (sal < NEVER) & passes("sql")
    sql = not_after(np.where(qualified, sal + lag(rng, truth.lag_days["sal-sql"], n), NEVER))
    becomes = (sql < NEVER) & passes("deal")
    ready = np.where(becomes, sql + lag(rng, truth.lag_days["sql-deal"], n), NEVER)
    stuck = [(touched & ~accepted, touch, 0.7), ((sal < NEVER) & ~qualified, sal, 0.5)]
    stuck += [((sql < NEVER) & ~becomes, sql, 0.0), (~qualifies, leads.created, 1.0)]
    disqualified, recycled = _turned_down(rng, truth, leads, stuck)
    assigned = np.where(neglected, NEVER, mql)
    owner = draw_owner(rng, truth, "development", leads.region, month_index(assigned))
    return Journey(
        mql=mql,
        assigned=assigned,
        touch=touch,
        hours=hours,
        sal=sal,
        sql=sql,
        ready=ready,
        disqualified=disqualified,
        recycled=recycled,
        reason=_reasons(rng, truth, leads, disqualified, recycled),
        owner=np.where(assigned < NEVER, owner, -1),
    )


def _first_touch(
    rng: np.random.Generator, truth: Truth, leads: Arrivals, mql: Ints
) -> tuple[Ints, Floats, Bools]:
    """Return day and hours of the first touch, and which leads reached nobody's desk."""
    n = len(leads)
    share = np.full((len(CHANNEL_NAMES), len(REGIONS)), truth.neglect)
    for place in truth.neglect_at:
        share[CHANNEL_NAMES.index(place.channel), REGIONS.index(place.region)] = place.share
    neglected = rng.random(n) < share[leads.channel, leads.region]
    month = np.where((mql < NEVER) & ~neglected, month_index(mql), NEVER)
    heads = capacity(truth, "development")
    one = np.ones(n)
    worked = work_in_order(
        rng, month, leads.region, _priority(rng, truth, leads), one, heads, truth.kept_leads
    )
    load = utilisation(month, leads.region, one, heads)
    wait = truth.touch_hours_median * (1 + 4 * np.maximum(0, load - 0.8))
    at = leads.region * MONTHS + np.clip(month, 0, MONTHS - 1)
    quick = rng.lognormal(0, truth.touch_hours_sigma, n) * wait.ravel()[at]
    clock = rng.uniform(8, 17, n)
    soon = mql + ((clock + quick) // 24).astype(np.int64)
    late = MONTH_STARTS[np.clip(worked, 0, MONTHS - 1)] + rng.integers(0, 28, n)
    prompt = worked == month
    day = workday(np.where(prompt, soon, late))
    moved = np.where(prompt, day - soon, day - mql)
    hours = np.where(prompt, quick, rng.uniform(0, 6, n)) + 24.0 * moved
    happens = (mql < NEVER) & ~neglected & (worked != DROPPED) & (worked != WAITING)
    touch = not_after(np.where(happens, day, NEVER))
    return touch, np.where(touch < NEVER, np.round(hours, 2), 0.0), neglected


def _priority(rng: np.random.Generator, truth: Truth, leads: Arrivals) -> Floats:
    """Return the order of work: expected value per lead, seen through noise."""
    chance = np.ones(len(leads))
    for step in STEPS[1:]:
        chance = chance * rate_of(truth, step, leads.channel, leads.motion)
    size = np.array([truth.annual_size[name] for name in SEGMENTS])[leads.segment]
    # Effort grows with size as well, so that value per effort rises by its root.
    noisy: Floats = chance * np.sqrt(size) * rng.lognormal(0, truth.priority_noise, len(leads))
    return noisy


def _turned_down(
    rng: np.random.Generator,
    truth: Truth,
    leads: Arrivals,
    stuck: list[tuple[Bools, Ints, float]],
) -> tuple[Ints, Ints]:
    """Return when leads that got stuck were disqualified or handed back.

    Args:
        rng: Where draws come from.
        truth: The true parameters.
        leads: All leads.
        stuck: Which leads got stuck at a step, since which day, and the share
            disqualified; the others are recycled.
    """
    n = len(leads)
    disqualified, recycled = np.full(n, NEVER), np.full(n, NEVER)
    poor = np.array([truth.classes[name] == "poor" for name in CHANNEL_NAMES])[leads.channel]
    for where, since, share in stuck:
        out = rng.random(n) < share
        days_out = 1 + lag(rng, truth.lag_days["disqualify"], n)
        days_back = 1 + lag(rng, truth.lag_days["recycle"], n)
        if share == 1.0:
            # Most leads short of MQL stay with marketing instead.
            out &= rng.random(n) < np.where(poor, 0.6, 0.3)
            days_back = np.full(n, NEVER)
        disqualified = np.where(where & out, since + days_out, disqualified)
        recycled = np.where(where & ~out, since + days_back, recycled)
    return not_after(disqualified), not_after(recycled)


def _reasons(
    rng: np.random.Generator, truth: Truth, leads: Arrivals, disqualified: Ints, recycled: Ints
) -> Ints:
    weights = np.array([[0.22, 0.25, 0.22, 0.13, 0.08, 0.10], [0.06, 0.16, 0.26, 0.2, 0.26, 0.06]])
    poor = np.array([truth.classes[name] == "poor" for name in CHANNEL_NAMES])
    why = pick_by_row(rng, weights, poor[leads.channel].astype(np.int64))
    back = pick(rng, (0.55, 0.45), len(leads))
    reason: Ints = np.where(disqualified < NEVER, why, np.where(recycled < NEVER, back, -1))
    return reason
