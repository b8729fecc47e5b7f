"""The tables of a problem from a plan's lines, the assumptions and the state at opening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.model.advising.plan_lines import PER_UNIT, Booleans, PlanLines
from planning.model.assuming.cells import Laid
from planning.model.measuring.opening import Opening
from planning.model.tables import NONE, Cells, Channels, Fixed, Floats, Groups, Pools
from planning.teams import TEAMS, Team


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan's lines with what the tables need of them.

    Attributes:
        lines: The plan's.
        closed: Months of the fiscal year that are over.
        acquires: Part of each line's money that wins new customers, (L).
        told: Which lines pay what values of deals bear already, (L).
    """

    lines: PlanLines
    closed: int
    acquires: Floats
    told: Booleans

    def acquire_share(self, own: Booleans, team: str) -> float:
        """Return the acquiring part of some lines, weighed by their money."""
        money = self.lines.plan[own].sum(axis=1)
        if not money.sum():
            return float(team != "joint")
        return float(np.average(self.acquires[own], weights=money))

    def payer(self, channel: int, owner: Team) -> Team:
        """Return who pays most of a channel's money, else who owns it."""
        own = self.lines.channel == channel
        money = {team: int(self.lines.plan[self.lines.of_team(team) & own].sum()) for team in TEAMS}
        most = max(TEAMS, key=lambda it: money[it])
        return most if money[most] > 0 else owner


def told_by_deals(lines: PlanLines, laid: Laid) -> Booleans:
    """Return which lines pay commission or partners that values of deals bear already.

    A partner line of a channel whose partners get no share of a win is money of its own.
    """
    channels = [it.name.casefold() for it in laid.layout.assumptions.channels]
    shares = laid.cells["partner"] > 0
    own = {channels[at] for at in set(laid.layout.channel[shares].tolist()) if at != NONE}
    pays = bool((laid.cells["commission"] > 0).any())
    found = [
        line.status != "reserve"
        and (
            (line.category == "commission" and pays)
            or (line.category == "partner" and _gets_share(line.channel, own))
        )
        for line in lines.lines
    ]
    return np.array(found, dtype=np.bool_)


def _gets_share(channel: str | None, own: set[str]) -> bool:
    return bool(own) if channel is None else channel.strip().casefold() in own


def channels_of(planned: Planned, laid: Laid, state: Opening) -> Channels:
    """Return channels with their curves and the plan's money."""
    channels, lines = laid.layout.assumptions.channels, planned.lines
    own = [lines.channel == at for at in range(len(channels))]
    money = lines.of_channels(lines.plan[:, planned.closed :], len(channels))
    return Channels(
        name=tuple(it.name for it in channels),
        team=tuple(planned.payer(at, it.team) for at, it in enumerate(channels)),
        base=laid.channels["base"],
        ceiling=laid.channels["ceiling"],
        half=np.maximum(laid.channels["half"], 1e-6),
        carry=laid.channels["carry"],
        effective_before=state.effective_before,
        spent_before=state.spent_before,
        acquire_share=np.array(
            [planned.acquire_share(own[at], it.team) for at, it in enumerate(channels)]
        ),
        season=state.season,
        current=money / PER_UNIT,
    )


def pools_of(planned: Planned, laid: Laid, state: Opening) -> Pools:
    """Return pools with the heads that are there; what the plan pays comes in later."""
    pools, lines = laid.layout.pools, planned.lines
    nobody = np.zeros((len(pools), lines.plan.shape[1] - planned.closed))
    return Pools(
        name=tuple(it.name for it in pools),
        area=tuple(it.area for it in pools),
        job=tuple(it.job for it in pools),
        team=("sales",) * len(pools),
        per_head=laid.pools["per_head"],
        cost_per_head=laid.pools["cost_per_head"],
        attrition=laid.pools["attrition"],
        delay=np.rint(laid.pools["hiring_delay"]).astype(np.int64),
        acquire_share=np.array(
            [planned.acquire_share(lines.pool == at, "sales") for at in range(len(pools))]
        ),
        ramp=_padded(laid.ramp(), 1.0),
        standing_paid=state.standing_paid,
        standing_productive=state.standing_productive,
        most_hires=nobody,
        current_hires=nobody,
    )


def groups_of(laid: Laid) -> Groups:
    """Return groups with their cycles, in wins and in money."""
    groups = laid.layout.assumptions.groups
    return Groups(
        name=tuple(it.name for it in groups),
        area=tuple(it.area for it in groups),
        motion=tuple(it.motion for it in groups),
        cycle=_padded(laid.cycle(), 0.0),
        pays=_padded(laid.pays(), 0.0),
    )


def _padded(rows: list[tuple[float, ...]], rest: float) -> Floats:
    found = np.full((len(rows), max((len(it) for it in rows), default=1)), rest)
    for at, each in enumerate(rows):
        found[at, : len(each)] = each
    return found


def cells_of(laid: Laid, state: Opening) -> Cells:
    """Return cells with their rates and what waits, comes and is open."""
    layout, cells = laid.layout, dict(laid.cells)
    cells.pop("reached")
    return Cells(
        channel=layout.channel,
        group=layout.group,
        follow_pool=layout.follow_pool,
        close_pool=layout.close_pool,
        **cells | {"asks": laid.asks},
        waiting_leads=state.waiting_leads,
        waiting_deals=state.waiting_deals,
        arriving_leads=state.arriving_leads,
        arriving_deals=state.arriving_deals,
        open_won=state.open_won,
        open_customers=state.open_customers,
        open_revenue=state.open_revenue,
        open_gross=state.open_gross,
        open_charges=state.open_charges,
    )


def fixed_of(planned: Planned, ahead_months: int, tail_months: int) -> Fixed:
    """Return the money that stands, by team and category; what deals bear by itself.

    Look-ahead months go on as the last plan months; reserves end with the year.
    """
    lines, closed = planned.lines, planned.closed
    kinds: dict[tuple[str, str], list[int]] = {}
    for at, line in enumerate(lines.lines):
        if lines.stands[at]:
            what: str = "reserve" if line.status == "reserve" else line.category
            what += " of deals" if planned.told[at] else ""
            kinds.setdefault((line.team, what), []).append(at)
    amounts, part, told = [], [], []
    for (team, what), own in kinds.items():
        months = lines.plan[own, closed:].sum(axis=0) / PER_UNIT
        ahead = 0.0 if what == "reserve" else float(months[-tail_months:].mean())
        amounts.append(np.concatenate([months, np.full(ahead_months, ahead)]))
        chosen = np.isin(np.arange(len(lines.lines)), own)
        part.append(planned.acquire_share(chosen, team))
        told.append(float(planned.told[own[0]]))
    return Fixed(
        name=tuple(f"{team}: {what}" for team, what in kinds),
        team=tuple(team for team, _ in kinds),
        acquire_share=np.array(part),
        told=np.array(told),
        amount=np.array(amounts).reshape(len(kinds), lines.plan.shape[1] - closed + ahead_months),
    )
