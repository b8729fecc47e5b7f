"""Lines of programme money: the channels' campaigns as planners foresaw them.

Planners know each channel's mean money and which campaigns are to run, not how the money
will move. Some of what happens is a story: a channel that costs more than planned, a
campaign that never runs, one that runs though nobody planned it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from pydantic import JsonValue

from data_sources.demo.catalogue import ASSETS, CHANNELS, Channel
from data_sources.demo.draws import Floats, month_index
from data_sources.demo.planned_prices import UNITS, calendar, foreseen_rate
from data_sources.demo.planned_summer import split_off, summer_cells
from data_sources.demo.planning_year import (
    YEAR,
    Row,
    Year,
    committed,
    conversion,
    day_numbers,
    purchase,
)
from data_sources.demo.truth import FIRST_MONTH, MONTHS
from planning.periods import first_day, month_name

_MOST: Final = 36
"""Planners fold the smallest campaigns away: a sheet is to be read."""

_OVERSPENT: Final = 0.74
"""Planners hope the channel that costs more each year costs this much of it."""

_LEAST_STORY: Final = 6_000.0
ALWAYS_ON: Final = "always on"
NEVER_RUN: Final = "M-WBN-90"
"""Code of a campaign that was planned and never ran."""


@dataclass(frozen=True, eq=False)
class _Campaign:
    """A campaign in one year: its channel, and the money expected for each month."""

    name: str
    code: str
    channel: Channel
    motion: str
    starts: int
    expected: Floats

    @property
    def is_always_on(self) -> bool:
        return self.name.endswith(ALWAYS_ON)

    @property
    def live(self) -> list[int]:
        return [at for at in range(YEAR) if self.expected[at] > 0]


def programme_lines(year: Year) -> Iterator[Row]:
    """Return the lines of all channels, those nobody planned left out."""
    unplanned = unplanned_code(year)
    foreseen = [one for one in _campaigns(year) if one.live and one.code != unplanned]
    largest = sorted(foreseen, key=lambda one: -one.expected.sum())[:_MOST]
    for campaign in foreseen:
        if campaign in largest:
            yield _line(year, campaign)
            yield from _summer(year, campaign)
    yield _never_run(year)
    if year.is_this_year:
        yield from _autumn(year)


def unplanned_code(year: Year) -> str | None:
    """Return the code of a campaign that runs although no line foresees it.

    Of the campaigns that spend a fair amount one of the smaller, so that the surprise is
    visible and not the whole story.
    """
    names = year.company.campaigns
    found = [
        (year.spent_in(code).sum(), code)
        for code, name in zip(names["line_code"], names["campaign"], strict=True)
        if not str(name).endswith(ALWAYS_ON)
    ]
    enough = sorted(one for one in found if one[0] >= _LEAST_STORY * year.truth.size)
    return enough[len(enough) // 4][1] if enough else None


def overspent_channel(year: Year) -> str:
    """Return the channel whose money turns out higher than its lines."""
    place = year.truth.places.get("saturated-channel")
    return (place.channel if place else None) or "Paid search"


def _campaigns(year: Year) -> Iterator[_Campaign]:
    table = year.company.campaigns
    for channel in CHANNELS:
        own = table[table["channel"] == channel.name]
        expected = _expected(year, channel, own["line_code"].tolist())
        starts = month_index(day_numbers(own["start_on"]))
        for row, start in zip(own.to_dict("records"), starts, strict=True):
            yield _Campaign(
                name=str(row["campaign"]),
                code=str(row["line_code"]),
                channel=channel,
                motion=str(row["motion"]),
                starts=int(start),
                expected=expected[row["line_code"]],
            )


def _expected(year: Year, channel: Channel, codes: list[str]) -> dict[str, Floats]:
    """Return what planners expect each campaign of a channel to spend by month.

    The channel's mean money, in its calendar, divided as the live campaigns divide it. In
    months the facts do not cover, those live at the end go on for a quarter; then only
    what always runs does.
    """
    shares = np.zeros((len(codes), YEAR))
    money = np.array(
        [year.spent.loc[code] if code in year.spent.index else np.zeros(MONTHS) for code in codes]
    )
    for at in range(YEAR):
        month = year.start + at
        seen = money[:, min(max(month, 0), MONTHS - 1)].astype(np.float64)
        if month >= MONTHS + 3:
            seen[1:] = 0
        shares[:, at] = seen / seen.sum() if seen.sum() else np.eye(len(codes))[0]
    mean = float(np.mean(year.truth.spend[channel.name]))
    month_mean = mean * np.array([calendar(channel, year.start + at) for at in range(YEAR)])
    return {
        code: shares[at] * month_mean * year.error.get(code, 1.0) for at, code in enumerate(codes)
    }


def _line(year: Year, campaign: _Campaign) -> Row:
    channel = campaign.channel
    hoped = _hoped(year, channel)
    drivers = _drivers(campaign, hoped)
    if campaign.is_always_on:
        drivers, _ = split_off(year, channel.name, drivers)
    rate = foreseen_rate(channel, campaign.motion)
    line = year.line(
        campaign.code,
        {
            **_about(year, channel),
            "campaign": campaign.name,
            "campaign_start": _start_within(year, campaign.starts),
            "offer": None if campaign.is_always_on else _offer(campaign.code),
            "motion": campaign.motion,
            "reason": _reason(year, campaign, hoped, rate),
            "line_code": campaign.code,
        },
        [*drivers, conversion(rate, "leads", "MQLs")],
    )
    line.cells.update(_promised(year, line))
    return line


def _summer(year: Year, campaign: _Campaign) -> Iterator[Row]:
    """Return the campaign that is set aside from what always runs in a channel, if any."""
    channel = campaign.channel
    if not campaign.is_always_on:
        return
    _, drivers = split_off(year, channel.name, _drivers(campaign, _hoped(year, channel)))
    if drivers:
        code = f"M-{channel.code}-92"
        cells = {**_about(year, channel), **summer_cells(year, channel.name, code)}
        rate = foreseen_rate(channel, "acquire")
        line = year.line(code, cells, [*drivers, conversion(rate, "leads", "MQLs")])
        line.cells.update(_promised(year, line))
        yield line


def _hoped(year: Year, channel: Channel) -> float:
    return _OVERSPENT if channel.name == overspent_channel(year) else 1.0


def _about(year: Year, channel: Channel) -> dict[str, JsonValue]:
    return {
        "team": channel.team,
        "category": "programme",
        "channel": channel.name,
        "owner": year.people.channels[channel.name],
    }


def _drivers(campaign: _Campaign, hoped: float) -> list[dict[str, JsonValue]]:
    """Return what is bought: campaigns evenly, what always runs quarter by quarter."""
    what, price = UNITS[campaign.channel.name]
    spans = [campaign.live] if not campaign.is_always_on else [
        [at for at in range(first, first + 3) if campaign.expected[at] > 0]
        for first in range(0, YEAR, 3)
    ]  # fmt: skip
    return [
        purchase(what, max(1.0, amount / price), price, [at + 1 for at in span])
        for span in spans
        if span and (amount := float(np.mean(campaign.expected[span])) * hoped)
    ]


def _start_within(year: Year, start: int) -> str | None:
    if not year.start <= start < year.start + YEAR:
        return None
    return first_day(FIRST_MONTH + start).isoformat()


def _offer(code: str) -> str:
    return ASSETS[sum(map(ord, code)) % len(ASSETS)]


def _reason(year: Year, campaign: _Campaign, hoped: float, rate: float) -> str:
    what, price = UNITS[campaign.channel.name]
    if hoped != 1.0 and campaign.is_always_on:
        first = "We ask the agency for the same clicks at three quarters of the price paid so far."
    elif campaign.is_always_on:
        first = f"The steady part of {campaign.channel.name}, bought as {what} at {price:g} each."
    elif campaign.starts < year.start:
        first = f"Runs on from last year until {_month(year, campaign.live[-1])}."
    else:
        first = (
            f"Runs from {_month(year, campaign.live[0])} to {_month(year, campaign.live[-1])}, "
            f"the same money each month."
        )
    return f"{first} We count on {rate:.0%} of its leads becoming MQLs."


def _month(year: Year, at: int) -> str:
    return month_name(year.scenario.first_month + at)


def _promised(year: Year, line: Row) -> dict[str, JsonValue]:
    """Return what is booked: what is past, deposits of shows, two months of the rest."""
    shares: Mapping[int, float]
    if not year.is_this_year:
        shares = dict.fromkeys(range(YEAR), 1.0)
    elif line.cells.get("channel") == "Trade shows":
        # The hall in October costs more than foreseen, and its contract is signed.
        shares = dict.fromkeys(range(YEAR), 0.6) | {9: 1.15}
    else:
        shares = dict.fromkeys(range(year.closed), 1.0) | {year.closed: 0.8, year.closed + 1: 0.5}
    return committed(line.cells, {at: share for at, share in shares.items() if at < YEAR})


def _never_run(year: Year) -> Row:
    """Return a campaign that was planned, and then nobody had the time."""
    channel = next(one for one in CHANNELS if one.name == "Webinars")
    what, price = UNITS[channel.name]
    name = f"Webinars: Expert hour, {_month(year, 2)}"
    sessions = 4 * year.truth.size
    return year.line(
        NEVER_RUN,
        {
            **_about(year, channel),
            "campaign": name,
            "campaign_start": first_day(year.scenario.first_month + 2).isoformat(),
            "offer": "Webinar: from alarm to action",
            "motion": "acquire",
            "reason": "Four sessions a month with engineers of our customers, as an answer to "
            "Meterly. Needs a speaker from sales for each.",
            "line_code": NEVER_RUN,
        },
        [purchase(what, sessions, price, [3, 4, 5, 6]), conversion(0.34, "leads", "MQLs")],
    )


def _autumn(year: Year) -> Iterator[Row]:
    """Return the campaigns planned for the last quarter of the running year."""
    for name, money in (("Paid search", 6_000.0), ("Webinars", 4_250.0), ("Trade shows", 9_200.0)):
        channel = next(one for one in CHANNELS if one.name == name)
        what, price = UNITS[name]
        code = f"M-{channel.code}-91"
        months = [10, 11, 12] if name != "Trade shows" else [10, 11]
        yield year.line(
            code,
            {
                **_about(year, channel),
                "campaign": f"{name}: Audit season, {_month(year, months[0] - 1)}",
                "campaign_start": first_day(year.scenario.first_month + months[0] - 1).isoformat(),
                "offer": "Checklist: audit in a day",
                "motion": "acquire",
                "reason": "Customers close their audits before the year ends; we meet them "
                "there with one offer in three channels.",
                "line_code": code,
            },
            [
                purchase(what, money * year.truth.size / price, price, months),
                conversion(foreseen_rate(channel, "acquire"), "leads", "MQLs"),
            ],
        )
