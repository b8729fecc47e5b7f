"""Questions for the joint model: state the size, the rest is drawn from the seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from planning.model.checks import checked
from planning.model.limits import Envelope
from planning.model.problem import Problem
from planning.model.tables import NONE, Cells, Channels, Fixed, Floats, Groups, Pools

FIRST_MONTH: Final = 2026 * 12
AMPLE: Final = 1e6
"""Effort per head and month nobody ever uses up."""


def random_problem(
    seed: int,
    *,
    channels: int = 12,
    months: int = 12,
    ahead: int = 12,
    areas: int = 2,
    motions: int = 2,
    follow_tightness: float = 0.75,
    close_tightness: float = 0.75,
    lags: bool = True,
    carry: bool = False,
    one_job: bool = False,
) -> Problem:
    """Return a company drawn at random, with an envelope a little above its current plan.

    Args:
        seed: What everything is drawn from.
        channels: How many.
        months: Open plan months.
        ahead: Look-ahead months.
        areas: Regions.
        motions: Motions of each.
        follow_tightness: Standing capacity as a share of what the current plan asks of
            follow-up; 0 makes it ample.
        close_tightness: The same of closing.
        lags: Whether leads, deals and wins take months.
        carry: Whether the effect of money carries over.
        one_job: Whether one pool of hours per area does both.
    """
    rng = np.random.default_rng((seed, channels, months))
    table = draw_channels(rng, channels, months, ahead, carry=carry)
    groups = draw_groups(rng, areas, motions, lags=lags)
    cells = draw_cells(rng, channels, areas, motions, months + ahead, one_job=one_job)
    lag = np.array([0.6, 0.3, 0.1]) if lags else np.ones(1)
    problem = Problem(
        name=f"random {seed}",
        currency="EUR",
        first_month=FIRST_MONTH,
        open_months=months,
        ahead_months=ahead,
        channels=table,
        pools=draw_pools(rng, areas, months, months + ahead, one_job=one_job),
        groups=groups,
        cells=cells,
        fixed=fixed_lines(months + ahead),
        lead_lag=lag,
        ready_lag=lag,
        margin=0.8,
        discount_rate=0.08,
    )
    problem = manned(problem, follow_tightness, close_tightness)
    return checked(problem.under(Envelope(total=current_money(problem) * 1.05)))


def draw_channels(
    rng: np.random.Generator, count: int, months: int, ahead: int, *, carry: bool
) -> Channels:
    """Draw response curves, seasons and a current plan."""
    half = rng.lognormal(np.log(30_000), 0.6, count)
    ceiling = rng.lognormal(np.log(200), 0.5, count)
    season = 1 + 0.3 * np.sin(np.arange(months + ahead) * np.pi / 6 + rng.uniform(0, 6))
    current = np.repeat((half * rng.uniform(0.2, 1.2, count))[:, None], months, axis=1)
    return Channels(
        name=tuple(f"Channel {at + 1}" for at in range(count)),
        team=("marketing",) * count,
        base=rng.uniform(0, 0.1, count) * ceiling,
        ceiling=ceiling,
        half=half,
        carry=rng.uniform(0, 0.5, count) if carry else np.zeros(count),
        effective_before=current[:, 0] if carry else np.zeros(count),
        spent_before=current[:, 0],
        acquire_share=np.ones(count),
        season=np.tile(season, (count, 1)),
        current=current,
    )


def draw_groups(rng: np.random.Generator, areas: int, motions: int, *, lags: bool) -> Groups:
    """Draw how long deals of each area and motion take."""
    names = [(f"Area {a + 1}", f"motion {m + 1}") for a in range(areas) for m in range(motions)]
    cycle = rng.dirichlet((2, 4, 3, 2, 1, 1), len(names)) if lags else np.ones((len(names), 1))
    return Groups(
        name=tuple(f"{area}, {motion}" for area, motion in names),
        area=tuple(area for area, _ in names),
        motion=tuple(motion for _, motion in names),
        cycle=cycle,
        pays=later(cycle),
    )


def later(cycle: Floats) -> Floats:
    """Return when money comes: a third of it a month later than its win, where there is one."""
    moved = np.zeros_like(cycle)
    moved[:, 1:] += cycle[:, :-1] / 3
    moved[:, -1] += cycle[:, -1] / 3
    return cycle * 2 / 3 + moved


def draw_pools(
    rng: np.random.Generator, areas: int, months: int, horizon: int, *, one_job: bool
) -> Pools:
    """Draw a pool per area and job; capacities are set by `manned`."""
    jobs = ("hours",) if one_job else ("development", "closing")
    named = [(f"Area {a + 1}", job) for a in range(areas) for job in jobs]
    count = len(named)
    return Pools(
        name=tuple(f"{area} {job}" for area, job in named),
        area=tuple(area for area, _ in named),
        job=tuple(job for _, job in named),
        team=("sales",) * count,
        per_head=np.ones(count),
        cost_per_head=rng.uniform(6_000, 11_000, count),
        attrition=rng.uniform(0.0, 0.02, count),
        delay=rng.integers(1, 4, count),
        acquire_share=np.full(count, 0.7),
        ramp=np.tile([0.2, 0.5, 0.8, 1.0], (count, 1)),
        standing_paid=np.full((count, horizon), 5.0),
        standing_productive=np.full((count, horizon), 5.0),
        most_hires=np.full((count, months), 0.5),
        current_hires=np.zeros((count, months)),
    )


def draw_cells(
    rng: np.random.Generator,
    channels: int,
    areas: int,
    motions: int,
    horizon: int,
    *,
    one_job: bool,
) -> Cells:
    """Draw flows of every channel through every group, with what waits at opening."""
    groups = areas * motions
    channel, group = (axis.ravel() for axis in np.indices((channels, groups)))
    count, area = channels * groups, group // motions
    jobs = 1 if one_job else 2
    # What waits decays alike within an area, as one queue does, and leads sooner than deals.
    kept = rng.uniform([[0.3], [0.5]], [[0.5], [0.8]], (2, areas))
    revenue = rng.lognormal(np.log(20_000), 0.5, count)
    return Cells(
        channel=channel,
        group=group,
        follow_pool=area * jobs,
        close_pool=area * jobs + jobs - 1,
        share=rng.dirichlet(np.ones(groups), channels).ravel(),
        asks=rng.uniform(0.3, 0.9, count),
        follow_effort=rng.uniform(0.5, 1.5, count),
        kept_leads=kept[0, area],
        qualifies=rng.uniform(0.1, 0.4, count),
        close_effort=rng.uniform(5, 25, count),
        kept_deals=kept[1, area],
        closes=rng.uniform(0.15, 0.35, count),
        customers_per_win=rng.uniform(0.3, 1.0, count),
        revenue_per_win=revenue,
        one_off=revenue * 0.3,
        recurring=revenue * 0.7,
        commission=np.full(count, 0.06),
        partner=np.where(channel % 6 == 5, 0.15, 0.0),
        found_per_head=np.zeros(count),
        waiting_leads=rng.uniform(0, 8, count),
        waiting_deals=rng.uniform(0, 2, count),
        arriving_leads=fading(rng, count, horizon, 5.0),
        arriving_deals=fading(rng, count, horizon, 1.0),
        open_won=(won := fading(rng, count, horizon, 0.3)),
        open_customers=won * 0.6,
        open_revenue=won * revenue[:, None],
        open_gross=won * revenue[:, None],
        open_charges=won * revenue[:, None] * 0.06,
    )


def fading(rng: np.random.Generator, rows: int, months: int, size: float) -> Floats:
    """Draw what was begun before the first month and dies away within four."""
    fades = np.maximum(1 - np.arange(months) / 4, 0)
    drawn: Floats = rng.uniform(0, size, (rows, 1)) * fades
    return drawn


def fixed_lines(months: int) -> Fixed:
    """Return one line of people in marketing and one of tools in sales."""
    return Fixed(
        name=("Marketing people", "Sales tools"),
        team=("marketing", "sales"),
        acquire_share=np.array([1.0, 0.5]),
        told=np.array([0.0, 0.4]),
        amount=np.repeat([[20_000.0], [5_000.0]], months, axis=1),
    )


def manned(problem: Problem, follow: float, close: float) -> Problem:
    """Set what a head works so that standing heads do these shares of what is asked."""
    channels, cells, pools = problem.channels, problem.cells, problem.pools
    money = channels.current.mean(1) / (1 - channels.carry)
    leads = channels.base + channels.ceiling * money / (channels.half + money)
    asked = np.where(cells.channel == NONE, 0.0, cells.share * cells.asks * leads[cells.channel])
    ready = asked * cells.qualifies
    count = len(pools.name)
    used = np.zeros((2, count))
    np.add.at(used[0], cells.follow_pool, asked * cells.follow_effort)
    np.add.at(used[1], cells.close_pool, ready * cells.close_effort)
    shares = [follow or AMPLE, close or AMPLE]
    per_head = (used[0] * shares[0] + used[1] * shares[1]) / pools.standing_paid[:, 0]
    return replace(problem, pools=replace(pools, per_head=per_head))


def current_money(problem: Problem) -> float:
    """Return the money of the current plan over the open months, heads included."""
    months = problem.open_months
    pools = problem.pools
    heads = (pools.cost_per_head[:, None] * pools.standing_paid)[:, :months].sum()
    return float(problem.channels.current.sum() + heads + problem.fixed.amount[:, :months].sum())


def marketing_only(seed: int, channels: int = 12, months: int = 12) -> Problem:
    """Return a company whose sales have time for everything, without lags or look-ahead."""
    return random_problem(
        seed,
        channels=channels,
        months=months,
        ahead=0,
        follow_tightness=0,
        close_tightness=0,
        lags=False,
    )


def one_capacity(seed: int, *, closing: bool, channels: int = 12) -> Problem:
    """Return a company short in one job only."""
    follow, close = (0.0, 0.7) if closing else (0.7, 0.0)
    return random_problem(seed, channels=channels, follow_tightness=follow, close_tightness=close)
