"""A proposed line: what somebody wants money for, and whether the facts know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planning.actuals.cubes import BASE, SPEND
from planning.actuals.parts import cube_of
from planning.actuals.slices import Slice
from planning.agreed.lines import Line, title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import Period
from planning.teams import SALES_SOURCED

Kind = Literal["campaign", "channel"]

_COUNTED = ("leads", "created", "won", "customers_with_account", "unlinked_won")


@dataclass(frozen=True)
class Proposal:
    """What somebody wants money for.

    Attributes:
        name: What it is called in a sentence.
        channel: Where the money goes, as somebody wrote it; None where nobody said.
        campaign: What it is for; None where nobody said.
        amount: Plan-currency units.
        months: When it would be spent.
        region, segment: The part of the company it is for; None for all of it.
        line: Row id of the line where it stands in a plan already.
    """

    name: str
    channel: str | None
    campaign: str | None
    amount: float
    months: Period
    region: str | None = None
    segment: str | None = None
    line: str | None = None


@dataclass(frozen=True)
class Subject:
    """What the facts call it.

    Attributes:
        kind: Whether it is looked at as a campaign or as a channel.
        name: Its name in the facts.
        channel: Its channel in the facts; None where a campaign has none.
        as_channel: Whether a campaign is new to the facts, so that its channel speaks for it.
    """

    kind: Kind
    name: str
    channel: str | None
    as_channel: bool = False


def of_line(row: PlanRow, scenario: Scenario, now: int) -> Proposal:
    """Return what a line of a plan asks for from a month on; once it is over, for its year.

    Args:
        row: The line.
        scenario: Its plan.
        now: Number of the first month that is not over.
    """
    line, first = Line.of(row.cells), scenario.first_month
    money = {first + at: float(it) for at, it in enumerate(line.plan) if it}
    left = {month: it for month, it in money.items() if month >= now} or money
    months = Period(start=min(left), end=max(left) + 1) if left else scenario.period
    return Proposal(
        name=title(row.cells),
        channel=line.channel,
        campaign=line.campaign,
        amount=round(sum(left.values()), 2),
        months=months,
        region=line.region,
        segment=line.segment,
        line=row.id,
    )


def subject_of(proposal: Proposal, part: Slice) -> Subject | None:
    """Return what the facts call a proposed line, None where they know nothing of it.

    A campaign the facts know speaks for itself, otherwise its channel does. Case and outer
    spaces do not matter. Known is what leads, deals or spend name.
    """
    campaign = _spelled(proposal.campaign, known(part, "campaign"))
    if campaign is not None:
        channel = channel_of(campaign, part) or _spelled(proposal.channel, known(part, "channel"))
        return Subject("campaign", campaign, channel)
    channel = _spelled(proposal.channel, known(part, "channel"))
    if channel is None:
        return None
    return Subject("channel", channel, channel, as_channel=bool(proposal.campaign))


def known(part: Slice, kind: Kind) -> tuple[str, ...]:
    """Return the channels or campaigns that leads, deals or spend of the facts name, in order."""

    def look() -> tuple[str, ...]:
        found: set[str] = set()
        base = cube_of(part.counts, BASE if kind == "channel" else kind)
        for measure in _COUNTED:
            if measure in base.measures:
                found |= {name for name, it in base.by(kind, measure).items() if name and it}
        spend = cube_of(part.counts, SPEND)
        found |= {name for name, cents in spend.by(kind, "cents").items() if name and cents}
        if kind == "channel":
            found.discard(SALES_SOURCED)
        return tuple(sorted(found, key=lambda name: (name.casefold(), name)))

    return part.root.once(("known", kind), look)


def channel_of(campaign: str, part: Slice) -> str | None:
    """Return the channel most leads of a campaign came by, None where none is told.

    Without leads its deals tell, without these its spend.
    """
    return part.root.once("channels of campaigns", lambda: _channels_of_campaigns(part)).get(
        campaign
    )


def _channels_of_campaigns(part: Slice) -> dict[str, str]:
    found: dict[str, str] = {}
    base, spend = cube_of(part.counts, "campaign"), cube_of(part.counts, SPEND)
    for cube, measure in ((base, "leads"), (base, "created"), (spend, "cents")):
        campaigns, channels = cube.labels["campaign"], cube.labels["channel"]
        if not cube.size or measure not in cube.measures:
            continue
        sums = np.zeros((len(campaigns), len(channels)))
        np.add.at(sums, (cube.keys["campaign"], cube.keys["channel"]), cube.measures[measure])
        sums[:, [at for at, it in enumerate(channels) if it is None]] = 0
        for at, name in enumerate(campaigns):
            most = channels[int(sums[at].argmax())]
            if name and most and sums[at].max() > 0:
                found.setdefault(name, most)
    return found


def _spelled(name: str | None, names: tuple[str, ...]) -> str | None:
    if not name or not name.strip():
        return None
    if name in names:
        return name
    wanted = name.strip().casefold()
    return next((it for it in names if it.strip().casefold() == wanted), None)
