"""Who plans in the fictitious firm: the heads, who owns what, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data_sources.demo.catalogue import CHANNELS
from data_sources.demo.truth import MONTHS, Member, Truth
from planning.teams import Team

DOMAIN: Final = "fernhill.example"


def address(name: str) -> str:
    """Return the invented address of a person of the firm.

    Example:
        >>> address("Ada Lind")
        'ada.lind@fernhill.example'
    """
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


@dataclass(frozen=True)
class Planners:
    """Names of the people who answer for parts of the plan; all stay to the end.

    Attributes:
        executive: Above both teams.
        heads: Who leads each team.
        channels: Who answers for each channel.
        regions: Who answers for sales in each region.
    """

    executive: str
    heads: dict[Team, str]
    channels: dict[str, str]
    regions: dict[str, str]


def planners(truth: Truth) -> Planners:
    """Choose the planners among the people who are there from before the data to their end."""
    staying = [one for one in truth.members if one.end is None or one.end >= MONTHS]
    joint = [one.name for one in staying if one.team == "joint"]
    marketing = [one.name for one in staying if one.team == "marketing"]
    closing = sorted((one for one in staying if one.job == "closing"), key=_tenure)
    heads: dict[Team, str] = {
        "marketing": marketing[0],
        "sales": closing[0].name,
        "joint": joint[-1],
    }
    channels = {}
    for position, channel in enumerate(CHANNELS):
        own = {"marketing": marketing[1 + position % (len(marketing) - 1)]}
        channels[channel.name] = own.get(channel.team, heads[channel.team])
    regions: dict[str, str] = {}
    for one in closing:
        regions.setdefault(one.region or "", one.name)
    return Planners(executive=joint[0], heads=heads, channels=channels, regions=regions)


def _tenure(member: Member) -> tuple[int, str]:
    return member.start, member.person_id
