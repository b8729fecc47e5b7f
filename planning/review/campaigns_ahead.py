"""Campaigns that start: the lines of a plan with a start day, and their part of a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planning.agreed.lines import Line, title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import first_day, month_of

_WEEK = timedelta(days=7)
OTHER = ""
_LEFT_OUT = ("placeholder", "reserve")


@dataclass(frozen=True)
class CampaignAhead:
    """A campaign that starts.

    Attributes:
        name: What its line is called.
        channel: Where its money goes; None where the line names none.
        offer: What it offers; empty where the line does not say.
        region: The region it is for; None for all.
        starts: Its first day.
        week: Position of its week; -1 where it is none of those looked at.
        money: Planned for the month in which it starts, plan-currency units.
        parts: Its part of the channel's money in that month by region; None stands for
            the whole company, `OTHER` for every region no line of the channel names.
    """

    name: str
    channel: str | None
    offer: str
    region: str | None
    starts: date
    week: int
    money: float
    parts: Mapping[str | None, float] = field(default_factory=dict)

    def is_in(self, channel: str) -> bool:
        """Whether its money goes into a channel."""
        return self.channel is not None and self.channel.casefold() == channel.casefold()

    def part_of(self, region: str | None) -> float:
        """Return its part of the channel's leads in a region, or in all for None, 0 to 1."""
        if self.region is not None and region is not None and self.region != region:
            return 0.0
        return self.parts.get(region, self.parts.get(OTHER, 0.0))


def campaigns_ahead(
    scenario: Scenario, rows: Sequence[PlanRow], weeks: Sequence[date]
) -> tuple[CampaignAhead, ...]:
    """Return the campaigns that start in the weeks, first day first.

    Args:
        scenario: The plan.
        rows: Its lines.
        weeks: Mondays.
    """
    months = range(month_of(weeks[0]), month_of(weeks[-1] + _WEEK) + 1)
    found = [it for month in months for it in in_month(scenario, rows, month)]
    inside = [it for it in found if weeks[0] <= it.starts < weeks[-1] + _WEEK]
    placed = (_in_week(it, weeks) for it in inside)
    return tuple(sorted(placed, key=lambda it: (it.starts, it.name)))


def in_month(scenario: Scenario, rows: Sequence[PlanRow], month: int) -> tuple[CampaignAhead, ...]:
    """Return the campaigns that start in a month, with their part of the channel's money.

    A line of a region takes its part there alone: its money by all money of the channel
    that is for this region or for none. Placeholders and reserves start nothing.
    """
    at = month - scenario.first_month
    if not 0 <= at < len(scenario.months):
        return ()
    lines = [(row, Line.of(row.cells)) for row in rows if row.kind == "line"]
    placed = [(row, it) for row, it in lines if it.status not in _LEFT_OUT and it.channel]
    return tuple(_starting(placed, at, month))


def _starting(
    lines: Sequence[tuple[PlanRow, Line]], at: int, month: int
) -> Iterator[CampaignAhead]:
    for row, line in lines:
        if not line.campaign_start or not line.channel:
            continue
        starts = date.fromisoformat(line.campaign_start)
        if month_of(starts) != month:
            continue
        money = float(line.plan[at] or 0)
        beside = [it for _, it in lines if _same(it.channel, line.channel)]
        named = dict.fromkeys(it.region for it in beside if it.region is not None)
        regions: tuple[str | None, ...] = (None, OTHER, *named)
        parts = {region: _part(money, beside, at, region) for region in regions}
        yield CampaignAhead(
            name=title(row.cells),
            channel=line.channel,
            offer=line.offer or "",
            region=line.region,
            starts=max(starts, first_day(month)),
            week=-1,
            money=money,
            parts=parts,
        )


def _same(channel: str | None, other: str) -> bool:
    return channel is not None and channel.casefold() == other.casefold()


def _part(money: float, beside: Sequence[Line], at: int, region: str | None) -> float:
    """Return money by all of the channel that is for a region or for all of them."""
    whole = sum(
        float(it.plan[at] or 0)
        for it in beside
        if region is None or it.region is None or it.region == region
    )
    return money / whole if whole > 0 else 0.0


def _in_week(one: CampaignAhead, weeks: Sequence[date]) -> CampaignAhead:
    return replace(one, week=(one.starts - weeks[0]).days // _WEEK.days)
