"""What the leaders of the fictitious firm answered where its facts are silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from data_sources.demo.planned_talk import Said
from data_sources.demo.planners import address
from data_sources.demo.planning_year import Row, Year
from planning.agreed.kinds import cleaned
from planning.teams import Team

_ON: Final = "2026-06-24"
_LAST: Final = 12
_ROUND: Final = 100

SEEN_DIFFERENTLY: Final = "Paid search"
"""The channel both leaders expect other things of."""

STEADY: Final = "Paid social"
"""The channel whose money hardly varied, so that months do not tell."""


def judgements(year: Year) -> Iterator[Said]:
    """Return the answers of the leaders, each by its person; one channel they see differently."""
    leaders = {team: address(name) for team, name in year.people.heads.items()}
    executive = address(year.people.executive)
    yield _three(
        year, "marketing", leaders, SEEN_DIFFERENTLY, 0.32,
        "We are outbid on a third of the searches we want.",
    )  # fmt: skip
    yield _three(
        year, "sales", leaders, SEEN_DIFFERENTLY, 0.1,
        "Whoever searches for us calls anyway; the rest are students.",
    )  # fmt: skip
    yield _three(
        year, "marketing", leaders, STEADY, 0.15,
        "The audience is small: it sees us often enough.",
    )  # fmt: skip
    yield _three(
        year, "sales", leaders, STEADY, 0.13, "Half of these leads never answer.",
    )  # fmt: skip
    yield _value(
        leaders["sales"], "sales", "hiring_delay | closing", "Hiring delay of closing", "months",
        ("4", "3", "6"), "The last two searches took four months.",
    )  # fmt: skip
    yield _value(
        executive, "joint", "margin", "Margin", "fraction",
        ("0.68", "0.62", "0.74"), "Finance, annual accounts; hardware pulls it down.",
    )  # fmt: skip


def _three(
    year: Year, team: Team, leaders: dict[Team, str], channel: str, more: float, reason: str
) -> Said:
    """Return a leader's answers: what half as much again adds is a share of what money brings."""
    spend = year.truth.spend[channel][-_LAST:]
    money = round(sum(spend) / len(spend) / _ROUND) * _ROUND
    response = year.truth.response[channel]
    none, now = round(response.base), round(response.leads(money))
    most = now + max(round((now - none) * more), 1)
    cells: dict[str, JsonValue] = {
        "key": f"response | {channel}", "name": f"leads of {channel}",
        "spend": money, "none": none, "now": now, "more": most,
    }  # fmt: skip
    return _said(leaders[team], team, cells, reason)


def _value(
    by: str,
    team: Team,
    key: str,
    name: str,
    unit: str,
    numbers: tuple[str, str, str],
    reason: str,
) -> Said:
    value, low, high = numbers
    cells: dict[str, JsonValue] = {
        "key": key, "name": name, "unit": unit, "value": value, "low": low, "high": high,
    }  # fmt: skip
    return _said(by, team, cells, reason)


def _said(by: str, team: Team, cells: dict[str, JsonValue], reason: str) -> Said:
    whole = cleaned(
        "assumption", {**cells, "team": team, "reason": reason, "by": by, "on": _ON}
    )  # fmt: skip
    return Said(by, (Row(f"{team} {cells['key']}", "assumption", team, whole),))
