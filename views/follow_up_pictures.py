"""Follow-up as a picture: which channels' leads wait, and what nobody followed up had cost."""

from __future__ import annotations

from collections.abc import Sequence

from planning.actuals.scorecard import Group
from planning.actuals.slices import Context
from planning.periods import Period
from planning.together.week_ground import FollowUp
from views import charts
from views.charts import Chart, Row
from views.cuts import group_name
from views.formats import counted, percent, shown, visible
from views.pictures import monthly

MOST = 9
"""Channels drawn, those with most leads."""


def unfollowed_cost(found: FollowUp, context: Context) -> Chart | None:
    """Draw by month what leads never followed up had cost; None where that never changed."""
    if len({it for it in found.cost if it is not None}) < 2:
        return None
    return monthly(
        "cost_of_unfollowed_leads", found.cost, found.months, "leads of that month", context
    )


def within_sla(found: FollowUp, context: Context) -> Chart | None:
    """Draw which share of each channel's leads was followed up in time.

    Args:
        found: What became of the leads.
        context: Who owns which channel, and the agreed hours.
    """
    company = found.figures["follow_up_within_sla"].number
    rows = [
        row
        for group in by_leads(found.by_channel)[:MOST]
        if (row := _row(group, company, found.period, context)) is not None
    ]
    if company is None or len(rows) < 2:
        return None
    lowest = min(rows, key=lambda row: float(row["value"]))
    finding = f"Follow-up within {context.company.sla_hours} hours is lowest for {lowest['name']}"
    return charts.fill(
        "follow-up",
        charts.ratio_intervals("Follow-up within SLA"),
        rows,
        f"{finding}: {lowest['shown']}",
        f"Share of leads by channel, {found.period.label}; band: 95 % interval, line: the company",
    )


def by_leads(groups: Sequence[Group]) -> list[Group]:
    """Return channels by their number of leads, most first; those without any left out."""
    some = [one for one in groups if one.figures["leads"].number]
    return sorted(some, key=lambda one: -(one.figures["leads"].number or 0.0))


def _row(group: Group, company: float | None, period: Period, context: Context) -> Row | None:
    share = group.figures["follow_up_within_sla"]
    if share.number is None or share.low is None or share.high is None:
        return None
    return {
        "name": visible(group_name(group.name, "channel")),
        "team": context.team_of(group.name),
        "value": share.number * 100,
        "low": float(share.low) * 100,
        "high": float(share.high) * 100,
        "shown": percent(share.number),
        "interval": f"{percent(share.low)} to {percent(share.high)}",
        "cases": counted(int(share.denominator or 0), "lead"),
        "period": period.label,
        "source": "Imported facts",
        "company": (company or 0.0) * 100,
        "leads": shown(group.figures["leads"].value, "count"),
    }
