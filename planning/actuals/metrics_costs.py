"""What both teams' money buys: customers, and the quota it is meant to reach."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from planning.actuals.cubes import QUOTAS
from planning.actuals.figures import Figure, money
from planning.actuals.measuring import Metric, Reading, as_rival, figure_of, per_case, undefined
from planning.actuals.metrics_cycle import sales_cycle_days
from planning.actuals.metrics_deals import customers
from planning.actuals.parts import add_up
from planning.actuals.slices import Slice
from planning.periods import Period, month_of
from planning.shares import percent

_LOADED: Final = ("marketing_cents", "sales_cents")
_PAID: Final = ("marketing_programme_cents", "sales_programme_cents")
_DAYS_PER_MONTH: Final = 365.25 / 12


def cac(reading: Reading) -> Figure:
    """What both teams spent to win one new customer.

    Formula: marketing and sales spend with motion acquire or none / customers; spend
    for other motions and joint spend are left out. Undefined without customers, or
    where spend is not split the way customers are.
    """
    return _per_customer(reading, _LOADED)


def _per_customer(
    reading: Reading, measures: tuple[str, ...], spent: Period | None = None
) -> Figure:
    money_in = Reading(reading.part, spent or reading.period)
    note = money_in.no_spend(*measures) or money_in.mostly_unsplit(*measures)
    if note:
        return undefined("cac", note)
    acquire = sum(money_in.total(measure, "acquire") for measure in measures)
    whole = sum(money_in.total(measure) for measure in measures)
    if whole > 0 and acquire == 0:
        return undefined("cac", "All of this spend is for other motions than acquiring.")
    figure = per_case("cac", acquire, int(customers(reading).value or 0))
    aside = ""
    if whole > 0 and whole != acquire:
        aside = (
            f"{percent((whole - acquire) / whole)} of the spend is for other motions and left out."
        )
    return figure.noted(aside, money_in.unsplit(*measures))


def _cac_rivals(reading: Reading) -> tuple[Figure, ...]:
    return (
        as_rival("cac", "paid", _per_customer(reading, _PAID)),
        as_rival("cac", "lagged", _lagged(reading)),
    )


def _lagged(reading: Reading) -> Figure:
    period = reading.period
    if period is None:
        return undefined("cac", "Choose a period: without one nothing can be shifted.")
    days = sales_cycle_days(reading).number
    if days is None:
        return undefined("cac", "Undefined without a sales cycle to shift by.")
    months = round(days / _DAYS_PER_MONTH)
    spent = Period(start=period.start - months, end=period.end - months)
    start = reading.part.counts.history_start.get("spend")
    if start is not None and spent.start < month_of(start):
        return undefined("cac", f"Spend is not known {months} months before the period.")
    return _per_customer(reading, _LOADED, spent).noted(f"Shifted by {months} months.")


def quota_attainment(reading: Reading) -> Figure:
    """How much of the revenue quota of sales was reached.

    Formula: won amounts in months with a quota / the quota of these months. A quota is
    spread evenly over its months, up to the as-of month; a quota of the whole team
    counts in its months instead of the persons'. Undefined without a quota.
    """
    key, part = "quota_attainment", reading.part
    for cut in part.cuts:
        if not _carried(part, cut):
            return undefined(key, f"Quotas are not split by {cut}.")
    by_month = part.once("quota", lambda: _quota_by_month(reading))
    window = part.until_now(reading.period)
    held = by_month[window]
    quota = round(float(held.sum()))
    won = int(part.monthly("won_cents")[window][held > 0].sum())
    known: dict[str, Any] = {"numerator": money(won), "denominator": money(quota)}
    if quota <= 0:
        return undefined(key, "Undefined without a revenue quota of sales.", **known)
    return figure_of(key, won / quota, **known)


def _carried(part: Slice, cut: str) -> bool:
    """Whether any quota has a value under a filter or grouping."""
    labels = part.cube(QUOTAS).labels.get(cut, ())
    return not part.cube(QUOTAS).size or any(label is not None for label in labels)


def _quota_by_month(reading: Reading) -> np.ndarray:
    part = reading.part
    rows = part.part(QUOTAS)
    kept = rows.only(
        rows.labelled("team", lambda it: it == "sales")
        & rows.labelled("measure", lambda it: it == "won_amount")
    )
    first, end = part.span
    whole, persons = (np.zeros(end - first + 1) for _ in range(2))
    team_rows = kept.labelled("person", lambda it: it != "yes")
    starts, ends, cents = kept.key("month"), kept.key("end"), kept.measure("cents")
    for start, stop, amount, of_team in zip(starts, ends, cents, team_rows, strict=True):
        target = whole if of_team else persons
        months = np.arange(max(int(start), first), min(int(stop), end))
        share = float(amount) / max(int(stop) - int(start), 1)
        target += add_up(months - first + 1, np.full(len(months), share), len(target))
    found: np.ndarray = np.where(whole > 0, whole, persons)
    return found


COST_METRICS: Final[dict[str, Metric]] = {
    "cac": Metric(cac, _cac_rivals),
    "quota_attainment": Metric(quota_attainment),
}
