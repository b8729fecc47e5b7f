"""How long each step takes, as shares by month, from the day histograms.

A kernel is the share of cases that reach the next step in the same month, the next, and so
on; it adds to 1. Days become months as if cases were spread evenly over their month.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import DEAL_AGES, FOLLOW_UP, STAGE_LAGS
from planning.actuals.endings import Endings
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import MOST_MONTHS
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, default
from planning.model.measuring.counted import Counted, Rows
from planning.periods import UNDATED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DAYS_OF_A_MONTH: Final = 365.25 / 12
FEW_CASES: Final = 30
"""Kernels of fewer cases are taken from a larger part of the company."""

_MOST_STEPS: Final = 25
_TOO_THIN: Final = 0.002
_TIME_ENOUGH: Final = 3
"""Months a lead must have had for its lags to be read: later ones are cut off short."""


def kernel(days: Floats) -> tuple[float, ...]:
    """Return shares by month from shares by whole days.

    Formula: a case of d days that began anywhere in its month ends floor(d / month) months
    later, or one more with the chance of what is left over.

    Args:
        days: Weight of 0, 1, 2, … days; any sum above 0.

    Returns:
        Shares from the same month onwards that add to 1; a thin tail joins the last.

    Example:
        >>> kernel(np.array([1.0])), kernel(np.eye(62)[61])[:3]
        ((1.0,), (0.0, 0.0, 0.9958932238193019))
    """
    months = np.arange(len(days)) / DAYS_OF_A_MONTH
    whole = months.astype(np.int64)
    over = months - whole
    size = int(whole.max(initial=0)) + 2
    shares = np.bincount(whole, days * (1 - over), size) + np.bincount(whole + 1, days * over, size)
    shares = shares / shares.sum()
    after = shares[::-1].cumsum()[::-1]
    last = min(int(np.flatnonzero(after > _TOO_THIN).max()), _MOST_STEPS - 1)
    kept = shares[: last + 1].copy()
    kept[last] += 1 - kept.sum()
    return tuple(float(it) for it in kept)


def by_days(rows: Rows) -> Floats:
    """Return rows' weights by whole days.

    Example:
        >>> none = np.zeros(2, np.int64)
        >>> by_days(Rows(none, none, none, none, np.array([2.0, 1.0]), np.array([0, 2]))).tolist()
        [2.0, 0.0, 1.0]
    """
    kept = rows.only((rows.number >= 0) & (rows.value > 0))
    return np.bincount(kept.number, kept.value, minlength=1).astype(np.float64)


def lags(counted: Counted, step: str) -> Rows:
    """Return the lags of a step of leads that had time enough to show them."""
    rows = counted.within(counted.rows(STAGE_LAGS, "leads", "days", step=step))
    old = rows.only(rows.month < counted.axes.end - _TIME_ENOUGH)
    return old if old.value.sum() >= FEW_CASES else rows


def lead_lag(counted: Counted) -> Assumption:
    """Measure how soon a lead is handed to sales: from creation to MQL.

    Where the clock of the follow-up starts at creation, leads are handed over at once.
    """
    basis = counted.rows(FOLLOW_UP, "leads", basis="mql")
    at_once = counted.rows(FOLLOW_UP, "leads", basis="created")
    if at_once.value.sum() > basis.value.sum():
        return _measured("lead_lag", (1.0,), int(at_once.value.sum()), counted)
    return _of_rows("lead_lag", lags(counted, "created-mql"), counted)


def ready_lag(counted: Counted, roomy: Ints | None = None) -> Assumption:
    """Measure how soon after its follow-up a lead becomes a deal.

    From first touch to SAL (its mean is what MQL to SAL takes beyond the wait for the
    touch), then SAL to SQL, then SQL to deal, each as often as seen, one after another.

    Args:
        counted: The counts.
        roomy: Areas in which deals do not wait for closing people, or None for all: a
            wait for want of people is not a lag.
    """
    parts: list[Floats] = []
    n = 0
    for step in ("sal-sql", "sql-deal"):
        rows = lags(counted, step)
        if roomy is not None and len(roomy):
            kept = rows.only(np.isin(rows.area, roomy))
            rows = kept if kept.value.sum() >= FEW_CASES else rows
        if step == "sql-deal":
            rows = quickest(rows)
        cases = rows.value.sum()
        if cases >= FEW_CASES:
            parts.append(by_days(rows) / cases)
            n = int(cases)
    if not parts:
        return default("ready_lag", note="Too few leads have SAL, SQL and deal dates.")
    parts.append(_accepting(counted))
    together: Floats = np.ones(1)
    for part in parts:
        together = np.convolve(together, part).astype(np.float64)
    return _measured("ready_lag", kernel(together), n, counted)


def quickest(rows: Rows) -> Rows:
    """Return the rows of the area with the shortest mean, among those with cases enough.

    Elsewhere deals also wait for people in their busiest months.

    Example:
        >>> area, days = np.array([0, 1]), np.array([20, 4])
        >>> none, cases = np.zeros(2, np.int64), np.array([90.0, 80.0])
        >>> quickest(Rows(none, area, none, none, cases, days)).number.tolist()
        [4]
    """
    cases = np.bincount(rows.area, rows.value)
    days = np.bincount(rows.area, rows.value * rows.number)
    enough = cases >= 2 * FEW_CASES
    if not enough.any():
        return rows
    mean = np.where(enough, days / np.maximum(cases, 1e-9), np.inf)
    return rows.only(rows.area == int(mean.argmin()))


def _accepting(counted: Counted) -> Floats:
    """Return shares by days from first touch to SAL, geometric with the mean left over."""
    taken = lags(counted, "mql-sal")
    waited = counted.within(counted.rows(FOLLOW_UP, "leads", "hours", state="touched"))
    if taken.value.sum() < FEW_CASES or waited.value.sum() < FEW_CASES:
        return np.ones(1)
    mean = float((taken.number * taken.value).sum() / taken.value.sum())
    wait = float((waited.number * waited.value).sum() / waited.value.sum()) / 24
    left = max(mean - wait, 0.0)
    days = np.arange(int(left * 8) + 1)
    weights = (left / (1 + left)) ** days
    told: Floats = np.asarray(weights / weights.sum(), dtype=np.float64)
    return told


def _of_rows(kind: str, rows: Rows, counted: Counted) -> Assumption:
    cases = int(rows.value.sum())
    if cases < FEW_CASES:
        about = KINDS[kind].name.casefold()
        return default(kind, note=f"Only {cases} cases have both dates ({about}).")
    return _measured(kind, kernel(by_days(rows)), cases, counted)


def _measured(
    kind: str, value: tuple[float, ...], n: int, counted: Counted, **where: str
) -> Assumption:
    return Assumption(
        kind=kind,
        value=value,
        source="measured",
        n=n,
        months=counted.axes.months,
        team=KINDS[kind].team,
        **where,
    )


def endings_of(rows: dict[str, Rows]) -> Endings:
    """Return how deals end.

    Args:
        rows: Deals by age in days, under `won`, `lost` and `open`.
    """
    size = max((int(it.number.max(initial=0)) for it in rows.values()), default=0) + 1
    counted = [
        np.bincount(np.maximum(it.number, 0), it.value, size).astype(np.float64)
        for it in (rows["won"], rows["lost"], rows["open"])
    ]
    return Endings.of(*counted)


def deals_by_age(counted: Counted) -> dict[str, Rows]:
    """Return dated deals of the last years by outcome and age."""
    found = {}
    for outcome in ("won", "lost", "open"):
        rows = counted.rows(DEAL_AGES, "deals", "days", outcome=outcome)
        recent = (rows.month != UNDATED) & (rows.month >= counted.axes.end - MOST_MONTHS)
        found[outcome] = rows.only(recent & (rows.number >= 0))
    return found


def cycles(counted: Counted) -> list[Assumption]:
    """Measure from deal to win by group, open deals censored (Aalen and Johansen).

    A group of few wins takes the cycle of its motion, then of the company.
    """
    deals = deals_by_age(counted)
    found = [_cycle(counted, deals, None, None)]
    for motion in range(len(MOTIONS)):
        of_it = {
            out: rows.only(np.maximum(rows.motion, 0) == motion) for out, rows in deals.items()
        }
        found.append(_cycle(counted, of_it, None, MOTIONS[motion]))
    for group in counted.axes.groups:
        area = counted.axes.areas.index(group.area)
        motions = [MOTIONS.index(it) for it in group.motions]
        of_it = {
            out: rows.only((rows.area == area) & np.isin(np.maximum(rows.motion, 0), motions))
            for out, rows in deals.items()
        }
        found.append(_cycle(counted, of_it, group.area, group.motion))
    told = [it for it in found if it is not None]
    if found[0] is None:
        told.append(default("cycle", note="Too few deals were won."))
    return told


def _cycle(
    counted: Counted, deals: dict[str, Rows], area: str | None, motion: str | None
) -> Assumption | None:
    wins = int(deals["won"].value.sum())
    if wins < FEW_CASES:
        return None
    days = np.diff(endings_of(deals).won)
    where = {name: it for name, it in (("area", area), ("motion", motion)) if it is not None}
    return _measured("cycle", kernel(days), wins, counted, **where)
