"""What was worked each month and by how many: follow-ups, deals taken on, productive heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import BASE, FOLLOW_UP, STAGE_LAGS
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.measuring.counted import CLOSING, Counted, Rows
from planning.model.measuring.kernels import DAYS_OF_A_MONTH, by_days, lags

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LATE_DAYS: Final = 14
"""A first touch after more days than this was waiting for somebody to have time."""

_OFTEN_LATE: Final = 0.04
_BUSY: Final = 0.85
_AS_BUSY: Final = 0.75
_FEWER: Final = 0.8
_ENOUGH: Final = 20
_RETAIN: Final = MOTIONS.index(RETAIN)


@dataclass(frozen=True)
class Loads:
    """Work done and people who did it.

    Attributes:
        touched: Leads followed up by channel, area and month of the touch.
        taken_on: Deals created from leads by area and month.
        following, closing: Productive heads by area and month.
        follow_short, close_short: Areas in which work waited for want of people.
    """

    touched: Floats
    taken_on: Floats
    following: Floats
    closing: Floats
    follow_short: Bools
    close_short: Bools

    @property
    def followed(self) -> Floats:
        """Leads followed up by area and month."""
        told: Floats = self.touched.sum(axis=0)
        return told


def loads(counted: Counted, ramp: dict[str, tuple[float, ...]]) -> Loads:
    """Read the work of all areas.

    Args:
        counted: The counts.
        ramp: Productive share of a new head by month, by job.
    """
    touched = touches(counted)
    jobs = counted.jobs()
    following = productive(counted.heads(jobs[0])[:, :-1], ramp[jobs[0]])
    closing = productive(counted.heads(jobs[-1])[:, :-1], ramp[jobs[-1]])
    deals = counted.rows(BASE, "created")
    taken_on = counted.by_area(deals.only((deals.channel >= 0) & (deals.motion != _RETAIN)))
    late = _late(counted)
    return Loads(
        touched=touched,
        taken_on=taken_on,
        following=following,
        closing=closing if jobs[-1] == CLOSING else following,
        follow_short=_short_of_follow_up(touched.sum(0), following, late),
        close_short=_short_of_closing(counted, touched, taken_on, closing),
    )


def productive(heads: Floats, ramp: tuple[float, ...]) -> Floats:
    """Return productive heads: those who came since the first month are still learning.

    Args:
        heads: By area and month.
        ramp: Productive share by month since the start, 1 afterwards.

    Example:
        >>> productive(np.array([[1.0, 2.0, 2.0]]), (0.25, 1.0)).tolist()
        [[1.0, 1.25, 2.0]]
    """
    found = heads.astype(np.float64).copy()
    came = np.maximum(np.diff(heads, axis=1), 0.0)
    for after, share in enumerate(ramp):
        until = came.shape[1] - after
        if until > 0:
            found[:, 1 + after :] -= (1 - share) * came[:, :until]
    return np.maximum(found, 0.0)


def touches(counted: Counted) -> Floats:
    """Return leads followed up by channel, area and month of their first touch.

    The month is that of creation, shifted by the lag to hand-over and the hours to the
    touch; a touch of unknown time counts as made at once.
    """
    axes = counted.axes
    found = np.zeros((len(axes.channels) + 1, len(axes.areas), axes.months))
    for state in ("touched", "touched_untimed"):
        for basis in ("mql", "created"):
            rows = counted.within(
                counted.rows(FOLLOW_UP, "leads", "hours", state=state, basis=basis)
            )
            lag = by_days(lags(counted, "created-mql")) if basis == "mql" else np.ones(1)
            lag = lag / lag.sum() if lag.sum() > 0 else np.ones(1)
            _spread(found, rows, lag, axes.first)
    return found[:-1]


def _spread(found: Floats, rows: Rows, lag: Floats, first: int) -> None:
    """Add rows to the months in which they were touched."""
    if not len(rows.value):
        return
    days = np.maximum(rows.number, 0) // 24
    shares = _month_shares(int(days.max()), lag)
    at = rows.month - first
    for after in range(shares.shape[1]):
        month = at + after
        kept = month < found.shape[2]
        weight = rows.value[kept] * shares[days[kept], after]
        np.add.at(found, (rows.channel[kept], rows.area[kept], month[kept]), weight)


def _month_shares(most_days: int, lag: Floats) -> Floats:
    """Return by days of waiting the share touched 0, 1, 2, … months after creation."""
    size = most_days + len(lag)
    months = np.arange(size) / DAYS_OF_A_MONTH
    whole = months.astype(np.int64)
    spread = np.zeros((size, int(whole.max()) + 2))
    spread[np.arange(size), whole] = 1 - (months - whole)
    spread[np.arange(size), whole + 1] = months - whole
    told = np.zeros((most_days + 1, spread.shape[1]))
    for later, weight in enumerate(lag):
        if weight:
            told += weight * spread[later : later + most_days + 1]
    return told


def _late(counted: Counted) -> Floats:
    """Return the share of timed follow-ups after `LATE_DAYS` by area."""
    rows = counted.within(counted.rows(FOLLOW_UP, "leads", "hours", state="touched"))
    areas = len(counted.axes.areas)
    all_of_them = np.bincount(rows.area, rows.value, areas)
    late = rows.only(rows.number > LATE_DAYS * 24)
    return np.bincount(late.area, late.value, areas) / np.maximum(all_of_them, 1.0)


def _short_of_follow_up(worked: Floats, heads: Floats, late: Floats) -> Bools:
    """Return areas where touches are often late although everybody there works much."""
    each = _each(worked, heads)
    told: Bools = (late > _OFTEN_LATE) & (each > _BUSY * each.max(initial=0.0)) & (each > 0)
    return told


def _short_of_closing(counted: Counted, touched: Floats, taken_on: Floats, heads: Floats) -> Bools:
    """Return areas that take on fewer deals of their leads than others, as busy as these.

    Fewer alone could be the market, or people with nothing to do.
    """
    areas = len(counted.axes.areas)
    none: Bools = np.zeros(areas, np.bool_)
    if areas < 2 or not heads.any():
        return none
    expected, had = deals_expected(counted, touched), deals_of_leads(counted).sum((0, 2))
    ratio = had / np.maximum(expected, 1e-9)
    each = _each(taken_on, heads)
    usual = float(np.median(ratio[expected > _ENOUGH])) if (expected > _ENOUGH).any() else 1.0
    told: Bools = (
        (expected > _ENOUGH) & (ratio < _FEWER * usual) & (each >= _AS_BUSY * np.median(each))
    )
    return told


def _each(worked: Floats, heads: Floats) -> Floats:
    """Return work per productive head and month by area, 0 without heads."""
    total = heads.sum(axis=1)
    told: Floats = np.where(total > 0, worked.sum(axis=1) / np.maximum(total, 1e-9), 0.0)
    return told


def deals_of_leads(counted: Counted) -> Floats:
    """Return leads that became deals by channel, area and motion (renewals left out).

    From links of leads to deals; where too few leads name their deal, from the channel
    each deal is credited to.
    """
    rows = _linked(counted) if linked_enough(counted) else _credited(counted)
    return counted.cells(rows)[:-1]


def linked_enough(counted: Counted) -> bool:
    """Whether so many leads name their deal that these links tell what becomes of leads."""
    return bool(_linked(counted).value.sum() >= 0.6 * _credited(counted).value.sum())


def _linked(counted: Counted) -> Rows:
    return counted.within(counted.rows(STAGE_LAGS, "leads", "days", step="sql-deal"))


def _credited(counted: Counted) -> Rows:
    rows = counted.within(counted.rows(BASE, "created"))
    return rows.only((rows.motion != _RETAIN) & (rows.channel >= 0))


def deals_expected(counted: Counted, touched: Floats) -> Floats:
    """Return deals each area would have if its channels' leads did as all areas' do."""
    of_channel = deals_of_leads(counted).sum(axis=(1, 2))
    followed = touched.sum(axis=2)
    rate = of_channel / np.maximum(followed.sum(axis=1), 1e-9)
    told: Floats = rate @ followed
    return told
