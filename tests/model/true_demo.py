"""The demo company as a problem of its true numbers: what a plan would really bring.

Groups are region × motion × segment, so that sales takes the best deals first as it truly
does. What stands at opening (deals open, leads waiting) is the same in every plan and stays
as the question tells it, in cells of its own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from data_sources.demo import DemoCompany
from data_sources.demo.campaigns import draw_campaigns, live_weights
from data_sources.demo.catalogue import CHANNEL_NAMES, REGIONS, SEGMENTS
from data_sources.demo.draws import lag, stream
from data_sources.demo.plan import plans
from data_sources.demo.truth import Rates, Truth
from planning.actuals.rows import MOTIONS
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.checks import checked
from planning.model.problem import Problem
from planning.model.tables import NONE, Cells, Floats, Groups

SELLING = MOTIONS[:3]
_FOUND = (0.6, 0.22, 0.18)
_DAYS = 365.25 / 12
_SAMPLES = 200_000


def planned_rows(company: DemoCompany) -> tuple[Scenario, tuple[PlanRow, ...]]:
    """Return the demo's plan of the running year as it is placed in a store."""
    plan = plans(company)[-1]
    rows = tuple(PlanRow(row.key, row.kind, "demo", row.team, cells=row.cells) for row in plan.rows)
    return plan.scenario, rows


def true_problem(problem: Problem, truth: Truth) -> Problem:
    """Return a question about the demo company with the numbers that are true of it.

    Args:
        problem: As asked from the facts; its plan, state, money and limits stay.
        truth: What the facts were drawn from.
    """
    channels, pools = problem.channels, problem.pools
    curves = [truth.response[name] for name in channels.name]
    season = np.array(truth.season)[(problem.first_month + np.arange(problem.months)) % 12]
    follows = np.array([job == "development" for job in pools.job])
    return checked(
        replace(
            problem,
            channels=replace(
                channels,
                base=np.array([it.base for it in curves]),
                ceiling=np.array([it.ceiling for it in curves]),
                half=np.array([it.half for it in curves]),
                carry=np.zeros(len(curves)),
                season=np.tile(season, (len(curves), 1)),
            ),
            pools=replace(
                pools,
                per_head=np.where(
                    follows, truth.leads_per_development_head, truth.hours_per_closing_head
                ),
                ramp=_ramps(problem, truth),
            ),
            groups=_groups(problem, truth),
            cells=_cells(problem, truth),
            lead_lag=_kernel([truth.lag_days["created-mql"]]),
            ready_lag=_kernel([truth.lag_days[it] for it in ("touch-sal", "sal-sql", "sql-deal")]),
            margin=truth.margin,
        )
    )


def _ramps(problem: Problem, truth: Truth) -> Floats:
    ramp = np.ones_like(problem.pools.ramp)
    for at, job in enumerate(problem.pools.job):
        own = truth.ramp[job][: ramp.shape[1]]
        ramp[at, : len(own)] = own
    return ramp


def _kernel(means: list[float]) -> Floats:
    """Return the share of cases by months that pass in lags that follow each other."""
    rng = np.random.default_rng(0)
    days = rng.uniform(0, _DAYS, _SAMPLES)
    for mean in means:
        days = days + lag(rng, mean, _SAMPLES)
    return _shares(days)


def _cycle(median: float, sigma: float) -> Floats:
    rng = np.random.default_rng(0)
    return _shares(
        rng.uniform(0, _DAYS, _SAMPLES) + np.maximum(median * rng.lognormal(0, sigma, _SAMPLES), 3)
    )


def _shares(days: Floats) -> Floats:
    months = np.minimum((days / _DAYS).astype(np.int64), 11)
    return np.bincount(months, minlength=12) / len(days)


def _groups(problem: Problem, truth: Truth) -> Groups:
    keys = list(product(REGIONS, SELLING, SEGMENTS))
    cycles = {name: _cycle(truth.cycle_days[name], truth.cycle_sigma) for name in SEGMENTS}
    old = problem.groups
    width = max(12, old.cycle.shape[1], old.pays.shape[1])
    cycle = np.zeros((len(keys) + len(old.name), width))
    for at, (_, _, segment) in enumerate(keys):
        cycle[at, :12] = cycles[segment]
    cycle[len(keys) :, : old.cycle.shape[1]] = old.cycle
    return Groups(
        name=(*(" · ".join(key) for key in keys), *(f"{name}, at opening" for name in old.name)),
        area=(*(key[0] for key in keys), *old.area),
        motion=(*(key[1] for key in keys), *old.motion),
        cycle=cycle,
        # Within a segment large deals take no longer.
        pays=np.vstack([np.zeros((len(keys), width)), _as_wide(old.pays, width)]),
    )


def _as_wide(kernels: Floats, width: int) -> Floats:
    return np.pad(kernels, ((0, 0), (0, width - kernels.shape[1])))


def motion_shares(truth: Truth) -> dict[str, Floats]:
    """Return how a channel's leads divide by motion, over all months."""
    campaigns = draw_campaigns(stream(truth.seed, "naming"))
    live = live_weights(campaigns)
    live = (live / live.sum(axis=2, keepdims=True)).mean(axis=1)
    found = {}
    for at, name in enumerate(CHANNEL_NAMES):
        shares = np.zeros(len(SELLING))
        for weight, campaign in zip(live[at], campaigns, strict=True):
            more = truth.expand_share.get(MOTIONS[campaign.motion], 0.0)
            shares[0] += weight * (1 - more)
            if campaign.motion == 0:
                shares[1:] += weight * more * np.array([0.55, 0.45])
            else:
                shares[campaign.motion] += weight * more
        found[name] = shares
    return found


def _cells(problem: Problem, truth: Truth) -> Cells:
    """Return true flows and own finds, then what stands at opening."""
    rows = [*_flows(problem, truth), *_finds(problem, truth)]
    months, old = problem.months, problem.cells
    new: dict[str, Any] = {}
    for name, values in vars(old).items():
        own = [row.get(name, 0.0) for row in rows]
        if values.ndim == 2:
            new[name] = np.concatenate([np.zeros((len(rows), months)), values])
        else:
            new[name] = np.concatenate([np.array(own, dtype=values.dtype), values])
    first = len(rows)
    # Nothing new flows where only the state at opening stands.
    new["share"][first:] = 0.0
    new["found_per_head"][first:] = 0.0
    new["group"][first:] += len(REGIONS) * len(SELLING) * len(SEGMENTS)
    hours = sum(truth.segment_share[it] * truth.effort_hours[it] for it in SEGMENTS)
    new["close_effort"][first:] *= hours
    return Cells(**new)


def _flows(problem: Problem, truth: Truth) -> list[dict[str, float]]:
    shares = motion_shares(truth)
    neglect = {(it.channel, it.region): it.share for it in truth.neglect_at}
    found = []
    for at, name in enumerate(problem.channels.name):
        rates = truth.rates[truth.classes[name]]
        for group, (region, motion, segment) in enumerate(product(REGIONS, SELLING, SEGMENTS)):
            rate = rates.get(motion)
            if rate is None:
                continue
            share = shares[name][SELLING.index(motion)]
            found.append(
                {
                    **_deal(problem, truth, group, region, motion, segment, rate),
                    "channel": at,
                    "share": share * truth.region_share[region] * truth.segment_share[segment],
                    "asks": rate.mql * (1 - neglect.get((name, region), truth.neglect)),
                    "follow_effort": 1.0,
                    "kept_leads": truth.kept_leads,
                    "qualifies": rate.sal * rate.sql * rate.deal,
                    "follow_pool": _pool(problem, region, "development"),
                    "partner": truth.partner_share if name == "Partner" else 0.0,
                }
            )
    return found


def _finds(problem: Problem, truth: Truth) -> list[dict[str, float]]:
    found = []
    for group, (region, motion, segment) in enumerate(product(REGIONS, SELLING, SEGMENTS)):
        rate = truth.rates["outbound"].get(motion)
        each = truth.self_sourced_per_head * _FOUND[SELLING.index(motion)]
        if rate is not None:
            found.append(
                {
                    **_deal(problem, truth, group, region, motion, segment, rate),
                    "channel": NONE,
                    "follow_pool": NONE,
                    "found_per_head": each * truth.segment_share[segment],
                    # Own finds ask no closing capacity in the firm's true life.
                    "close_effort": 0.0,
                }
            )
    return found


def _deal(
    problem: Problem,
    truth: Truth,
    group: int,
    region: str,
    motion: str,
    segment: str,
    rate: Rates,
) -> dict[str, float]:
    annual = truth.annual_size[segment] * truth.size_factor.get(motion, 1.0)
    annual *= float(np.exp(truth.size_sigma**2 / 2))
    term = sum(months * share for months, share in truth.term_share.items()) / 12
    setup = truth.setup_share if motion == "acquire" else 0.0
    often = truth.recurring_share
    return {
        "group": group,
        "close_pool": _pool(problem, region, "closing"),
        "close_effort": truth.effort_hours[segment],
        "kept_deals": truth.kept_deals,
        "closes": rate.close,
        "customers_per_win": float(motion == "acquire"),
        "revenue_per_win": annual * (often * (term + setup) + 1 - often),
        "one_off": annual * (often * setup + 1 - often),
        "recurring": annual * often,
        "commission": truth.commission[motion],
    }


def _pool(problem: Problem, region: str, job: str) -> int:
    pools = problem.pools
    return next(
        at for at in range(len(pools.name)) if (pools.area[at], pools.job[at]) == (region, job)
    )
