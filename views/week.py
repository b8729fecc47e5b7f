"""This week in words: what is true now, and each number against what its month was to bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.agreed.splitting import is_additive
from planning.kpis import KPIS
from planning.periods import month_name
from planning.review.pace import HELD, MISSED
from planning.teams import Team
from planning.together.month_targets import MonthPace
from planning.together.pipeline_status import PipelineStatus
from views.formats import counted, percent, shown, unit_head
from views.targets import goal
from views.tiles import Tile

WEEK_TILES: Final[dict[Team, tuple[str, ...]]] = {
    "marketing": ("leads", "cost_per_lead"),
    "joint": ("revenue", "cac"),
    "sales": ("follow_up_within_sla", "close_ratio", "sales_cycle_days"),
}
"""What both teams read of the month, most asked for first; what is open stands beside it."""

WEEK_KEYS: Final = tuple(key for keys in WEEK_TILES.values() for key in keys)

_SPOKEN: Final[dict[str, str]] = {
    "follow_up_within_sla": "follow-up",
    "sales_cycle_days": "the sales cycle",
}
"""What a sentence calls a KPI whose name is long."""

_MOST_NAMED: Final = 3
_WORTH_SAYING: Final = 0.005


@dataclass(frozen=True)
class WeekTile:
    """A tile of the week.

    Attributes:
        tile: Value, change, counter-KPI and trend.
        goal: What the month was to bring and how far it is, with sign and word; empty
            where nothing is agreed.
        is_off: Whether the figure is outside what was due; None where that is unknown.
    """

    tile: Tile
    goal: str
    is_off: bool | None


def goal_words(pace: MonthPace | None, value: float | None) -> str:
    r"""Say what a month was to bring, and how far the figure is.

    Args:
        pace: The month's target; None where none is agreed.
        value: The figure.
    """
    if pace is None:
        return "No target for this month"
    key = pace.target.kpi
    wanted = goal(pace.target)
    # “At most 66 days” needs no “target” before it, and a tile is narrow.
    called = capital(wanted) if wanted.startswith("at ") else f"Target {wanted}"
    state, off = pace.pace.state, percent(pace.pace.off)
    if value is None or state == "unknown":
        return called
    if pace.is_over:
        return f"▲ {called} met" if state == "met" else f"▼ {called}, {off} off"
    if is_additive(key) and pace.low is not None:
        due = shown(pace.pace.low, KPIS[key].unit)
        due = shown(int(pace.pace.low or 0), "count") if KPIS[key].unit == "count" else due
        told = f"{due} of {wanted} due by now"
        return f"▲ {told}" if state in HELD else f"▼ {told}, {off} behind"
    return f"▲ {called}" if state in HELD else f"▼ {called}, {off} off"


def tile_of(tile: Tile, pace: MonthPace | None, value: float | None) -> WeekTile:
    """Put a tile beside its month's target."""
    state = None if pace is None else pace.pace.state
    known = state in HELD | MISSED
    return WeekTile(tile, goal_words(pace, value), state in MISSED if known else None)


def pipeline_tile(status: PipelineStatus, currency: str) -> WeekTile:
    """Compose the tile of what is open now, whenever it was created.

    Args:
        status: The open deals.
        currency: The plan currency.
    """
    kpi = KPIS["open_pipeline"]
    goal = ""
    if status.coverage is not None:
        needed = "" if status.needed is None else f", {status.needed:.1f}× needed"
        mark = "" if status.needed is None else "▼ " if status.is_thin else "▲ "
        goal = f"{mark}Covers {status.coverage:.1f}×{needed}"
    known = status.coverage is not None and status.needed is not None
    drawn = Tile(
        key=kpi.key,
        team="sales",
        label=unit_head(kpi.name, kpi.unit, currency),
        value=shown(status.amount, kpi.unit),
        change="",
        arrow="off",
        word="",
        against=counted(status.deals, "open deal"),
        counter="" if status.usual_days is None else f"{status.older} older than usual",
        undefined="",
        caution="",
        trend=(),
    )
    return WeekTile(drawn, goal, status.is_thin if known else None)


def age_words(status: PipelineStatus) -> str:
    """Say how many of the open deals are older than usual."""
    if status.usual_days is None or not status.deals:
        return ""
    days = shown(status.usual_days, "days")
    return f"{percent(status.older / status.deals)} older than the usual {days}"


def true_sentence(
    values: Mapping[str, float | None], paces: Mapping[str, MonthPace], month: int
) -> str:
    """Say in one sentence what is true now.

    Args:
        values: Figures of the month by KPI.
        paces: Where they stand against the month's targets.
        month: Month number.
    """
    name, pace = month_name(month), paces.get("revenue")
    value = values.get("revenue")
    if value is None or (pace is None and not value):
        first = f"Nothing was sold in {name} so far"
    elif pace is None or pace.pace.low is None:
        apart = ", without a target" if paces else ""
        first = f"Revenue of {name} is {shown(value, 'money')}{apart}"
    else:
        least = pace.pace.low
        share = value / least - 1 if least else 0.0
        against = f"{name}'s target" if pace.is_over else f"{name}'s pace"
        if abs(share) < _WORTH_SAYING:
            first = f"Revenue is on {against}"
        elif share < 0:
            first = f"Revenue is {percent(-share)} behind {against}"
        else:
            first = f"Revenue is {percent(share)} above {against}"
    return f"{first}; {_others(paces)}."


def _others(paces: Mapping[str, MonthPace]) -> str:
    looked_at = [key for key in WEEK_KEYS if key in paces and key != "revenue"]
    if not looked_at:
        return f"no {'other ' if paces else ''}target is agreed"
    off = [key for key in looked_at if paces[key].pace.state in MISSED]
    if not off:
        return "everything else is where it should be"
    worst = sorted(off, key=lambda key: -paces[key].pace.off)
    named = [spoken(key) for key in worst[:_MOST_NAMED]]
    if len(worst) > _MOST_NAMED:
        named = [*named[: _MOST_NAMED - 1], f"{len(worst) - _MOST_NAMED + 1} more"]
    return f"{listed(named)} {'needs' if len(named) == 1 else 'need'} a look"


def spoken(key: str) -> str:
    """Return what a sentence calls a KPI.

    Example:
        >>> spoken("leads"), spoken("cac"), spoken("follow_up_within_sla")
        ('leads', 'CAC', 'follow-up')
    """
    return _SPOKEN.get(key) or KPIS[key].spoken


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    Example:
        >>> listed(["leads"]), listed(["leads", "CAC", "2 more"])
        ('leads', 'leads, CAC and 2 more')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]
