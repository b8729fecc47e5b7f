"""What the closed months of a fiscal year brought, as the scorecard counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.actuals.counts import Scope
from planning.actuals.cubes import BASE
from planning.actuals.scorecard import grouped, scorecard
from planning.model.assuming.cells import Laid
from planning.model.measuring.calibrate import Calibration
from planning.model.measuring.counted import CENTS
from planning.model.measuring.open_deals import cells_of
from planning.model.problem import Before
from planning.periods import Period


@dataclass(frozen=True)
class Closed:
    """What KPIs of the fiscal year need of its closed months beside `Before`.

    Attributes:
        won: Deals won.
        programme: Programme money of marketing's channels, plan-currency units.
        programme_leads: Leads of marketing's channels.
    """

    won: float = 0.0
    programme: float = 0.0
    programme_leads: float = 0.0


def closed_months(
    calibration: Calibration,
    laid: Laid,
    period: Period | None,
    money: Mapping[str, float],
    told: float = 0.0,
) -> tuple[Before, Closed]:
    """Return what the closed months brought, with the money the plan gives them.

    Args:
        calibration: Holds the counts.
        laid: Assumptions as arrays.
        period: The closed months; None if there are none.
        money: What the plan's lines say of them, by team.
        told: The part of it that values of deals bear already.
    """
    if period is None:
        return Before(), Closed()
    counts, context = calibration.counted.counts, calibration.counted.context
    scope = Scope(period=period)
    keys = ("customers", "revenue", "won", "cac", "cost_per_lead")
    figures = scorecard(counts, scope, context, keys, rivals=False).figures
    by_channel = grouped(counts, scope, "channel", context, ("leads",), rivals=False)
    number = {key: figure.number or 0.0 for key, figure in figures.items()}
    cac, per_lead = figures["cac"], figures["cost_per_lead"]
    before = Before(
        months=len(period),
        money=dict(money),
        told=told,
        acquisition=float(cac.numerator or 0),
        leads={it.name: it.figures["leads"].number or 0.0 for it in by_channel if it.name},
        customers=number["customers"],
        revenue=number["revenue"],
        value=_value(calibration, laid, period),
    )
    closed = Closed(
        won=number["won"],
        programme=float(per_lead.numerator or 0),
        programme_leads=float(per_lead.denominator or 0),
    )
    return before, closed


def _value(calibration: Calibration, laid: Laid, period: Period) -> float:
    """Return the value of deals won: what was booked, by each cell's usual value of a booking."""
    cells = laid.cells
    rows = calibration.counted.rows(BASE, "won_cents")
    rows = rows.only((rows.month >= period.start) & (rows.month < period.end))
    at = cells_of(calibration.counted, laid, rows)
    gross = cells["one_off"] + cells["recurring"] * laid.company["value_months"] / 12
    share = laid.company["margin"] * gross / np.maximum(cells["revenue_per_win"], 1e-9)
    share -= cells["commission"] + cells["partner"]
    return float((rows.value / CENTS * share[at]).sum())
