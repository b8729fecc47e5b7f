"""The next eight weeks in words, as a picture and as a table."""

from __future__ import annotations

from datetime import date
from functools import cache

import pandas as pd

from planning.periods import month_name, month_of
from planning.review.campaigns_ahead import CampaignAhead
from planning.review.weeks_ahead import WHOLE, WeeksAhead
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, day, isolated, visible, whole

_ROOM = 1.2


def weeks_words(ahead: WeeksAhead) -> str:
    """Say in which week and region most leads would be left over, or that none is."""
    tight = ahead.tightest
    if tight is None:
        return "Sales can follow up every lead expected in the next eight weeks."
    week, region = tight
    where = _in(ahead.regions[region])
    to_do, there = ahead.to_do[week, region], ahead.capacity[week, region]
    told = (
        f"Week of {short_day(ahead.weeks[week])}: {whole(to_do)} leads to follow up{where}, "
        f"capacity {whole(there)}."
    )
    waits = round(float(ahead.waiting[region]))
    return f"{told} {counted(waits, 'lead')} {'waits' if waits == 1 else 'wait'} there already." \
        if waits else told  # fmt: skip


def basis_words(ahead: WeeksAhead) -> str:
    """Say what leads and capacity rest on."""
    if ahead.basis == "model":
        told = (
            "Leads as the joint model expects them under the plan, spread over working days; "
            "a campaign's leads begin with its start, half as many each further week of the "
            "month. Capacity: people who follow up; absences are not known."
        )
    else:
        told = (
            "Leads as they came so far, in their season, spread over working days. Capacity: as "
            "many as were followed up per working day of the past three months."
        )
    return f"{told} {ahead.why}".strip()


def weeks_picture(ahead: WeeksAhead, region: str) -> Chart:
    """Draw one region: leads to follow up by week beside what can be followed up.

    Args:
        ahead: The weeks.
        region: One of its regions.
    """
    at = ahead.regions.index(region)
    rows = [_row(ahead, week, at) for week in range(len(ahead.weeks))]
    most = max(max(float(row["total"]), float(row["capacity"])) for row in rows)
    for row in rows:
        row["far"] = max(most, 1.0) * _ROOM
    subtitle = (
        f"Leads to follow up by week{_in(region)}; pale: left over from before, full: new, "
        "line: capacity; ▼: a campaign starts"
    )
    return fill("weeks-ahead", _bars(), rows, _finding(ahead, at), subtitle)


def _finding(ahead: WeeksAhead, at: int) -> str:
    over = ahead.to_do[:, at] - ahead.capacity[:, at]
    weeks = int((over >= 0.5).sum())
    where = _in(ahead.regions[at])
    if not weeks:
        return f"Capacity is enough in all {len(ahead.weeks)} weeks{where}"
    left = whole(float(ahead.queue[-1, at]))
    return (
        f"Leads are left over in {weeks} of {len(ahead.weeks)} weeks{where}; "
        f"{left} at the end"
    )  # fmt: skip


def _row(ahead: WeeksAhead, week: int, at: int) -> Row:
    total, new = float(ahead.to_do[week, at]), float(ahead.asking[week, at])
    monday = ahead.weeks[week]
    starting = [it for it in ahead.campaigns if it.week == week]
    mine = [it for it in starting if it.region in (None, ahead.regions[at])]
    return {
        "week": short_day(monday),
        "at": week,
        "zero": 0,
        "before": total - new,
        "total": total,
        "capacity": float(ahead.capacity[week, at]),
        "shown": whole(total),
        "new": whole(new),
        "left": whole(total - new),
        "room": whole(float(ahead.capacity[week, at])),
        "leads": whole(float(ahead.leads[week, at])),
        "starts": ", ".join(visible(it.name) for it in mine) or "nothing",
        "mark": "▼" if mine else "",
    }


@cache
def _bars() -> Spec:
    """Bars by week and a mark of capacity. Rows: see `_row`."""
    import altair as alt

    told = tips(
        ("week", "Week of"), ("shown", "To follow up"), ("new", "New"), ("left", "From before"),
        ("room", "Capacity"), ("leads", "New leads, all"), ("starts", "Starts"),
    )  # fmt: skip
    base = alt.Chart(no_data()).encode(
        x=alt.X("week:O", title=None, sort=alt.EncodingSortField("at", order="ascending")).axis(
            labelAngle=0, labelOverlap=True
        ),
        tooltip=told,
    )
    y = alt.Y("before:Q", title="Leads", stack=None).scale(zero=True).axis(tickCount=5)
    room = base.mark_rule(opacity=0).encode(y=alt.Y("zero:Q", title="Leads"), y2="far:Q")
    before = base.mark_bar(opacity=0.35).encode(y=y, y2="zero:Q", color=colour("marketing"))
    new = base.mark_bar(opacity=0.9).encode(
        y=alt.Y("total:Q", title="Leads", stack=None), y2="before:Q", color=colour("marketing")
    )
    capacity = base.mark_tick(thickness=3).encode(
        y=alt.Y("capacity:Q", title="Leads"), color=colour("sales")
    )
    labels = base.mark_text(dy=-8, fontSize=12).encode(
        y=alt.Y("total:Q", title="Leads", stack=None), text="shown:N", color=colour("text")
    )
    marks = base.mark_text(baseline="top", fontSize=12).encode(
        y=alt.Y("far:Q", title="Leads"), text="mark:N", color=colour("muted")
    )
    return finished(alt.layer(room, before, new, capacity, labels, marks))


def starts_frame(campaigns: tuple[CampaignAhead, ...], currency: str) -> pd.DataFrame:
    """Return what starts in the weeks, with its offer."""
    return pd.DataFrame(
        [
            {
                "Campaign": visible(it.name),
                "Starts": day(it.starts),
                "Offer": it.offer,
                "Region": it.region or "All",
                f"Money of its first month, {currency}": it.money,
            }
            for it in campaigns
        ]
    )


def weeks_frame(ahead: WeeksAhead) -> pd.DataFrame:
    """Return every week and region as a table to take away."""
    queue, to_do = ahead.queue, ahead.to_do
    rows = []
    for week, monday in enumerate(ahead.weeks):
        for at, region in enumerate(ahead.regions):
            total, new = float(to_do[week, at]), float(ahead.asking[week, at])
            rows.append(
                {
                    "Week of": day(monday),
                    "Region": region,
                    "New leads": round(float(ahead.leads[week, at]), 1),
                    "New to follow up": round(new, 1),
                    "Left from before": round(total - new, 1),
                    "To follow up": round(total, 1),
                    "Capacity": round(float(ahead.capacity[week, at]), 1),
                    "Left over": round(float(queue[week, at]), 1),
                    "Starts": ", ".join(it.name for it in ahead.campaigns if it.week == week),
                }
            )
    return pd.DataFrame(rows)


def short_day(value: date) -> str:
    """Return a day without its year.

    Example:
        >>> short_day(date(2026, 7, 6))
        '6 Jul'
    """
    return f"{value.day} {month_name(month_of(value)).split()[0]}"


def _in(region: str) -> str:
    return "" if region == WHOLE else f" in {isolated(visible(region))}"
