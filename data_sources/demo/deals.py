"""Deals: from leads that were ready, from sales themselves, and from contracts due."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from data_sources.demo.catalogue import (
    ACQUIRE,
    CROSS_SELL,
    PRODUCTS,
    RECURRING_PRODUCTS,
    SEGMENTS,
    UP_SELL,
)
from data_sources.demo.demand import Arrivals
from data_sources.demo.draws import (
    AS_OF_DAY,
    MONTH_STARTS,
    NEVER,
    Bools,
    Floats,
    Ints,
    month_index,
    pick,
    workday,
)
from data_sources.demo.following import Journey, rate_of
from data_sources.demo.queueing import WAITING, work_in_order
from data_sources.demo.staff import capacity, draw_owner
from data_sources.demo.truth import MONTHS, Truth
from planning.actuals.rows import MOTIONS

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Deals:
    """Deals; each array has one element per deal.

    Positions as in `Arrivals`; lead, channel, account and owner (in the firm's members)
    are -1 where there is none. Money is integer cents; closed and due are `NEVER` where open or
    not recurring; won says nothing while a deal is open.
    """

    lead: Ints
    channel: Ints
    account: Ints
    owner: Ints
    region: Ints
    segment: Ints
    motion: Ints
    product: Ints
    created: Ints
    closed: Ints
    won: Bools
    amount: Ints
    recurring: Ints
    term: Ints
    due: Ints

    def __len__(self) -> int:
        return len(self.created)

    @property
    def is_won(self) -> Bools:
        """Which deals are closed and won."""
        return self.won & (self.closed < NEVER)

    def only(self, keep: Bools | Ints) -> Deals:
        """Return some of the deals."""
        return replace(self, **{f.name: getattr(self, f.name)[keep] for f in fields(self)})

    def at_accounts(self, account: Ints) -> Deals:
        """Return the same deals with their accounts."""
        return replace(self, account=account)


def joined(parts: list[Deals]) -> Deals:
    """Return several lots of deals as one, in order of creation."""
    together = {
        f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Deals)
    }
    return Deals(**together).only(np.argsort(together["created"], kind="stable"))


def draw_deals(
    rng: np.random.Generator, truth: Truth, leads: Arrivals, journey: Journey
) -> tuple[Deals, Ints]:
    """Draw the deals of ready leads and those sales found, without accounts yet.

    Returns:
        The deals, and for each lead the day it was handed back for want of closing
        capacity (`NEVER` for all others).
    """
    created, back = _when_worked(rng, truth, leads, journey)
    lead = np.flatnonzero(created < NEVER)
    from_leads = _outcomes(
        rng,
        truth,
        created=created[lead],
        chance=rate_of(truth, "close", leads.channel[lead], leads.motion[lead]),
        lead=lead,
        channel=leads.channel[lead],
        region=leads.region[lead],
        segment=leads.segment[lead],
        motion=leads.motion[lead],
    )
    return joined([from_leads, _self_sourced(rng, truth)]), back


def _when_worked(
    rng: np.random.Generator, truth: Truth, leads: Arrivals, journey: Journey
) -> tuple[Ints, Ints]:
    """Return the day each ready lead became a deal, and the day it was handed back."""
    month = np.where(journey.ready < NEVER, month_index(journey.ready), NEVER)
    effort = np.array([truth.effort_hours[name] for name in SEGMENTS])[leads.segment]
    size = np.array([truth.annual_size[name] for name in SEGMENTS])[leads.segment]
    chance = rate_of(truth, "close", leads.channel, leads.motion)
    noise = rng.lognormal(0, truth.priority_noise, len(leads))
    hours = capacity(truth, "closing")
    worked = work_in_order(
        rng, month, leads.region, chance * size / effort * noise, effort, hours, truth.kept_deals
    )
    later = MONTH_STARTS[np.clip(worked, 0, MONTHS - 1)] + rng.integers(0, 28, len(leads))
    day = workday(np.where(worked == month, journey.ready, later))
    created = np.where((worked >= 0) & (day <= AS_OF_DAY), day, NEVER)
    dropped = (journey.ready < NEVER) & (worked < WAITING)
    back = np.where(dropped, journey.ready + rng.integers(30, 61, len(leads)), NEVER)
    return created, np.where(back > AS_OF_DAY, NEVER, back)


def _self_sourced(rng: np.random.Generator, truth: Truth) -> Deals:
    """Draw the deals closing people found without a lead."""
    heads = capacity(truth, "closing") / truth.hours_per_closing_head
    counts = rng.poisson(heads * truth.self_sourced_per_head).ravel()
    cell = np.repeat(np.arange(counts.size), counts)
    n = len(cell)
    day = workday(MONTH_STARTS[cell % MONTHS] + rng.integers(0, 28, n))
    motion = np.array([ACQUIRE, CROSS_SELL, UP_SELL])[pick(rng, (0.6, 0.22, 0.18), n)]
    # Sales' own finds close as the leads it raises itself.
    rates = truth.rates["outbound"]
    chance = np.array([rates[name].close if name in rates else 0.0 for name in MOTIONS])[motion]
    keep = day <= AS_OF_DAY
    return _outcomes(
        rng,
        truth,
        created=day[keep],
        chance=chance[keep],
        lead=np.full(int(keep.sum()), -1),
        channel=np.full(int(keep.sum()), -1),
        region=(cell // MONTHS)[keep],
        segment=pick(rng, list(truth.segment_share.values()), n)[keep],
        motion=motion[keep],
    )


def _outcomes(
    rng: np.random.Generator,
    truth: Truth,
    *,
    created: Ints,
    chance: Floats,
    lead: Ints,
    channel: Ints,
    region: Ints,
    segment: Ints,
    motion: Ints,
) -> Deals:
    """Draw how deals end, when, and what they are worth."""
    n = len(created)
    median = np.array([truth.cycle_days[name] for name in SEGMENTS])[segment]
    cycle = np.maximum(3, np.rint(median * rng.lognormal(0, truth.cycle_sigma, n)))
    closed = workday(created + cycle.astype(np.int64))
    won = rng.random(n) < chance
    closed = np.where(closed > AS_OF_DAY, NEVER, closed)
    recurs = rng.random(n) < truth.recurring_share
    recurring, term, amount = _worth(rng, truth, segment, motion, recurs)
    bought_once = pick(rng, np.ones(len(PRODUCTS) - RECURRING_PRODUCTS), n) + RECURRING_PRODUCTS
    product = np.where(recurs, pick(rng, (0.4, 0.25, 0.2, 0.15), n), bought_once)
    ends = closed + np.rint(term * DAYS_PER_MONTH).astype(np.int64)
    return Deals(
        lead=lead,
        channel=channel,
        account=np.full(n, -1),
        owner=draw_owner(rng, truth, "closing", region, month_index(created)),
        region=region,
        segment=segment,
        motion=motion,
        product=product,
        created=created,
        closed=closed,
        won=won,
        amount=amount,
        recurring=recurring,
        term=term,
        due=np.where(won & recurs & (closed < NEVER), ends, NEVER),
    )


def _worth(
    rng: np.random.Generator, truth: Truth, segment: Ints, motion: Ints, recurs: Bools
) -> tuple[Ints, Ints, Ints]:
    """Draw recurring cents per year, term in months and cents over the term."""
    n = len(segment)
    median = np.array([truth.annual_size[name] for name in SEGMENTS])[segment]
    factor = np.array([truth.size_factor.get(name, 1.0) for name in MOTIONS])[motion]
    annual = median * factor * rng.lognormal(0, truth.size_sigma, n)
    # Price lists are in tens, not in cents.
    yearly = np.rint(annual / 10).astype(np.int64) * 1_000
    terms = np.array(list(truth.term_share))
    drawn = terms[pick(rng, list(truth.term_share.values()), n)]
    setup = np.where(motion == ACQUIRE, np.rint(yearly * truth.setup_share / 1_000) * 1_000, 0)
    total = yearly * drawn // 12 + setup.astype(np.int64)
    zero = np.zeros(n, dtype=np.int64)
    return (
        np.where(recurs, yearly, zero),
        np.where(recurs, drawn, zero),
        np.where(recurs, total, yearly),
    )
