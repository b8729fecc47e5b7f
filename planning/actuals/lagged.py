"""Cases still on their way: what a young cohort will reach in the end."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from planning.actuals.cubes import DEAL_AGES, STAGE_LAGS
from planning.actuals.durations import Survival, kaplan_meier
from planning.actuals.figures import Figure
from planning.actuals.measuring import Reading, figure_of, undefined
from planning.periods import first_day

_TOLD_ENOUGH: Final = 0.9
_DAYS_PER_MONTH: Final = 365.25 / 12


def deal_survival(reading: Reading) -> Survival:
    """Return how long deals created in the period stay unwon; open ones still run.

    Lost deals are left out: the curve tells when deals that will be won are won.
    """
    part = reading.part
    window = part.window(reading.period)
    won = part.histogram(DEAL_AGES, "days", "deals", outcome="won").during(window)
    running = part.histogram(DEAL_AGES, "days", "deals", outcome="open").during(window)
    return kaplan_meier(*won, *running)


def expected_in_the_end(reading: Reading) -> Figure:
    """Return the share of leads expected to be won once all had time enough.

    Formula: 1 − Kaplan–Meier share at the longest time to win seen; leads not won are
    at risk until their age on the as-of date (the middle of their month), disqualified
    ones too, since they had the same time and were not won.

    Returns:
        A fraction, or undefined where too few won leads tell when they were won.
    """
    key = "lead_to_customer"
    part, period = reading.part, reading.period
    if not part.reaches(STAGE_LAGS):
        return undefined(key, f"Lead times are not counted by {part.side}.")
    untold = reading.leads_untold()
    if untold:
        return undefined(key, untold)
    window = part.window(period)
    lags, winners = part.histogram(STAGE_LAGS, "days", "leads", step="lead-won").during(window)
    won, leads = reading.total("leads_won"), reading.total("leads")
    if not won or int(winners.sum()) < _TOLD_ENOUGH * won:
        return undefined(key, "Too few won leads have both a creation and a winning date.")
    ages, waiting = _ages_of_unwon(reading)
    curve = kaplan_meier(lags, winners, ages, waiting)
    note = "Leads not yet won are counted up to their age on the as-of date."
    return figure_of(key, curve.ended, numerator=won, denominator=leads, n=leads, note=note)


def _ages_of_unwon(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return ages in days on the as-of date and how many dated leads are not won."""
    part = reading.part
    first, end = part.span
    unwon = part.monthly("leads") - part.monthly("leads_won")
    window = part.window(reading.period)
    months = np.arange(first, end)
    ages = np.array([_age(int(month), part.counts.as_of) for month in months], dtype=np.int64)
    kept = np.zeros(len(unwon), dtype=np.bool_)
    kept[window] = True
    kept = kept[1:] & (unwon[1:] > 0)
    return ages[kept], unwon[1:][kept].astype(np.int64)


def _age(month: int, as_of: date) -> int:
    return max((as_of - first_day(month)).days - round(_DAYS_PER_MONTH / 2), 0)
