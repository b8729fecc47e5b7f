"""The scorecard's four pictures: which data they show and what they find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from planning.actuals.figures import Figure
from planning.actuals.scorecard import Group
from planning.actuals.slices import Context, Slice
from planning.kpis import KPIS
from planning.periods import Period, first_day, month_name
from views import charts
from views.charts import Chart, Row
from views.formats import exact, percent, shown, unit_head, visible

AT_MOST: Final = 12
"""Channels drawn in one picture; more would be noise, the table has them all."""

_BARS: Final = 24
SOURCE: Final = "Imported facts"


def monthly(
    key: str, values: Sequence[float | None], months: Sequence[int], cases: str, context: Context
) -> Chart | None:
    """Draw a KPI by month; None where fewer than two months have a value.

    Args:
        key: The KPI.
        values: One value per month.
        months: Month numbers, oldest first.
        cases: What a month's value rests on, in words.
        context: For the currency.
    """
    kpi, currency = KPIS[key], context.company.currency
    rows: list[Row] = [
        {
            "day": first_day(month).isoformat(),
            "month": month_name(month),
            "value": value,
            "shown": exact(value, kpi.unit, currency),
            "cases": cases,
            "source": SOURCE,
        }
        for month, value in zip(months, values, strict=True)
        if value is not None
    ]
    if len(rows) < 2:
        return None
    lowest, highest = min(rows, key=_value), max(rows, key=_value)
    finding = (
        f"{kpi.name} moved between {shown(_value(lowest), kpi.unit)} in {lowest['month']} "
        f"and {shown(_value(highest), kpi.unit)} in {highest['month']}"
    )
    subtitle = f"{unit_head(kpi.name, kpi.unit, currency)}, by month"
    axis = unit_head(kpi.name, kpi.unit, currency)
    return charts.fill(
        f"monthly-{key}", charts.monthly_line(kpi.owner, axis), rows, finding, subtitle
    )


def _value(row: Row) -> float:
    return float(row["value"])


def channel_costs(groups: Iterable[Group], period: str, context: Context) -> Chart | None:
    """Draw cost per lead against lead-to-customer; None below two channels with both."""
    currency = context.company.currency
    rows: list[Row] = []
    for group in groups:
        cost, rate = group.figures["cost_per_lead"], group.figures["lead_to_customer"]
        leads = group.figures["leads"].number or 0.0
        if cost.number is None or rate.number is None or not leads:
            continue
        rows.append(
            {
                "name": _name(group),
                "team": context.team_of(group.name),
                "cost": cost.number,
                "rate": rate.number * 100,
                "leads": leads,
                "cost_shown": exact(cost.value, "money", currency),
                "rate_shown": percent(rate.number),
                "leads_shown": shown(int(leads), "count"),
                "cautious": rate.cautious,
                "period": period,
                "source": SOURCE,
            }
        )
    rows = sorted(rows, key=lambda row: -float(row["leads"]))[:AT_MOST]
    if len(rows) < 2:
        return None
    for row in rows:
        row["above"] = not any(_crowds(row, other, rows) for other in rows)
    sure = [row for row in rows if not row["cautious"]] or rows
    best = max(sure, key=lambda row: float(row["rate"]))
    cheapest = min(sure, key=lambda row: float(row["cost"]))
    finding = f"{best['name']} turns most leads into customers: {best['rate_shown']}"
    if best is not cheapest:
        finding += f"; {cheapest['name']} leads cost least"
    subtitle = f"Channels with spend, {period}; size is the number of leads"
    return charts.fill("channel-costs", charts.channel_map(currency), rows, finding, subtitle)


def _crowds(row: Row, other: Row, rows: Sequence[Row]) -> bool:
    """Whether another dot stands where this one's name would be written above it."""
    across = max(float(it["cost"]) for it in rows) - min(float(it["cost"]) for it in rows)
    along = max(float(it["rate"]) for it in rows) - min(float(it["rate"]) for it in rows)
    beside = abs(float(other["cost"]) - float(row["cost"])) < 0.2 * across
    return beside and 0 < float(other["rate"]) - float(row["rate"]) < 0.3 * along


def close_ratios(
    groups: Iterable[Group], company: Figure, period: str, context: Context
) -> Chart | None:
    """Draw the close ratio of each channel with its interval; None below two channels."""
    rows: list[Row] = []
    for group in groups:
        ratio = group.figures["close_ratio"]
        if ratio.number is None or ratio.low is None or ratio.high is None:
            continue
        decided = int(ratio.denominator or 0)
        rows.append(
            {
                "name": _name(group),
                "team": context.team_of(group.name),
                "value": ratio.number * 100,
                "low": float(ratio.low) * 100,
                "high": float(ratio.high) * 100,
                "shown": percent(ratio.number),
                "interval": f"{percent(ratio.low)} to {percent(ratio.high)}",
                "cases": f"{shown(decided, 'count')} decided deals",
                "decided": decided,
                "company": (company.number or 0.0) * 100,
                "period": period,
                "source": SOURCE,
            }
        )
    rows = sorted(rows, key=lambda row: -int(row["decided"]))[:AT_MOST]
    if len(rows) < 2 or company.number is None:
        return None
    finding = _apart(rows, company.number * 100)
    subtitle = (
        f"Close ratio by channel, {period}; bars are 95 % intervals, "
        f"the line is the company's {percent(company.number)}"
    )
    return charts.fill(
        "close-ratios", charts.ratio_intervals("Close ratio"), rows, finding, subtitle
    )


def _apart(rows: Sequence[Row], company: float) -> str:
    """Say which channels certainly close better or worse than the company."""
    above = [str(row["name"]) for row in rows if float(row["low"]) > company]
    below = [str(row["name"]) for row in rows if float(row["high"]) < company]
    parts = [
        f"{_listed(names)} {'closes' if len(names) == 1 else 'close'} {word} than the rest"
        for names, word in ((above, "better"), (below, "worse"))
        if names
    ]
    return "; ".join(parts) or "No channel's close ratio certainly stands apart"


def _listed(names: Sequence[str]) -> str:
    if len(names) > 2:
        return f"{len(names)} channels"
    return " and ".join(names)


def cycle_days(part: Slice, period: Period | None, cycle: Figure) -> Chart | None:
    """Draw how many days won deals took; None below two different lengths."""
    days, deals = part.histogram("deal_days", "days", "deals", outcome="won").during(
        part.window(period)
    )
    if len(days) < 2 or cycle.number is None:
        return None
    # The longest one in a hundred would squeeze everything else into a corner.
    reached = np.cumsum(deals)
    last = int(days[np.searchsorted(reached, 0.99 * reached[-1])])
    width = max(1, -(-(last + 1) // _BARS))
    ends = np.arange(0, last + 1, width)
    rows: list[Row] = []
    when = period.label if period else "all time"
    for start in ends.tolist():
        count = int(deals[(days >= start) & (days < start + width)].sum())
        rows.append(
            {
                "start": float(start),
                "end": float(start + width),
                "deals": float(count),
                "span": f"{start} to {start + width - 1}" if width > 1 else str(start),
                "deals_shown": shown(count, "count"),
                "median": cycle.number,
                "period": when,
                "source": SOURCE,
            }
        )
    beyond = int(reached[-1]) - sum(int(row["deals"]) for row in rows)
    finding = f"Half of the won deals took at most {shown(cycle.number, 'days')}"
    subtitle = f"Days from opportunity created to won, {when}; the line is the median"
    if beyond:
        subtitle += f"; {shown(beyond, 'count')} longer ones are not drawn"
    return charts.fill(
        "cycle-days", charts.day_histogram("Days from created to won"), rows, finding, subtitle
    )


def _name(group: Group) -> str:
    return "No channel" if group.name is None else visible(group.name)
