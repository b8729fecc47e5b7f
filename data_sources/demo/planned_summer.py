"""Campaigns that start in the weeks after the facts end, set aside from what always runs.

The channels' money stays as it is, month by month: a third of what the always-on line would
buy in the third quarter is bought for a campaign instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from data_sources.demo.planning_year import Year
from planning.periods import first_day, month_name

_QUARTER: Final = [7, 8, 9]
_PART: Final = 3


@dataclass(frozen=True)
class _Summer:
    theme: str
    month: int
    day: int
    offer: str


_SUMMER: Final[Mapping[str, _Summer]] = {
    "Paid search": _Summer("Know your downtime", 6, 13, "Calculator: cost of downtime"),
    "Webinars": _Summer("Expert hour", 7, 3, "Webinar: from alarm to action"),
}


def split_off(
    year: Year, channel: str, drivers: Sequence[dict[str, JsonValue]]
) -> tuple[list[dict[str, JsonValue]], list[dict[str, JsonValue]]]:
    """Return what a channel's always-on line still buys, and what its campaign buys.

    Args:
        year: The year planned.
        channel: The channel's name.
        drivers: What the always-on line buys, quarter by quarter.
    """
    rest, summer = [], []
    for driver in drivers:
        units = int(str(driver["quantity"])) // _PART
        if channel in _SUMMER and year.is_this_year and driver.get("months") == _QUARTER and units:
            rest.append({**driver, "quantity": str(int(str(driver["quantity"])) - units)})
            summer.append({**driver, "quantity": str(units)})
        else:
            rest.append(dict(driver))
    return rest, summer


def summer_cells(year: Year, channel: str, code: str) -> dict[str, JsonValue]:
    """Return what the campaign of a channel is called, when it starts and what it offers."""
    told = _SUMMER[channel]
    month = year.scenario.first_month + told.month
    return {
        "campaign": f"{channel}: {told.theme}, {month_name(month)}",
        "campaign_start": first_day(month).replace(day=told.day).isoformat(),
        "offer": told.offer,
        "motion": "acquire",
        "reason": "A third of what would run anyway goes into one offer while plants stand still, "
        "so that sales can follow up before the autumn.",
        "line_code": code,
    }
