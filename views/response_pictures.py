"""What money brings, drawn: a channel's curve, its months, and what both leaders expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from planning.model.assuming.judged import Answers, curves_apart
from planning.model.assumptions import Assumptions, Channel, Source
from planning.model.measuring.responses import histories
from planning.model.response import HALF_AS_MUCH_AGAIN, Curve
from planning.periods import month_name
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import UNDEFINED, short, visible, whole

if TYPE_CHECKING:
    from planning.model.measuring.calibrate import Calibration

_STEPS: Final = 40
_BEYOND: Final = 2.0
"""How far beyond today's spend a curve is drawn."""

_DASHES: Final[dict[Source, list[int]]] = {
    "measured": [1, 0], "judged": [2, 4], "default": [9, 5],
}  # fmt: skip
_HOW: Final[dict[Source, str]] = {
    "measured": "solid: measured", "judged": "dotted: judged", "default": "dashed: a default",
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """What is expected of a channel.

    Attributes:
        channel: The channel.
        source: Where its curve comes from.
        note: What a reader should know of it.
        none: Leads a month without money, None without a curve.
        now: Leads a month at today's spend.
        more: Leads a month at half as much again.
        low, high: 90 % interval of these.
        months: Months of facts used.
    """

    channel: Channel
    source: Source
    note: str
    none: float | None = None
    now: float | None = None
    more: float | None = None
    low: float | None = None
    high: float | None = None
    months: int | None = None


def curve_of(assumptions: Assumptions, channel: str) -> Curve | None:
    """Return a channel's curve; None where money brings it nothing."""
    base, ceiling, half = (
        assumptions.find(kind, channel=channel) for kind in ("base", "ceiling", "half")
    )
    if half.channel != channel or not ceiling.number:
        return None
    return Curve(base=base.number, ceiling=ceiling.number, half=half.number)


def expected(calibration: Calibration, channel: Channel) -> Expected:
    """Return what is expected of a channel at today's spend and at half as much again."""
    found = calibration.assumptions.by_key.get(f"half | {channel.name}")
    if found is None or channel.name not in calibration.fit.beliefs:
        note = "No money was spent on it, so nothing tells what money would bring."
        return Expected(channel, "default", note)
    curve = curve_of(calibration.assumptions, channel.name)
    if curve is None or channel.spend <= 0:
        return Expected(channel, found.source, found.note, months=found.months)
    money = channel.spend * HALF_AS_MUCH_AGAIN
    low, high = calibration.fit.beliefs[channel.name].interval(money)
    return Expected(
        channel,
        found.source,
        found.note,
        none=curve.base,
        now=curve.leads(channel.spend),
        more=curve.leads(money),
        low=low,
        high=high,
        months=found.months,
    )


def finding(found: Expected) -> str:
    """Say what half as much again would bring a channel."""
    name = visible(found.channel.name)
    if found.now is None or found.more is None:
        return f"{name} brings {short(found.channel.leads)} leads a month"
    more = found.more - found.now
    verb = {"measured": "brings", "judged": "is judged to bring", "default": "may bring"}
    return f"Half as much again for {name} {verb[found.source]} {short(more)} more leads a month"


def picture(
    calibration: Calibration, found: Expected, answers: Sequence[Answers], currency: str
) -> Chart | None:
    """Draw a channel's curve with its interval, its months and both leaders' curves.

    Args:
        calibration: What was found out.
        found: What is expected of the channel.
        answers: The leaders' answers about it.
        currency: The plan currency.

    Returns:
        The picture; None where there is neither a curve nor an answer.
    """
    rows = [
        *_curve_rows(calibration, found, answers),
        *_month_rows(calibration, found.channel.name),
        *_leader_rows(answers),
    ]
    if not any(row["what"] in ("curve", "leader") for row in rows):
        return None
    spend = found.channel.spend
    if spend > 0:
        rows.append(
            {"what": "today", "money": spend, "name": "Today's spend", "money_shown": whole(spend)}
        )
    told = f"Leads a month by {currency} a month; {_HOW[found.source]}, band: 90 % interval"
    told += ", dots: months without their season"
    if answers:
        told += ", coloured: each leader's answers"
    if spend > 0:
        told += "; the upright line is today's spend"
    return fill("response", _template(found.source, currency), rows, finding(found), told)


def _curve_rows(calibration: Calibration, found: Expected, answers: Sequence[Answers]) -> list[Row]:
    name = found.channel.name
    curve, belief = curve_of(calibration.assumptions, name), calibration.fit.beliefs.get(name)
    if curve is None or belief is None:
        return []
    most = _most(calibration, found, answers)
    rows: list[Row] = []
    for money in np.linspace(0.0, most, _STEPS + 1).tolist():
        low, high = belief.interval(money)
        leads = curve.leads(money)
        rows.append(
            {
                "what": "curve",
                "name": f"Expected ({found.source})",
                "money": money,
                "leads": leads,
                "low": min(low, leads),
                "high": max(high, leads),
                "money_shown": whole(money),
                "leads_shown": short(leads),
                "interval": f"{short(low)} to {short(high)}",
            }
        )
    return rows


def _most(calibration: Calibration, found: Expected, answers: Sequence[Answers]) -> float:
    months = [row["money"] for row in _month_rows(calibration, found.channel.name)]
    asked = [_BEYOND * it.spend for it in answers]
    return max([_BEYOND * found.channel.spend, *months, *asked], default=0.0) or 1.0


def _month_rows(calibration: Calibration, channel: str) -> list[Row]:
    history = next(it for it in histories(calibration.counted) if it.channel == channel)
    season = calibration.fit.season.of(history.months)
    return [
        {
            "what": "month",
            "name": month_name(int(month)),
            "money": float(money),
            "leads": float(leads) / float(factor),
            "money_shown": whole(float(money)),
            "leads_shown": f"{whole(float(leads))}, {short(float(leads) / float(factor))} without",
            "interval": UNDEFINED,
        }
        for month, money, leads, factor in zip(
            history.months, history.spend, history.leads, season, strict=True
        )
    ]


def _leader_rows(answers: Sequence[Answers]) -> list[Row]:
    return [
        {
            "what": "leader",
            "name": f"{visible(str(row['by']))} ({row['team']})",
            "team": row["team"],
            "money": row["money"],
            "leads": row["leads"],
            "money_shown": whole(float(row["money"])),
            "leads_shown": short(float(row["leads"])),
            "interval": UNDEFINED,
        }
        for row in curves_apart(answers)
    ]


@cache
def _template(source: Source, currency: str) -> Spec:
    """A response. Rows: what (curve, month, leader, today), money, leads, low, high, name, team."""
    import altair as alt

    told = tips(
        ("name", "What"),
        ("money_shown", f"{currency} a month"),
        ("leads_shown", "Leads a month"),
        ("interval", "90 % interval"),
    )
    base = alt.Chart(no_data())

    def only(what: str) -> alt.Chart:
        kept: alt.Chart = base.transform_filter(alt.FieldEqualPredicate(field="what", equal=what))
        return kept

    x = alt.X("money:Q", title=f"{currency} a month").scale(zero=True, nice=False)
    x = x.axis(tickCount=6, format="~s")
    y = alt.Y("leads:Q", title="Leads a month").scale(zero=True, nice=True).axis(tickCount=5)
    band = (
        only("curve")
        .mark_area(opacity=0.16)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour("joint"))
    )
    line = (
        only("curve")
        .mark_line(strokeWidth=2.5, strokeDash=_DASHES[source])
        .encode(x=x, y=y, color=colour("joint"), tooltip=told)
    )
    months = (
        only("month")
        .mark_point(size=42, filled=True, opacity=0.55)
        .encode(x=x, y=y, color=colour("muted"), tooltip=told)
    )
    leaders = (
        only("leader")
        .mark_line(strokeWidth=2, strokeDash=_DASHES["judged"])
        .encode(x=x, y=y, color=team_colour(), detail="name:N", tooltip=told)
    )
    today = (
        only("today")
        .mark_rule(strokeDash=[4, 4], strokeWidth=1.5)
        .encode(x=x, color=colour("text"), tooltip=told[:2])
    )
    return finished(alt.layer(band, months, line, leaders, today))
