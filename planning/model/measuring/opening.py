"""Where the company stands on the first open month: what waits, what comes, what is open.

Everything begun before that month goes on as measured: leads not handed over yet,
follow-ups not ready yet, deals not closed yet, contracts coming due, people still learning.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE, FOLLOW_UP
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assuming.cells import Laid, lay_out
from planning.model.assumptions import row
from planning.model.measuring.calibrate import Calibration
from planning.model.measuring.counted import Counted
from planning.model.measuring.kernels import DAYS_OF_A_MONTH
from planning.model.measuring.loads import productive
from planning.model.measuring.open_deals import OpenDeals, open_deals, renewals_due
from planning.model.measuring.running import left_of_month, taken_on, won_so_far
from planning.model.measuring.shares import by_motion, group_motions
from planning.model.responding.curve_fit import effective

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Opening:
    """The state before the first open month, in the order of a layout; T months ahead.

    Attributes:
        waiting_leads, waiting_deals: By cell: what waits for a follow-up, or for closing
            people.
        arriving_leads, arriving_deals: Shape (K, T): what will ask for a follow-up, or be
            ready, from leads and follow-ups before the first open month.
        open_won, open_customers, open_revenue, open_gross, open_charges: Shape (K, T):
            wins expected of deals open now and of contracts coming due, with customers,
            booked money, money before the margin, and commission and partner share.
        standing_paid, standing_productive: Shape (P, T): heads present without any hire.
        effective_before, spent_before: By channel: money of the month before and what is
            left of earlier months' effect.
        season: Shape (C, T): factor on leads by month.
    """

    waiting_leads: Floats
    waiting_deals: Floats
    arriving_leads: Floats
    arriving_deals: Floats
    open_won: Floats
    open_customers: Floats
    open_revenue: Floats
    open_gross: Floats
    open_charges: Floats
    standing_paid: Floats
    standing_productive: Floats
    effective_before: Floats
    spent_before: Floats
    season: Floats


def opening(calibration: Calibration, first_month: int, months: int) -> Opening:
    """Return the state before a month.

    Months between the facts' end and the first open one go by without new leads: what
    would have come in them is told together in the first.

    Args:
        calibration: What was found out.
        first_month: Month number of the first open month, not before the facts' end.
        months: How many months are looked at.
    """
    counted = calibration.counted
    gap = max(first_month - counted.axes.end, 0)
    laid = lay_out(calibration.assumptions)
    leads, deals = _coming(calibration, laid, gap + months)
    ahead = open_deals(counted, laid, gap + months).less(taken_on(counted, laid, gap + months))
    ahead = ahead.with_more(_still_due(counted, laid, gap + months))
    ahead = ahead.with_more(won_so_far(counted, laid, gap + months))
    paid, able = _standing(counted, laid, gap + months)
    spend = counted.spend()
    carry = laid.channels["carry"]
    before = [
        float(effective(each, float(kept))[-1]) if len(each) else 0.0
        for each, kept in zip(spend, carry, strict=True)
    ]
    calendar = (first_month + np.arange(months)) % 12
    won = _told(ahead, gap)
    return Opening(
        waiting_leads=_to_cells(_waiting_leads(calibration), calibration, laid),
        waiting_deals=_to_cells(_waiting_deals(calibration), calibration, laid),
        arriving_leads=_together(leads, gap),
        arriving_deals=_together(deals, gap),
        open_won=won.won,
        open_customers=won.customers,
        open_revenue=won.revenue,
        open_gross=won.gross,
        open_charges=won.charges,
        standing_paid=paid[:, gap:],
        standing_productive=able[:, gap:],
        effective_before=np.array(before),
        spent_before=spend[:, -1] if spend.shape[1] else np.zeros(len(spend)),
        season=np.tile(laid.season[calendar], (len(spend), 1)),
    )


def _together(flow: Floats, gap: int) -> Floats:
    """Return a flow from the first open month, with what came before it added there."""
    told = flow[:, gap:].copy()
    if gap and told.shape[1]:
        told[:, 0] += flow[:, :gap].sum(axis=1)
    return told


def _told(ahead: OpenDeals, gap: int) -> OpenDeals:
    """Leave out wins of the months before the first open one: they are its past."""
    return OpenDeals(
        *(
            getattr(ahead, name)[:, gap:]
            for name in ("won", "customers", "revenue", "gross", "charges")
        )
    )


def _still_due(counted: Counted, laid: Laid, months: int) -> OpenDeals:
    """Return renewals still to be signed; of the running month's as much as is left of it."""
    share = np.ones(months)
    share[:1] = left_of_month(counted)
    due = renewals_due(counted, laid, months)
    return OpenDeals(*(getattr(due, it.name) * share for it in fields(due)))


def _coming(calibration: Calibration, laid: Laid, months: int) -> tuple[Floats, Floats]:
    """Return follow-ups still asked for, and deals still to be ready, by cell and month."""
    counted, assumptions = calibration.counted, calibration.assumptions
    lead_lag = row(assumptions.find("lead_lag").value)
    ready_lag = row(assumptions.find("ready_lag").value)
    created = _by_area(counted, "leads")
    asked = still_to_come(created, lead_lag, months)
    ready = still_to_come(calibration.loads.touched, ready_lag, months)
    return (
        _to_cells(asked, calibration, laid) * laid.asks[:, None],
        _to_cells(ready, calibration, laid) * laid.cells["qualifies"][:, None],
    )


def still_to_come(begun: Floats, kernel: tuple[float, ...], months: int) -> Floats:
    """Return what began in past months and arrives in months ahead.

    Formula: arriving[t] = Σ over past months s of begun[s] · kernel[t − s].

    Args:
        begun: By past month on the last axis.
        kernel: Share that arrives after 0, 1, 2, … months.
        months: How many months ahead.

    Example:
        >>> still_to_come(np.array([10.0, 20.0]), (0.5, 0.3, 0.2), 3).tolist()
        [8.0, 4.0, 0.0]
    """
    past = begun.shape[-1]
    found = np.zeros((*begun.shape[:-1], months))
    for ahead in range(months):
        for after in range(ahead + 1, len(kernel)):
            start = past + ahead - after
            if 0 <= start < past:
                found[..., ahead] += kernel[after] * begun[..., start]
    return found


def _by_area(counted: Counted, measure: str) -> Floats:
    """Return a base measure by channel, area and month."""
    axes = counted.axes
    rows = counted.within(counted.rows(BASE, measure))
    found = np.zeros((len(axes.channels) + 1, len(axes.areas), axes.months))
    np.add.at(found, (rows.channel, rows.area, rows.month - axes.first), rows.value)
    return found[:-1]


def _to_cells(by_area: Floats, calibration: Calibration, laid: Laid) -> Floats:
    """Spread what is known by channel and area over the motions of its groups.

    Args:
        by_area: Shape (C, A, …).
        calibration: What was found out.
        laid: The layout.
    """
    counted, layout = calibration.counted, laid.layout
    shares = by_motion(counted)
    found = np.zeros((len(layout.channel), *by_area.shape[2:]))
    for at, (channel, group) in enumerate(zip(layout.channel, layout.group, strict=True)):
        if channel < 0:
            continue
        place = counted.axes.areas.index(counted.axes.groups[group].area)
        motions = group_motions(counted, place, counted.axes.groups[group].motion)
        share = shares[channel, place, [MOTIONS.index(it) for it in motions]].sum()
        found[at] = by_area[channel, place] * share
    return found


def _waiting_leads(calibration: Calibration) -> Floats:
    """Return untouched leads still worth a follow-up, by channel and area.

    Untouched leads less those that never reach a desk, kept by their age.
    """
    counted, axes = calibration.counted, calibration.counted.axes
    kept = calibration.assumptions.find("kept_leads").number
    untouched = np.zeros((len(axes.channels) + 1, len(axes.areas), axes.months))
    handed_over = untouched.copy()
    for state in ("untouched", "touched", "touched_untimed"):
        rows = counted.within(counted.rows(FOLLOW_UP, "leads", "hours", state=state))
        at = (rows.channel, rows.area, rows.month - axes.first)
        np.add.at(handed_over, at, rows.value)
        if state == "untouched":
            age = np.maximum(rows.number, 0) / 24 / DAYS_OF_A_MONTH
            np.add.at(untouched, at, rows.value * kept**age)
    lost = np.array(
        [
            [
                1 - calibration.assumptions.find("reached", channel=name, area=area).number
                for area in axes.areas
            ]
            for name in axes.channels
        ]
    ).reshape(len(axes.channels), len(axes.areas), 1)
    ages = np.arange(axes.months - 1, -1, -1) + 0.5
    neglected = lost * handed_over[:-1] * kept**ages
    told: Floats = np.maximum(untouched[:-1] - neglected, 0.0).sum(axis=2)
    return told


def _waiting_deals(calibration: Calibration) -> Floats:
    """Return ready deals nobody has worked, by channel and area, where people are short.

    Formula: the queue of the model run over the past: queue = kept · (queue + ready −
    taken on), with what was followed up and taken on as counted.
    """
    counted, work = calibration.counted, calibration.loads
    axes, find = counted.axes, calibration.assumptions.find
    queue = np.zeros((len(axes.channels), len(axes.areas)))
    if not work.close_short.any() or not axes.months:
        return queue
    kept = find("kept_deals").number
    ready_lag = row(find("ready_lag").value)
    rate = np.array(
        [
            [find("qualifies", channel=name, area=area).number for area in axes.areas]
            for name in axes.channels
        ]
    )
    rows = counted.rows(BASE, "created")
    rows = counted.within(rows.only((rows.motion != MOTIONS.index(RETAIN)) & (rows.channel >= 0)))
    taken = np.zeros((*queue.shape, axes.months))
    np.add.at(taken, (rows.channel, rows.area, rows.month - axes.first), rows.value)
    for month in range(axes.months):
        ready = sum(
            share * work.touched[:, :, month - after]
            for after, share in enumerate(ready_lag)
            if month >= after
        )
        queue = kept * np.maximum(queue + rate * ready - taken[:, :, month], 0.0)
    return np.asarray(queue * work.close_short, dtype=np.float64)


def _standing(counted: Counted, laid: Laid, months: int) -> tuple[Floats, Floats]:
    """Return paid and productive heads of each pool without any hire decided.

    Leavers are taken to be replaced; facts tell of nobody who will leave.
    """
    paid = np.zeros((len(laid.layout.pools), months))
    able = paid.copy()
    areas = counted.axes.areas
    for at, pool in enumerate(laid.layout.pools):
        heads = counted.heads(pool.job)[areas.index(pool.area)]
        if not counted.heads(pool.job).any():
            heads = np.ones_like(heads)
        ahead = np.concatenate([heads, np.full(max(months - 1, 0), heads[-1])])
        ramp = row(laid.layout.of_pool("ramp")[at].value)
        able[at] = productive(ahead[None], ramp)[0, len(heads) - 1 :][:months]
        paid[at] = heads[-1]
    return paid, able
