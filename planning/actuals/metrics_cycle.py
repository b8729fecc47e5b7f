"""Time: how long deals take, by every definition, and how fast the pipeline turns."""

from __future__ import annotations

from typing import Final

from planning.actuals import durations, intervals
from planning.actuals.cubes import DEAL_AGES, DEAL_DAYS, STAGE_LAGS
from planning.actuals.durations import Histogram, Whole
from planning.actuals.figures import Figure
from planning.actuals.lagged import deal_survival
from planning.actuals.measuring import (
    Metric,
    Reading,
    as_rival,
    figure_of,
    undefined,
    with_caution,
)
from planning.kpis import KPIS


def median_in(key: str, reading: Reading, found: Histogram, *, scale: int = 1) -> Figure:
    """Return the median of a histogram in the period, with its order-statistics interval."""
    values, weights = found.during(reading.part.window(reading.period))
    return middle_of(key, values, weights, scale=scale)


def middle_of(key: str, values: Whole, weights: Whole, *, scale: int = 1) -> Figure:
    """Return a median as a figure; undefined without cases.

    Args:
        key: KPI key.
        values: Distinct numbers, ascending.
        weights: Cases of each.
        scale: What one unit of the figure is in `values` (100 for cents).
    """
    cases = int(weights.sum())
    value = durations.median(values, weights)
    if value is None:
        return undefined(key, f"Undefined without {KPIS[key].numerator}.", numerator=0, n=0)
    low, high = intervals.of_median(values, weights) or (None, None)
    return with_caution(
        figure_of(
            key,
            value / scale,
            numerator=cases,
            low=None if low is None else low / scale,
            high=None if high is None else high / scale,
            n=cases,
        )
    )


def _won_days(reading: Reading) -> Histogram:
    return reading.part.histogram(DEAL_DAYS, "days", "deals", outcome="won")


def sales_cycle_days(reading: Reading) -> Figure:
    """Median days from created to won, of deals won in the period.

    Formula: the middle won deal by days, or the mean of the two middle ones; undefined
    without won deals that have both dates.
    """
    if not reading.part.reaches(DEAL_DAYS):
        return undefined("sales_cycle_days", f"Days are not counted by {reading.part.side}.")
    return median_in("sales_cycle_days", reading, _won_days(reading))


def _cycle_rivals(reading: Reading) -> tuple[Figure, ...]:
    key, part = "sales_cycle_days", reading.part
    window = part.window(reading.period)
    values, weights = _won_days(reading).during(window)
    average = figure_of(key, durations.mean(values, weights), n=int(weights.sum()))
    if part.reaches(DEAL_AGES):
        with_open = _with_open_deals(reading)
    else:
        with_open = undefined(key, f"Open deals' ages are not counted by {part.side}.")
    if part.reaches(STAGE_LAGS) and "motion" not in part.cuts:
        lags = part.histogram(STAGE_LAGS, "days", "leads", step="lead-won")
        from_lead = median_in(key, reading, lags).noted("By the month the lead was created.")
    else:
        from_lead = undefined(key, "Lead times are not counted by this cut.")
    return (
        as_rival(key, "mean", average),
        as_rival(key, "kaplan_meier", with_open),
        as_rival(key, "from_lead", from_lead),
    )


def _with_open_deals(reading: Reading) -> Figure:
    curve = deal_survival(reading)
    note = "Lost deals are left out; open ones count up to their age."
    if curve.median is None and len(curve.days):
        note = "Fewer than half of the deals created are won so far."
    value = None if curve.median is None else float(curve.median)
    return figure_of("sales_cycle_days", value, note=note)


CYCLE_METRICS: Final[dict[str, Metric]] = {
    "sales_cycle_days": Metric(sales_cycle_days, _cycle_rivals),
}
